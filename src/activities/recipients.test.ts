/** Marks of recipients. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { droppedFrom, isNew, unique } from './recipients.ts'

const r = (address: string, name = '') => ({ address, name })
const recipient = fc.record({
  address: fc.constantFrom('a@x.cz', 'A@x.cz', 'b@x.cz', 'c@x.cz', 'd@x.cz'),
  name: fc.constantFrom('', 'Eva'),
})
const many = fc.array(recipient, { maxLength: 8 })

test('A recipient who is not on the ticket is marked new, whatever the case of the letters', () => {
  expect(isNew(r('New@x.cz'), [r('petr@x.cz')])).toBe(true)
  expect(isNew(r('Petr@X.cz'), [r('petr@x.cz')])).toBe(false)
})

test('A participant who is left out is marked dropped', () => {
  expect(droppedFrom([r('petr@x.cz'), r('ucetni@x.cz')], [r('PETR@x.cz')])).toEqual([r('ucetni@x.cz')])
})

test('Everyone expected is either a recipient or dropped, never both', () =>
  fc.assert(
    fc.property(many, many, (expected, chosen) => {
      const dropped = droppedFrom(expected, chosen)
      for (const person of unique(expected)) expect(dropped.includes(person)).toBe(isNew(person, chosen))
    }),
  ))
