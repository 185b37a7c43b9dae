/** The message that an email answers: the one named, or the ticket's newest with the customer. */
import { sql, type Selectable } from 'kysely'
import type { Context } from '#platform/server/context.ts'
import type { Activities } from '#platform/server/tables.ts'
import { partsOf } from '#tickets/server/ticketQueries.ts'

export async function lastMessage(ctx: Context, ticketId: number, activityId?: number): Promise<Selectable<Activities> | null> {
  const found = await ctx.db
    .selectFrom('activities')
    .selectAll()
    .where('ticket_id', '=', sql<number>`any(${partsOf(sql`${ticketId}::bigint`)})`)
    .where('kind', '=', 'email')
    .$if(activityId !== undefined, (q) => q.where('id', '=', activityId ?? 0))
    .orderBy(sql`direction = 'in'`, 'desc')
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return found ?? null
}
