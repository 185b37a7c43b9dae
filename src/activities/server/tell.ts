/** What the desk itself says on a ticket: a line in its feed that names another ticket, for those who may see that one. */
import { sql } from 'kysely'
import type { Telling } from '#activities/activity.ts'
import type { Writing } from '#platform/server/context.ts'
import { noteActivity } from '#tickets/server/noteActivity.ts'
import { partsOf, type TicketRow } from '#tickets/server/ticketQueries.ts'

/** `row` is locked by the caller. Returns the row as it stands afterwards. */
export async function tell(ctx: Writing, row: TicketRow, told: { what: Telling; ticketId: number; count?: number }): Promise<TicketRow> {
  // After what it speaks of, which may have reached us a moment after this began.
  const at = new Date(Math.max(ctx.now.getTime(), Date.parse(row.last_activity_at)))
  const { id: activityId } = await ctx.db
    .insertInto('activities')
    .values({
      ticket_id: row.id,
      kind: 'system',
      direction: 'internal',
      at,
      created_at: ctx.now,
      user_id: ctx.actor.kind === 'user' ? ctx.actor.id : null,
      told: JSON.stringify(told),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return noteActivity(ctx, row, {
    activityId,
    kind: 'system',
    direction: 'internal',
    at,
    text: '',
    attachments: 0,
    fromCustomer: false,
    automatic: false,
    answer: false,
  })
}

/** From which tickets this one, or what was merged into it, was split, moved or followed up: they are no suggestion for its mail. */
export async function cameFrom(ctx: Writing, ticketId: number): Promise<() => readonly number[]> {
  const parts = partsOf(sql`${ticketId}::bigint`)
  const { rows } = await sql<{ id: number }>`
    select distinct coalesce(t.survivor_id, t.id) as id from (
      select (x.told ->> 'ticketId')::bigint as id from activities x where x.ticket_id = any(${parts}) and x.kind = 'system' and x.told is not null
      union all select f.follow_up_of from tickets f where f.id = any(${parts}) and f.follow_up_of is not null) other
    join tickets t on t.id = other.id`.execute(ctx.db)
  const ids = rows.map((row) => row.id)
  return () => ids
}
