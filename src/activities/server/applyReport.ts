/** What a bounce or delivery report says is written to the message it speaks of: per recipient, so that a failure is visible where it matters. */
import type { DeliveryReport } from '#activities/incomingMessage.ts'
import { deliveryChanged } from '#activities/events.ts'
import { addressKey } from '#platform/emailAddress.ts'
import type { Writing } from '#platform/server/context.ts'
import { record } from '#platform/server/record.ts'
import { noteUndelivered } from '#tickets/server/noteUndelivered.ts'
import { raiseVersion } from '#tickets/server/raiseVersion.ts'
import { lockTicket } from '#tickets/server/ticketQueries.ts'

/** All is well (relayed: handed to a server that tells no more): it is written to the message and is no activity of its own. */
export const saysOnlyDelivered = ({ recipients }: DeliveryReport) =>
  recipients.length > 0 && recipients.every((r) => r.action === 'delivered' || r.action === 'relayed')

/** Applies such a report; the message of ours that it speaks of, or none. */
export async function reportedOn(ctx: Writing, report: DeliveryReport): Promise<{ ticketId: number; activityId: number }[]> {
  if (report.about === null || !(await applyReport(ctx, report))) return []
  return ctx.db
    .selectFrom('activities')
    .select(['ticket_id as ticketId', 'id as activityId'])
    .where('message_id', '=', report.about)
    .where('direction', '=', 'out')
    .limit(1)
    .execute()
}

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
  let delivered = false
  for (const { address, action, status, reason } of report.recipients) {
    if (action !== 'failed' && action !== 'delivered') continue
    // Forwarding changes addresses; with one recipient there is no doubt.
    const found =
      recipients.find((r) => addressKey(r.address) === addressKey(address)) ?? (recipients.length === 1 ? recipients[0] : undefined)
    if (!found) continue
    if (action === 'failed') failed.push(found.id)
    else delivered = true
    await ctx.db
      .updateTable('activity_recipients')
      .set({
        state: action,
        reason: action === 'failed' ? [status, reason].filter(Boolean).join(' ').slice(0, 1000) || null : null,
        at: ctx.now,
      })
      .where('id', '=', found.id)
      .execute()
  }
  if (failed.length === 0) {
    if (!delivered) return true
    await noteUndelivered(ctx, row.id)
    await record(ctx, deliveryChanged, await raiseVersion(ctx, row), {
      activityId: sent.id,
      outcome: 'accepted',
      failed: [],
      permanent: false,
    })
    return true
  }
  await ctx.db.updateTable('activities').set({ delivery: 'failed' }).where('id', '=', sent.id).where('delivery', '=', 'accepted').execute()
  await noteUndelivered(ctx, row.id)
  const saved = await raiseVersion(ctx, row)
  await record(ctx, deliveryChanged, saved, { activityId: sent.id, outcome: 'failed', failed, permanent: true })
  return true
}
