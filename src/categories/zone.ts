/** A time zone as deadlines need it: from wall clock to instant and back, across every change of its offset. */
import { IANAZone } from 'luxon'

/** Instants and local times are milliseconds; a local time counts them as if its zone were UTC. */
export interface Zone {
  localOf: (instant: number) => number
  /** A local time that is missing is the first that exists, a doubled one the earlier: the first instant at which the clock shows it or more. */
  instantOf: (local: number) => number
}

/** A stretch of time with one offset; it ends where the next begins. */
interface Span {
  from: number
  offset: number
}

export const minute = 60_000
export const day = 24 * 60 * minute
const blockLength = 256 * day
const known = new Map<string, Zone>()

/** Whether the name is one of the IANA database; `+02:00` is an offset, not a zone. */
export const isZone = (name: string) => /^[a-z]/i.test(name) && IANAZone.isValidZone(name)

/** The zone of that name, in whatever spelling, with what is known of its offsets so far. */
export function zoneOf(name: string): Zone {
  const { timeZone } = new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions()
  const zone = known.get(timeZone) ?? newZone(timeZone)
  known.set(timeZone, zone)
  return zone
}

function newZone(name: string): Zone {
  const offsetAt = offsetsOf(name)
  const blocks = new Map<number, Span[]>()

  const spansOf = (block: number) => {
    const spans = blocks.get(block) ?? spansBetween(offsetAt, block * blockLength, (block + 1) * blockLength)
    blocks.set(block, spans)
    return spans
  }

  return {
    localOf(instant) {
      const spans = spansOf(Math.floor(instant / blockLength))
      let at = spans.length - 1
      while (at > 0 && (spans[at]?.from ?? 0) > instant) at--
      return instant + (spans[at]?.offset ?? 0)
    },
    instantOf(local) {
      // No offset reaches a day, so the clock showed less than `local` until here.
      const earlier = local - day
      for (let block = Math.floor(earlier / blockLength); ; block++) {
        const spans = spansOf(block)
        for (let at = 0; at < spans.length; at++) {
          const { from, offset } = spans[at] ?? { from: 0, offset: 0 }
          const until = spans[at + 1]?.from ?? (block + 1) * blockLength
          if (until <= earlier) continue
          const reached = Math.max(from, local - offset)
          if (reached < until) return reached
        }
      }
    },
  }
}

/** Reads the offset that the zone's clock shows, by the second: ten times as fast as taking a local time apart. */
function offsetsOf(name: string): (instant: number) => number {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' })
  return (instant) => {
    const [, sign, hours = 0, minutes = 0, seconds = 0] = /GMT([+-])(\d\d):(\d\d)(?::(\d\d))?$/.exec(format.format(instant)) ?? []
    const length = (Number(hours) * 60 + Number(minutes)) * minute + Number(seconds) * 1000
    return sign === '-' ? -length : length
  }
}

/** Offsets are looked up once a day; where two days differ, the moment of the change is searched for. */
function spansBetween(offsetAt: (instant: number) => number, from: number, until: number): Span[] {
  const spans: Span[] = [{ from, offset: offsetAt(from) }]
  let offset = offsetAt(from)
  for (let at = from; at < until; at += day) {
    const next = offsetAt(at + day)
    let since = at
    while (offset !== next) {
      since = firstOther(offsetAt, offset, since, at + day)
      offset = offsetAt(since)
      if (since < until) spans.push({ from: since, offset })
    }
  }
  return spans
}

/** The first instant after `since` whose offset is not `offset`, as that at `until` is not. */
function firstOther(offsetAt: (instant: number) => number, offset: number, since: number, until: number): number {
  let [same, other] = [since, until]
  while (other - same > 1) {
    const middle = Math.floor((same + other) / 2)
    if (offsetAt(middle) === offset) same = middle
    else other = middle
  }
  return other
}
