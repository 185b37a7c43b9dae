/** What the chip, the quick choices and the receipt say, without a screen. */
import { expect, test } from 'vitest'
import { lengthParts, standingOf } from './sla.ts'
import { quickMoment } from './quickMoments.ts'
import { receiptDays } from './receiptDays.ts'

const due = {
  state: 'open' as const,
  createdAt: '2026-11-19T08:00:00.000Z',
  closedAt: null,
  deadlineAt: '2026-11-19T16:00:00.000Z',
  deadlineByHand: false,
  dueSoonAt: '2026-11-19T15:30:00.000Z',
}
const at = (clock: string) => Date.parse(`2026-11-19T${clock}:00.000Z`)

test('a deadline is plain, then near, then due soon, then late; it stands still in Waiting unless it was set by hand', () => {
  expect(['12:00', '15:10', '15:30', '16:00'].map((clock) => standingOf(due, at(clock)).kind)).toEqual(['plain', 'near', 'soon', 'late'])
  expect(standingOf(due, at('12:00'))).toMatchObject({ ms: 4 * 3_600_000, used: 0.5 })
  expect(standingOf({ ...due, state: 'waiting' }, at('17:00')).kind).toBe('paused')
  expect(standingOf({ ...due, state: 'waiting', deadlineByHand: true }, at('17:00')).kind).toBe('late')
  expect(standingOf({ ...due, state: 'archived' }, at('17:00')).kind).toBe('ended')
  expect(standingOf({ ...due, deadlineAt: null }, at('12:00')).kind).toBe('none')
})

const closed = (clock: string) => standingOf({ ...due, state: 'closed', closedAt: new Date(at(clock)).toISOString() }, at('20:00'))

test('a Closed or Archived ticket met its deadline or missed it, by when it was closed and not by the time that is now', () => {
  const archived = { ...due, state: 'archived' as const, closedAt: '2026-11-19T15:00:00.000Z' }
  expect(standingOf(archived, at('20:00')).kind).toBe('met')
  expect(standingOf({ ...archived, closedAt: '2026-11-19T17:00:00.000Z' }, at('20:00'))).toMatchObject({ kind: 'missed', ms: -3_600_000 })
  expect([closed('15:00').kind, closed('16:00').kind, closed('17:00').kind]).toEqual(['met', 'met', 'missed'])
  expect(closed('17:00').ms).toBe(-3_600_000)
})

test('a length has its two largest units', () => {
  expect([59_999, 60_000, 3_600_000, 8_040_000, 90_000_000, -172_800_000].map((ms) => lengthParts(ms).unit)).toEqual([
    'minutes',
    'minutes',
    'hours',
    'hourMinute',
    'dayHour',
    'days',
  ])
})

test('quick choices go by the wall clock of whoever chooses, also over a change of the clocks', () => {
  const saturday = Date.parse('2026-10-24T10:00:30.000Z')
  expect(quickMoment('hour', saturday, 'Europe/Prague')).toBe('2026-10-24T11:01:00.000Z')
  expect(quickMoment('tomorrow', saturday, 'Europe/Prague')).toBe('2026-10-25T08:00:00.000Z')
  expect(quickMoment('monday', saturday, 'Europe/Prague')).toBe('2026-10-26T08:00:00.000Z')
  expect(quickMoment('week', saturday, 'Europe/Prague')).toBe('2026-10-31T11:00:00.000Z')
  expect(quickMoment('monday', Date.parse('2026-10-26T07:00:00.000Z'), 'Europe/Prague')).toBe('2026-11-02T08:00:00.000Z')
})

const row = (from: string, to: string, countedMs: number) => ({
  kind: 'counted' as const,
  from,
  to,
  countedMs,
  rule: { code: 'weekday' as const },
  timeGroup: 1,
})

test('the rows of a receipt stand by day in their own zone, each with its sum', () => {
  const rows = [
    row('2026-11-19T22:30:00.000Z', '2026-11-19T22:45:00.000Z', 900_000),
    row('2026-11-19T23:30:00.000Z', '2026-11-20T00:00:00.000Z', 1_800_000),
    row('2026-11-20T00:00:00.000Z', '2026-11-20T01:00:00.000Z', 3_600_000),
  ]
  const days = receiptDays(rows, () => 'Europe/Prague')
  expect(days.map(({ day, countedMs }) => [day, countedMs])).toEqual([
    ['2026-11-19', 900_000],
    ['2026-11-20', 5_400_000],
  ])
})
