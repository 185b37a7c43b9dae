/** Painting working hours. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { weekdays } from './dates.ts'
import { intervalText, readIntervals } from './intervalText.ts'
import { halfHoursOf, paintHours, type Stroke } from './paintHours.ts'
import { timeGroup } from './timeGroup.ts'

const week = (texts: Partial<Record<(typeof weekdays)[number], string>>) =>
  timeGroup.parse({ zone: 'UTC', week: Object.fromEntries(weekdays.map((day) => [day, readIntervals(texts[day] ?? '') ?? []])) }).week
const empty = week({})
const text = (of: typeof empty) => Object.fromEntries(weekdays.flatMap((day) => (of[day].length > 0 ? [[day, intervalText(of[day])]] : [])))
const stroke = (day: number, from: number, to: number, open: boolean): Stroke => ({ day, from: from * 60, to: to * 60, open })

test('a stroke opens the half hours it goes over, joins what touches, and closes again', () => {
  const morning = paintHours(empty, stroke(0, 9, 12, true))
  expect(text(morning)).toEqual({ monday: '9:00–12:00' })
  const day = paintHours(morning, stroke(0, 12, 17, true))
  expect(text(day)).toEqual({ monday: '9:00–17:00' })
  expect(text(paintHours(day, stroke(0, 12, 12.5, false)))).toEqual({ monday: '9:00–12:00, 12:30–17:00' })
  expect(text(paintHours(day, stroke(0, 0, 24, false)))).toEqual({})
  expect(text(paintHours(empty, stroke(6, 0, 24, true)))).toEqual({ sunday: '0:00–24:00' })
})

test('the night before is closed where it was begun, also from Monday into Sunday', () => {
  const nights = week({ sunday: '22–6' })
  expect(halfHoursOf(nights, 0).slice(10, 13)).toEqual(['full', 'full', 'none'])
  expect(text(paintHours(nights, stroke(0, 2, 3, false)))).toEqual({ sunday: '22:00–2:00', monday: '3:00–6:00' })
  expect(text(paintHours(nights, stroke(6, 22, 24, false)))).toEqual({ monday: '0:00–6:00' })
  expect(text(paintHours(nights, stroke(0, 0, 8, true)))).toEqual({ sunday: '22:00–6:00', monday: '6:00–8:00' })
})

test('whatever is painted, the stroke holds, nothing else changes, and no intervals overlap', () => {
  const one = fc.record({
    day: fc.integer({ min: 0, max: 6 }),
    tiles: fc.tuple(fc.integer({ min: 0, max: 47 }), fc.integer({ min: 1, max: 48 })).filter(([from, to]) => to > from),
    open: fc.boolean(),
  })
  const begun = week({ monday: '9:15–12:40', tuesday: '8–8:10, 22–6', thursday: '12–11', saturday: '0–24', sunday: '23:30–7:45' })
  fc.assert(
    fc.property(fc.array(one, { maxLength: 12 }), (strokes) => {
      let now = begun
      for (const { day, tiles, open } of strokes) {
        const before = weekdays.map((_, n) => halfHoursOf(now, n))
        now = paintHours(now, { day, from: tiles[0] * 30, to: tiles[1] * 30, open })
        const wanted = before.map((row, n) =>
          row.map((tile, at) => (n === day && at >= tiles[0] && at < tiles[1] ? (open ? 'full' : 'none') : tile)),
        )
        expect(weekdays.map((_, n) => halfHoursOf(now, n))).toEqual(wanted)
        const problems = timeGroup.safeParse({ zone: 'UTC', week: now }).error?.issues ?? []
        expect(problems.filter(({ code }) => code === 'custom')).toEqual([])
      }
    }),
  )
})
