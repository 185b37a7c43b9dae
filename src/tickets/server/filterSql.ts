/** A ready filter as SQL on `tickets as t`. Conditions stay as an index wants them; only under *not* is null said to be false. */
import { sql, type RawBuilder } from 'kysely'
import type { FilterType } from '#platform/filterField.ts'
import { isFixedField } from '#tickets/filterFields.ts'
import type { Edge, Reader, ReaderClock } from '#tickets/readerClock.ts'
import type { Leaf, Members, Ready } from '#tickets/readyFilter.ts'
import { flags } from './filterFlags.ts'
import { jsonType, placeOf, type Place } from './filterPlaces.ts'
import { textMatches } from './textCondition.ts'

type Condition = RawBuilder<boolean>
const yes: Condition = sql`true`
const no: Condition = sql`false`

/** For whom and when a filter is asked. */
export interface Asking {
  reader: Reader
  clock: ReaderClock
  now: number
}

/** For one reader at one moment. */
export function treeSql(tree: Ready, asking: Asking): Condition {
  /** `negated`: under an odd number of *not*. `sharp`: null would not be the same as false here. */
  const make = (node: Ready, negated: boolean, sharp: boolean): Condition => {
    if (node.kind === 'gone') return negated ? yes : no
    if (node.kind === 'not') return emptySql(node.part) ?? sql`(not ${make(node.part, !negated, true)})`
    if (node.kind === 'leaf') {
      const { condition, perhaps } = leafSql(node, asking)
      return sharp && perhaps ? sql`coalesce(${condition}, false)` : condition
    }
    const { kind, parts } = node
    if (parts.length === 0) return kind === 'and' ? yes : no
    const conditions = parts.map((part) => make(part, negated, sharp))
    return sql`(${sql.join(conditions, kind === 'and' ? sql` and ` : sql` or `)})`
  }
  return make(tree, false, false)
}

/** What is empty, as an index can find it. */
function emptySql(part: Ready): Condition | null {
  if (part.kind !== 'leaf' || part.test !== 'filled' || part.field.type === 'text') return null
  const place = placeOf(part.field)
  return place?.kind === 'value' && place.through === 'ticket' && !place.json ? sql`(${place.sql} is null)` : null
}

/** One condition. `perhaps`: it can be null, which means false. */
export function leafSql(leaf: Leaf, asking: Asking): { condition: Condition; perhaps: boolean } {
  if (leaf.test === 'words') return { condition: textMatches(leaf.words), perhaps: false }
  if (leaf.test === 'flag') {
    const flag = isFixedField(leaf.field.key) ? flags[leaf.field.key] : undefined
    return flag ? { condition: flag.sql(momentOf(asking)), perhaps: flag.perhaps === true } : { condition: no, perhaps: false }
  }
  const place = placeOf(leaf.field)
  if (!place) return { condition: no, perhaps: false }
  const condition = place.kind === 'value' ? valueSql(leaf, place, asking) : setSql(leaf, place, asking)
  if (place.through === 'ticket') return { condition, perhaps: place.kind === 'value' && !place.always }
  if (place.through === 'contact')
    return { condition: sql`t.contact_id in (select k.id from contacts k where ${condition})`, perhaps: true }
  return { condition: sql`t.account_id in (select a.id from accounts a where ${condition})`, perhaps: true }
}

const momentOf = ({ reader: { userId }, clock, now }: Asking) => {
  const { from, until } = clock.today(now)
  return { userId, now: iso(now), today: { from: iso(from), until: iso(until) } }
}
const iso = (at: number) => new Date(at).toISOString()

const membersOf = ({ values, me, team }: Members, { userId, teamUserIds }: Reader) => [
  ...new Set([...values, ...(me && userId !== null ? [userId] : []), ...(team ? teamUserIds : [])]),
]

/** Null or false where the value is null. */
function valueSql(leaf: Leaf, place: Extract<Place, { kind: 'value' }>, asking: Asking): Condition {
  const { type, whole = false } = leaf.field
  const { sql: value } = place
  if (leaf.test === 'filled') return type === 'text' ? sql`${value} <> ''` : sql`(${value} is not null)`
  if (leaf.test === 'member' || leaf.test === 'any') {
    const wanted = membersOf(leaf.members, asking.reader)
    return contained(place, type, wanted) ?? isOneOf(value, type, wanted)
  }
  if (leaf.test === 'contains') return sql`strpos(${value}, ${leaf.text}) > 0`
  if (leaf.test === 'starts') return sql`starts_with(${value}, ${leaf.text})`
  if (leaf.test === 'times') {
    const edge = (given: Edge) => edgeSql(given, type, place.json !== undefined, asking)
    return within(value, leaf.from && edge(leaf.from), leaf.to && edge(leaf.to))
  }
  if (leaf.test === 'clock') return within(value, leaf.from === null ? null : bytes(leaf.from), leaf.to === null ? null : bytes(leaf.to))
  if (leaf.test === 'numbers') {
    const number = (given: number | null) => (given === null ? null : whole ? sql.lit(given) : sql`${given}::float8`)
    return within(value, number(leaf.from), number(leaf.to), leaf.open ? { low: sql`>`, high: sql`<` } : { low: sql`>=`, high: sql`<=` })
  }
  return no
}

const bytes = (text: string) => sql`${text}::text collate "C"`

function edgeSql(edge: Edge, type: FilterType, isText: boolean, { clock, now }: Asking) {
  if (type === 'date') return bytes(clock.dayOf(edge)(now))
  const at = iso(clock.instantOf(edge)(now))
  return isText ? bytes(at) : sql`${at}::timestamptz`
}

function setSql(leaf: Leaf, place: Extract<Place, { kind: 'set' }>, asking: Asking): Condition {
  const { type } = leaf.field
  const { elements, column } = place
  const some = (condition: Condition): Condition => place.some?.(condition) ?? sql`exists (select from (${elements}) e where ${condition})`
  if (leaf.test === 'filled') return column ? sql`${column} <> '{}'` : some(yes)
  const element = sql`e.x`
  if (leaf.test !== 'any' && leaf.test !== 'all' && leaf.test !== 'exactly')
    return some(valueSql(leaf, { ...place, kind: 'value', sql: element, always: true }, asking))
  const wanted = membersOf(leaf.members, asking.reader)
  if (wanted.length === 0) return no
  if (column) {
    const ids = listSql(type, wanted)
    if (leaf.test === 'any') return sql`${column} && ${ids}`
    const all = sql<boolean>`${column} @> ${ids}`
    return leaf.test === 'all' ? all : sql`(${all} and ${column} <@ ${ids})`
  }
  const isWanted = isOneOf(element, type, wanted)
  if (leaf.test === 'any') return contained(place, type, wanted) ?? some(isWanted)
  const all = sql<boolean>`(select count(distinct e.x) from (${elements}) e where ${isWanted}) = ${sql.lit(wanted.length)}`
  return leaf.test === 'all' ? all : sql`(${all} and not ${some(sql`not ${isWanted}`)})`
}

const halfOpen = { low: sql`>=`, high: sql`<` }
function within(value: RawBuilder<unknown>, from: RawBuilder<unknown> | null, to: RawBuilder<unknown> | null, by = halfOpen): Condition {
  const low = from && sql<boolean>`${value} ${by.low} ${from}`
  const high = to && sql<boolean>`${value} ${by.high} ${to}`
  return low && high ? sql`(${low} and ${high})` : (low ?? high ?? no)
}

type Wanted = readonly (string | number | boolean)[]

/** Numbers and choices stand in the text itself, where partial indexes look for them. */
function isOneOf(value: RawBuilder<unknown>, type: FilterType, wanted: Wanted): Condition {
  const [first] = wanted
  if (first === undefined) return no
  if (type === 'choice')
    return wanted.length === 1 ? sql`${value} = ${sql.lit(first)}` : sql`${value} in (${sql.join(wanted.map((one) => sql.lit(one)))})`
  if (wanted.length > 1) return sql`${value} = any(${listSql(type, wanted)})`
  return typeof first === 'string' ? sql`${value} = ${first}::text` : sql`${value} = ${sql.lit(first)}`
}

function listSql(type: FilterType, wanted: Wanted) {
  if (type === 'number') return sql`${sql.lit(`{${wanted.join()}}`)}::float8[]`
  if (typeof wanted[0] === 'number') return sql`${sql.lit(`{${wanted.join()}}`)}::bigint[]`
  return typeof wanted[0] === 'boolean' ? sql`${sql.lit(`{${wanted.join()}}`)}::boolean[]` : sql`${wanted}::text[]`
}

/** Options, Users and yes or no in a custom value are found by the index over the whole object. */
function contained(place: Place, type: FilterType, wanted: Wanted): Condition | null {
  const { json } = place
  if (!json || wanted.length === 0 || wanted.length > 20 || jsonType(type) === 'string' || type === 'number') return null
  const forms = place.kind === 'set' ? wanted.flatMap((one) => [one, [one]]) : wanted
  const one = (value: unknown) => sql<boolean>`${json.object} @> ${sql.lit(JSON.stringify({ [json.key]: value }))}::jsonb`
  return sql`(${json.object} <> '{}' and (${sql.join(forms.map(one), sql` or `)}))`
}
