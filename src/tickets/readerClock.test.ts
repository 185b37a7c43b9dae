/** Days, weeks and lengths of time as a reader means them, also where the clock jumps. */
import fc from 'fast-check'
import { DateTime } from 'luxon'
import { describe, expect, test } from 'vitest'
import { ReaderClock, type Edge } from './readerClock.ts'

const at = (edge: Edge, now: string, zone: string, weekStart = 1) =>
  new Date(new ReaderClock({ zone, weekStart }).instantOf(edge)(Date.parse(now))).toISOString()
const today: Edge = { kind: 'relative', day: 'today' }
const tomorrow: Edge = { ...today, plus: 1 }

describe('A day', () => {
  test('is the reader’s own, midnight to midnight', () => {
    expect(at(today, '2026-11-22T18:14:59.999Z', 'Asia/Kathmandu')).toBe('2026-11-21T18:15:00.000Z')
    expect(at(today, '2026-11-22T18:15:00.000Z', 'Asia/Kathmandu')).toBe('2026-11-22T18:15:00.000Z')
  })
  test('has 23 hours when the clock goes forward and 25 when it goes back', () => {
    expect(at(tomorrow, '2026-03-29T12:00:00Z', 'Europe/Prague')).toBe('2026-03-29T22:00:00.000Z')
    expect(at(today, '2026-03-29T12:00:00Z', 'Europe/Prague')).toBe('2026-03-28T23:00:00.000Z')
    expect(at(tomorrow, '2026-10-25T12:00:00Z', 'Europe/Prague')).toBe('2026-10-25T23:00:00.000Z')
  })
  test('begins at the first moment there is where midnight does not exist', () => {
    expect(at(today, '2018-11-04T12:00:00Z', 'America/Sao_Paulo')).toBe('2018-11-04T03:00:00.000Z') // the clock shows 01:00
  })
  test('begins at the earlier of two midnights', () => {
    expect(at(today, '2026-10-25T12:00:00Z', 'Atlantic/Azores')).toBe('2026-10-25T00:00:00.000Z') // 00:00 comes again at 01:00 UTC
  })
  test('that a place skipped is empty', () => {
    const skipped: Edge = { kind: 'day', day: '2011-12-30' }
    expect(at(skipped, '2026-01-01T00:00:00Z', 'Pacific/Apia')).toBe('2011-12-30T10:00:00.000Z')
    expect(at({ ...skipped, plus: 1 }, '2026-01-01T00:00:00Z', 'Pacific/Apia')).toBe('2011-12-30T10:00:00.000Z')
  })
  test('follows the one before without a gap, in every zone', () => {
    const zone = fc.constantFrom('Europe/Prague', 'Asia/Kathmandu', 'America/St_Johns', 'America/Sao_Paulo', 'Australia/Lord_Howe', 'UTC')
    const moment = fc.integer({ min: Date.parse('1999-01-01T00:00:00Z'), max: Date.parse('2040-01-01T00:00:00Z') })
    fc.assert(
      fc.property(zone, moment, (name, now) => {
        const clock = new ReaderClock({ zone: name, weekStart: 1 })
        const { from, until } = { ...clock.today(now) }
        expect(from <= now && now < until).toBe(true)
        expect({ ...clock.today(until) }.from).toBe(until)
        const local = DateTime.fromMillis(now, { zone: name })
        // Where the clock showed a day twice, luxon and we may call it differently.
        if (local.startOf('day').hour === 0 && local.startOf('day').toMillis() === from)
          expect(until).toBe(clock.instantOf({ kind: 'day', day: local.toISODate() ?? '', plus: 1 })(now))
        expect(Math.abs(from - local.startOf('day').toMillis())).toBeLessThanOrEqual(3_600_000)
      }),
      { numRuns: 3000, seed: 7 },
    )
  })
})

test('the week begins where the reader’s begins, the month on its first', () => {
  const now = '2026-11-22T12:00:00Z' // a Sunday
  expect(at({ kind: 'relative', day: 'start_of_week' }, now, 'UTC')).toBe('2026-11-16T00:00:00.000Z')
  expect(at({ kind: 'relative', day: 'start_of_week' }, now, 'UTC', 7)).toBe('2026-11-22T00:00:00.000Z')
  expect(at({ kind: 'relative', day: 'start_of_month' }, now, 'Asia/Kolkata')).toBe('2026-10-31T18:30:00.000Z')
})

test('-7d is seven times 24 hours, whatever the clocks do', () => {
  expect(at({ kind: 'offset', ms: -7 * 86_400_000 }, '2026-03-30T10:00:00Z', 'Europe/Prague')).toBe('2026-03-23T10:00:00.000Z')
})

test('the day of a moment is the one in which the reader lives it', () => {
  const clock = new ReaderClock({ zone: 'Australia/Lord_Howe', weekStart: 1 })
  expect(clock.dayOf({ kind: 'offset', ms: 0 })(Date.parse('2026-04-04T13:30:00Z'))).toBe('2026-04-05')
  expect(clock.dayOf({ kind: 'offset', ms: 0, plus: 1 })(Date.parse('2026-04-04T12:59:59Z'))).toBe('2026-04-05')
})
