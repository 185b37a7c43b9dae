/** Stars: a User's own marks on tickets. */
import { inTransaction, type Context } from '#platform/server/context.ts'
import { record } from '#platform/server/record.ts'
import { NotAllowed } from '#platform/problem.ts'
import { seenTicket } from '#tickets/server/ticketQueries.ts'
import { starChanged } from '#views/events.ts'

export async function star(ctx: Context, id: number, on: boolean) {
  const { actor } = ctx
  if (actor.kind !== 'user') throw new NotAllowed('Only a User stars tickets.')
  await inTransaction(ctx, async (writing) => {
    const ticket = await seenTicket(writing, id)
    const row = { ticket_id: ticket.id, user_id: actor.id }
    const { length } = on
      ? await writing.db
          .insertInto('ticket_stars')
          .values({ ...row, at: ctx.now })
          .onConflict((taken) => taken.doNothing())
          .returning('user_id')
          .execute()
      : await writing.db
          .deleteFrom('ticket_stars')
          .where('ticket_id', '=', ticket.id)
          .where('user_id', '=', actor.id)
          .returning('user_id')
          .execute()
    if (length > 0) await record(writing, starChanged, { id: ticket.id, version: ticket.version }, { on })
  })
  return { ok: true as const }
}
