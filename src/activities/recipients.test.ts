/** Marks of recipients. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Company, droppedFrom, markOf, unique } from './recipients.ts'

const r = (address: string, name = '') => ({ address, name })
const recipient = fc.record({
  address: fc.constantFrom('a@x.cz', 'A@x.cz', 'b@x.cz', 'c@x.cz', 'd@x.cz', 'eva@desk.example'),
  name: fc.constantFrom('', 'Eva'),
})
const many = fc.array(recipient, { maxLength: 8 })
const company: Company = { answered: [r('petr@x.cz')], tookPart: [r('petr@x.cz'), r('ucetni@x.cz')], ours: ['support@desk.example'] }

test('Who was not in the message that is answered is marked added, whatever the case of the letters', () => {
  expect(markOf(r('Petr@X.cz'), company)).toBeNull()
  expect(markOf(r('UCETNI@x.cz'), company)).toBe('added')
  expect(markOf(r('eva@desk.example'), company)).toBe('added')
})

test('Who never took part in the ticket and is no colleague is marked as a first-time outsider, even of a house that takes part', () => {
  expect(markOf(r('new@x.cz'), company)).toBe('outsider')
  expect(markOf(r('eva@notdesk.example'), company)).toBe('outsider')
  expect(markOf(r('new@x.cz'), { ...company, answered: null })).toBe('outsider')
})

test('A message that answers none marks neither those of the ticket nor, on a ticket with nobody, anyone', () => {
  expect(markOf(r('ucetni@x.cz'), { ...company, answered: null })).toBeNull()
  expect(markOf(r('new@x.cz'), { answered: null, tookPart: [], ours: [] })).toBeNull()
})

test('Who was in the message that is answered and is left out is marked dropped', () => {
  expect(droppedFrom([r('petr@x.cz'), r('ucetni@x.cz')], [r('PETR@x.cz')])).toEqual([r('ucetni@x.cz')])
})

test('Everyone of the answered message is a recipient without a mark or dropped, never both; only others are marked', () =>
  fc.assert(
    fc.property(many, many, many, (answered, tookPart, chosen) => {
      const dropped = droppedFrom(answered, chosen)
      for (const person of unique(answered)) {
        expect(dropped.includes(person)).toBe(!chosen.some((c) => c.address.toLowerCase() === person.address.toLowerCase()))
        expect(markOf(person, { answered, tookPart, ours: [] })).toBeNull()
      }
      for (const person of chosen)
        if (!answered.some((a) => a.address.toLowerCase() === person.address.toLowerCase()))
          expect(markOf(person, { answered, tookPart, ours: ['eva@desk.example'] })).not.toBeNull()
    }),
  ))
