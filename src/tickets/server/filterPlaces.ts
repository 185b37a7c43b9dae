/** Where each field of a filter stands in the database: the value that SQL compares, on `tickets as t`. Memory gets the same by `ticketFacts.ts`. */
import { sql, type RawBuilder } from 'kysely'
import type { FilterField, FilterType } from '#platform/filterField.ts'
import { customOfKey, type FixedField } from '#tickets/filterFields.ts'
import { partsOf } from './ticketQueries.ts'

/** `always`: it is never null. `through`: it belongs to the ticket's Contact or Account, as alias `k` or `a`. */
export type Place =
  | { kind: 'value'; sql: RawBuilder<unknown>; always: boolean; through: Through; json?: Json }
  /** A select that gives each element as `x`, none of them null. */
  | {
      kind: 'set'
      elements: RawBuilder<unknown>
      /** Whether some element is so, where asking from the elements' side is cheaper. */
      some?: (condition: RawBuilder<boolean>) => RawBuilder<boolean>
      through: Through
      json?: Json
      column?: RawBuilder<unknown>
    }
export type Through = 'ticket' | 'contact' | 'account'
/** The object and key of a custom value. */
export interface Json {
  object: RawBuilder<unknown>
  key: string
}

/** Those that are no value of their own: `filterFlags.ts` and the search documents answer them. */
type Asked =
  | 'text'
  | 'deadlineByHand'
  | 'overdue'
  | 'dueToday'
  | 'dueSoon'
  | 'paused'
  | 'responseBreached'
  | 'solutionBreached'
  | 'everBreached'
  | 'unread'
  | 'starred'
  | 'mentioned'
  | 'undelivered'
  | 'hasAttachment'
  | 'bin'

const always = (expression: RawBuilder<unknown>): Place => ({ kind: 'value', sql: expression, always: true, through: 'ticket' })
const perhaps = (expression: RawBuilder<unknown>, through: Through = 'ticket'): Place => ({
  kind: 'value',
  sql: expression,
  always: false,
  through,
})
const set = (elements: RawBuilder<unknown>): Place => ({ kind: 'set', elements, through: 'ticket' })

/** What was merged into a ticket shows on it: the elements of all that it is made of. */
const setOfParts = (rows: RawBuilder<unknown>): Place => ({
  kind: 'set',
  elements: sql`select distinct r.x from (${rows}) r where r.ticket_id = any(${partsOf(sql`t.id`)})`,
  some: (condition) =>
    sql`t.id in (select coalesce(o.survivor_id, o.id) from (${rows}) e join tickets o on o.id = e.ticket_id where ${condition})`,
  through: 'ticket',
})

const fixed: Record<Exclude<FixedField, Asked>, Place> = {
  id: always(sql`t.id`),
  title: perhaps(sql`t.title_folded`),
  description: perhaps(sql`t.description_folded`),
  category: always(sql`t.category_id`),
  priority: always(sql`t.priority`),
  state: always(sql`t.state`),
  user: perhaps(sql`t.user_id`),
  contact: perhaps(sql`t.contact_id`),
  account: perhaps(sql`t.account_id`),
  contactName: perhaps(sql`k.name_folded`, 'contact'),
  contactEmail: set(
    sql`select lower(x.address collate "C") as x from contact_addresses x where x.contact_id = t.contact_id and x.kind = 'email'`,
  ),
  accountName: perhaps(sql`a.name_folded`, 'account'),
  participants: setOfParts(sql`select p.ticket_id, lower(p.address collate "C") as x from ticket_participants p`),
  statuses: { kind: 'set', elements: sql`select unnest(t.status_ids) as x`, column: sql`t.status_ids`, through: 'ticket' },
  followers: setOfParts(sql`select f.ticket_id, f.user_id as x from ticket_followers f`),
  deadline: perhaps(sql`t.deadline_at`),
  reopenAt: perhaps(sql`t.reopen_at`),
  createdAt: always(sql`t.created_at`),
  editedAt: always(sql`t.edited_at`),
  closedAt: perhaps(sql`t.closed_at`),
  firstAnswerAt: perhaps(sql`t.first_answer_at`),
  lastActivityAt: always(sql`t.last_activity_at`),
  lastCustomerAt: perhaps(sql`t.last_customer_at`),
  lastAgentAt: perhaps(sql`t.last_agent_at`),
  lastDirection: perhaps(sql`t.last_direction`),
  attachmentCount: always(sql`t.attachment_count`),
  activityCount: always(sql`t.activity_count`),
  timeSpent: always(sql`t.time_spent`),
  parent: perhaps(sql`t.parent_id`),
  followUpOf: perhaps(sql`t.follow_up_of`),
  origin: always(sql`t.origin`),
  begunBy: always(sql`t.begun_by`),
}

/** What only the clock's boundaries speak of. */
const ofTheClock = {
  dueSoonAt: perhaps(sql`t.due_soon_at`),
  responseDueAt: perhaps(sql`t.response_due_at`),
  solutionDueAt: perhaps(sql`t.solution_due_at`),
}
const places: Readonly<Record<string, Place | undefined>> = { ...fixed, ...ofTheClock }

const alias: Record<Through, string> = { ticket: 't', contact: 'k', account: 'a' }

/** Null: it has no value of its own. */
export function placeOf(field: Pick<FilterField, 'key' | 'type' | 'several'>): Place | null {
  const { key } = field
  const custom = customOfKey(key)
  if (!custom) return places[key] ?? null
  const column = `${alias[custom.subject]}.${field.type === 'text' ? 'custom_folded' : 'custom'}`
  const json: Json = { object: sql.ref(column), key: String(custom.id) }
  const value = sql`(${json.object} -> ${sql.lit(json.key)})`
  const more = { through: custom.subject, json }
  if (!field.several) return { kind: 'value', sql: typed(field.type, value), always: false, ...more }
  // One alone stands for a set of one.
  const list = sql`case jsonb_typeof(${value}) when 'array' then ${value} when ${sql.lit(jsonType(field.type))} then jsonb_build_array(${value}) else '[]' end`
  return {
    kind: 'set',
    elements: sql`select y.x from jsonb_array_elements(${list}) j (one), lateral (select ${typed(field.type, sql`j.one`)} as x) y where y.x is not null`,
    ...more,
  }
}

export const jsonType = (type: FilterType) =>
  type === 'yes_no' ? 'boolean' : type === 'number' || type === 'option' || type === 'user' ? 'number' : 'string'

/** Forms of custom values that are told by a text; a value of another form counts as empty. */
export const written: Partial<Record<FilterType, string>> = {
  date: String.raw`^\d{4}-\d\d-\d\d$`,
  time: String.raw`^\d\d:\d\d$`,
  moment: String.raw`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$`,
}

/** A custom value in its declared type; null where it is of another. */
function typed(type: FilterType, value: RawBuilder<unknown>) {
  const kind = jsonType(type)
  const text = sql`(${value} #>> '{}')`
  const when = (then: RawBuilder<unknown>) => sql`(case when jsonb_typeof(${value}) = ${sql.lit(kind)} then ${then} end)`
  if (kind === 'boolean') return when(sql`${value}::boolean`)
  if (kind === 'number') return when(sql`${value}::float8`)
  const form = written[type]
  return when(
    form === undefined ? sql`nullif(${text}, '') collate "C"` : sql`case when ${text} ~ ${sql.lit(form)} then ${text} collate "C" end`,
  )
}
