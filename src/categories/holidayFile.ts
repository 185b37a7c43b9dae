/** Reads a file of holidays, as calendars export them (iCal, RFC 5545), into the yearly rules and exceptions of a Time group. */
import { wellFormed } from '#platform/shapes.ts'
import { dayNumber, daysIn, textOfDay, weekdays, yearOf, type DayNumber, type Weekday } from './dates.ts'
import type { Exception, YearlyRule } from './timeGroup.ts'
import { dayOfRule } from './yearlyRule.ts'

/** What the file says, and what of it could not be taken over; `line` counts from 1. */
export interface HolidayFile {
  yearly: YearlyRule[]
  exceptions: Exception[]
  skipped: Skipped[]
}
export interface Skipped {
  line: number
  title: string
  code: 'not_a_calendar' | 'no_start' | 'not_all_day' | 'unknown_rule' | 'too_long' | 'cancelled' | 'too_many'
}

interface Line {
  line: number
  name: string
  parameters: string
  value: string
}
interface Happening {
  line: number
  /** Properties of the event itself, not of an alarm in it. */
  properties: Line[]
}

const longestDays = 31
const mostRules = 500
const mostExceptions = 2000

/** All-day events, single or yearly; each day of a longer one is a holiday. Nothing in the file can make it fail. */
export function readHolidays(text: string): HolidayFile {
  const lines = linesOf(text)
  const file: HolidayFile = { yearly: [], exceptions: [], skipped: [] }
  if (!lines.some((l) => l.name === 'BEGIN' && l.value.toUpperCase() === 'VCALENDAR')) {
    file.skipped.push({ line: 1, title: '', code: 'not_a_calendar' })
    return file
  }
  const dates = new Set<string>()
  const rules = new Set<string>()
  for (const happening of happeningsIn(lines)) {
    const title = titleOf(happening)
    const skip = (code: Skipped['code']) => void file.skipped.push({ line: happening.line, title, code })
    const read = holidaysOf(happening, title)
    if (typeof read === 'string') {
      skip(read)
      continue
    }
    for (const date of read.dates) {
      if (dates.has(date)) continue
      if (dates.size === mostExceptions) {
        skip('too_many')
        break
      }
      dates.add(date)
      file.exceptions.push({ date, title, intervals: [] })
    }
    for (const rule of read.rules) {
      const key = JSON.stringify(rule)
      if (rules.has(key)) continue
      if (rules.size === mostRules) {
        skip('too_many')
        break
      }
      rules.add(key)
      file.yearly.push(rule)
    }
  }
  return file
}

/** Long lines are folded: one that begins with a blank goes on with the one before. */
function linesOf(text: string): Line[] {
  const folded: { line: number; text: string }[] = []
  for (const [n, one] of text
    .replace(/^\ufeff/, '')
    .split(/\r\n|\n|\r/)
    .entries()) {
    const last = folded.at(-1)
    if (last && /^[ \t]/.test(one)) last.text += one.slice(1)
    else if (one.trim()) folded.push({ line: n + 1, text: one })
  }
  return folded.flatMap(({ line, text: one }) => {
    const [, name, parameters = '', value = ''] = /^([A-Za-z0-9-]+)((?:;[^":;]*(?:"[^"]*"[^":;]*)*)*):(.*)$/s.exec(one) ?? []
    return name ? [{ line, name: name.toUpperCase(), parameters: parameters.toUpperCase(), value: value.trim() }] : []
  })
}

function happeningsIn(lines: readonly Line[]): Happening[] {
  const found: Happening[] = []
  const open: string[] = []
  for (const line of lines) {
    if (line.name === 'BEGIN') {
      open.push(line.value.toUpperCase())
      if (open.at(-1) === 'VEVENT') found.push({ line: line.line, properties: [] })
    } else if (line.name === 'END') open.pop()
    else if (open.at(-1) === 'VEVENT') found.at(-1)?.properties.push(line)
  }
  return found
}

const propertyOf = ({ properties }: Happening, name: string) => properties.find((p) => p.name === name)

function titleOf(happening: Happening): string {
  const written = propertyOf(happening, 'SUMMARY')?.value ?? ''
  const said = written.replaceAll(/\\([\\;,nN])/g, (_, c: string) => (c.toLowerCase() === 'n' ? ' ' : c))
  return wellFormed(said.replaceAll(/\s+/g, ' ').trim().slice(0, 200)).trim() || '–'
}

/** `20261224`, or nothing where it is no date of the calendar. */
function dateOf(value: string): DayNumber | undefined {
  const [, year = '', month = '', date = ''] = /^(\d{4})(\d\d)(\d\d)$/.exec(value) ?? []
  const [y, m, d] = [Number(year), Number(month), Number(date)]
  return y >= 1900 && y < 2200 && d >= 1 && d <= daysIn(y, m) ? dayNumber(y, m, d) : undefined
}

function holidaysOf(happening: Happening, title: string): { dates: string[]; rules: YearlyRule[] } | Skipped['code'] {
  if (propertyOf(happening, 'STATUS')?.value.toUpperCase() === 'CANCELLED') return 'cancelled'
  const start = propertyOf(happening, 'DTSTART')
  if (!start) return 'no_start'
  if (/^\d{8}T/.test(start.value)) return 'not_all_day'
  const first = dateOf(start.value)
  if (first === undefined) return 'no_start'
  const length = lengthOf(happening, first)
  if (length === undefined) return 'not_all_day'
  if (length > longestDays) return 'too_long'
  // One instance of a series that was moved: the series itself does not know.
  if (propertyOf(happening, 'RECURRENCE-ID')) return 'unknown_rule'
  const offsets = Array.from({ length }, (_, n) => n)
  const added = listed(happening, 'RDATE')
  const rule = propertyOf(happening, 'RRULE')
  const dates = (days: readonly DayNumber[]) => days.flatMap((day) => offsets.map((n) => textOfDay(day + n)))
  const except = new Set(listed(happening, 'EXDATE'))
  if (!rule) return { dates: dates([first, ...added].filter((day) => !except.has(day))), rules: [] }
  const base = yearlyRule(rule.value, first, title, except)
  if (!base) return 'unknown_rule'
  const rules = length === 1 ? [base] : followingDays(base, offsets)
  return rules ? { dates: dates(added), rules } : 'unknown_rule'
}

function lengthOf(happening: Happening, first: DayNumber): number | undefined {
  const end = propertyOf(happening, 'DTEND')
  const duration = propertyOf(happening, 'DURATION')
  if (end) {
    const last = dateOf(end.value)
    return last === undefined ? undefined : Math.max(1, last - first)
  }
  if (!duration) return 1
  const [, weeks, days] = /^\+?P(?:(\d{1,4})W|(\d{1,4})D)$/.exec(duration.value.toUpperCase()) ?? []
  return weeks ? Number(weeks) * 7 : days ? Math.max(1, Number(days)) : undefined
}

const listed = ({ properties }: Happening, name: string): DayNumber[] =>
  properties.filter((p) => p.name === name).flatMap((p) => p.value.split(',').flatMap((one) => dateOf(one.slice(0, 8)) ?? []))

/** `FREQ=YEARLY` on the date of its beginning, or on such a weekday of a month. */
function yearlyRule(value: string, first: DayNumber, title: string, except: ReadonlySet<DayNumber>): YearlyRule | undefined {
  const parts = new Map(
    value
      .toUpperCase()
      .split(';')
      .map((part) => [part.split('=')[0] ?? '', part.split('=')[1] ?? '']),
  )
  const known = new Set(['FREQ', 'INTERVAL', 'COUNT', 'UNTIL', 'BYMONTH', 'BYMONTHDAY', 'BYDAY', 'WKST'])
  if (
    parts.get('FREQ') !== 'YEARLY' ||
    (parts.get('INTERVAL') ?? '1') !== '1' ||
    [...parts.keys()].some((name) => name && !known.has(name))
  )
    return undefined
  const rule = unendingRule(parts, first, title)
  const lastYear = rule && lastYearOf(rule, parts, first)
  if (!rule || lastYear === null) return undefined
  const exceptYears = [...except]
    .filter((date) => dayOfRule(rule, yearOf(date)) === date)
    .map(yearOf)
    .slice(0, 300)
  return { ...rule, ...(lastYear === undefined ? {} : { lastYear }), ...(exceptYears.length > 0 ? { exceptYears } : {}) }
}

function unendingRule(parts: ReadonlyMap<string, string>, first: DayNumber, title: string): YearlyRule | undefined {
  const [firstYear, month = 0, date = 0] = textOfDay(first).split('-').map(Number)
  if (firstYear === undefined || Number(parts.get('BYMONTH') ?? month) !== month) return undefined
  const said = { firstYear, title, intervals: [] }
  const byDay = parts.get('BYDAY')
  if (byDay === undefined) return Number(parts.get('BYMONTHDAY') ?? date) === date ? { kind: 'date', month, date, ...said } : undefined
  const [, nth = '', name = ''] = /^\+?([1-5]|-1)(MO|TU|WE|TH|FR|SA|SU)$/.exec(byDay) ?? []
  const weekday = weekdayNamed(name)
  if (!weekday || !parts.has('BYMONTH') || parts.has('BYMONTHDAY')) return undefined
  return { kind: 'weekday', month, weekday, nth: Number(nth), ...said }
}

const weekdayNamed = (name: string): Weekday | undefined =>
  name ? weekdays.find((weekday) => weekday.toUpperCase().startsWith(name)) : undefined

/** Undefined without an end, null where it cannot be told. */
function lastYearOf(rule: YearlyRule, parts: ReadonlyMap<string, string>, first: DayNumber): number | null | undefined {
  const [count, until] = [parts.get('COUNT'), parts.get('UNTIL')]
  if (count !== undefined) {
    // A date of leap years alone, or a fifth weekday, does not happen each year: counting years would be wrong.
    const rare = (rule.kind === 'date' && rule.month === 2 && rule.date === 29) || (rule.kind === 'weekday' && rule.nth === 5)
    return /^\d{1,3}$/.test(count) && Number(count) > 0 && !rare ? Math.min(2199, yearOf(first) + Number(count) - 1) : null
  }
  if (until === undefined) return undefined
  const last = dateOf(until.slice(0, 8))
  if (last === undefined) return null
  // The event itself always happens, whatever its rule says.
  return Math.max(yearOf(first), (dayOfRule(rule, yearOf(last)) ?? last) <= last ? yearOf(last) : yearOf(last) - 1)
}

/** Each day of a longer yearly holiday as its own rule; none where a leap day or a weekday would make them drift apart. */
function followingDays(base: YearlyRule, offsets: readonly number[]): YearlyRule[] | undefined {
  if (base.kind !== 'date') return undefined
  const begins = dayNumber(2023, base.month, base.date)
  const overLeapDay = offsets.some((n) => textOfDay(dayNumber(2024, base.month, base.date) + n).endsWith('02-29'))
  if (overLeapDay) return undefined
  return offsets.map((n) => {
    const [year = 2023, month = 1, date = 1] = textOfDay(begins + n)
      .split('-')
      .map(Number)
    const later = year - 2023
    const { firstYear, lastYear, exceptYears } = base
    return {
      ...base,
      month,
      date,
      ...(firstYear === undefined ? {} : { firstYear: firstYear + later }),
      ...(lastYear === undefined ? {} : { lastYear: lastYear + later }),
      ...(exceptYears ? { exceptYears: exceptYears.map((y) => y + later) } : {}),
    }
  })
}
