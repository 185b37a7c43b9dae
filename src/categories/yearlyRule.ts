/** On which day of a year a yearly rule falls. */
import { dayNumber, daysIn, nthWeekday, orthodoxEaster, weekdays, westernEaster, type DayNumber } from './dates.ts'
import type { YearlyRule } from './timeGroup.ts'

/** None in years without that date (29 February) or outside of the rule's years. */
export function dayOfRule(rule: YearlyRule, year: number): DayNumber | undefined {
  const { firstYear = -Infinity, lastYear = Infinity, exceptYears } = rule
  if (year < firstYear || year > lastYear || exceptYears?.includes(year)) return undefined
  if (rule.kind === 'easter') return (rule.calendar === 'orthodox' ? orthodoxEaster(year) : westernEaster(year)) + rule.offset
  if (rule.kind === 'weekday') return nthWeekday(year, rule.month, weekdays.indexOf(rule.weekday), rule.nth)
  return rule.date <= daysIn(year, rule.month) ? dayNumber(year, rule.month, rule.date) : undefined
}
