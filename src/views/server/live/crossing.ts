/** When the clock moves a ticket across a boundary of a filter: the moment from which on the boundary lies beyond the ticket's time. */
import type { Boundary } from '#tickets/filterTraits.ts'
import { elementsOf, valueOf } from '#tickets/filterValues.ts'
import { ReaderClock, type Reader } from '#tickets/readerClock.ts'
import type { TicketFacts } from '#tickets/ticketFacts.ts'

type Zoned = Pick<Reader, 'zone' | 'weekStart'>

/** A boundary in one time zone. */
export interface Crossing {
  key: string
  boundary: Boundary
  zoned: Zoned
  /** The moments after `from` and until `to` at which this ticket crosses; mostly none. */
  momentsOf: (facts: TicketFacts, from: number, to: number) => number[]
}

export function crossingOf(boundary: Boundary, zoned: Zoned): Crossing {
  const { field, edge } = boundary
  const clock = new ReaderClock(zoned)
  const values = timesOf(field)
  const beyond = field.type === 'date' ? laterThan(clock.dayOf(edge)) : laterThan(clock.instantOf(edge))
  const momentsOf = (facts: TicketFacts, from: number, to: number) =>
    values(facts).flatMap((value) =>
      beyond(value, from) || !beyond(value, to) ? [] : [firstBetween(from, to, (now) => beyond(value, now))],
    )
  const zone = edge.kind === 'offset' && field.type !== 'date' ? null : [zoned.zone, zoned.weekStart]
  return { key: JSON.stringify([field.key, edge, zone]), boundary, zoned, momentsOf }
}

const laterThan =
  (edge: (now: number) => number | string) =>
  (value: number | string, now: number): boolean =>
    edge(now) > value

/** The first moment at which something holds that does not hold at `from`, holds at `to`, and never ends. */
function firstBetween(from: number, to: number, holds: (now: number) => boolean): number {
  let [before, after] = [from, to]
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    if (holds(middle)) after = middle
    else before = middle
  }
  return after
}

/** Times that no filter names, but flags look at. */
const hidden: Readonly<Record<string, (facts: TicketFacts) => number | null>> = {
  dueSoonAt: (t) => t.dueSoonAt,
  responseDueAt: (t) => t.responseDueAt,
  solutionDueAt: (t) => t.solutionDueAt,
}

/** A ticket's times in a field: days as text, instants in milliseconds. */
function timesOf(given: Boundary['field']): (facts: TicketFacts) => (number | string)[] {
  const { key, type } = given
  const field = { ...given, word: '', operators: [], label: '' }
  const one = hidden[key] ?? valueOf(field)
  const all: (facts: TicketFacts) => readonly unknown[] = given.several
    ? (elementsOf(field) ?? (() => []))
    : (facts) => [one?.(facts) ?? null]
  const timeOf = (value: unknown): (number | string)[] => {
    if (typeof value === 'number') return [value]
    if (typeof value !== 'string') return []
    return [type === 'date' ? value : Date.parse(value)]
  }
  return (facts) => all(facts).flatMap(timeOf)
}
