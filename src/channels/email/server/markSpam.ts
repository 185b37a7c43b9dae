/** Mark as spam: the ticket goes to the bin, and mail of its sender to that queue is held back from now on. Restoring the ticket lifts both. */
import { sql } from 'kysely'
import { markedSpam } from '#channels/email/events.ts'
import { addressKey } from '#platform/emailAddress.ts'
import { RuleBroken } from '#platform/problem.ts'
import { allow } from '#platform/server/allow.ts'
import { inTransaction, type Context, type Writing } from '#platform/server/context.ts'
import { record } from '#platform/server/record.ts'
import { binOne } from '#tickets/server/binTicket.ts'
import { raiseVersion } from '#tickets/server/raiseVersion.ts'
import { expectVisible, partsOf, type TicketRow } from '#tickets/server/ticketQueries.ts'
import { expectNotOurs } from './blockedSenders.ts'

export async function markSpam(ctx: Context, { id }: { id: number }) {
  allow(ctx, 'tickets.delete')
  await inTransaction(ctx, (writing) => spamOne(writing, id))
  return { ok: true as const }
}

/** One of many, too. A ticket that no mail began has no sender to block: it is deleted like any other. */
export async function spamOne(ctx: Writing, id: number): Promise<TicketRow> {
  allow(ctx, 'tickets.delete')
  await expectVisible(ctx, id)
  const { rows } = await sql<{ queueId: number; address: string }>`
    select x.queue_id as "queueId", x.from_address as address from activities x join email_queues q on q.id = x.queue_id
    where x.ticket_id = any(${partsOf(sql`${id}::bigint`)}) and x.kind = 'email' and x.direction = 'in' and x.from_address is not null
    order by x.at, x.id limit 1`.execute(ctx.db)
  const first = rows[0]
  if (!first)
    throw new RuleBroken('No mail came for this ticket whose sender could be blocked.', [{ field: 'id', code: 'no_sender' }], 'no_sender')
  await expectNotOurs(ctx, first.address)
  const binned = await binOne(ctx, id)
  await ctx.db
    .insertInto('blocked_senders')
    .values({
      queue_id: first.queueId,
      address: addressKey(first.address),
      ticket_id: id,
      created_at: ctx.now,
      created_by: ctx.actor.kind === 'user' ? ctx.actor.id : null,
    })
    .onConflict((on) => on.doNothing())
    .execute()
  const row = await raiseVersion(ctx, binned)
  await record(ctx, markedSpam, row, { queueId: first.queueId })
  return row
}
