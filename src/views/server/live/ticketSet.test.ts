import fc from 'fast-check'
import { expect, test } from 'vitest'
import { TicketSet } from './ticketSet.ts'

const id = fc.oneof(fc.integer({ min: 1, max: 3000 }), fc.integer({ min: 1, max: 5_000_000 }))

test('a set of tickets holds what was added and not taken out, in order, also after it was kept as bytes', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.boolean(), id)), (steps) => {
      const set = new TicketSet()
      const plain = new Set<number>()
      for (const [add, n] of steps) {
        if (add) set.add(n)
        else set.delete(n)
        if (add) plain.add(n)
        else plain.delete(n)
        expect(set.has(n)).toBe(add)
      }
      const members = [...plain].toSorted((a, b) => a - b)
      expect([...set]).toEqual(members)
      expect([...TicketSet.fromBytes(set.toBytes())]).toEqual(members)
    }),
  )
})
