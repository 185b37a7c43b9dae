/** Working hours as text. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { intervalText, readIntervals } from './intervalText.ts'

const hours = (text: string) => readIntervals(text)?.map(({ from, to }) => `${from} ${to}`)

test('hours are read however people write them', () => {
  expect(hours('9:00–12:00, 13:00–17:00')).toEqual(['09:00 12:00', '13:00 17:00'])
  expect(hours('9-17')).toEqual(['09:00 17:00'])
  expect(hours('8.30 – 12 ; 22-6')).toEqual(['08:30 12:00', '22:00 06:00'])
  expect(hours('0-24')).toEqual(['00:00 24:00'])
  expect(hours('  ')).toEqual([])
})

test('what is no time of day is not taken for one', () => {
  for (const text of ['nine to five', '9', '9-25', '9:60-10', '24-25', '24:00-3:00', '9-17 18-20', '9–24:30'])
    expect(hours(text)).toBeUndefined()
})

test('what is written reads back the same', () => {
  const time = fc
    .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
    .map(([h, m]) => `${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}`)
  const interval = fc.record({ from: time, to: fc.oneof(time, fc.constant('24:00')) })
  fc.assert(
    fc.property(fc.array(interval, { maxLength: 12 }), (list) => {
      expect(readIntervals(intervalText(list))).toEqual(list)
    }),
  )
})
