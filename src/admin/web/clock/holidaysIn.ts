/** The days of one year on which a Time group does not keep its week: its yearly rules and exceptions as dates. */
import { textOfDay } from '#categories/dates.ts'
import type { Exception, Interval, YearlyRule } from '#categories/timeGroup.ts'
import { dayOfRule } from '#categories/yearlyRule.ts'

export interface Holiday {
  date: string
  title: string
  intervals: readonly Interval[]
}

/** In order; where an exception speaks of the day of a rule, the exception goes before it. */
export function holidaysIn(
  year: number,
  { yearly, exceptions }: { yearly: readonly YearlyRule[]; exceptions: readonly Exception[] },
): Holiday[] {
  const found = new Map<string, Holiday>()
  for (const rule of yearly) {
    const day = dayOfRule(rule, year)
    if (day === undefined) continue
    const date = textOfDay(day)
    if (!found.has(date)) found.set(date, { date, title: rule.title, intervals: rule.intervals })
  }
  for (const exception of exceptions) if (exception.date.startsWith(`${year}-`)) found.set(exception.date, exception)
  return [...found.values()].toSorted((a, b) => (a.date < b.date ? -1 : 1))
}
