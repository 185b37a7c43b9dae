/** Opening a ticket reads it: unread ends when its User, or without one anybody, opens it. */
import { inTransaction, type Context } from '#platform/server/context.ts'
import { record } from '#platform/server/record.ts'
import { ticketRead } from '#tickets/events.ts'
import { expectVisible, lockTicket, visibleTickets } from './ticketQueries.ts'

export async function readTicket(ctx: Context, { id }: { id: number }) {
  await expectVisible(ctx, id)
  const { actor } = ctx
  if (actor.kind !== 'user') return
  // Most openings change nothing; they must not wait for a lock.
  const unread = await visibleTickets(ctx).select('t.user_id').where('t.id', '=', id).where('t.unread', '=', true).executeTakeFirst()
  if (!unread || (unread.user_id !== null && unread.user_id !== actor.id)) return
  await inTransaction(ctx, async (writing) => {
    const row = await lockTicket(writing, id)
    if (!row.unread || (row.user_id !== null && row.user_id !== actor.id)) return
    const saved = await writing.db
      .updateTable('tickets')
      .set({ unread: false, version: row.version + 1 })
      .where('id', '=', id)
      .returning(['id', 'version'])
      .executeTakeFirstOrThrow()
    await record(writing, ticketRead, saved, {})
  })
}
