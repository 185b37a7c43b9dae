/** Changes fields of a ticket. */
import { inTransaction, type Context } from '#platform/server/context.ts'
import type { Changes, Ticket } from '#tickets/ticket.ts'
import { saveTicket } from './saveTicket.ts'
import { lockParents } from './ruleFacts.ts'
import { getTicket, lockTicket } from './ticketQueries.ts'

export async function changeTicket(ctx: Context, { id, changes }: { id: number; changes: Changes }): Promise<Ticket> {
  return inTransaction(ctx, async (writing) => {
    if (changes.parentId) await lockParents(writing)
    await saveTicket(writing, await lockTicket(writing, id), changes, { askRules: true })
    return getTicket(writing, id, true)
  })
}
