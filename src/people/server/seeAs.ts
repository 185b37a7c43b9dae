/** Begins a preview of the desk as another User has it. Who looked as whom stands in the audit log. */
import { userSeenAs } from '#people/events.ts'
import type { Person } from '#people/user.ts'
import { NotFound } from '#platform/problem.ts'
import { allow } from '#platform/server/allow.ts'
import { inTransaction, type Context } from '#platform/server/context.ts'
import { record } from '#platform/server/record.ts'
import { actorOf, seenAs } from './authenticate.ts'
import { byThePersonThemselves } from './byThePersonThemselves.ts'
import { saveUser } from './saveUser.ts'

export async function seeAs(ctx: Context, { id }: { id: number }): Promise<{ user: Person }> {
  const viewer = byThePersonThemselves(ctx)
  allow(ctx, 'users.read')
  return inTransaction(ctx, async (writing) => {
    const user = await writing.db.selectFrom('users').select(['id', 'name', 'email', 'active']).where('id', '=', id).executeTakeFirst()
    if (!user) throw new NotFound('There is no such User.')
    seenAs(viewer, await actorOf(writing.db, id))
    await record(writing, userSeenAs, await saveUser(writing, id, {}), {})
    return { user }
  })
}
