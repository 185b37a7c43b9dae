/** Retries a failed message: the recipients that failed are tried again, those that have it are left alone. */
import type { Activity } from '#activities/activity.ts'
import { deliveryChanged } from '#activities/events.ts'
import { getActivity, ticketOfActivity } from '#activities/server/activityQueries.ts'
import { Conflict } from '#platform/problem.ts'
import { allow } from '#platform/server/allow.ts'
import { inTransaction, type Context } from '#platform/server/context.ts'
import { record } from '#platform/server/record.ts'
import { noteUndelivered } from '#tickets/server/noteUndelivered.ts'
import { lockTicket } from '#tickets/server/ticketQueries.ts'

export async function retryDelivery(ctx: Context, { id }: { id: number }): Promise<Activity> {
  allow(ctx, 'tickets.update')
  const ticketId = await ticketOfActivity(ctx, id)
  return inTransaction(ctx, async (writing) => {
    const row = await lockTicket(writing, ticketId)
    const failed = await writing.db
      .updateTable('activity_recipients')
      .set({ state: 'queued', reason: null, at: ctx.now })
      .where('activity_id', '=', id)
      .where((where) =>
        where.or([
          where('state', '=', 'failed'),
          // A held message: whether it arrived is unknown, and a person has decided to send it again.
          where.and([
            where('state', '=', 'queued'),
            where.exists(where.selectFrom('activities').select('id').where('id', '=', id).where('delivery', '=', 'held')),
          ]),
        ]),
      )
      .returning('id')
      .execute()
    if (failed.length === 0) throw new Conflict('No recipient of this message has failed.', [], 'nothing_failed')
    await writing.db
      .updateTable('activities')
      .set({ delivery: 'queued', due_at: ctx.now, tries: 0, failure: null, claimed_at: null })
      .where('id', '=', id)
      .execute()
    await noteUndelivered(writing, row.id)
    const { version } = await writing.db
      .updateTable('tickets')
      .set({ version: row.version + 1 })
      .where('id', '=', row.id)
      .returning('version')
      .executeTakeFirstOrThrow()
    await record(writing, deliveryChanged, { id: row.id, version }, { activityId: id, outcome: 'queued', failed: [], permanent: false })
    return getActivity(writing, id)
  })
}
