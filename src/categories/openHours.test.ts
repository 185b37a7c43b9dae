import fc from 'fast-check'
import { DateTime } from 'luxon'
import { describe, expect, test } from 'vitest'
import { dayOfText, textOfDay, weekdays } from './dates.ts'
import { aroundTheClock, openHours } from './openHours.ts'
import { timeGroup, type Interval, type TimeGroup } from './timeGroup.ts'
import { day, minute } from './zone.ts'

const hour = 60 * minute
const at = (text: string) => Date.parse(text)
const iso = (instant: number | null) => (instant === null ? null : new Date(instant).toISOString())
const workdays = (...intervals: Interval[]) => Object.fromEntries(weekdays.slice(0, 5).map((name) => [name, intervals]))
const nineToFive = { from: '09:00', to: '17:00' }
const prague = timeGroup.parse({ zone: 'Europe/Prague', week: workdays(nineToFive) })

describe('The first moment at which the counted time is full', () => {
  test.each([
    ['4 h from 16:00 → 12:00 next working day', {}, '2026-11-24T15:00Z', 4, '2026-11-25T11:00:00.000Z'],
    ['8 h from 9:00 → 17:00', {}, '2026-11-24T08:00Z', 8, '2026-11-24T16:00:00.000Z'],
    ['8 h from before opening → 17:00', {}, '2026-11-24T01:00Z', 8, '2026-11-24T16:00:00.000Z'],
    ['over a weekend', {}, '2026-11-27T15:00Z', 4, '2026-11-30T11:00:00.000Z'],
    ['from the middle of a closed Saturday', {}, '2026-11-28T12:00Z', 1, '2026-11-30T09:00:00.000Z'],
    ['over the change to summer time', {}, '2026-03-27T15:00Z', 2, '2026-03-30T08:00:00.000Z'],
    ['over the change to winter time', {}, '2026-10-23T14:00Z', 2, '2026-10-26T09:00:00.000Z'],
    [
      'over Easter',
      {
        yearly: [
          { kind: 'easter', offset: -2, title: 'Good Friday' },
          { kind: 'easter', offset: 1, title: 'Easter Monday' },
        ],
      },
      '2026-04-02T14:00Z',
      2,
      '2026-04-07T08:00:00.000Z',
    ],
    [
      'over a closed exception',
      { exceptions: [{ date: '2026-11-25', title: 'Moving' }] },
      '2026-11-24T15:00Z',
      4,
      '2026-11-26T11:00:00.000Z',
    ],
    [
      'an exception beats a holiday, a holiday the weekday',
      {
        yearly: [{ kind: 'date', month: 11, date: 25, title: 'Holiday' }],
        exceptions: [{ date: '2026-11-25', title: 'Open until noon', intervals: [{ from: '10:00', to: '12:00' }] }],
      },
      '2026-11-24T15:00Z',
      4,
      '2026-11-26T09:00:00.000Z',
    ],
    [
      'in several intervals a day',
      { week: workdays({ from: '08:00', to: '12:00' }, { from: '13:00', to: '17:00' }) },
      '2026-11-24T07:00Z',
      6,
      '2026-11-24T14:00:00.000Z',
    ],
    ['across midnight', { week: { friday: [{ from: '22:00', to: '06:00' }] } }, '2026-11-27T12:00Z', 8, '2026-11-28T05:00:00.000Z'],
    [
      'a night that summer time shortens',
      { week: { saturday: [{ from: '22:00', to: '06:00' }] } },
      '2026-03-28T12:00Z',
      7,
      '2026-03-29T04:00:00.000Z',
    ],
    [
      'a night that winter time lengthens',
      { week: { saturday: [{ from: '22:00', to: '06:00' }] } },
      '2026-10-24T12:00Z',
      9,
      '2026-10-25T05:00:00.000Z',
    ],
    [
      'on a leap day',
      { week: {}, yearly: [{ kind: 'date', month: 2, date: 29, title: 'Leap day', intervals: [nineToFive] }] },
      '2026-03-01T00:00Z',
      8,
      '2028-02-29T16:00:00.000Z',
    ],
    ['in half-hour zones', { zone: 'Asia/Kolkata' }, '2026-11-24T10:30Z', 4, '2026-11-25T06:30:00.000Z'],
    ['where a date is left out', { zone: 'Pacific/Apia' }, '2011-12-30T02:00Z', 4, '2012-01-01T22:00:00.000Z'],
  ])('%s', (_, more, start, hours, deadline) => {
    const open = openHours(timeGroup.parse({ ...prague, ...more }))
    expect(iso(open.after(at(start), hours * hour))).toBe(deadline)
  })

  test('no time at all is full at once, also while closed', () => {
    expect(openHours(prague).after(at('2026-11-28T12:00Z'), 0)).toBe(at('2026-11-28T12:00Z'))
  })
})

describe('Included groups', () => {
  const holidays = timeGroup.parse({
    zone: 'UTC',
    week: { monday: [nineToFive] },
    yearly: [{ kind: 'date', month: 12, date: 24, title: 'Christmas Eve' }],
    exceptions: [{ date: '2026-12-24', title: 'Half a day this year', intervals: [{ from: '09:00', to: '12:00' }] }],
  })
  test('bring their exceptions and yearly rules as holidays, not their hours or zone', () => {
    const open = openHours(timeGroup.parse({ zone: 'Europe/Prague', week: { thursday: [nineToFive] }, includes: [1] }), () => holidays)
    expect(open.counted(at('2026-12-20T00:00Z'), at('2026-12-28T00:00Z'))).toBe(3 * hour)
    expect([...open.pieces(at('2026-12-24T08:00Z'), at('2026-12-24T11:00Z'))].map((p) => p.rule)).toEqual([
      { code: 'holiday', date: '2026-12-24', title: 'Half a day this year' },
    ])
  })
  test('that are not there, or include each other, do no harm', () => {
    const circle: TimeGroup = { ...holidays, includes: [1] }
    expect(openHours({ ...prague, includes: [1, 2] }, (id) => (id === 1 ? circle : undefined)).counted(0, day)).toBeGreaterThan(0)
  })
})

describe('A night belongs to the day on which it begins', () => {
  const nights = timeGroup.parse({ zone: 'UTC', week: workdays({ from: '22:00', to: '06:00' }) })
  const countedOn = (group: object, from: string) => openHours(timeGroup.parse({ ...nights, ...group })).counted(at(from), at(from) + day)
  test('a holiday takes the night that begins on it, and cuts the one before at midnight', () => {
    const group = { yearly: [{ kind: 'date', month: 11, date: 25, title: 'Wednesday' }] }
    expect(countedOn(group, '2026-11-24T12:00Z')).toBe(2 * hour)
    expect(countedOn(group, '2026-11-25T12:00Z')).toBe(0)
    expect(countedOn(group, '2026-11-26T12:00Z')).toBe(8 * hour)
  })
  test('the night of an exception goes on into a holiday', () => {
    const group = {
      yearly: [{ kind: 'date', month: 11, date: 25, title: 'Wednesday' }],
      exceptions: [{ date: '2026-11-24', title: 'Emergency', intervals: [{ from: '20:00', to: '04:00' }] }],
    }
    expect(countedOn(group, '2026-11-24T12:00Z')).toBe(8 * hour)
  })
})

test('a day has begun when the clock first shows it, even if it is then set back', () => {
  // In St. John’s on 31 October 1993, one minute after midnight it was 23:01 again.
  const open = openHours(timeGroup.parse({ zone: 'America/St_Johns', week: { sunday: [{ from: '00:00', to: '24:00' }] } }))
  const [before, midnight, again] = [at('1993-10-31T02:00Z'), at('1993-10-31T02:30Z'), at('1993-10-31T02:45Z')]
  expect(open.counted(before, again)).toBe(again - midnight)
  expect(open.counted(midnight, again)).toBe(again - midnight)
  expect(open.after(again, minute)).toBe(again + minute)
  expect([...open.pieces(again, again + hour)].map((p) => p.open)).toEqual([true])
})

describe('A Time group that never opens', () => {
  test.each([
    ['has no intervals', { zone: 'UTC', week: {} }, 'never_opens'],
    [
      'was open only once, long ago',
      { zone: 'UTC', week: {}, exceptions: [{ date: '2020-01-01', title: 'x', intervals: [nineToFive] }] },
      'never_opens',
    ],
    [
      'is closed by its holidays',
      {
        zone: 'UTC',
        week: { sunday: [nineToFive] },
        yearly: Array.from({ length: 366 }, (_, n) => ({
          kind: 'date',
          month: new Date(2024, 0, n + 1).getMonth() + 1,
          date: new Date(2024, 0, n + 1).getDate(),
          title: 'x',
        })),
      },
      'never_opens',
    ],
    ['opens too little', { zone: 'UTC', week: {}, exceptions: [{ date: '2027-01-01', title: 'x', intervals: [nineToFive] }] }, 'too_far'],
  ])('%s', (_, group, why) => {
    const open = openHours(timeGroup.parse(group))
    expect(open.after(at('2026-01-01T00:00Z'), 9 * hour)).toBeNull()
    expect(open.unreachable(at('2026-01-01T00:00Z'))).toBe(why)
  })
})

const two = (n: number) => String(n).padStart(2, '0')

/** A week of intervals without overlaps, nights and Sunday's reach into Monday included. */
const week = fc
  .tuple(fc.uniqueArray(fc.integer({ min: 0, max: 2015 }), { maxLength: 24 }), fc.integer({ min: 0, max: 10_079 }))
  .map(([cuts, shift]) => {
    const sorted = cuts.map((cut) => cut * 5).toSorted((a, b) => a - b)
    const days: Record<string, Interval[]> = {}
    for (let n = 0; n + 1 < sorted.length; n += 2) {
      const from = ((sorted[n] ?? 0) + shift) % 10_080
      const length = Math.min((sorted[n + 1] ?? 0) - (sorted[n] ?? 0), 1439)
      ;(days[weekdays[Math.floor(from / 1440)] ?? ''] ??= []).push({ from: clock(from), to: clock(from + length) })
    }
    return days
  })
const clock = (minutes: number) => `${two(Math.floor((minutes % 1440) / 60))}:${two(minutes % 60)}`
const hoursOfDay = fc
  .uniqueArray(fc.integer({ min: 0, max: 1900 }), { maxLength: 4 })
  .map((cuts) => cuts.toSorted((a, b) => a - b))
  .map((cuts) =>
    cuts.flatMap((cut, n) => {
      const end = cuts[n + 1]
      return n % 2 || end === undefined || cut >= 1440 || end - cut >= 1440 ? [] : [{ from: clock(cut), to: clock(end) }]
    }),
  )
const near = (date: number) => fc.integer({ min: date - 3, max: date + 4 })

/** Random groups whose rules lie near a date. */
const groupNear = (zone: string, date: number) =>
  fc
    .record({
      week,
      yearly: fc.array(fc.record({ at: near(date), intervals: hoursOfDay }), { maxLength: 2 }),
      exceptions: fc.uniqueArray(fc.record({ at: near(date), intervals: hoursOfDay }), { maxLength: 2, selector: (e) => e.at }),
      included: fc.uniqueArray(fc.record({ at: near(date), intervals: hoursOfDay }), { maxLength: 2, selector: (e) => e.at }),
    })
    .map((given) => ({
      group: timeGroup.parse({
        zone,
        week: given.week,
        includes: [1],
        yearly: given.yearly.map(({ at: on, intervals }) => ({
          kind: 'date',
          month: Number(textOfDay(on).slice(5, 7)),
          date: Number(textOfDay(on).slice(8)),
          title: 'yearly',
          intervals,
        })),
        exceptions: given.exceptions.map(({ at: on, intervals }) => ({ date: textOfDay(on), title: 'exception', intervals })),
      }),
      included: timeGroup.parse({
        zone: 'UTC',
        week: {},
        exceptions: given.included.map(({ at: on, intervals }) => ({ date: textOfDay(on), title: 'included', intervals })),
      }),
    }))

const crosses = (i: Interval) => i.to !== '24:00' && i.to !== '00:00' && i.to < i.from
const endOf = (i: Interval) => (crosses(i) || i.to === '00:00' ? '24:00' : i.to)

/** What an honest clerk would do: look at the clock each minute. */
function openMinutes({ group, included }: { group: TimeGroup; included: TimeGroup }, shown: readonly Shown[]): boolean[] {
  const said = (date: string, weekday: number) => {
    const exception = group.exceptions.find((e) => e.date === date)
    if (exception) return { rank: 2, intervals: exception.intervals }
    const holiday =
      group.yearly.find((rule) => rule.kind === 'date' && date.endsWith(`-${two(rule.month)}-${two(rule.date)}`)) ??
      included.exceptions.find((e) => e.date === date)
    if (holiday) return { rank: 1, intervals: holiday.intervals }
    return { rank: 0, intervals: group.week[weekdays[weekday - 1] ?? 'monday'] }
  }
  return shown.map(({ date, weekday, dayBefore, time }) => {
    const today = said(date, weekday)
    const yesterday = said(dayBefore, ((weekday + 5) % 7) + 1)
    return (
      today.intervals.some((i) => i.from <= time && time < endOf(i)) ||
      ((today.rank === 0 || yesterday.rank > today.rank) && yesterday.intervals.some((i) => crosses(i) && time < i.to))
    )
  })
}

interface Shown {
  date: string
  time: string
  weekday: number
  dayBefore: string
}
/** The wall clock at each minute, read so that it never goes back. */
function clockOnTheWall(zone: string, from: number, to: number): Shown[] {
  const all: Shown[] = []
  let shown = ''
  for (let now = from - 2 * day; now < to; now += minute) {
    const local = DateTime.fromMillis(now, { zone }).toISO({ includeOffset: false, suppressSeconds: true }) ?? ''
    if (local > shown) shown = local
    if (now < from) continue
    const [date = '', time = ''] = shown.split('T')
    const last = all.at(-1)
    if (last?.date === date) all.push({ ...last, time })
    else {
      const noon = DateTime.fromISO(`${date}T12:00Z`, { zone: 'UTC' })
      all.push({ date, time, weekday: noon.weekday, dayBefore: noon.minus({ days: 1 }).toISODate() ?? '' })
    }
  }
  return all
}

describe('Open time is what a clerk finds who looks at the clock each minute', () => {
  test.each([
    ['Europe/Prague', '2026-03-29'],
    ['Europe/Prague', '2026-10-25'],
    ['America/New_York', '2026-03-08'],
    ['America/New_York', '2026-11-01'],
    ['Australia/Lord_Howe', '2026-04-05'],
    ['Australia/Lord_Howe', '2026-10-04'],
    ['America/St_Johns', '2010-03-14'],
    ['America/St_Johns', '2010-11-07'],
    ['America/Santiago', '2026-04-05'],
    ['Africa/Cairo', '2024-04-26'],
    ['Pacific/Apia', '2011-12-30'],
    ['Asia/Kolkata', '2028-02-29'],
    ['Europe/Prague', '2027-12-31'],
  ])('in %s around %s', (zone, date) => {
    const middle = dayOfText(date)
    const [from, to] = [(middle - 1) * day, (middle + 3) * day]
    const shown = clockOnTheWall(zone, from, to)
    fc.assert(
      fc.property(
        groupNear(zone, middle),
        fc.integer({ min: 0, max: 5759 }),
        fc.integer({ min: 1, max: 3000 }),
        (given, skipped, length) => {
          const open = openHours(given.group, () => given.included)
          const oracle = openMinutes(given, shown)
          const pieces = [...open.pieces(from, to)]
          expect(pieces.map((p) => (p.open ? '#' : '.').repeat((p.to - p.from) / minute)).join('')).toBe(
            oracle.map((o) => (o ? '#' : '.')).join(''),
          )
          expect(open.counted(from, to)).toBe(oracle.filter(Boolean).length * minute)
          const start = from + skipped * minute
          let left = length
          const last = oracle.findIndex((isOpen, n) => n >= skipped && isOpen && --left === 0)
          const full = open.after(start, length * minute)
          if (last >= 0) expect(iso(full)).toBe(iso(from + (last + 1) * minute))
          else expect(full ?? Infinity).toBeGreaterThan(to)
        },
      ),
      { numRuns: 25 },
    )
  })
})

const zones = [
  'Europe/Prague',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kolkata',
  'America/St_Johns',
  'Pacific/Apia',
  'Africa/Casablanca',
]
const anyGroup = fc.constantFrom(...zones).chain((zone) => groupNear(zone, dayOfText('2026-06-01')))
const moment = fc.integer({ min: at('2005-01-01T00:00Z'), max: at('2035-01-01T00:00Z') })

describe('For any group and moments, ten years apart and more', () => {
  test('counted time adds up, never shrinks, and is never more than the time that passed', () => {
    fc.assert(
      fc.property(anyGroup, fc.array(moment, { minLength: 3, maxLength: 3 }), ({ group, included }, moments) => {
        const [a = 0, b = 0, c = 0] = moments.toSorted((x, y) => x - y)
        const open = openHours(group, () => included)
        expect(open.counted(a, c)).toBe(open.counted(a, b) + open.counted(b, c))
        expect(open.counted(a, b)).toBeGreaterThanOrEqual(0)
        expect(open.counted(a, b)).toBeLessThanOrEqual(b - a)
      }),
      { numRuns: 60 },
    )
  })
  test('a deadline is the first moment at which its time is full, and a later start or a longer time never brings it forward', () => {
    fc.assert(
      fc.property(
        anyGroup,
        moment,
        fc.integer({ min: 1, max: 2000 * hour }),
        fc.integer({ min: 0, max: 30 * day }),
        (given, start, length, more) => {
          const open = openHours(given.group, () => given.included)
          const deadline = open.after(start, length)
          if (deadline === null) {
            expect(open.counted(start, start + 30 * 366 * day)).toBeLessThan(length)
            return
          }
          expect(open.counted(start, deadline)).toBe(length)
          expect(open.counted(start, deadline - 1)).toBe(length - 1)
          expect(open.after(start + more, length) ?? Infinity).toBeGreaterThanOrEqual(deadline)
          expect(open.after(start, length + more) ?? Infinity).toBeGreaterThanOrEqual(deadline)
          const soon = open.notMoreBefore(deadline, Math.min(length, hour), start)
          expect(open.counted(soon, deadline)).toBe(Math.min(length, hour))
          expect(soon === start || open.counted(soon - 1, deadline) > Math.min(length, hour)).toBe(true)
        },
      ),
      { numRuns: 60 },
    )
  })
  test('the pieces cover the time without a gap, and the open ones sum up to what is counted', () => {
    fc.assert(
      fc.property(anyGroup, moment, fc.integer({ min: 1, max: 500 * day }), ({ group, included }, from, length) => {
        const open = openHours(group, () => included)
        let [until, sum] = [from, 0]
        for (const piece of open.pieces(from, from + length)) {
          expect(piece.from).toBe(until)
          expect(piece.to).toBeGreaterThan(piece.from)
          until = piece.to
          sum += piece.open ? piece.to - piece.from : 0
        }
        expect(until).toBe(from + length)
        expect(sum).toBe(open.counted(from, from + length))
      }),
      { numRuns: 30 },
    )
  })
})

test('Around the clock, time counts as it passes', () => {
  expect(aroundTheClock.after(5, 10)).toBe(15)
  expect(aroundTheClock.counted(5, 15)).toBe(10)
  expect([...aroundTheClock.pieces(5, 15)]).toEqual([{ from: 5, to: 15, open: true, rule: { code: 'always' } }])
  expect(aroundTheClock.notMoreBefore(15, 3, 5)).toBe(12)
})
