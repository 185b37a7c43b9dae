/** A ready filter as SQL on `tickets as t`. Conditions stay as an index wants them; only under *not* is null said to be false. */
import { sql, type RawBuilder } from 'kysely'
import type { FilterType } from '#platform/filterField.ts'
import { isFixedField } from '#tickets/filterFields.ts'
import { ReaderClock, type Edge, type Reader } from '#tickets/readerClock.ts'
import type { Leaf, Members, Ready } from '#tickets/readyFilter.ts'
import { flags } from './filterFlags.ts'
import { jsonType, placeOf, type Place } from './filterPlaces.ts'
import { textMatches } from './textCondition.ts'

type Condition = RawBuilder<boolean>
const yes: Condition = sql`true`
const no: Condition = sql`false`

/** For one reader at one moment. */
export function treeSql(tree: Ready, reader: Reader, now: number): Condition {
  const { clock, moment } = { clock: new ReaderClock(reader), moment: momentOf(reader, now) }

  /** `negated`: under an odd number of *not*. `sharp`: null would not be the same as false here. */
  const make = (node: Ready, negated: boolean, sharp: boolean): Condition => {
    switch (node.kind) {
      case 'and':
        return joined(node.parts, ' and ', yes, (part) => make(part, negated, sharp))
      case 'or':
        return joined(node.parts, ' or ', no, (part) => make(part, negated, sharp))
      case 'gone':
        return negated ? yes : no
      case 'not':
        return opposite(node.part) ?? sql`(not ${make(node.part, !negated, true)})`
      case 'leaf': {
        const { condition, perhaps } = leafSql(node)
        return sharp && perhaps ? sql`coalesce(${condition}, false)` : condition
      }
    }
  }

  /** What is empty, as an index can find it. */
  const opposite = (part: Ready): Condition | null => {
    if (part.kind !== 'leaf' || part.test !== 'filled') return null
    const place = placeOf(part.field)
    return place?.kind === 'value' && place.through === 'ticket' && !place.json && part.field.type !== 'text'
      ? sql`(${place.sql} is null)`
      : null
  }

  const leafSql = (leaf: Leaf): { condition: Condition; perhaps: boolean } => {
    if (leaf.test === 'words') return { condition: textMatches(leaf.words), perhaps: false }
    if (leaf.test === 'flag') {
      const flag = isFixedField(leaf.field.key) ? flags[leaf.field.key] : undefined
      return flag ? { condition: flag.sql(moment), perhaps: flag.perhaps === true } : { condition: no, perhaps: false }
    }
    const place = placeOf(leaf.field)
    if (!place) return { condition: no, perhaps: false }
    const condition = place.kind === 'value' ? valueSql(leaf, place.sql, place) : setSql(leaf, place)
    if (place.through === 'ticket') return { condition, perhaps: place.kind === 'value' && !place.always }
    if (place.through === 'contact')
      return { condition: sql`t.contact_id in (select k.id from contacts k where ${condition})`, perhaps: true }
    return { condition: sql`t.account_id in (select a.id from accounts a where ${condition})`, perhaps: true }
  }

  const idsOf = ({ values, me, team }: Members) => [
    ...new Set([...values, ...(me && reader.userId !== null ? [reader.userId] : []), ...(team ? reader.teamUserIds : [])]),
  ]

  /** Null or false where the value is null. */
  const valueSql = (leaf: Leaf, value: RawBuilder<unknown>, place?: Place): Condition => {
    const { type } = leaf.field
    switch (leaf.test) {
      case 'filled':
        return type === 'text' ? sql`${value} <> ''` : sql`(${value} is not null)`
      case 'member': {
        const ids = idsOf(leaf.members)
        return (place && contained(place, type, ids)) ?? isOneOf(value, type, ids)
      }
      case 'contains':
        return sql`strpos(${value}, ${leaf.text}) > 0`
      case 'starts':
        return sql`starts_with(${value}, ${leaf.text})`
      case 'times': {
        const edge = edgeSql(type, place?.json !== undefined || type === 'date')
        return within(value, leaf.from && edge(leaf.from), leaf.to && edge(leaf.to), true)
      }
      case 'clock': {
        const text = (given: string | null) => (given === null ? null : sql`${given}::text collate "C"`)
        return within(value, text(leaf.from), text(leaf.to), true)
      }
      case 'numbers': {
        const number = (given: number | null) => (given === null ? null : numberSql(leaf.field.whole === true, given))
        return within(value, number(leaf.from), number(leaf.to), leaf.open, leaf.open)
      }
      default:
        return no
    }
  }

  const edgeSql = (type: FilterType, isText: boolean) => (edge: Edge) => {
    if (type === 'date') return sql`${clock.dayOf(edge)(now)}::text collate "C"`
    const at = new Date(clock.instantOf(edge)(now)).toISOString()
    return isText ? sql`${at}::text collate "C"` : sql`${at}::timestamptz`
  }

  const setSql = (leaf: Leaf, place: Extract<Place, { kind: 'set' }>): Condition => {
    const { type } = leaf.field
    const some = (condition: Condition) => sql<boolean>`exists (select from (${place.elements}) e where ${condition})`
    if (leaf.test === 'filled') return place.column ? sql`${place.column} <> '{}'` : sql`exists (${place.elements})`
    if (leaf.test !== 'any' && leaf.test !== 'all' && leaf.test !== 'exactly') {
      const element: Place = { ...place, kind: 'value', sql: sql`e.x`, always: true }
      return some(valueSql(leaf, sql`e.x`, element))
    }
    const wanted = idsOf(leaf.members)
    if (wanted.length === 0) return no
    if (place.column) {
      const ids = listSql(type, wanted)
      const all = sql<boolean>`${place.column} @> ${ids}`
      if (leaf.test === 'any') return sql`${place.column} && ${ids}`
      return leaf.test === 'all' ? all : sql`(${all} and ${place.column} <@ ${ids})`
    }
    if (leaf.test === 'any') return contained(place, type, wanted) ?? some(isOneOf(sql`e.x`, type, wanted))
    const all = sql<boolean>`(select count(distinct e.x) from (${place.elements}) e where ${isOneOf(sql`e.x`, type, wanted)}) = ${sql.lit(wanted.length)}`
    return leaf.test === 'all' ? all : sql`(${all} and not ${some(sql`not ${isOneOf(sql`e.x`, type, wanted)}`)})`
  }

  return make(tree, false, false)
}

const momentOf = (reader: Reader, now: number) => {
  const { from, until } = new ReaderClock(reader).today(now)
  const iso = (at: number) => new Date(at).toISOString()
  return { userId: reader.userId, now: iso(now), today: { from: iso(from), until: iso(until) } }
}

const joined = (parts: readonly Ready[], by: ' and ' | ' or ', none: Condition, make: (part: Ready) => Condition): Condition =>
  parts.length === 0 ? none : sql`(${sql.join(parts.map(make), sql.raw(by))})`

function within(
  value: RawBuilder<unknown>,
  from: RawBuilder<unknown> | null,
  to: RawBuilder<unknown> | null,
  open: boolean,
  openFrom = false,
) {
  const low = from && sql<boolean>`${value} ${openFrom ? sql`>` : sql`>=`} ${from}`
  const high = to && sql<boolean>`${value} ${open ? sql`<` : sql`<=`} ${to}`
  return low && high ? sql<boolean>`(${low} and ${high})` : (low ?? high ?? no)
}

const numberSql = (whole: boolean, given: number) => (whole ? sql.lit(given) : sql`${given}::float8`)

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
