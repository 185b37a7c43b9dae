/** Disables a User: they are signed out everywhere and their API tokens end. What they wrote stays theirs. */
import { sql } from 'kysely'
import { userDisabled } from '#people/events.ts'
import { NotFound, RuleBroken } from '#platform/problem.ts'
import { allow } from '#platform/server/allow.ts'
import { inTransaction, type Context, type Writing } from '#platform/server/context.ts'
import { record } from '#platform/server/record.ts'
import { saveUser } from './saveUser.ts'

/** Disabling who is disabled changes nothing. The last administrator stays. */
export async function disableUser(ctx: Context, id: number): Promise<void> {
  allow(ctx, 'users.update')
  await inTransaction(ctx, async (writing) => {
    const others = (await lockAdministrators(writing)).filter((administrator) => administrator !== id)
    const user = await writing.db.selectFrom('users').select('active').where('id', '=', id).forUpdate().executeTakeFirst()
    if (!user) throw new NotFound('There is no such User.')
    if (!user.active) return
    if (others.length === 0)
      throw new RuleBroken(
        'The last administrator cannot be disabled.',
        [{ field: 'id', code: 'last-administrator' }],
        'last-administrator',
      )
    await writing.db.deleteFrom('sessions').where('user_id', '=', id).execute()
    await writing.db.deleteFrom('api_tokens').where('user_id', '=', id).execute()
    await record(writing, userDisabled, await saveUser(writing, id, { active: false }), {})
  })
}

/** Who could let somebody in again. Locked together and in one order, so that two administrators cannot disable each other at once. */
async function lockAdministrators({ db }: Writing): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select u.id from users u join accesses a on a.id = u.access_id
    where u.active and a.permissions @> array['users.create', 'users.update'] order by u.id for update of u`.execute(db)
  return rows.map((row) => row.id)
}
