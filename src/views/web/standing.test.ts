/** Rows of an open list while tickets arrive, leave and move. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compare, type Order } from './order.ts'
import { endOf, rowAt } from './pages.ts'
import { rowOf } from './rowOf.ts'
import { applied, learned, news, patched, type Standing, standingOf, without } from './standing.ts'

const newest: Order = { by: 'lastActivityAt', order: 'desc' }
const rows = [rowOf(3, 30), rowOf(2, 20), rowOf(1, 10)]
const whole = standingOf([{ at: 0, rows, previous: null, next: null }], 3)
const ids = (standing: Standing) => standing.pages.flatMap((page) => page.rows.map((row) => row.id))

test('what arrives and leaves waits until it is applied', () => {
  const after = learned(whole, [4, 2], [rowOf(4, 40)], newest)
  expect(ids(after)).toEqual([3, 2, 1])
  expect(news(after, newest)).toEqual({ arriving: 1, leaving: 1, moved: 0 })
  const now = applied(after, newest)
  expect(ids(now)).toEqual([4, 3, 1])
  expect(now.total).toBe(3)
  expect(news(now, newest)).toEqual({ arriving: 0, leaving: 0, moved: 0 })
})

test('a row changes where it stands, and moves when it is applied', () => {
  const after = learned(whole, [1], [rowOf(1, 50, { version: 2, title: 'Answered' })], newest)
  expect(rowAt(after.pages, 2)?.title).toBe('Answered')
  expect(news(after, newest).moved).toBe(1)
  expect(ids(applied(after, newest))).toEqual([1, 3, 2])
})

test('an older answer than what is shown is dropped, and what left and came back never left', () => {
  const now = learned(whole, [2], [rowOf(2, 20, { version: 5 })], newest)
  expect(rowAt(learned(now, [2], [rowOf(2, 5, { version: 4 })], newest).pages, 1)?.version).toBe(5)
  const back = learned(learned(whole, [2], [], newest), [2], [rowOf(2, 20)], newest)
  expect(news(back, newest).leaving).toBe(0)
})

test('what belongs to a part that is not loaded does not arrive, and pages below make room', () => {
  const parts = standingOf(
    [
      { at: 0, rows: [rowOf(99, 99), rowOf(98, 98)], previous: null, next: 'a' },
      { at: 50, rows: [rowOf(50, 50), rowOf(49, 49)], previous: 'b', next: 'c' },
    ],
    100,
  )
  expect(news(learned(parts, [70], [rowOf(70, 70)], newest), newest).arriving).toBe(0)
  const now = applied(learned(parts, [200, 98], [rowOf(200, 200)], newest), newest)
  expect(now.pages.map((page) => page.at)).toEqual([0, 50])
  expect(ids(now)).toEqual([200, 99, 50, 49])
})

test('in an order that only the server knows, what arrives is counted', () => {
  const byTitle: Order = { by: 'title', order: 'asc' }
  expect(news(learned(whole, [4], [rowOf(4, 40)], byTitle), byTitle).arriving).toBe(1)
})

test('who loses sight of a ticket loses its row at once; one’s own change shows at once', () => {
  expect(ids(without(whole, new Set([2])))).toEqual([3, 1])
  expect(rowAt(patched(whole, 2, { starred: true }).pages, 1)?.starred).toBe(true)
})

test('whatever happens, what is applied stands in order, each row once, and pages stay apart', () => {
  const change = fc.record({ id: fc.integer({ min: 1, max: 60 }), minute: fc.integer({ min: 0, max: 90 }), here: fc.boolean() })
  fc.assert(
    fc.property(fc.array(change, { maxLength: 25 }), fc.constantFrom<Order['order']>('asc', 'desc'), (changes, direction) => {
      const order: Order = { by: 'lastActivityAt', order: direction }
      const given = Array.from({ length: 30 }, (_, n) => rowOf(n + 1, n * 3)).toSorted((a, b) => compare(a, b, order))
      let now = standingOf(
        [
          { at: 0, rows: given.slice(0, 10), previous: null, next: 'a' },
          { at: 20, rows: given.slice(20, 30), previous: 'b', next: null },
        ],
        30,
      )
      for (const [n, { id, minute, here }] of changes.entries())
        now = learned(now, [id], here ? [rowOf(id, minute, { version: n + 2 })] : [], order)
      now = applied(now, order)
      const shown = now.pages.flatMap((page) => page.rows)
      expect(shown.map((row) => row.id)).toEqual(shown.toSorted((a, b) => compare(a, b, order)).map((row) => row.id))
      expect(new Set(shown.map((row) => row.id)).size).toBe(shown.length)
      for (const [n, page] of now.pages.entries()) expect(page.at).toBeGreaterThanOrEqual(n > 0 ? endOf(now.pages[n - 1] ?? page) : 0)
    }),
  )
})
