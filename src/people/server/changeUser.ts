/** Changes, disables and enables Users. Who is disabled is signed out everywhere, and their API tokens end; what they wrote stays theirs. */
import { sql, type Selectable } from 'kysely'
import { userChanged, userDisabled, userEnabled } from '#people/events.ts'
import type { UserValues } from '#people/users.ts'
import { Conflict, NotFound } from '#platform/problem.ts'
import { allow } from '#platform/server/allow.ts'
import { inTransaction, type Context, type Writing } from '#platform/server/context.ts'
import { record } from '#platform/server/record.ts'
import type { Users } from '#platform/server/tables.ts'
import { differences, lockSettings } from '#platform/server/things.ts'
import { administeringBy, expectAdministratorLeft, type Administering } from './administrators.ts'
import { expectMayGiveTo } from './mayGive.ts'
import { saveUser } from './saveUser.ts'
import { checkUser, columnsOf, valuesOf } from './userValues.ts'

/** All values at once, with the version that was loaded. Signing in meanwhile, which also counts a User's version on, is no conflict. */
export async function changeUser(ctx: Context, { id, version, ...values }: UserValues & { id: number; version: number }): Promise<void> {
  allow(ctx, 'users.update')
  await inTransaction(ctx, async (writing) => {
    const held = await lockUser(writing, id)
    await expectUnchangedSince(writing, id, version)
    await apply(writing, held, values)
  })
}

/** Disabling who is disabled changes nothing. */
export const disableUser = (ctx: Context, id: number) => setActive(ctx, id, false)
/** Lets a disabled User sign in again. Their old sessions and tokens stay ended. */
export const enableUser = (ctx: Context, id: number) => setActive(ctx, id, true)

async function setActive(ctx: Context, id: number, active: boolean): Promise<void> {
  allow(ctx, 'users.update')
  await inTransaction(ctx, async (writing) => {
    const held = await lockUser(writing, id)
    await apply(writing, held, { ...valuesOf(held), active })
  })
}

/** Behind `lockSettings`, so that two administrators cannot disable or demote each other at once. */
export async function lockUser(ctx: Writing, id: number): Promise<Selectable<Users>> {
  await lockSettings(ctx)
  const held = await ctx.db.selectFrom('users').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
  if (!held) throw new NotFound('There is no such User.')
  return held
}

async function expectUnchangedSince(ctx: Writing, id: number, version: number) {
  const names = [userChanged.name, userDisabled.name, userEnabled.name]
  const { rows } = await sql<{ at: string; who: string | null }>`
    select e.at, case when e.actor_kind = 'user' then (select name from users where id = e.actor_id) end as who
    from events e where e.subject = 'user' and e.subject_id = ${id} and e.version > ${version} and e.name = any(${names}::text[])
    order by e.version desc limit 1`.execute(ctx.db)
  const meanwhile = rows[0]
  if (!meanwhile) return
  throw new Conflict('Someone else changed this since you loaded it.', [{ field: 'version', code: 'conflict', details: { ...meanwhile } }])
}

async function apply(ctx: Writing, held: Selectable<Users>, values: UserValues) {
  const before = valuesOf(held)
  const changes = differences(before, { ...before, ...values })
  if (Object.keys(changes).length === 0) return
  await checkUser(ctx, values, held.id)
  // Whoever could give another address to somebody who may do more would become them.
  await expectMayGiveTo(ctx, before, { access: 'id', right: 'id' })
  await expectMayGiveTo(ctx, values)
  const administering = await administeringOf(ctx, before)
  if (!values.active) await signOutEverywhere(ctx, held.id)
  const saved = await saveUser(ctx, held.id, {
    ...columnsOf(values),
    changed_at: ctx.now,
    changed_by: ctx.actor.kind === 'user' ? ctx.actor.id : null,
  })
  if (changes['active'] && values.active) await record(ctx, userEnabled, saved, { changes })
  else if (changes['active']) await record(ctx, userDisabled, saved, { changes })
  else await record(ctx, userChanged, saved, { fields: Object.keys(changes), changes })
  await expectAdministratorLeft(ctx, administering, changes['active'] ? 'active' : changes['accessId'] ? 'accessId' : 'rightId')
}

/** What the User was able to do for others before the change. */
export async function administeringOf({ db }: Writing, { accessId, rightId, active }: UserValues): Promise<Administering> {
  if (!active) return { admits: false, holdsAll: false }
  const access = await db.selectFrom('accesses').select('permissions').where('id', '=', accessId).executeTakeFirstOrThrow()
  const right = await db.selectFrom('rights').select('everything').where('id', '=', rightId).executeTakeFirstOrThrow()
  return administeringBy(access.permissions, right.everything)
}

async function signOutEverywhere({ db }: Writing, id: number) {
  await db.deleteFrom('sessions').where('user_id', '=', id).execute()
  await db.deleteFrom('api_tokens').where('user_id', '=', id).execute()
}
