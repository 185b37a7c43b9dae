/** Dates and times in the reader's zone. */
import { expect, test } from 'vitest'
import { whenIn } from './when.ts'

const now = () => Date.parse('2026-11-19T10:06:00.000Z')
const when = whenIn('Europe/Prague', 'en-GB', now)

test('times are those of the zone, whatever the machine is set to', () => {
  expect(when.clock('2026-11-16T14:20:00.000Z')).toBe('15:20')
  expect(when.full('2026-11-16T14:20:00.000Z')).toMatch(/^Mon,? 16 Nov 2026, 15:20$/)
})

test('a day ends at midnight of the zone, not of UTC', () => {
  expect(when.dayKey('2026-11-18T23:30:00.000Z')).toBe('2026-11-19')
  expect(when.daysAgo('2026-11-18T23:30:00.000Z')).toBe(0)
  expect(when.daysAgo('2026-11-18T22:30:00.000Z')).toBe(1)
  expect(when.day('2026-11-18T22:30:00.000Z')).toMatch(/^Wednesday,? 18 November$/)
  expect(when.day('2025-11-18T22:30:00.000Z')).toMatch(/^Tuesday,? 18 November 2025$/)
})

test.each([
  [20_000, 'now'],
  [3 * 60_000, '3 m'],
  [59.9 * 60_000, '59 m'],
  [2.5 * 3_600_000, '2 h'],
  [4 * 86_400_000, '4 d'],
  [40 * 86_400_000, '10 Oct'],
  [400 * 86_400_000, '15 Oct 2025'],
])('%d ms ago reads %s', (passed, shown) => {
  expect(when.ago(new Date(now() - passed))).toBe(shown)
})

test('counts are exact and grouped', () => {
  expect(when.count(12_431)).toBe('12,431')
})
