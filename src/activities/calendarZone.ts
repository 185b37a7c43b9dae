/** The zones that a calendar program describes by rules of its own (VTIMEZONE), as Outlook does: “W. Europe Standard Time” is in no list of the world. */
import { DateTime } from 'luxon'
import type { CalendarPart } from './calendarLines.ts'

const valueOf = (part: CalendarPart, name: string) => part.lines.find((line) => line.name === name)?.value.trim() ?? ''

/** Minutes east of UTC at this time of its walls (given as if it were UTC); null where no rule tells. */
export function offsetAt(zone: CalendarPart, wall: DateTime): number | null {
  let found: { since: number; offset: number } | null = null
  let first: { since: number; offset: number } | null = null
  for (const rule of zone.parts.slice(0, 200)) {
    const offset = minutes(valueOf(rule, 'TZOFFSETTO'))
    const begun = moment(valueOf(rule, 'DTSTART'))
    if (offset === null || !begun) continue
    for (const at of [begun, ...onsets(rule, begun, wall.year)]) {
      const since = at.toMillis()
      if (!first || since < first.since) first = { since, offset }
      if (since <= wall.toMillis() && (!found || since > found.since)) found = { since, offset }
    }
  }
  return (found ?? first)?.offset ?? null
}

function minutes(written: string): number | null {
  const [, sign, hours, rest] = /^([+-])(\d\d)(\d\d)/.exec(written) ?? []
  return hours === undefined ? null : (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(rest))
}

function moment(written: string): DateTime | null {
  const at = DateTime.fromFormat(written.slice(0, 15), "yyyyMMdd'T'HHmmss", { zone: 'utc' })
  return at.isValid ? at : null
}

const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']

/** When a yearly rule begins in this year and the one before: “the last Sunday of October”. */
function onsets(rule: CalendarPart, begun: DateTime, year: number): DateTime[] {
  const written = valueOf(rule, 'RRULE').toUpperCase()
  if (!written.includes('FREQ=YEARLY')) return []
  const month = Number(/BYMONTH=(\d{1,2})/.exec(written)?.[1] ?? begun.month)
  const [, nth, weekday] = /BYDAY=([+-]?\d)([A-Z]{2})/.exec(written) ?? []
  const until = /UNTIL=(\d{8})/.exec(written)?.[1]
  return [year - 1, year].flatMap((y) => {
    if (y < begun.year || (until !== undefined && y > Number(until.slice(0, 4)))) return []
    const day =
      nth === undefined || weekday === undefined
        ? begun.set({ year: y, month })
        : nthWeekday(begun.set({ year: y, month, day: 1 }), Number(nth), weekdays.indexOf(weekday) + 1)
    return day.isValid ? [day] : []
  })
}

function nthWeekday(first: DateTime, nth: number, weekday: number): DateTime {
  if (nth >= 0) return first.plus({ days: ((weekday - first.weekday + 7) % 7) + (Math.max(1, nth) - 1) * 7 })
  const last = first.plus({ months: 1 }).minus({ days: 1 })
  return last.minus({ days: ((last.weekday - weekday + 7) % 7) + (-nth - 1) * 7 })
}
