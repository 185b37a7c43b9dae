/** Reads what filters in memory ask of tickets, in one statement, and finds those that the clock alone moves. */
import { sql, type RawBuilder } from 'kysely'
import type { Boundary } from '#tickets/filterTraits.ts'
import { ReaderClock, type Edge, type Reader } from '#tickets/readerClock.ts'
import type { FactsWanted, TicketFacts } from '#tickets/ticketFacts.ts'
import { leafSql } from './filterSql.ts'
import { textMatches } from './textCondition.ts'

const ms = (column: string, name: string) => sql`(extract(epoch from ${sql.ref(`t.${column}`)}) * 1000)::bigint as ${sql.ref(name)}`

/** `select … from tickets t …`: the facts of the tickets for which `where` (on `t`) holds. */
export function selectFacts({ facts, words }: FactsWanted, where: RawBuilder<boolean>): RawBuilder<TicketFacts> {
  const dear = (fact: Parameters<typeof facts.has>[0], value: RawBuilder<unknown>, otherwise: RawBuilder<unknown>, name: string = fact) =>
    sql`${facts.has(fact) ? value : otherwise} as ${sql.ref(name)}`
  const nothing = sql`null`
  const noTexts = sql`'{}'::text[]`
  const noIds = sql`'{}'::bigint[]`
  const object = sql`'{}'::jsonb`
  const joins = [
    ...(facts.has('contactName') || facts.has('contactCustom') ? [sql`left join contacts k on k.id = t.contact_id`] : []),
    ...(facts.has('accountName') || facts.has('accountCustom') ? [sql`left join accounts a on a.id = t.account_id`] : []),
  ]
  const texts = [...words].map((one) => sql`case when ${textMatches(one)} then ${one}::text end`)
  return sql<TicketFacts>`select t.id, t.category_id as "categoryId", t.state, t.priority, t.user_id as "user", t.contact_id as contact,
    t.account_id as account, t.parent_id as parent, t.follow_up_of as "followUpOf", t.origin, t.begun_by as "begunBy",
    t.last_direction as "lastDirection", t.title_folded as title, t.status_ids as statuses, ${ms('created_at', 'createdAt')},
    ${ms('edited_at', 'editedAt')}, ${ms('last_activity_at', 'lastActivityAt')}, ${ms('closed_at', 'closedAt')},
    ${ms('first_answer_at', 'firstAnswerAt')}, ${ms('last_customer_at', 'lastCustomerAt')}, ${ms('last_agent_at', 'lastAgentAt')},
    ${ms('reopen_at', 'reopenAt')}, ${ms('deadline_at', 'deadline')}, t.deadline_by_hand as "deadlineByHand",
    ${ms('due_soon_at', 'dueSoonAt')}, ${ms('response_due_at', 'responseDueAt')}, ${ms('solution_due_at', 'solutionDueAt')},
    ${ms('response_breached_at', 'responseBreachedAt')}, ${ms('solution_breached_at', 'solutionBreachedAt')}, t.unread, t.undelivered,
    t.activity_count as "activityCount", t.attachment_count as "attachmentCount", t.deleted_at is not null as bin,
    t.merged_into is not null as merged, ${dear('description', sql`t.description_folded`, nothing)},
    ${dear('contactName', sql`k.name_folded`, nothing)}, ${dear('accountName', sql`a.name_folded`, nothing)},
    ${dear('contactEmail', sql`array(select lower(x.address collate "C") from contact_addresses x where x.contact_id = t.contact_id and x.kind = 'email')`, noTexts)},
    ${dear('participants', sql`array(select lower(p.address collate "C") from ticket_participants p where p.ticket_id = t.id)`, noTexts)},
    ${dear('followers', sql`array(select f.user_id from ticket_followers f where f.ticket_id = t.id)`, noIds)},
    ${dear('starredBy', sql`array(select m.user_id from ticket_stars m where m.ticket_id = t.id)`, noIds)},
    ${dear('mentionedBy', sql`array(select distinct m.user_id from ticket_mentions m where m.ticket_id = t.id)`, noIds)},
    ${dear('custom', sql`t.custom`, object)}, ${dear('custom', sql`t.custom_folded`, object, 'customFolded')},
    ${dear('contactCustom', sql`k.custom`, nothing)}, ${dear('contactCustom', sql`k.custom_folded`, nothing, 'contactCustomFolded')},
    ${dear('accountCustom', sql`a.custom`, nothing)}, ${dear('accountCustom', sql`a.custom_folded`, nothing, 'accountCustomFolded')},
    ${texts.length === 0 ? noTexts : sql`array_remove(array[${sql.join(texts)}], null)`} as texts
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
