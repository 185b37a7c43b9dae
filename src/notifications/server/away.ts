/** The days on which a User is away, set by themselves. */
import { differences } from '#platform/server/things.ts'
import type { Away } from '#people/away.ts'
import { userChanged } from '#people/events.ts'
import { saveUser } from '#people/server/saveUser.ts'
import { userOf } from '#platform/server/allow.ts'
import { inTransaction, type Context } from '#platform/server/context.ts'
import { record } from '#platform/server/record.ts'

export async function getAway(ctx: Context): Promise<{ away: Away | null }> {
  const { from, until } = await ctx.db
    .selectFrom('users')
    .select(['away_from as from', 'away_until as until'])
    .where('id', '=', userOf(ctx).id)
    .executeTakeFirstOrThrow()
  return { away: from !== null && until !== null ? { from, until } : null }
}

export async function setAway(ctx: Context, { away }: { away: Away | null }): Promise<{ away: Away | null }> {
  const { id } = userOf(ctx)
  return inTransaction(ctx, async (writing) => {
    const { away: before } = await getAway(writing)
    const changes = differences({ away: before }, { away })
    const fields = Object.keys(changes)
    const values = { away_from: away?.from ?? null, away_until: away?.until ?? null }
    if (fields.length > 0) await record(writing, userChanged, await saveUser(writing, id, values), { fields, changes })
    return { away }
  })
}
