/** Relative times of filters as instants and days: for one reader, in their zone, at one moment. Both forms of a filter ask here before they look at a ticket. */
import { day as dayLength, zoneOf, type Zone } from '#categories/zone.ts'
import { dayOfText, textOfDay, weekdayOf, type DayNumber } from '#categories/dates.ts'
import type { RelativeDay } from '#platform/filterField.ts'

/** For whom a filter is asked. */
export interface Reader {
  /** Null: nobody; then `me` is no one. */
  userId: number | null
  /** `my_team`: whoever shares a Team with the reader, and the reader. */
  teamUserIds: readonly number[]
  zone: string
  /** 1 is Monday, 7 Sunday. */
  weekStart: number
}

/** A point of time or a day as a filter says it. `plus`: so many days later. */
export type Edge =
  | { kind: 'instant'; at: number }
  | { kind: 'offset'; ms: number; plus?: number }
  | { kind: 'day'; day: string; plus?: number }
  | { kind: 'relative'; day: RelativeDay; plus?: number }

/** Moves with the clock. */
export const moves = (edge: Edge) => edge.kind === 'offset' || edge.kind === 'relative'

const zones = new Map<string, Zone>()
function knownZone(name: string): Zone {
  const known = zones.get(name)
  if (known) return known
  let zone: Zone
  try {
    zone = zoneOf(name)
  } catch {
    zone = zoneOf('UTC') // a zone that this computer's data lacks
  }
  zones.set(name, zone)
  return zone
}

export class ReaderClock {
  readonly #zone: Zone
  readonly #weekStart: number
  /** The reader's day that was asked for last, and when it begins and ends. */
  #today = { day: 0, from: Infinity, until: -Infinity }

  constructor({ zone, weekStart }: Pick<Reader, 'zone' | 'weekStart'>) {
    this.#zone = knownZone(zone)
    this.#weekStart = weekStart
  }

  /** The instant of an edge: of a day its beginning. The function keeps what it found until the reader's midnight. */
  instantOf(edge: Edge): (now: number) => number {
    if (edge.kind === 'offset') return (now) => now + edge.ms
    const plus = 'plus' in edge ? (edge.plus ?? 0) : 0
    if (edge.kind === 'relative') return this.#keptForADay((now) => this.#startOf(this.#relative(edge.day, now) + plus))
    const at = edge.kind === 'instant' ? edge.at : this.#startOf(dayOfText(edge.day) + plus)
    return () => at
  }

  /** The day of an edge, as `yyyy-mm-dd`: that in which a moment lies. */
  dayOf(edge: Edge): (now: number) => string {
    const plus = 'plus' in edge ? (edge.plus ?? 0) : 0
    if (edge.kind === 'relative') return this.#keptForADay((now) => textOfDay(this.#relative(edge.day, now) + plus))
    if (edge.kind === 'offset') {
      const kept = { at: NaN, day: '' }
      return (now) => {
        if (kept.at !== now) [kept.at, kept.day] = [now, textOfDay(this.#dayAt(now + edge.ms) + plus)]
        return kept.day
      }
    }
    const day = textOfDay(edge.kind === 'instant' ? this.#dayAt(edge.at) : dayOfText(edge.day) + plus)
    return () => day
  }

  /** When the day of `now` began and when it ends. */
  today(now: number): { from: number; until: number } {
    this.#dayAt(now)
    return this.#today
  }

  #keptForADay<T>(find: (now: number) => T): (now: number) => T {
    let from = Infinity
    let until = -Infinity
    let found: T
    return (now) => {
      if (now < from || now >= until) {
        ;({ from, until } = this.today(now))
        found = find(now)
      }
      return found
    }
  }

  #relative(name: RelativeDay, now: number): DayNumber {
    const today = this.#dayAt(now)
    if (name === 'start_of_week') return today - ((weekdayOf(today) + 8 - this.#weekStart) % 7)
    if (name === 'start_of_month') return today - (Number(textOfDay(today).slice(8)) - 1)
    return today + { today: 0, yesterday: -1, tomorrow: 1 }[name]
  }

  #startOf(day: DayNumber) {
    return this.#zone.instantOf(day * dayLength)
  }

  /** Days follow each other without overlap, also where the clock goes back over midnight. */
  #dayAt(now: number): DayNumber {
    if (now >= this.#today.from && now < this.#today.until) return this.#today.day
    let day = Math.floor(this.#zone.localOf(now) / dayLength)
    let until = this.#startOf(day + 1)
    while (until <= now) until = this.#startOf(++day + 1)
    this.#today = { day, from: this.#startOf(day), until }
    return day
  }
}
