/** Users whom a comment names. */
import { sql } from 'kysely'
import { listUsers } from '#people/server/userQueries.ts'
import { BadInput } from '#platform/problem.ts'
import type { Context, Writing } from '#platform/server/context.ts'
import { withoutSight } from '#tickets/server/ruleFacts.ts'
import { getTicket, type TicketRow } from '#tickets/server/ticketQueries.ts'

/** Whom one may name: Users one knows who see the ticket; oneself not. */
export async function mentionable(ctx: Context, { id }: { id: number }): Promise<{ users: { id: number; name: string }[] }> {
  const { category } = await getTicket(ctx, id)
  const { users } = await listUsers(ctx)
  const known = users.filter((user) => user.active && user.id !== (ctx.actor.kind === 'user' ? ctx.actor.id : 0))
  const ids = known.map((user) => user.id)
  const blind = new Set(ids.length === 0 ? [] : await withoutSight(ctx, ids, category.id))
  return { users: known.filter((user) => !blind.has(user.id)).map((user) => ({ id: user.id, name: user.name })) }
}

/** Names exactly these, and gives those who are new among them. Whoever may not see the ticket is not told of it, so naming them is refused. */
export async function mention(ctx: Writing, row: TicketRow, activityId: number, wanted: readonly number[]): Promise<number[]> {
  const ids = [...new Set(wanted)]
  if (ids.length > 0 && (await withoutSight(ctx, ids, row.category_id)).length > 0)
    throw new BadInput('Not every one of these Users sees this ticket.', [{ field: 'mentionIds', code: 'not_in_sight' }])
  await sql`delete from ticket_mentions where activity_id = ${activityId} and user_id <> all(${ids}::bigint[])`.execute(ctx.db)
  if (ids.length === 0) return []
  const { rows } = await sql<{ id: number }>`insert into ticket_mentions (user_id, ticket_id, activity_id, at)
    select unnest(${ids}::bigint[]), x.ticket_id, x.id, ${ctx.now} from activities x where x.id = ${activityId}
    on conflict do nothing returning user_id as id`.execute(ctx.db)
  return rows.map(({ id }) => id)
}
