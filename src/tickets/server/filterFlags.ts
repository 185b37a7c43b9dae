/** What is simply so or not so of a ticket, in SQL on `tickets as t`: SLA facts, stars, what lies in the bin. */
import { sql, type RawBuilder } from 'kysely'
import type { FixedField } from '#tickets/filterFields.ts'

/** For whom and when it is asked. */
interface Moment {
  userId: number | null
  now: string
  today: { from: string; until: string }
}

/** Due are Open tickets, with a hand-set deadline also Waiting ones. */
const live = sql`(t.state = 'open' or (t.state = 'waiting' and t.deadline_by_hand))`
/** The clock runs on between two saves. */
const missed = (target: 'response' | 'solution', { now }: Moment) => {
  const breached = sql.ref(`t.${target}_breached_at`)
  const due = sql.ref(`t.${target}_due_at`)
  const asked = target === 'response' ? sql`t.first_answer_at is null and ` : sql``
  return sql<boolean>`(${breached} is not null or (t.state = 'open' and ${asked}coalesce(${due} <= ${now}::timestamptz, false)))`
}
const starred = ({ userId }: Moment) =>
  userId === null
    ? sql<boolean>`false`
    : sql<boolean>`t.id in (select m.ticket_id from ticket_stars m where m.user_id = ${sql.lit(userId)})`
/** A mention stands in an activity, and those of a merged ticket show on its survivor. */
const mentioned = ({ userId }: Moment) =>
  userId === null
    ? sql<boolean>`false`
    : sql<boolean>`t.id in (select coalesce(o.survivor_id, o.id) from ticket_mentions m join tickets o on o.id = m.ticket_id
        where m.user_id = ${sql.lit(userId)})`

/** `perhaps`: it can be null, which means no. */
export const flags: Partial<Record<FixedField, { perhaps?: true; sql: (moment: Moment) => RawBuilder<boolean> }>> = {
  deadlineByHand: { sql: () => sql`t.deadline_by_hand` },
  overdue: { perhaps: true, sql: ({ now }) => sql`(${live} and t.deadline_at <= ${now}::timestamptz)` },
  dueToday: {
    perhaps: true,
    sql: ({ today }) => sql`(${live} and t.deadline_at >= ${today.from}::timestamptz and t.deadline_at < ${today.until}::timestamptz)`,
  },
  dueSoon: {
    perhaps: true,
    sql: ({ now }) => sql`(${live} and t.due_soon_at <= ${now}::timestamptz and t.deadline_at > ${now}::timestamptz)`,
  },
  paused: { sql: () => sql`(t.state = 'waiting' and t.deadline_at is not null and not t.deadline_by_hand)` },
  responseBreached: { sql: (moment) => missed('response', moment) },
  solutionBreached: { sql: (moment) => missed('solution', moment) },
  everBreached: { sql: (moment) => sql`(${missed('response', moment)} or ${missed('solution', moment)})` },
  unread: { sql: () => sql`t.unread` },
  starred: { sql: starred },
  mentioned: { sql: mentioned },
  undelivered: { sql: () => sql`t.undelivered` },
  hasAttachment: { sql: () => sql`t.attachment_count > 0` },
  bin: { sql: () => sql`(t.deleted_at is not null)` },
}
