/** Moves an activity to another ticket. It teaches the thread: what refers to that mail goes where it went. Both tickets say so in their feeds. */
import { BadInput, Conflict, NotFound } from '#platform/problem.ts'
import { allow } from '#platform/server/allow.ts'
import { inTransaction, type Context, type Writing } from '#platform/server/context.ts'
import { record } from '#platform/server/record.ts'
import type { Activity } from '#activities/activity.ts'
import { activitiesMovedFrom, activitiesMovedTo } from '#activities/events.ts'
import { expectVisible, lockTicket, seenTicket, type TicketRow } from '#tickets/server/ticketQueries.ts'
import { getActivity, ticketOfActivity } from './activityQueries.ts'
import { movable, relocate } from './relocate.ts'
import { settle } from './settle.ts'
import { tell } from './tell.ts'

export async function moveActivity(ctx: Context, { id, ticketId }: { id: number; ticketId: number }): Promise<Activity> {
  allow(ctx, 'activities.move')
  return inTransaction(ctx, async (writing) => {
    await moveOne(writing, { id, ticketId })
    return getActivity(writing, id)
  })
}

export async function moveOne(ctx: Writing, { id, ticketId }: { id: number; ticketId: number }) {
  allow(ctx, 'activities.move')
  const from = await ticketOfActivity(ctx, id)
  const { id: to } = await seenTicket(ctx, ticketId)
  if (from === to) throw new Conflict('It stands on that ticket already.', [{ field: 'ticketId', code: 'same_ticket' }], 'same_ticket')
  const [source, target] = await lockBoth(ctx, from, to)
  const [activity] = await movable(ctx, source, [id])
  if (!activity) throw new NotFound('There is no such activity on this ticket.')
  const gone = await relocate(ctx, [id], { source, target, peopleOf: target })
  // Where it belongs is decided.
  await ctx.db.updateTable('suggested_tickets').set({ dismissed_at: ctx.now }).where('activity_id', '=', id).execute()
  const payload = { activityIds: [id] }
  const told = { count: 1 }
  const sourceTold = await tell(ctx, source, { what: 'moved_to', ticketId: to, ...told })
  const targetTold = await tell(ctx, target, { what: 'moved_from', ticketId: from, ...told })
  const ids = async (row: TicketRow) => (await expectVisible(ctx, row.id)).ids
  const settledSource = await settle(ctx, sourceTold, { ids: await ids(source), gone })
  await record(ctx, activitiesMovedTo, settledSource, { ...payload, ticketId: to })
  const unread = target.unread || (activity.customer && source.unread)
  const settledTarget = await settle(ctx, targetTold, { ids: await ids(target), unread })
  await record(ctx, activitiesMovedFrom, settledTarget, { ...payload, ticketId: from })
}

/** In the order of their numbers, so that two moves at once wait for each other. */
async function lockBoth(ctx: Writing, from: number, to: number): Promise<[TicketRow, TicketRow]> {
  const first = await lockTicket(ctx, Math.min(from, to))
  const second = await lockTicket(ctx, Math.max(from, to))
  if (first.id === second.id) throw new BadInput('These tickets were merged meanwhile.', [{ field: 'ticketId', code: 'same_ticket' }])
  return from < to ? [first, second] : [second, first]
}
