/** A Time group: when the desk works. Several intervals a weekday, a time zone, holidays of its own and of included groups, one-off exceptions. */
import { z } from 'zod'
import { line } from '#platform/shapes.ts'
import { daysIn, weekdays } from './dates.ts'
import { isZone } from './zone.ts'

const clock = (pattern: RegExp) => z.string().regex(pattern)

/** `to` may be 24:00, and where it is not after `from` the interval crosses midnight. */
const interval = z.strictObject({ from: clock(/^([01]\d|2[0-3]):[0-5]\d$/), to: clock(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/) })
export type Interval = z.infer<typeof interval>
const intervals = z.array(interval).max(12)
const worked = intervals.default([])

/** What happens on a date that a holiday or an exception speaks of; without intervals the day is closed. */
const instead = { title: line(200), intervals: intervals.default([]) }

/** The years in which a yearly rule holds, if not in all. */
const year = z.int().min(1900).max(2200)
const years = { firstYear: year.optional(), lastYear: year.optional(), exceptYears: z.array(year).max(300).optional() }

const yearly = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('date'), month: z.int().min(1).max(12), date: z.int().min(1).max(31), ...years, ...instead }),
  z.strictObject({
    kind: z.literal('easter'),
    /** Days after Easter Sunday; negative before it. */
    offset: z.int().min(-80).max(200),
    calendar: z.enum(['western', 'orthodox']).default('western'),
    ...years,
    ...instead,
  }),
  z.strictObject({
    kind: z.literal('weekday'),
    month: z.int().min(1).max(12),
    weekday: z.enum(weekdays),
    /** The first to the fifth of the month, or -1: the last. */
    nth: z.union([z.int().min(1).max(5), z.literal(-1)]),
    ...years,
    ...instead,
  }),
])
export type YearlyRule = z.infer<typeof yearly>

const exception = z.strictObject({ date: z.iso.date(), ...instead })
export type Exception = z.infer<typeof exception>

const plain = z.strictObject({
  zone: z.string().max(100),
  week: z.strictObject({
    monday: worked,
    tuesday: worked,
    wednesday: worked,
    thursday: worked,
    friday: worked,
    saturday: worked,
    sunday: worked,
  }),
  /** Time groups whose exceptions and yearly rules are holidays here; where two speak of a date, the first. */
  includes: z.array(z.int()).max(20).default([]),
  yearly: z.array(yearly).max(500).default([]),
  exceptions: z.array(exception).max(2000).default([]),
})

/** Its shape, with every rule that one group can break by itself. */
export const timeGroup = plain.superRefine((group, ctx) => {
  for (const { path, code, message } of problemsOf(group)) ctx.addIssue({ code: 'custom', path, message, params: { code } })
})
export type TimeGroup = z.output<typeof plain>

/** What a group can break by itself. */
export interface TimeGroupProblem {
  path: (string | number)[]
  code: 'unknown_zone' | 'empty_interval' | 'intervals_overlap' | 'duplicate_date' | 'no_such_date'
  message: string
}

const minutesOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))

/** Minutes since the midnight that begins the day; an end of more than 1440 lies in the next day. */
export function minutesOfInterval({ from, to }: Interval): { from: number; to: number } {
  const [start, end] = [minutesOf(from), minutesOf(to)]
  return { from: start, to: end > start ? end : end + day24 }
}
const day24 = 1440

function problemsOf(group: TimeGroup): TimeGroupProblem[] {
  const found: TimeGroupProblem[] = []
  if (!isZone(group.zone)) found.push({ path: ['zone'], code: 'unknown_zone', message: 'There is no such time zone.' })
  const week = weekdays.flatMap((name, n) => {
    found.push(...emptyIn(group.week[name], ['week', name]))
    return spansOf(group.week[name], ['week', name], n * day24)
  })
  // Sunday's night reaches into Monday.
  const again = week.filter((s) => s.from < day24).map((s) => ({ ...s, from: s.from + 7 * day24, to: s.to + 7 * day24 }))
  found.push(...overlapsIn([...week, ...again]))
  for (const [list, rules] of [
    ['yearly', group.yearly],
    ['exceptions', group.exceptions],
  ] as const)
    for (const [n, rule] of rules.entries()) {
      const path = [list, n, 'intervals']
      found.push(...emptyIn(rule.intervals, path), ...overlapsIn(spansOf(rule.intervals, path, 0)))
    }
  for (const [n, rule] of group.yearly.entries())
    if (rule.kind === 'date' && rule.date > daysIn(2024, rule.month))
      found.push({ path: ['yearly', n, 'date'], code: 'no_such_date', message: 'No year has this date.' })
  const dates = new Set<string>()
  for (const [n, { date }] of group.exceptions.entries()) {
    if (dates.has(date))
      found.push({ path: ['exceptions', n, 'date'], code: 'duplicate_date', message: 'Another exception has this date.' })
    dates.add(date)
  }
  return found
}

const emptyIn = (list: readonly Interval[], path: (string | number)[]): TimeGroupProblem[] =>
  list.flatMap((one, n) =>
    minutesOf(one.from) === minutesOf(one.to)
      ? [{ path: [...path, n], code: 'empty_interval' as const, message: 'It ends when it begins; a whole day is 00:00–24:00.' }]
      : [],
  )

interface Span {
  from: number
  to: number
  path: (string | number)[]
}
const spansOf = (list: readonly Interval[], path: (string | number)[], since: number): Span[] =>
  list.map((one, n) => {
    const { from, to } = minutesOfInterval(one)
    return { from: from + since, to: to + since, path: [...path, n] }
  })

function overlapsIn(spans: Span[]): TimeGroupProblem[] {
  const sorted = spans.toSorted((a, b) => a.from - b.from)
  const found = new Map<string, TimeGroupProblem>()
  let until = -Infinity
  for (const { from, to, path } of sorted) {
    if (from < until) found.set(path.join('.'), { path, code: 'intervals_overlap', message: 'It overlaps another interval.' })
    until = Math.max(until, to)
  }
  return [...found.values()]
}

/** A group among those it may include. */
export interface Numbered {
  id: number
  includes: readonly number[]
}

/** The inclusion `at` of the group `id` is wrong. */
export interface IncludeProblem {
  id: number
  at: number
  code: 'unknown_time_group' | 'time_group_cycle'
}

/** Where the inclusions lead nowhere or in a circle: which group, which of its inclusions. */
export function includeProblems(
  groups: readonly Numbered[],
): { id: number; at: number; code: 'unknown_time_group' | 'time_group_cycle' }[] {
  const byId = new Map(groups.map((group) => [group.id, group]))
  const state = new Map<number, 'open' | 'done'>()
  const found: IncludeProblem[] = []
  const visit = (group: Numbered) => {
    state.set(group.id, 'open')
    for (const [at, id] of group.includes.entries()) {
      const included = byId.get(id)
      if (!included) found.push({ id: group.id, at, code: 'unknown_time_group' })
      else if (state.get(id) === 'open') found.push({ id: group.id, at, code: 'time_group_cycle' })
      else if (!state.has(id)) visit(included)
    }
    state.set(group.id, 'done')
  }
  for (const group of groups) if (!state.has(group.id)) visit(group)
  return found
}

/** The longest Response or Solution: a year of counted time. */
export const longestMinutes = 366 * day24
