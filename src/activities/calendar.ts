/** What an invitation of a calendar program says (iCalendar, RFC 5545): what, when as moments, where, by whom, and whether it was changed or called off. Pure; any text gives an answer. */
import { DateTime, Duration, IANAZone } from 'luxon'
import { z } from 'zod'
import { instant } from '#platform/shapes.ts'
import { type CalendarPart, type CalendarLine, readParts } from './calendarLines.ts'
import { offsetAt } from './calendarZone.ts'

const person = z.strictObject({
  name: z.string(),
  address: z.string(),
  answer: z.enum(['accepted', 'declined', 'tentative', 'delegated']).nullable(),
})
/** One of the three: a moment, a whole day, or a time as it is written, of a zone that nobody knows. */
const time = z.strictObject({ at: instant.nullable(), day: z.string().nullable(), written: z.string().nullable() })
export type EventTime = z.infer<typeof time>

export const calendarEvent = z.strictObject({
  /** What this mail does with the event. */
  news: z.enum(['invited', 'updated', 'cancelled', 'answered', 'told']),
  summary: z.string(),
  location: z.string(),
  description: z.string(),
  start: time.nullable(),
  /** Of whole days the last one. */
  end: time.nullable(),
  /** Begun again and again; `count` or `until` says how long. */
  repeats: z
    .strictObject({ unit: z.enum(['day', 'week', 'month', 'year']), every: z.int(), count: z.int().nullable(), until: time.nullable() })
    .nullable(),
  /** Speaks of one time of a repeated event only. */
  once: z.boolean(),
  organiser: person.nullable(),
  people: z.array(person),
})
export type CalendarEvent = z.infer<typeof calendarEvent>

const most = { events: 20, people: 200, text: 20_000 }

export function readCalendar(text: string): CalendarEvent[] {
  const calendars = readParts(text)
  return calendars
    .flatMap((calendar) => {
      const method = valueOf(calendar, 'METHOD').toUpperCase()
      const zones = calendar.parts.filter((p) => p.name === 'VTIMEZONE')
      return calendar.parts.filter((p) => p.name === 'VEVENT').map((event) => readEvent(event, method, zones))
    })
    .slice(0, most.events)
}

const lineOf = (part: CalendarPart, name: string) => part.lines.find((line) => line.name === name)
const valueOf = (part: CalendarPart, name: string) => lineOf(part, name)?.value.trim() ?? ''
const said = (part: CalendarPart, name: string) =>
  valueOf(part, name)
    .replaceAll(/\\([nN,;\\])/g, (_, c: string) => (c.toLowerCase() === 'n' ? '\n' : c))
    .slice(0, most.text)
    .trim()

function readEvent(event: CalendarPart, method: string, zones: readonly CalendarPart[]): CalendarEvent {
  const start = readTime(lineOf(event, 'DTSTART'), zones)
  const organiser = lineOf(event, 'ORGANIZER')
  return {
    news: newsOf(event, method),
    summary: said(event, 'SUMMARY'),
    location: said(event, 'LOCATION'),
    description: said(event, 'DESCRIPTION'),
    start,
    end: endOf(event, start, zones),
    repeats: readRepeats(valueOf(event, 'RRULE'), zones),
    once: lineOf(event, 'RECURRENCE-ID') !== undefined,
    organiser: organiser ? readPerson(organiser) : null,
    people: event.lines
      .filter((line) => line.name === 'ATTENDEE')
      .slice(0, most.people)
      .map(readPerson),
  }
}

function newsOf(event: CalendarPart, method: string): CalendarEvent['news'] {
  if (method === 'CANCEL' || valueOf(event, 'STATUS').toUpperCase() === 'CANCELLED') return 'cancelled'
  if (method === 'REPLY') return 'answered'
  if (method !== 'REQUEST') return 'told'
  return Number(valueOf(event, 'SEQUENCE')) > 0 ? 'updated' : 'invited'
}

const answers = ['accepted', 'declined', 'tentative', 'delegated'] as const

function readPerson({ value, params }: CalendarLine): z.infer<typeof person> {
  const address = value
    .trim()
    .replace(/^mailto:/i, '')
    .slice(0, 254)
  const answer = params.get('PARTSTAT')?.toLowerCase()
  return { name: (params.get('CN') ?? '').slice(0, 200), address, answer: answers.find((a) => a === answer) ?? null }
}

function endOf(event: CalendarPart, start: EventTime | null, zones: readonly CalendarPart[]): EventTime | null {
  const line = lineOf(event, 'DTEND')
  const end = readTime(line, zones)
  // A whole day ends where the next one begins.
  if (end?.day != null) return dayBefore(end.day) < (start?.day ?? '') ? start : { ...end, day: dayBefore(end.day) }
  if (end) return end
  const length = Duration.fromISO(valueOf(event, 'DURATION').slice(0, 40))
  if (start?.at == null || !length.isValid) return null
  const at = DateTime.fromISO(start.at, { zone: 'utc' }).plus(length)
  return at.isValid ? { at: at.toISO(), day: null, written: null } : null
}

const dayBefore = (day: string) => DateTime.fromISO(day, { zone: 'utc' }).minus({ days: 1 }).toISODate() ?? day

function readTime(line: CalendarLine | undefined, zones: readonly CalendarPart[]): EventTime | null {
  const [, year, month, day, hour, minute, second, utc] =
    /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?(Z?))?$/.exec(line?.value.trim() ?? '') ?? []
  if (year === undefined || month === undefined || day === undefined) return null
  const wall = DateTime.fromISO(`${year}-${month}-${day}T${hour ?? '00'}:${minute ?? '00'}:${second ?? '00'}`, { zone: 'utc' })
  if (!wall.isValid) return null
  if (hour === undefined) return { at: null, day: wall.toISODate(), written: null }
  if (utc === 'Z') return { at: wall.toISO(), day: null, written: null }
  const zone = line?.params.get('TZID') ?? ''
  const at = momentIn(wall, zone, zones)
  return at === null
    ? { at: null, day: null, written: `${wall.toFormat('yyyy-MM-dd HH:mm')} ${zone.slice(0, 100)}`.trim() }
    : { at, day: null, written: null }
}

/** By the world's own name of a zone, else by the rules that the mail brings along. */
function momentIn(wall: DateTime, zone: string, zones: readonly CalendarPart[]): string | null {
  const name = zone.replaceAll('"', '')
  const known = [name, name.split('/').slice(-2).join('/')].find((n) => n.includes('/') && IANAZone.isValidZone(n))
  if (known !== undefined) return wall.setZone(known, { keepLocalTime: true }).toUTC().toISO()
  const rules = zones.find((part) => valueOf(part, 'TZID') === zone)
  const offset = rules ? offsetAt(rules, wall) : null
  return offset === null ? null : wall.minus({ minutes: offset }).toISO()
}

const units = { DAILY: 'day', WEEKLY: 'week', MONTHLY: 'month', YEARLY: 'year' } as const

const whole = (text: string | undefined) => (/^\d{1,6}$/.test(text ?? '') ? Number(text) : null)

function readRepeats(rule: string, zones: readonly CalendarPart[]): CalendarEvent['repeats'] {
  const parts = new Map(rule.split(';').map((part) => [part.slice(0, part.indexOf('=')).toUpperCase(), part.slice(part.indexOf('=') + 1)]))
  const frequency = parts.get('FREQ')?.toUpperCase()
  const unit = Object.entries(units).find(([name]) => name === frequency)?.[1]
  if (unit === undefined) return null
  const until = parts.get('UNTIL')
  return {
    unit,
    every: Math.max(1, whole(parts.get('INTERVAL')) ?? 1),
    count: whole(parts.get('COUNT')),
    until: until === undefined ? null : readTime({ name: 'UNTIL', params: new Map(), value: until }, zones),
  }
}
