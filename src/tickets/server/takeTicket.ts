/** Take: becoming the User of an Open or Waiting ticket without one. A compare-and-set: two agents can't both win. */
import { Conflict, NotAllowed } from '#platform/problem.ts'
import { inTransaction, type Context } from '#platform/server/context.ts'
import type { Ticket } from '#tickets/ticket.ts'
import { saveTicket } from './saveTicket.ts'
import { getTicket, lockTicket } from './ticketQueries.ts'

export async function takeTicket(ctx: Context, { id }: { id: number }): Promise<Ticket> {
  return inTransaction(ctx, async (writing) => {
    const { actor } = writing
    if (actor.kind !== 'user') throw new NotAllowed('Only a User can take a ticket.')
    const row = await lockTicket(writing, id)
    if (row.state !== 'open' && row.state !== 'waiting')
      throw new Conflict('Only Open and Waiting tickets can be taken.', [{ field: 'userId', code: 'not_takeable' }])
    await saveTicket(writing, row, { userId: { from: null, to: actor.id } }, { askRules: true, take: true })
    return getTicket(writing, id)
  })
}
