/** A million rows under one scrollbar. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { moved, placeOf, scaleOf, scrollOf, strayed } from './scrollScale.ts'

test('a list that a browser can hold is scrolled as it is', () => {
  const scale = scaleOf(40_000, 800)
  expect(scale.shown).toBe(40_000)
  expect(placeOf(scale, 1234)).toBeCloseTo(1234)
  expect(moved(scale, { place: 1000, scroll: 1000 }, 1080)).toBe(1080)
  expect(strayed(scale, { place: 1080, scroll: 1080 })).toBe(false)
})

test('in a million rows a turn of the wheel moves by its pixels, the thumb through the whole list', () => {
  const scale = scaleOf(1_000_000 * 56, 800)
  expect(scale.shown).toBeLessThan(16_000_000)
  expect(moved(scale, { place: 5000, scroll: 1200 }, 1300)).toBe(5100)
  expect(moved(scale, { place: 0, scroll: 0 }, (scale.shown - 800) / 2)).toBeCloseTo((scale.full - 800) / 2)
})

test('both ends are reached exactly, whatever way one came', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 3_000_000 }),
      fc.constantFrom(32, 40, 56, 74),
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 20 }),
      (count, height, way) => {
        const scale = scaleOf(count * height, 700)
        const end = Math.max(0, scale.shown - 700)
        let at = { place: 0, scroll: 0 }
        for (const part of way) {
          const scroll = part * end
          at = { place: moved(scale, at, scroll), scroll }
          expect(at.place).toBeGreaterThanOrEqual(0)
          expect(at.place).toBeLessThanOrEqual(Math.max(0, scale.full - 700))
        }
        expect(moved(scale, at, end)).toBeCloseTo(Math.max(0, scale.full - 700))
        expect(moved(scale, at, 0)).toBe(0)
        expect(placeOf(scale, scrollOf(scale, at.place))).toBeCloseTo(at.place, 3)
      },
    ),
  )
})
