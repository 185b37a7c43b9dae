/** Tells a ticket of a new activity: its derived fields move in one update, and a customer's message opens Waiting and Closed. */
import { sql } from 'kysely'
import type { Writing } from '#platform/server/context.ts'
import { record } from '#platform/server/record.ts'
import { activityAdded, ticketChanged } from '#tickets/events.ts'
import { stateAfterIncoming } from '#tickets/lifecycle.ts'
import { keepClock, timedOf } from './keepClock.ts'
import type { TicketRow } from './ticketQueries.ts'

export interface Noted {
  activityId: number
  kind: 'email' | 'comment' | 'system'
  direction: 'in' | 'out' | 'internal'
  at: Date
  /** The beginning of its text, for the list. */
  text: string
  attachments: number
  /** A message of a customer: it makes the ticket unread and may open it. */
  fromCustomer: boolean
  /** Automatic mail joins its ticket and opens nothing; what the desk answers by itself is nobody's answer. */
  automatic: boolean
  /** A User's message to the Contact or someone on the Contact's mails. */
  answer: boolean
}

const snippetLength = 200

/** `row` is locked by the caller. Returns the row as it stands afterwards. */
export async function noteActivity(ctx: Writing, row: TicketRow, noted: Noted): Promise<TicketRow> {
  const state = stateAfterIncoming(row.state, noted)
  const at = noted.at.toISOString()
  const message = noted.direction !== 'internal'
  const byItself = noted.kind === 'system' || (noted.direction === 'out' && noted.automatic)
  const answers = noted.answer && row.first_answer_at === null
  const clock = await keepClock(ctx, row, { ...timedOf(row), state }, answers ? noted.at : undefined)
  const saved = await ctx.db
    .updateTable('tickets')
    .set({
      state,
      // Leaving Waiting and Closed clears the time to re-open.
      ...(state === row.state ? {} : { reopen_at: null }),
      ...clock,
      version: row.version + 1,
      activity_count: sql`activity_count + 1`,
      attachment_count: sql`attachment_count + ${noted.attachments}`,
      // What the desk says of itself is nobody's activity.
      ...(byItself ? {} : { last_activity_at: sql`greatest(last_activity_at, ${at}::timestamptz)` }),
      // The first one counts whatever its time: a mail reached us a moment before it made its ticket.
      ...(!byItself && (row.activity_count === 0 || at >= row.last_activity_at)
        ? { last_direction: noted.direction, ...(message ? { snippet: snippetOf(noted.text) } : {}) }
        : {}),
      ...(noted.fromCustomer && !noted.automatic
        ? { unread: true, last_customer_at: sql`greatest(last_customer_at, ${at}::timestamptz)` }
        : {}),
      ...(noted.direction === 'out' && !byItself ? { last_agent_at: sql`greatest(last_agent_at, ${at}::timestamptz)` } : {}),
      ...(noted.answer ? { first_answer_at: sql`coalesce(first_answer_at, ${at}::timestamptz)` } : {}),
    })
    .where('id', '=', row.id)
    .returningAll()
    .executeTakeFirstOrThrow()
  await record(ctx, activityAdded, saved, { activityId: noted.activityId, kind: noted.kind, direction: noted.direction })
  if (state !== row.state) await record(ctx, ticketChanged, saved, { changes: opened(row, state), because: 'customer_message' })
  return saved
}

/** What a customer's message changes: the state, and with it a time to re-open. */
const opened = (row: TicketRow, state: TicketRow['state']) => ({
  state: { from: row.state, to: state },
  ...(row.reopen_at === null ? {} : { reopenAt: { from: row.reopen_at, to: null } }),
})

/** The beginning of a message, for the list. */
export const snippetOf = (text: string) => text.replaceAll(/\s+/g, ' ').trim().slice(0, snippetLength)
