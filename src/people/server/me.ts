/** The signed-in User: who they are and what they may do. */
import { userChanged } from '#people/events.ts'
import { flags, hasFlag } from '#people/rights.ts'
import { isTimeZone } from '#people/timeZone.ts'
import type { Me } from '#people/user.ts'
import type { UserActor } from '#platform/actor.ts'
import { BadInput, NotSignedIn } from '#platform/problem.ts'
import { userOf } from '#platform/server/allow.ts'
import { inTransaction, type Context } from '#platform/server/context.ts'
import { record } from '#platform/server/record.ts'
import { differences } from '#platform/server/things.ts'
import { saveUser } from './saveUser.ts'

/** A token's answer names the token's own permissions. */
export async function describeMe({ db }: Pick<Context, 'db'>, actor: UserActor): Promise<Me> {
  const user = await db.selectFrom('users').select(['name', 'email', 'time_zone']).where('id', '=', actor.id).executeTakeFirst()
  if (!user) throw new NotSignedIn('Sign in first.')
  return {
    id: actor.id,
    name: user.name,
    email: user.email,
    timeZone: user.time_zone,
    permissions: [...actor.permissions],
    everything: actor.right.everything,
    flags: flags.filter((flag) => hasFlag(actor, flag)),
    teamIds: [...actor.teamIds],
  }
}

export async function changeMe(ctx: Context, { name, timeZone }: { name?: string | undefined; timeZone?: string | null | undefined }) {
  const user = userOf(ctx)
  if (typeof timeZone === 'string' && !isTimeZone(timeZone))
    throw new BadInput('There is no such time zone.', [{ field: 'timeZone', code: 'unknown' }], 'invalid')
  return inTransaction(ctx, async (writing) => {
    const { name: hadName, timeZone: hadZone } = await describeMe(writing, user)
    const changes = differences(
      { name: hadName, timeZone: hadZone },
      { name: name ?? hadName, timeZone: timeZone === undefined ? hadZone : timeZone },
    )
    const fields = Object.keys(changes)
    const values = { ...(name !== undefined && { name }), ...(timeZone !== undefined && { time_zone: timeZone }) }
    if (fields.length > 0) await record(writing, userChanged, await saveUser(writing, user.id, values), { fields, changes })
    return describeMe(writing, user)
  })
}
