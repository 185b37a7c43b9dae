/** The open time of a Time group: how much of it lies between two instants, when so much of it is full, and why. */
import { dayPlans, type HoursRule } from './dayPlan.ts'
import type { DayNumber } from './dates.ts'
import type { TimeGroup } from './timeGroup.ts'
import { day, minute, zoneOf } from './zone.ts'

/** Instants and lengths are whole milliseconds, stretches half-open: `[from, to)`. */
export interface OpenHours {
  /** Open time between two instants. */
  counted: (from: number, to: number) => number
  /** The first moment at which so much open time since `from` is full; none within thirty years. */
  after: (from: number, length: number) => number | null
  /** The first moment from which no more than so much open time is left until `to`, not before `since`. */
  notMoreBefore: (to: number, length: number, since: number) => number
  /** Open and closed stretches between two instants in order, without gaps, each with the rule that decides it. Made as they are asked for. */
  pieces: (from: number, to: number) => Iterable<Piece>
  /** Why `after` finds nothing: there is no open time at all within thirty years, or too little. */
  unreachable: (from: number) => 'never_opens' | 'too_far'
}

export interface Piece {
  from: number
  to: number
  open: boolean
  rule: HoursRule
}

const reach = 30 * 366 * day

/** Without a Time group the desk works around the clock. */
export const aroundTheClock: OpenHours = {
  counted: (from, to) => Math.max(0, to - from),
  after: (from, length) => from + Math.max(0, length),
  notMoreBefore: (to, length, since) => Math.max(since, to - length),
  *pieces(from, to) {
    if (from < to) yield { from, to, open: true, rule: { code: 'always' } }
  },
  unreachable: () => 'never_opens',
}

/** Some days with their open stretches merged, and what they sum up to. */
interface Block {
  from: number
  to: number
  starts: number[]
  ends: number[]
  /** Open time of the block before each stretch. */
  before: number[]
  total: number
}

const blockDays = 64

/** The hours of a Time group whose inclusions are known; what is worked out is kept, so keep the answer as long as the group does not change. */
export function openHours(group: TimeGroup, groupOf: (id: number) => TimeGroup | undefined = () => undefined): OpenHours {
  const zone = zoneOf(group.zone)
  const planOf = dayPlans(group, groupOf)
  const blocks = new Map<number, Block>()
  const instantOf = (date: DayNumber, minutes: number) => zone.instantOf(date * day + minutes * minute)

  function newBlock(number: number): Block {
    const first = number * blockDays
    const block: Block = { from: instantOf(first, 0), to: instantOf(first + blockDays, 0), starts: [], ends: [], before: [], total: 0 }
    for (let date = first; date < first + blockDays; date++)
      for (const part of planOf(date).open) {
        const [from, to] = [instantOf(date, part.from), instantOf(date, part.to)]
        if (from >= to) continue
        if (block.ends.at(-1) === from) block.ends[block.ends.length - 1] = to
        else {
          block.before.push(block.total)
          block.starts.push(from)
          block.ends.push(to)
        }
        block.total += to - from
      }
    return block
  }
  function blockAt(number: number): Block {
    let block = blocks.get(number)
    if (!block) blocks.set(number, (block = newBlock(number)))
    return block
  }
  function numberAt(instant: number): number {
    let number = Math.floor(zone.localOf(instant) / day / blockDays)
    // A clock set back over midnight shows the old day again, when the new one has begun.
    while (instant >= blockAt(number).to) number++
    return number
  }

  const hours: OpenHours = {
    counted(from, to) {
      if (from >= to) return 0
      const [first, last] = [numberAt(from), numberAt(to)]
      let sum = openBefore(blockAt(last), to) - openBefore(blockAt(first), from)
      for (let number = first; number < last; number++) sum += blockAt(number).total
      return sum
    },
    after(from, length) {
      if (length <= 0) return from
      let number = numberAt(from)
      let wanted = length + openBefore(blockAt(number), from)
      for (; ; number++) {
        const block = blockAt(number)
        if (block.from > from + reach) return null
        if (wanted <= block.total) return momentOf(block, wanted)
        wanted -= block.total
      }
    },
    notMoreBefore(to, length, since) {
      const left = hours.counted(since, to)
      return left <= length ? since : (hours.after(since, left - length) ?? since)
    },
    *pieces(from, to) {
      let piece: Piece | undefined
      for (const next of piecesByDay(from, to)) {
        if (next.from >= next.to) continue
        if (piece && piece.open === next.open && sameRule(piece.rule, next.rule)) piece.to = next.to
        else {
          if (piece) yield piece
          piece = next
        }
      }
      if (piece) yield piece
    },
    unreachable: (from) => (hours.counted(from, from + reach) === 0 ? 'never_opens' : 'too_far'),
  }

  function* piecesByDay(from: number, to: number): Iterable<Piece> {
    let date = Math.floor(zone.localOf(from) / day)
    while (from >= instantOf(date + 1, 0)) date++
    const within = (instant: number) => Math.min(Math.max(instant, from), to)
    for (; instantOf(date, 0) < to; date++) {
      const plan = planOf(date)
      let until = within(instantOf(date, 0))
      for (const part of plan.open) {
        const [starts, ends] = [within(instantOf(date, part.from)), within(instantOf(date, part.to))]
        yield { from: until, to: starts, open: false, rule: plan.rule }
        yield { from: starts, to: ends, open: true, rule: part.rule }
        until = ends
      }
      yield { from: until, to: within(instantOf(date + 1, 0)), open: false, rule: plan.rule }
    }
  }
  return hours
}

const sameRule = (a: HoursRule, b: HoursRule) =>
  a.code === b.code && (!('date' in a) || !('date' in b) || (a.date === b.date && a.title === b.title))

/** How many of the sorted numbers lie below the limit. */
function countBelow(sorted: readonly number[], limit: number): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] ?? 0) < limit) low = middle + 1
    else high = middle
  }
  return low
}

function openBefore({ starts, ends, before }: Block, instant: number): number {
  const at = countBelow(starts, instant) - 1
  return at < 0 ? 0 : (before[at] ?? 0) + Math.min(instant, ends[at] ?? 0) - (starts[at] ?? 0)
}

/** The first moment at which so much of the block's open time has passed; more than nothing, no more than all. */
function momentOf({ starts, before }: Block, wanted: number): number {
  const at = countBelow(before, wanted) - 1
  return (starts[at] ?? 0) + wanted - (before[at] ?? 0)
}
