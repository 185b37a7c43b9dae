/** Correct time: minutes more or less on a timed activity, with a reason, in the ticket's History. */
import type { z } from 'zod'
import { BadInput, NotFound } from '#platform/problem.ts'
import { allow, userOf } from '#platform/server/allow.ts'
import { inTransaction, type Context } from '#platform/server/context.ts'
import { record } from '#platform/server/record.ts'
import { lockTicket } from '#tickets/server/ticketQueries.ts'
import { timeSpent } from '#tickets/server/timeSpent.ts'
import type * as api from '#worktime/api.ts'
import { timeCorrected } from '#worktime/events.ts'
import { numbersOf } from './keepTimeSpent.ts'
import { lockTimes } from './lockTimes.ts'
import { timedActivity } from './ticketTime.ts'

export async function correctTime(
  ctx: Context,
  { id, minutes, reason }: z.output<typeof api.correctTime.input>,
): Promise<z.input<typeof api.timedActivity>> {
  allow(ctx, 'tickets.read')
  const me = userOf(ctx)
  return inTransaction(ctx, async (writing) => {
    const { db } = writing
    const activity = await db.selectFrom('timed_activities').select(['ticket_id', 'user_id']).where('id', '=', id).executeTakeFirst()
    if (!activity || activity.ticket_id === null) throw new NotFound('There is no such timed activity.')
    await lockTimes(writing, activity.user_id)
    const ticket = await lockTicket(writing, activity.ticket_id).catch((error: unknown) => {
      if (error instanceof NotFound) throw new NotFound('There is no such timed activity.')
      throw error
    })
    if (activity.user_id !== me.id) allow(ctx, 'time.correct')
    const { spent } = await timedActivity(writing, id)
    if (spent + minutes * 60 < 0) throw new BadInput('Time spent cannot fall below nothing.', [{ field: 'minutes', code: 'below_zero' }])
    const made = await db
      .insertInto('time_corrections')
      .values({ activity_id: id, minutes, reason, at: ctx.now.toISOString(), by_user: me.id })
      .returning('id')
      .executeTakeFirstOrThrow()
    const time_spent = await timeSpent(writing, await numbersOf(writing, ticket.id))
    const saved = await db
      .updateTable('tickets')
      .set({ time_spent, version: ticket.version + 1 })
      .where('id', '=', ticket.id)
      .returning(['id', 'version'])
      .executeTakeFirstOrThrow()
    await record(writing, timeCorrected, saved, { correctionId: made.id, userId: activity.user_id, minutes })
    return timedActivity(writing, id)
  })
}
