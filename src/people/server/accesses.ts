/** Keeps the Accesses. Nobody puts more into one than they hold themselves, and none takes the last administrator's permissions away. */
import { sql } from 'kysely'
import { accesses } from '#people/access.ts'
import { keepThings } from '#platform/server/things.ts'
import type { Use } from '#platform/thing.ts'
import { administeringBy, expectAdministratorLeft } from './administrators.ts'
import { expectMayGivePermissions, expectMayGiveTo } from './mayGive.ts'

export const keptAccesses = keepThings({
  thing: accesses,
  table: 'accesses',
  columns: { name: 'name', permissions: 'permissions' },
  title: 'name',
  async check(ctx, { permissions }, id) {
    await expectMayGivePermissions(ctx, permissions, 'permissions')
    // What is more than one’s own is not one’s own to take away either.
    if (id !== null) await expectMayGiveTo(ctx, { accessId: id }, {})
    return []
  },
  async uses({ db }, id): Promise<Use[]> {
    const { rows } = await sql<Use>`
      (select 'user' as what, id, name as title from users where access_id = ${id} order by name, id)
      union all (select 'sso_provider', id, name from sso_providers where access_id = ${id} order by name, id)`.execute(db)
    return rows
  },
  async saved(ctx, { id, before, after }) {
    if (before === null) return
    if (after === null) return expectMayGivePermissions(ctx, before.permissions, 'permissions')
    const { rows } = await sql<{ everything: boolean }>`
      select r.everything from users u join rights r on r.id = u.right_id where u.active and u.access_id = ${id}`.execute(ctx.db)
    if (rows.length === 0) return
    const everything = rows.some((row) => row.everything)
    await expectAdministratorLeft(ctx, administeringBy(before.permissions, everything), 'permissions')
  },
})
