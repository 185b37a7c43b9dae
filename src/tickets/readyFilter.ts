/** A filter made ready: checked against the desk's fields, in the few tests that both of its forms know. Still the same for every reader. */
import { conditionsOf, type Condition, type Filter, type FilterProblem, type Operator, type Value } from '#platform/filter.ts'
import {
  conditionProblem,
  isDay,
  isRange,
  isRelativeDay,
  lengthMs,
  offsetMs,
  type Catalogue,
  type FilterField,
} from '#platform/filterField.ts'
import { normaliseAddress } from '#platform/emailAddress.ts'
import { fold } from '#platform/fold.ts'
import { wellFormed } from '#platform/shapes.ts'
import type { Edge } from './readerClock.ts'

/** What one value is compared with. `me` and `team` are the reader's. */
export interface Members {
  values: readonly (string | number | boolean)[]
  me: boolean
  team: boolean
}

/** Each is false where the field is empty. Of a set, `contains`, `starts` and the ranges ask for an element. */
export type Test =
  | { test: 'filled' | 'flag' }
  | { test: 'member' | 'any' | 'all' | 'exactly'; members: Members }
  | { test: 'contains' | 'starts'; text: string }
  /** From the beginning of `from` to just before `to`. */
  | { test: 'times'; from: Edge | null; to: Edge | null }
  | { test: 'clock'; from: string | null; to: string | null }
  | { test: 'numbers'; from: number | null; to: number | null; open: boolean }
  | { test: 'words'; words: string }

export type Leaf = Test & { kind: 'leaf'; field: FilterField }
export type Ready =
  | { kind: 'and' | 'or'; parts: readonly Ready[] }
  | { kind: 'not'; part: Ready }
  /** Names what is gone, so it narrows: false, and true under *not*. */
  | { kind: 'gone' }
  | Leaf

export interface ReadyTree {
  tree: Ready
  /** What names something that is gone, or is not understood any more: the filter needs repair. */
  gone: FilterProblem[]
}

/** Whether something that a value names by its number is there. */
export type IsThere = (type: FilterField['type'], id: number, field: FilterField) => boolean

/** The tree must have been looked at by `filterProblems`, or what is wrong with it counts as gone. */
export function readyTree(tree: Filter, catalogue: Catalogue, isThere: IsThere): ReadyTree {
  const gone: FilterProblem[] = []
  const make = (node: Filter, path: (string | number)[]): Ready => {
    if ('and' in node) return { kind: 'and', parts: node.and.map((part, n) => make(part, [...path, 'and', n])) }
    if ('or' in node) return { kind: 'or', parts: node.or.map((part, n) => make(part, [...path, 'or', n])) }
    if ('not' in node) return { kind: 'not', part: make(node.not, [...path, 'not']) }
    const problem = conditionProblem(node, catalogue)
    const field = catalogue.get(node.field)
    if (problem || !field) {
      gone.push({ code: 'unknown_field', ...problem, path: [...path, ...(problem?.path ?? ['field'])] })
      return { kind: 'gone' }
    }
    return makeCondition(node, field, (n) =>
      gone.push({ path: [...path, 'value', ...(n === null ? [] : [n])], code: 'gone', details: { field: field.key } }),
    )
  }

  function makeCondition({ op, value }: Condition, field: FilterField, tell: (n: number | null) => void): Ready {
    const kept = keptValues(value, field, tell)
    if (kept === 'gone' || (kept !== value && (op === 'has_all' || op === 'is_exactly'))) return { kind: 'gone' }
    const [positive, negated] = opposites[op] ?? [op, false]
    const made = testsOf(positive, kept, field)
    return negated ? { kind: 'not', part: made } : made
  }

  /** Without the values that name something that is gone. */
  function keptValues(value: Value | undefined, field: FilterField, tell: (n: number | null) => void): Value | undefined | 'gone' {
    const known = (one: unknown) => typeof one !== 'number' || !references.has(field.type) || isThere(field.type, one, field)
    if (!Array.isArray(value)) {
      if (known(value)) return value
      tell(null)
      return 'gone'
    }
    if (value.every(known)) return value
    for (const [n, one] of value.entries()) if (!known(one)) tell(n)
    const left = value.filter(known)
    return left.length === 0 ? 'gone' : left
  }

  return { tree: make(tree, []), gone }
}

const references: ReadonlySet<FilterField['type']> = new Set(['user', 'category', 'status', 'contact', 'account', 'option'] as const)

/** The numbers of what a tree names, by kind: for one question whether they are there. */
export function namedIn(tree: Filter, catalogue: Catalogue): Map<FilterField['type'], Set<number>> {
  const named = new Map<FilterField['type'], Set<number>>()
  for (const { condition } of conditionsOf(tree)) {
    const type = catalogue.get(condition.field)?.type
    if (type === undefined || !references.has(type)) continue
    const ids = named.get(type) ?? new Set()
    for (const one of Array.isArray(condition.value) ? condition.value : [condition.value])
      if (typeof one === 'number' && Number.isSafeInteger(one)) ids.add(one)
    named.set(type, ids)
  }
  return named
}

/** Operators that are the plain opposite of another. */
const opposites: Partial<Record<Operator, readonly [Operator, boolean]>> = {
  is_not: ['is', true],
  none_of: ['one_of', true],
  not_contains: ['contains', true],
  empty: ['not_empty', true],
  has_none: ['has_any', true],
}

function testsOf(op: Operator, value: Value | undefined, field: FilterField): Ready {
  const leaf = (test: Test): Leaf => ({ kind: 'leaf', field, ...test })
  const range = (from: unknown, to: unknown): Leaf => leaf(rangeOf(field, from, to))
  switch (op) {
    case 'not_empty':
      return leaf({ test: 'filled' })
    case 'matches':
      return leaf({ test: 'words', words: String(value) })
    case 'is':
      if (field.type === 'flag') return value === true ? leaf({ test: 'flag' }) : { kind: 'not', part: leaf({ test: 'flag' }) }
      if (isTimed(field)) return leaf({ test: 'times', ...spanOf(field, value) })
      return leaf({ test: 'member', members: membersOf(field, [value]) })
    case 'one_of':
      return leaf({ test: 'member', members: membersOf(field, listOf(value)) })
    case 'has_any':
    case 'has_all': {
      const parts = listOf(value)
      if (parts.length === 0) return { kind: 'or', parts: [] }
      if (isTimed(field))
        return { kind: op === 'has_any' ? 'or' : 'and', parts: parts.map((one) => leaf({ test: 'times', ...spanOf(field, one) })) }
      return leaf({ test: op === 'has_any' ? 'any' : 'all', members: membersOf(field, parts) })
    }
    case 'is_exactly':
      return listOf(value).length === 0 ? { kind: 'or', parts: [] } : leaf({ test: 'exactly', members: membersOf(field, listOf(value)) })
    case 'contains':
      return leaf({ test: 'contains', text: compared(field, value) })
    case 'starts_with':
      return leaf({ test: 'starts', text: compared(field, value) })
    case 'before':
      return range(null, value)
    case 'after':
      return range(value, null)
    case 'between':
      if (field.type === 'number')
        return isRange(value) ? leaf({ test: 'numbers', from: Number(value.from), to: Number(value.to), open: false }) : { kind: 'gone' }
      return isRange(value) ? betweenOf(field, value.from, value.to) : { kind: 'gone' }
    case 'within_last':
      return lengthRange(field, value, -1)
    case 'within_next':
      return lengthRange(field, value, 1)
    case 'less':
      return leaf({ test: 'numbers', from: null, to: Number(value), open: true })
    case 'at_most':
      return leaf({ test: 'numbers', from: null, to: Number(value), open: false })
    case 'greater':
      return leaf({ test: 'numbers', from: Number(value), to: null, open: true })
    case 'at_least':
      return leaf({ test: 'numbers', from: Number(value), to: null, open: false })
    default:
      return { kind: 'gone' }
  }
}

const isTimed = ({ type }: FilterField) => type === 'moment' || type === 'date'
const listOf = (value: Value | undefined): readonly unknown[] => (Array.isArray(value) ? value : [])

function rangeOf(field: FilterField, from: unknown, to: unknown): Test {
  if (field.type === 'time') return { test: 'clock', from: textOr(from), to: textOr(to) }
  return { test: 'times', from: from === null ? null : edgeOf(from), to: to === null ? null : edgeOf(to) }
}
const textOr = (given: unknown) => (typeof given === 'string' ? given : null)

/** A day counts whole, a moment ends before itself. */
function betweenOf(field: FilterField, from: string | number, to: string | number): Leaf {
  if (field.type === 'time') return { kind: 'leaf', field, ...rangeOf(field, from, to) }
  return { kind: 'leaf', field, test: 'times', from: edgeOf(from), to: isWholeDay(field, to) ? spanOf(field, to).to : edgeOf(to) }
}

/** Of a field of days, today is within both. */
function lengthRange(field: FilterField, value: Value | undefined, sign: 1 | -1): Leaf {
  const ms = (lengthMs(String(value)) ?? 0) * sign
  const [from, to]: [Edge, Edge] = sign < 0 ? [{ kind: 'offset', ms }, now] : [now, { kind: 'offset', ms }]
  return { kind: 'leaf', field, test: 'times', from, to: field.type === 'date' ? { ...to, plus: 1 } : to }
}
const now = { kind: 'offset', ms: 0 } as const

/** All of a day, or the one millisecond. */
function spanOf(field: FilterField, value: unknown): { from: Edge; to: Edge } {
  const from = edgeOf(value)
  if (isWholeDay(field, value)) return { from, to: from.kind === 'instant' ? from : { ...from, plus: 1 } }
  if (from.kind === 'instant') return { from, to: { kind: 'instant', at: from.at + 1 } }
  return { from, to: from.kind === 'offset' ? { kind: 'offset', ms: from.ms + 1 } : from }
}
const isWholeDay = (field: FilterField, value: unknown) =>
  field.type === 'date' || isRelativeDay(value) || (typeof value === 'string' && isDay(value))

function edgeOf(value: unknown): Edge {
  if (isRelativeDay(value)) return { kind: 'relative', day: value }
  const text = String(value)
  const ms = offsetMs(text)
  if (ms !== null) return { kind: 'offset', ms }
  return isDay(text) ? { kind: 'day', day: text } : { kind: 'instant', at: Date.parse(text) }
}

function membersOf(field: FilterField, values: readonly unknown[]): Members {
  const kept = new Set<string | number | boolean>()
  for (const value of values) {
    if (field.type === 'text' || field.type === 'address') kept.add(compared(field, value, true))
    else if (typeof value === 'number' || typeof value === 'boolean') kept.add(value)
    else if (typeof value === 'string' && field.type !== 'user') kept.add(value)
  }
  const isUser = field.type === 'user'
  return { values: [...kept], me: isUser && values.includes('me'), team: isUser && values.includes('my_team') }
}

/** Text as it is compared. A whole address is brought to the form that addresses are kept in. */
function compared({ type }: FilterField, value: unknown, whole = false) {
  const text = wellFormed(String(value))
  if (type !== 'address') return fold(text)
  return asciiLower((whole ? normaliseAddress(text) : null) ?? text.trim().normalize('NFC'))
}
const asciiLower = (text: string) => text.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase())
