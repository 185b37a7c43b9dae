/** Deletes a User whom nothing refers to: one created by mistake. Whoever has worked here is disabled instead, because their name stands on what they did. */
import { sql } from 'kysely'
import { userDeleted } from '#people/events.ts'
import { NotFound, RuleBroken } from '#platform/problem.ts'
import { allow } from '#platform/server/allow.ts'
import { inTransaction, type Context } from '#platform/server/context.ts'
import { record } from '#platform/server/record.ts'
import { inSight } from '#platform/server/things.ts'
import type { Use } from '#platform/thing.ts'
import { expectAdministratorLeft } from './administrators.ts'
import { administeringOf, lockUser } from './changeUser.ts'
import { expectMayGiveTo } from './mayGive.ts'
import { valuesOf } from './userValues.ts'

/** Where a User's name stands: the newest twenty tickets of each kind, Teams, Rights, and whatever they have done. */
export async function usesOfUser(ctx: Context, id: number): Promise<Use[]> {
  allow(ctx, 'users.read')
  const there = await ctx.db.selectFrom('users').select('id').where('id', '=', id).executeTakeFirst()
  if (!there) throw new NotFound('There is no such User.')
  return usesOf(ctx, id)
}

async function usesOf(ctx: Context, id: number): Promise<Use[]> {
  const { rows } = await sql<Use>`
    select 'team' as what, id, name as title from teams where ${id} = any(member_ids)
    union all select 'right', id, name from rights where ${id} = any(hand_users)
    union all (select 'ticket', id, '#' || id from tickets where user_id = ${id} order by id desc limit 20)
    union all (select distinct on (x.ticket_id) 'activity', x.ticket_id, '#' || x.ticket_id
      from activities x where x.user_id = ${id} order by x.ticket_id desc limit 20)
    union all (select 'history', e.id, to_char(e.at, 'YYYY-MM-DD') from events e
      where e.actor_kind = 'user' and e.actor_id = ${id} order by e.id desc limit 1)`.execute(ctx.db)
  return inSight(ctx, rows)
}

export async function deleteUser(ctx: Context, id: number): Promise<void> {
  allow(ctx, 'users.delete')
  await inTransaction(ctx, async (writing) => {
    const held = await lockUser(writing, id)
    const values = valuesOf(held)
    await expectMayGiveTo(writing, values, { access: 'id', right: 'id' })
    const uses = await usesOf(writing, id)
    if (uses.length > 0) throw inUse(uses)
    const administering = await administeringOf(writing, values)
    await writing.db
      .deleteFrom('users')
      .where('id', '=', id)
      .execute()
      .catch((error: unknown) => {
        throw isReferred(error) ? inUse([{ what: 'history', id, title: held.name }]) : error
      })
    await record(writing, userDeleted, { id, version: held.version + 1 }, { values })
    await expectAdministratorLeft(writing, administering, 'id')
  })
}

const inUse = (uses: Use[]) =>
  new RuleBroken(
    'This User’s name stands on tickets or changes. Disable them instead.',
    [{ field: 'id', code: 'in_use', details: { uses } }],
    'in_use',
  )

/** Something else still names them, PostgreSQL says. */
const isReferred = (error: unknown) => error instanceof Error && 'code' in error && error.code === '23503'
