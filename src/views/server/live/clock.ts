/**
 * What the clock alone moves: a ticket becomes overdue, a day begins, a week has passed. Tickets that will cross a boundary within minutes are
 * noted beforehand with the moment at which they do; what was looked at joins without a gap, so none is passed by however late a tick comes.
 */
import { sql, type RawBuilder, type Transaction } from 'kysely'
import type { DB } from '#platform/server/tables.ts'
import type { FactsWanted, TicketFacts } from '#tickets/ticketFacts.ts'
import { movedSql, selectFacts } from '#tickets/server/ticketFacts.ts'
import type { Crossing } from './crossing.ts'

/** How far ahead tickets are noted: one look for many refreshes. Milliseconds. */
export const ahead = 300_000

export interface Noted {
  id: number
  moment: number
}

/** The tickets that cross after `from` and soon, with the moments; in this snapshot. `until` is how far it looked. */
export async function lookAhead(
  trx: Transaction<DB>,
  crossings: readonly Crossing[],
  wanted: FactsWanted,
  from: number,
  now: number,
): Promise<{ noted: Noted[]; until: number }> {
  const until = now + ahead
  if (crossings.length === 0) return { noted: [], until }
  const { rows } = await selectFacts(wanted, anyMoved(crossings, from, until)).execute(trx)
  return { noted: rows.flatMap((facts) => momentsOf(crossings, facts, from, until)), until }
}

function anyMoved(crossings: readonly Crossing[], from: number, until: number): RawBuilder<boolean> {
  const zones = new Map<string, Crossing[]>()
  for (const crossing of crossings) {
    const name = `${crossing.zoned.zone} ${crossing.zoned.weekStart}`
    zones.set(name, [...(zones.get(name) ?? []), crossing])
  }
  const moved = [...zones.values()].flatMap((some) => {
    const [first] = some
    const boundaries = some.map(({ boundary }) => boundary)
    return first ? [movedSql(boundaries, first.zoned, from, until)] : []
  })
  return sql`(${sql.join(moved, sql` or `)})`
}

const momentsOf = (crossings: readonly Crossing[], facts: TicketFacts, from: number, until: number): Noted[] =>
  crossings.flatMap((crossing) => crossing.momentsOf(facts, from, until).map((moment) => ({ id: facts.id, moment })))

export class Clock {
  crossings: Crossing[] = []
  /** Up to here every crossing is noted. */
  until = 0
  #noted: Noted[] = []
  #next = Infinity

  /** The first moment at which somebody moves without an event, as far as it is known. */
  get quietUntil(): number {
    return Math.min(this.#next, this.until)
  }

  add(noted: readonly Noted[]) {
    for (const one of noted) {
      this.#noted.push(one)
      if (one.moment < this.#next) this.#next = one.moment
    }
  }

  /** A ticket was placed at this moment: its times may be others than those noted. */
  note(facts: TicketFacts, now: number) {
    if (this.until > now) this.add(momentsOf(this.crossings, facts, now, this.until))
  }

  /** The tickets whose moment has come; they are noted no more. */
  takeDue(now: number): number[] {
    if (this.#next > now) return []
    const due = this.#noted.filter(({ moment }) => moment <= now)
    this.#noted = this.#noted.filter(({ moment }) => moment > now)
    this.#next = this.#noted.reduce((soonest, { moment }) => Math.min(soonest, moment), Infinity)
    return due.map(({ id }) => id)
  }
}
