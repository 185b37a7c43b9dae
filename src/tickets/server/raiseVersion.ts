/** Raises a ticket's version for an event that changes none of its own fields, so that each event of a ticket has a version of its own. */
import type { Writing } from '#platform/server/context.ts'
import type { TicketRow } from './ticketQueries.ts'

/** `row` is locked by the caller. */
export async function raiseVersion(ctx: Writing, row: Pick<TicketRow, 'id'>): Promise<TicketRow> {
  return ctx.db
    .updateTable('tickets')
    .set((e) => ({ version: e('version', '+', 1) }))
    .where('id', '=', row.id)
    .returningAll()
    .executeTakeFirstOrThrow()
}
