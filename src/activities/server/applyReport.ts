/** What a bounce or delivery report says is written to the message it speaks of: per recipient, so that a failure is visible where it matters. */
import type { DeliveryReport } from '#activities/incomingMessage.ts'
import { deliveryChanged } from '#activities/events.ts'
import { addressKey } from '#platform/emailAddress.ts'
import type { Writing } from '#platform/server/context.ts'
import { record } from '#platform/server/record.ts'
import { noteUndelivered } from '#tickets/server/noteUndelivered.ts'
import { raiseVersion } from '#tickets/server/raiseVersion.ts'
import { lockTicket } from '#tickets/server/ticketQueries.ts'

/** Returns whether the report speaks of a message of ours. */
export async function applyReport(ctx: Writing, report: DeliveryReport): Promise<boolean> {
  if (report.about === null) return false
  const sent = await ctx.db
    .selectFrom('activities')
    .select(['id', 'ticket_id'])
    .where('message_id', '=', report.about)
    .where('direction', '=', 'out')
    .executeTakeFirst()
  if (!sent) return false
  const row = await lockTicket(ctx, sent.ticket_id, { evenInBin: true })
  const recipients = await ctx.db.selectFrom('activity_recipients').select(['id', 'address']).where('activity_id', '=', sent.id).execute()
  const failed: number[] = []
  for (const { address, action, status, reason } of report.recipients) {
    if (action !== 'failed' && action !== 'delivered') continue
    // Forwarding changes addresses; with one recipient there is no doubt.
    const found =
      recipients.find((r) => addressKey(r.address) === addressKey(address)) ?? (recipients.length === 1 ? recipients[0] : undefined)
    if (!found) continue
    if (action === 'failed') failed.push(found.id)
    await ctx.db
      .updateTable('activity_recipients')
      .set({ state: action, reason: [status, reason].filter(Boolean).join(' ').slice(0, 1000) || null, at: ctx.now })
      .where('id', '=', found.id)
      .execute()
  }
  if (failed.length === 0) return true
  await ctx.db.updateTable('activities').set({ delivery: 'failed' }).where('id', '=', sent.id).where('delivery', '=', 'accepted').execute()
  await noteUndelivered(ctx, row.id)
  const saved = await raiseVersion(ctx, row)
  await record(ctx, deliveryChanged, saved, { activityId: sent.id, outcome: 'failed', failed, permanent: true })
  return true
}
