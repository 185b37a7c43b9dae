/** Takes a ticket out of the bin as it was, with all that was merged into it; its clock goes on with what is left. */
import { sql } from 'kysely'
import { allow } from '#platform/server/allow.ts'
import { inTransaction, type Context, type Writing } from '#platform/server/context.ts'
import { record } from '#platform/server/record.ts'
import { ticketRestored } from '#tickets/events.ts'
import type { Ticket } from '#tickets/ticket.ts'
import { resumeClock } from './keepClock.ts'
import { getTicket, lockTicket, partsOf, type TicketRow } from './ticketQueries.ts'

export async function restoreTicket(ctx: Context, { id }: { id: number }): Promise<Ticket> {
  allow(ctx, 'tickets.delete')
  return inTransaction(ctx, async (writing) => getTicket(writing, (await restoreOne(writing, id)).id))
}

/** One that is not in the bin stays as it is. */
export async function restoreOne(ctx: Writing, id: number): Promise<TicketRow> {
  allow(ctx, 'tickets.delete')
  const row = await lockTicket(ctx, id, { evenInBin: true })
  if (row.deleted_at === null) return row
  const clock = await resumeClock(ctx, row)
  // Marked as spam: whoever restores it says that it is none. By table alone: the table is of a domain above this one.
  await sql`delete from blocked_senders where ticket_id = any(${partsOf(sql`${row.id}::bigint`)})`.execute(ctx.db)
  const saved = await ctx.db
    .updateTable('tickets')
    .set({ ...clock, deleted_at: null, deleted_by: null, version: row.version + 1 })
    .where('id', '=', row.id)
    .returningAll()
    .executeTakeFirstOrThrow()
  await record(ctx, ticketRestored, saved, {})
  return saved
}
