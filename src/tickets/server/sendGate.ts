/** The send gate: what came of others since a message was begun, or a ticket was last in view, stops it once and is shown. */
import { sql } from 'kysely'
import { Conflict } from '#platform/problem.ts'
import type { Context, Writing } from '#platform/server/context.ts'
import { activityAdded, ticketMerged } from '#tickets/events.ts'
import type { CameSince, Seen } from '#tickets/seen.ts'
import { partsOf, type TicketRow } from './ticketQueries.ts'

const most = 20
const textLength = 400

/** Null: nothing. Changes of fields, what the desk says of itself and automatic mail to customers are no reason to stop. */
export async function cameSince(ctx: Context, row: Pick<TicketRow, 'id' | 'version'>, seen: Seen): Promise<CameSince | null> {
  const me = ctx.actor.kind === 'user' ? ctx.actor.id : null
  const elsewhere = seen.ticketId !== row.id
  const since = sql`e.subject = 'ticket' and e.subject_id = ${row.id} and e.version > ${elsewhere ? row.version : seen.version}`
  const { rows: activities } = await sql<CameSince['activities'][number]>`
    select x.id, x.kind, x.direction, x.at, coalesce(u.name, nullif(x.from_name, ''), x.from_address, '') as by, left(x.text, ${textLength}) as text
    from activities x left join users u on u.id = x.user_id
    where x.id in (
      select (e.payload ->> 'activityId')::bigint from events e where ${since} and e.name = ${activityAdded.name}
      union select a.id::bigint from events e cross join lateral jsonb_array_elements_text(e.payload -> 'activityIds') a (id)
        where ${since} and e.name = 'activity.moved_from' and e.actor_id is distinct from ${me})
      and x.ticket_id = any(${partsOf(sql`${row.id}::bigint`)}) and x.kind <> 'system'
      and not (x.direction = 'out' and x.user_id is null) and x.user_id is distinct from ${me}
    order by x.at desc, x.id desc limit ${most}`.execute(ctx.db)
  const { rows: merges } = await sql<{ ids: number[] }>`
    select e.payload -> 'ticketIds' as ids from events e
    where ${since} and e.name = ${ticketMerged.name} and not (e.actor_kind = 'user' and e.actor_id is not distinct from ${me})`.execute(
    ctx.db,
  )
  const merged = [...new Set([...(elsewhere ? [seen.ticketId] : []), ...merges.flatMap(({ ids }) => ids)])]
  if (activities.length === 0 && merged.length === 0) return null
  return { seen: { ticketId: row.id, version: row.version }, activities: activities.toReversed(), merged }
}

/** `row` is locked by the caller, so that nothing comes between the question and the sending. */
export async function passGate(ctx: Writing, row: TicketRow, seen: Seen | null | undefined) {
  const came = seen ? await cameSince(ctx, row, seen) : null
  if (came)
    throw new Conflict('Something came since this was begun.', [{ field: 'seen', code: 'came_since', details: { ...came } }], 'came_since')
}
