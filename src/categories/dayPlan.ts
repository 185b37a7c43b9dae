/** What a Time group says about one date: an exception beats a holiday, a holiday the weekday. */
import { dayOfText, textOfDay, weekdayOf, weekdays, yearOf, type DayNumber } from './dates.ts'
import { minutesOfInterval, type Interval, type TimeGroup } from './timeGroup.ts'
import { dayOfRule } from './yearlyRule.ts'

/** What decides a stretch of time; `always` where no Time group does. */
export type HoursRule = { code: 'always' } | { code: 'weekday' } | { code: 'holiday' | 'exception'; date: string; title: string }

/** Minutes since the date's midnight, in order; none beyond 24:00. */
interface OpenPart {
  from: number
  to: number
  rule: HoursRule
}

/** Who speaks of the date, and when the desk is open on it. */
export interface DayPlan {
  rule: HoursRule
  open: readonly OpenPart[]
}

interface Said {
  rank: 0 | 1 | 2
  rule: HoursRule
  intervals: readonly { from: number; to: number }[]
}

const midnight = 1440

/** A Time group together with those it includes; one that is not there is passed over, and a circle ends where it began. */
export function dayPlans(group: TimeGroup, groupOf: (id: number) => TimeGroup | undefined): (date: DayNumber) => DayPlan {
  const week: Said[] = weekdays.map((name) => ({ rank: 0, rule: { code: 'weekday' }, intervals: minutesOf(group.week[name]) }))
  const closed: Said = { rank: 0, rule: { code: 'weekday' }, intervals: [] }
  const exceptions = new Map(group.exceptions.map((e) => [dayOfText(e.date), { intervals: minutesOf(e.intervals), title: e.title }]))
  const holidays = holidaysOf(group, groupOf)

  const said = (date: DayNumber): Said => {
    const exception = exceptions.get(date)
    if (exception)
      return { rank: 2, rule: { code: 'exception', date: textOfDay(date), title: exception.title }, intervals: exception.intervals }
    return holidays(date) ?? week[weekdayOf(date)] ?? closed
  }

  return (date) => {
    const today = said(date)
    const yesterday = said(date - 1)
    const open = today.intervals.map(({ from, to }) => ({ from, to: Math.min(to, midnight), rule: today.rule }))
    // A night belongs to the day on which it begins; a date with a holiday or an exception of its own cuts it, unless it stands higher.
    if (yesterday.rank > today.rank || today.rank === 0)
      for (const { to } of yesterday.intervals) if (to > midnight) open.unshift({ from: 0, to: to - midnight, rule: yesterday.rule })
    return { rule: today.rule, open: withoutOverlaps(open) }
  }
}

const minutesOf = (intervals: readonly Interval[]) => intervals.map(minutesOfInterval).toSorted((a, b) => a.from - b.from)

/** Where an exception's night meets the next day's own hours, the earlier part goes on to its end. */
function withoutOverlaps(open: OpenPart[]): OpenPart[] {
  let until = 0
  return open
    .toSorted((a, b) => a.from - b.from || b.to - a.to)
    .flatMap((part) => {
      const from = Math.max(part.from, until)
      until = Math.max(until, part.to)
      return part.to > from ? [{ ...part, from }] : []
    })
}

const holiday = (date: DayNumber, { title, intervals }: { title: string; intervals: readonly Interval[] }): Said => ({
  rank: 1,
  rule: { code: 'holiday', date: textOfDay(date), title },
  intervals: minutesOf(intervals),
})

/** Holidays are the yearly rules of the group, then of each included one its exceptions, its yearly rules, and what it includes. */
function holidaysOf(group: TimeGroup, groupOf: (id: number) => TimeGroup | undefined): (date: DayNumber) => Said | undefined {
  const included = allIncluded(group, groupOf)
  const years = new Map<number, Map<DayNumber, Said>>()
  const ofYear = (year: number) => {
    const found = new Map<DayNumber, Said>()
    const add = (date: DayNumber | undefined, rule: Parameters<typeof holiday>[1]) => {
      if (date !== undefined && !found.has(date)) found.set(date, holiday(date, rule))
    }
    for (const rule of group.yearly) add(dayOfRule(rule, year), rule)
    for (const { exceptions, yearly } of included) {
      for (const { at, exception } of exceptions) if (yearOf(at) === year) add(at, exception)
      for (const rule of yearly) add(dayOfRule(rule, year), rule)
    }
    return found
  }
  if (group.yearly.length === 0 && included.length === 0) return () => undefined
  return (date) => {
    const year = yearOf(date)
    let found = years.get(year)
    if (!found) years.set(year, (found = ofYear(year)))
    return found.get(date)
  }
}

function allIncluded(group: TimeGroup, groupOf: (id: number) => TimeGroup | undefined) {
  const seen = new Set<TimeGroup>([group])
  const found: { exceptions: { at: DayNumber; exception: TimeGroup['exceptions'][number] }[]; yearly: TimeGroup['yearly'] }[] = []
  const visit = ({ includes }: TimeGroup) => {
    for (const id of includes) {
      const included = groupOf(id)
      if (!included || seen.has(included)) continue
      seen.add(included)
      found.push({
        exceptions: included.exceptions.map((exception) => ({ at: dayOfText(exception.date), exception })),
        yearly: included.yearly,
      })
      visit(included)
    }
  }
  visit(group)
  return found
}
