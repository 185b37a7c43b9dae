/** Wall clocks of a zone: what a person types is the moment they mean. */
import { expect, test } from 'vitest'
import { instantOf, localOf } from './localTime.ts'

test('an instant and its wall clock lead to each other', () => {
  expect(localOf('2026-11-22T14:20:00.000Z', 'Europe/Prague')).toBe('2026-11-22T15:20')
  expect(instantOf('2026-11-22T15:20', 'Europe/Prague')).toBe('2026-11-22T14:20:00.000Z')
  expect(instantOf('2026-07-01T00:00', 'Asia/Kolkata')).toBe('2026-06-30T18:30:00.000Z')
  expect(localOf('2026-01-01T00:00:00.000Z', 'UTC')).toBe('2026-01-01T00:00')
})

test('of a doubled time the earlier is meant, of a missing one the first that exists', () => {
  expect(instantOf('2026-10-25T02:30', 'Europe/Prague')).toBe('2026-10-25T00:30:00.000Z')
  expect(instantOf('2026-03-29T02:30', 'Europe/Prague')).toBe('2026-03-29T01:00:00.000Z')
  expect(instantOf('2026-10-04T02:10', 'Australia/Lord_Howe')).toBe('2026-10-03T15:30:00.000Z')
})

test('what is no date is none', () => {
  expect([instantOf('', 'UTC'), instantOf('2026-13-01T00:00', 'UTC')]).toEqual([null, null])
})
