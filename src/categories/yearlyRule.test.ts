import { describe, expect, test } from 'vitest'
import { orthodoxEaster, textOfDay, westernEaster } from './dates.ts'
import type { YearlyRule } from './timeGroup.ts'
import { dayOfRule } from './yearlyRule.ts'

describe('A yearly rule falls on', () => {
  const said = { title: 'Holiday', intervals: [] }
  test.each<[string, YearlyRule, number, string | undefined]>([
    ['its date', { kind: 'date', month: 12, date: 31, ...said }, 2026, '2026-12-31'],
    ['29 February in leap years', { kind: 'date', month: 2, date: 29, ...said }, 2028, '2028-02-29'],
    ['no day in other years', { kind: 'date', month: 2, date: 29, ...said }, 2100, undefined],
    ['a day before Easter', { kind: 'easter', offset: -2, calendar: 'western', ...said }, 2026, '2026-04-03'],
    ['a day after the orthodox Easter', { kind: 'easter', offset: 1, calendar: 'orthodox', ...said }, 2026, '2026-04-13'],
    ['the fourth Thursday', { kind: 'weekday', month: 11, weekday: 'thursday', nth: 4, ...said }, 2026, '2026-11-26'],
    ['the first Monday', { kind: 'weekday', month: 6, weekday: 'monday', nth: 1, ...said }, 2026, '2026-06-01'],
    ['the last Monday', { kind: 'weekday', month: 5, weekday: 'monday', nth: -1, ...said }, 2026, '2026-05-25'],
    ['the fifth Saturday', { kind: 'weekday', month: 2, weekday: 'saturday', nth: 5, ...said }, 2020, '2020-02-29'],
    ['no fifth Friday', { kind: 'weekday', month: 2, weekday: 'friday', nth: 5, ...said }, 2020, undefined],
    ['nothing before its first year', { kind: 'date', month: 1, date: 1, firstYear: 2027, ...said }, 2026, undefined],
    ['nothing after its last year', { kind: 'date', month: 1, date: 1, lastYear: 2025, ...said }, 2026, undefined],
    ['nothing in a year left out', { kind: 'date', month: 1, date: 1, exceptYears: [2026], ...said }, 2026, undefined],
  ])('%s', (_, rule, year, expected) => {
    const found = dayOfRule(rule, year)
    expect(found === undefined ? undefined : textOfDay(found)).toBe(expected)
  })
})

describe('Easter', () => {
  test.each([
    [1961, '1961-04-02', '1961-04-09'],
    [2000, '2000-04-23', '2000-04-30'],
    [2008, '2008-03-23', '2008-04-27'],
    [2011, '2011-04-24', '2011-04-24'],
    [2026, '2026-04-05', '2026-04-12'],
    [2027, '2027-03-28', '2027-05-02'],
    [2038, '2038-04-25', '2038-04-25'],
    [2049, '2049-04-18', '2049-04-25'],
  ])('in %d', (year, western, orthodox) =>
    expect([textOfDay(westernEaster(year)), textOfDay(orthodoxEaster(year))]).toEqual([western, orthodox]),
  )
})
