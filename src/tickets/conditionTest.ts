/** A condition as one of the few tests that both forms of a filter know: operators become ranges and memberships, values what they are compared as. */
import type { Operator, Value } from '#platform/filter.ts'
import { isDay, isRange, isRelativeDay, lengthMs, offsetMs, type FilterField } from '#platform/filterField.ts'
import { normaliseAddress } from '#platform/emailAddress.ts'
import { fold } from '#platform/fold.ts'
import { wellFormed } from '#platform/shapes.ts'
import type { Edge } from './readerClock.ts'
import type { Leaf, Members, Ready, Test } from './readyFilter.ts'

const never: Ready = { kind: 'or', parts: [] }

/** `op` is one of those that ask for something; its opposite is made by *not*. */
export function testOf(op: Operator, value: Value | undefined, field: FilterField): Ready {
  const made = tests[op]?.(field, value)
  if (!made) return { kind: 'gone' }
  return 'kind' in made ? made : leafOf(field, made)
}

const leafOf = (field: FilterField, test: Test): Leaf => ({ kind: 'leaf', field, ...test })
const words = (value: Value | undefined) => (typeof value === 'string' ? wellFormed(value) : '')
const numbers = (from: Value | null | undefined, to: Value | null | undefined, open: boolean): Test => ({
  test: 'numbers',
  from: typeof from === 'number' ? from : null,
  to: typeof to === 'number' ? to : null,
  open,
})

type Make = (field: FilterField, value: Value | undefined) => Test | Ready | null
const tests: Partial<Record<Operator, Make>> = {
  not_empty: () => ({ test: 'filled' }),
  matches: (_, value) => ({ test: 'words', words: words(value) }),
  is(field, value) {
    if (field.type === 'flag') return value === true ? { test: 'flag' } : { kind: 'not', part: leafOf(field, { test: 'flag' }) }
    return isTimed(field) ? { test: 'times', ...spanOf(field, value) } : { test: 'member', members: membersOf(field, [value]) }
  },
  one_of: (field, value) => ({ test: 'member', members: membersOf(field, listOf(value)) }),
  has_any: (field, value) => setTest(field, listOf(value), 'any'),
  has_all: (field, value) => setTest(field, listOf(value), 'all'),
  is_exactly: (field, value) => setTest(field, listOf(value), 'exactly'),
  contains: (field, value) => ({ test: 'contains', text: compared(field, value) }),
  starts_with: (field, value) => ({ test: 'starts', text: compared(field, value) }),
  before: (field, value) => rangeOf(field, null, value),
  after: (field, value) => rangeOf(field, value, null),
  between: (field, value) => (isRange(value) ? betweenOf(field, value.from, value.to) : null),
  within_last: (field, value) => lengthRange(field, value, -1),
  within_next: (field, value) => lengthRange(field, value, 1),
  less: (_, value) => numbers(null, value, true),
  at_most: (_, value) => numbers(null, value, false),
  greater: (_, value) => numbers(value, null, true),
  at_least: (_, value) => numbers(value, null, false),
}

function setTest(field: FilterField, wanted: readonly unknown[], test: 'any' | 'all' | 'exactly'): Test | Ready {
  if (wanted.length === 0) return never
  if (!isTimed(field)) return { test, members: membersOf(field, wanted) }
  return { kind: test === 'any' ? 'or' : 'and', parts: wanted.map((one) => leafOf(field, { test: 'times', ...spanOf(field, one) })) }
}

const isTimed = ({ type }: FilterField) => type === 'moment' || type === 'date'
const listOf = (value: Value | undefined): readonly unknown[] => (Array.isArray(value) ? value : [])

function rangeOf(field: FilterField, from: unknown, to: unknown): Test {
  if (field.type === 'time') return { test: 'clock', from: textOr(from), to: textOr(to) }
  return { test: 'times', from: from === null ? null : edgeOf(from), to: to === null ? null : edgeOf(to) }
}
const textOr = (given: unknown) => (typeof given === 'string' ? given : null)

/** A day counts whole, a moment ends before itself. */
function betweenOf(field: FilterField, from: string | number, to: string | number): Test {
  if (field.type === 'number') return numbers(from, to, false)
  if (field.type === 'time') return rangeOf(field, from, to)
  return { test: 'times', from: edgeOf(from), to: isWholeDay(field, to) ? spanOf(field, to).to : edgeOf(to) }
}

/** Of a field of days, today is within both. */
function lengthRange(field: FilterField, value: Value | undefined, sign: 1 | -1): Test {
  const ms = (lengthMs(words(value)) ?? 0) * sign
  const [from, to]: [Edge, Edge] = sign < 0 ? [{ kind: 'offset', ms }, now] : [now, { kind: 'offset', ms }]
  return { test: 'times', from, to: field.type === 'date' ? { ...to, plus: 1 } : to }
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
