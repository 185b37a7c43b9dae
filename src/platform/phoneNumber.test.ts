import fc from 'fast-check'
import { expect, test } from 'vitest'
import { normalisePhone, shownPhone } from './phoneNumber.ts'

test.each([
  ['+420 601 234 567', '+420601234567'],
  ['00420 601 234 567', '+420601234567'],
  ['601-234-567', '601234567'],
  ['+44 (0)20 7946 0958', '+442079460958'],
  ['tel:+1 (555) 010-9999', '+15550109999'],
  ['+420 222 333 444 ext. 12', '+420222333444 x12'],
  ['１１２', '112'],
])('%s is stored as %s', (written, stored) => expect(normalisePhone(written)).toBe(stored))

test.each(['', 'call me', '12', '+', 'jana@example.com', '1234567890123456'])('“%s” is no number', (written) =>
  expect(normalisePhone(written)).toBeNull(),
)

test('what is stored stays as it is when it is read again, and whatever is typed is answered', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (written) => {
      const stored = normalisePhone(written)
      return stored === null || (normalisePhone(stored) === stored && normalisePhone(shownPhone(stored)) === stored)
    }),
  )
})

test('a number is shown in groups, its country apart', () => {
  expect(shownPhone('+420601234567')).toBe('+420 601 234 567')
  expect(shownPhone('601234567')).toBe('601 234 567')
  expect(shownPhone('+15550109999 x7')).toBe('+1 555 010 9999 x7')
  expect(shownPhone('112')).toBe('112')
})
