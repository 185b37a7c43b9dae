/** Changes fields of a ticket. */
import { inTransaction, type Context } from '#platform/server/context.ts'
import type { Seen } from '#tickets/seen.ts'
import type { Changes, Ticket } from '#tickets/ticket.ts'
import { saveTicket } from './saveTicket.ts'
import { passGate } from './sendGate.ts'
import { lockParents } from './ruleFacts.ts'
import { getTicket, lockTicket } from './ticketQueries.ts'

export async function changeTicket(
  ctx: Context,
  { id, changes, seen }: { id: number; changes: Changes; seen?: Seen | undefined },
): Promise<Ticket> {
  return inTransaction(ctx, async (writing) => {
    if (changes.parentId) await lockParents(writing)
    const row = await lockTicket(writing, id)
    const to = changes.state?.to
    if ((to === 'closed' || to === 'archived') && to !== row.state) await passGate(writing, row, seen)
    await saveTicket(writing, row, changes, { askRules: true })
    return getTicket(writing, id, true)
  })
}
