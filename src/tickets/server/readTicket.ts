/** Opening a ticket reads it: unread ends when its User, or without one anybody, opens it. */
import { inTransaction, type Context } from '#platform/server/context.ts'
import { record } from '#platform/server/record.ts'
import { ticketRead } from '#tickets/events.ts'
import { lockTicket, seenTicket } from './ticketQueries.ts'

export async function readTicket(ctx: Context, { id }: { id: number }) {
  const seen = await seenTicket(ctx, id)
  const { actor } = ctx
  if (actor.kind !== 'user') return
  // Most openings change nothing; they must not wait for a lock.
  if (!seen.unread || seen.deleted_at !== null || (seen.user_id !== null && seen.user_id !== actor.id)) return
  await inTransaction(ctx, async (writing) => {
    const row = await lockTicket(writing, id, { evenInBin: true })
    if (!row.unread || row.deleted_at !== null || (row.user_id !== null && row.user_id !== actor.id)) return
    const saved = await writing.db
      .updateTable('tickets')
      .set({ unread: false, version: row.version + 1 })
      .where('id', '=', row.id)
      .returning(['id', 'version'])
      .executeTakeFirstOrThrow()
    await record(writing, ticketRead, saved, {})
  })
}
