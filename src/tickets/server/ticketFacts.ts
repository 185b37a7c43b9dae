/** Reads what filters in memory ask of tickets, in one statement, and finds those that the clock alone moves. */
import { sql, type RawBuilder } from 'kysely'
import type { Boundary } from '#tickets/filterTraits.ts'
import { ReaderClock, type Edge, type Reader } from '#tickets/readerClock.ts'
import { askedFacts, type AskedFact, type FactsWanted, type TicketFacts } from '#tickets/ticketFacts.ts'
import { leafSql } from './filterSql.ts'
import { partsOf } from './ticketQueries.ts'
import { textMatches } from './textCondition.ts'

type Column = RawBuilder<unknown>
const nothing = sql`null`
const noIds = sql`'{}'::bigint[]`
/** What was merged into a ticket shows on it. */
const parts = partsOf(sql`t.id`)
const noTexts = sql`'{}'::text[]`
/** Whole milliseconds as a double, which costs a third of the exact numeric and is as exact. */
const ms = (column: string): [Column, Column] => [sql`round(date_part('epoch', ${sql.ref(`t.${column}`)}) * 1000)`, nothing]

/** Each with what stands there where nobody asks for it. */
const columns: Record<AskedFact, [Column, Column]> = {
  contact: [sql`t.contact_id`, nothing],
  account: [sql`t.account_id`, nothing],
  parent: [sql`t.parent_id`, nothing],
  followUpOf: [sql`t.follow_up_of`, nothing],
  origin: [sql`t.origin`, nothing],
  begunBy: [sql`t.begun_by`, nothing],
  lastDirection: [sql`t.last_direction`, nothing],
  title: [sql`t.title_folded`, nothing],
  description: [sql`t.description_folded`, nothing],
  contactName: [sql`k.name_folded`, nothing],
  accountName: [sql`a.name_folded`, nothing],
  activityCount: [sql`t.activity_count`, sql`0`],
  attachmentCount: [sql`t.attachment_count`, sql`0`],
  timeSpent: [sql`t.time_spent`, sql`0`],
  createdAt: ms('created_at'),
  editedAt: ms('edited_at'),
  lastActivityAt: ms('last_activity_at'),
  closedAt: ms('closed_at'),
  firstAnswerAt: ms('first_answer_at'),
  lastCustomerAt: ms('last_customer_at'),
  lastAgentAt: ms('last_agent_at'),
  reopenAt: ms('reopen_at'),
  deadline: ms('deadline_at'),
  dueSoonAt: ms('due_soon_at'),
  responseDueAt: ms('response_due_at'),
  solutionDueAt: ms('solution_due_at'),
  responseBreachedAt: ms('response_breached_at'),
  solutionBreachedAt: ms('solution_breached_at'),
  statuses: [sql`t.status_ids`, noIds],
  followers: [sql`array(select distinct f.user_id from ticket_followers f where f.ticket_id = any(${parts}))`, noIds],
  starredBy: [sql`array(select m.user_id from ticket_stars m where m.ticket_id = t.id)`, noIds],
  mentionedBy: [sql`array(select distinct m.user_id from ticket_mentions m where m.ticket_id = any(${parts}))`, noIds],
  contactEmail: [
    sql`array(select lower(x.address collate "C") from contact_addresses x where x.contact_id = t.contact_id and x.kind = 'email')`,
    noTexts,
  ],
  participants: [
    sql`array(select distinct lower(p.address collate "C") from ticket_participants p where p.ticket_id = any(${parts}))`,
    noTexts,
  ],
  custom: [sql`t.custom`, nothing],
  customFolded: [sql`t.custom_folded`, nothing],
  contactCustom: [sql`k.custom`, nothing],
  contactCustomFolded: [sql`k.custom_folded`, nothing],
  accountCustom: [sql`a.custom`, nothing],
  accountCustomFolded: [sql`a.custom_folded`, nothing],
}

/** `select … from tickets t …`: the facts of the tickets for which `where` (on `t`) holds. */
export function selectFacts({ facts, words }: FactsWanted, where: RawBuilder<boolean>): RawBuilder<TicketFacts> {
  const asked = askedFacts.map((fact) => sql`${columns[fact][facts.has(fact) ? 0 : 1]} as ${sql.ref(fact)}`)
  const joins = [
    ...(facts.has('contactName') || facts.has('contactCustom') ? [sql`left join contacts k on k.id = t.contact_id`] : []),
    ...(facts.has('accountName') || facts.has('accountCustom') ? [sql`left join accounts a on a.id = t.account_id`] : []),
  ]
  const texts = [...words].map((one) => sql`case when ${textMatches(one)} then ${one}::text end`)
  return sql<TicketFacts>`select t.id, t.category_id as "categoryId", t.state, t.priority, t.user_id as "user",
    t.deadline_by_hand as "deadlineByHand", t.unread, t.undelivered, t.deleted_at is not null as bin, t.merged_into is not null as merged,
    ${sql.join(asked)}, ${texts.length === 0 ? noTexts : sql`array_remove(array[${sql.join(texts)}], null)`} as texts
    from tickets t ${joins.length === 0 ? sql`` : sql.join(joins, sql` `)} where ${where}`
}

/** The tickets that cross one of these boundaries for this reader after `from` and until `to`, in milliseconds. */
export function movedSql(
  crossed: readonly Boundary[],
  reader: Pick<Reader, 'zone' | 'weekStart'>,
  from: number,
  to: number,
): RawBuilder<boolean> {
  const clock = new ReaderClock(reader)
  const asking = { reader: { ...reader, userId: null, teamUserIds: [] }, clock, now: to }
  const conditions: RawBuilder<boolean>[] = []
  const crossing = (field: Boundary['field'], low: Edge, high: Edge) => {
    const leaf = { kind: 'leaf', field: { ...field, word: '', operators: [], label: '' }, test: 'times', from: low, to: high } as const
    conditions.push(leafSql(leaf, asking).condition)
  }
  for (const { field, edge } of crossed) {
    if (field.type === 'date') {
      const day = clock.dayOf(edge)
      const was = day(from)
      const is = day(to)
      if (was !== is) crossing(field, { kind: 'day', day: was }, { kind: 'day', day: is })
    } else {
      const instant = clock.instantOf(edge)
      const was = instant(from)
      const is = instant(to)
      if (was !== is) crossing(field, { kind: 'instant', at: was }, { kind: 'instant', at: is })
    }
  }
  return conditions.length === 0 ? sql`false` : sql`(${sql.join(conditions, sql` or `)})`
}
