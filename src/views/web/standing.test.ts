import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Row } from '#tickets/ticket.ts'
import { rowOf } from './rowOf.ts'
import { appended, applied, compare, learned, news, type Order, patched, standingOf, without } from './standing.ts'

const row = rowOf
const order: Order = { sort: 'lastActivityAt', order: 'desc' }
const ids = (s: { rows: readonly Row[] }) => s.rows.map((r) => r.id)

test('a new ticket waits beside the list until it is applied, and then stands where the order wants it', () => {
  const list = standingOf([row(3, 30), row(2, 20), row(1, 10)], false)
  const heard = learned(list, [4], [row(4, 25)], order)
  expect(ids(heard)).toEqual([3, 2, 1])
  expect(news(heard, order)).toEqual({ arriving: 1, leaving: 0, moved: 0 })
  expect(ids(applied(heard, order))).toEqual([3, 4, 2, 1])
})

test('a ticket that leaves the view keeps its place until it is applied; one that comes back stays', () => {
  const list = standingOf([row(3, 30), row(2, 20)], true)
  const left = learned(list, [2], [], order)
  expect(ids(left)).toEqual([3, 2])
  expect(news(left, order).leaving).toBe(1)
  expect(ids(applied(left, order))).toEqual([3])
  expect(news(learned(left, [2], [row(2, 20, { version: 2 })], order), order).leaving).toBe(0)
})

test('another agent’s change shows in its row at once, without moving it', () => {
  const list = standingOf([row(3, 30), row(2, 20), row(1, 10)], true)
  const heard = learned(list, [1], [row(1, 40, { version: 2, title: 'Answered', unread: true })], order)
  expect(ids(heard)).toEqual([3, 2, 1])
  expect(heard.rows[2]).toMatchObject({ title: 'Answered', unread: true })
  expect(news(heard, order)).toEqual({ arriving: 0, leaving: 0, moved: 1 })
  expect(ids(applied(heard, order))).toEqual([1, 3, 2])
})

test('an answer that overtook a newer one changes nothing', () => {
  const list = patched(standingOf([row(1, 10)], true), 1, { version: 5, title: 'Newer' })
  expect(learned(list, [1], [row(1, 10, { version: 4, title: 'Older' })], order).rows[0]?.title).toBe('Newer')
})

test('a ticket beyond the loaded part is not news: it comes with its page', () => {
  const list = standingOf([row(3, 30), row(2, 20)], false)
  const heard = learned(list, [1], [row(1, 10)], order)
  expect(news(heard, order).arriving).toBe(0)
  expect(ids(appended(heard, [row(1, 10), row(2, 20)], true))).toEqual([3, 2, 1])
  expect(news(learned({ ...list, complete: true }, [1], [row(1, 10)], order), order).arriving).toBe(1)
})

test('a ticket that moved beyond the loaded part comes again with its page, once', () => {
  const oldest: Order = { sort: 'lastActivityAt', order: 'asc' }
  const list = standingOf([row(1, 10), row(2, 20)], false)
  const moved = applied(learned(list, [1], [row(1, 35, { version: 2 })], oldest), oldest)
  expect(ids(moved)).toEqual([2])
  expect(ids(appended(moved, [row(3, 30), row(1, 35, { version: 2 })], true))).toEqual([2, 3, 1])
})

test('who loses sight of a ticket loses its row at once', () => {
  const list = learned(standingOf([row(3, 30), row(2, 20)], true), [4], [row(4, 40)], order)
  const gone = without(list, new Set([2, 4]))
  expect(ids(gone)).toEqual([3])
  expect(news(gone, order).arriving).toBe(0)
})

test('whatever arrives, leaves and changes, in whatever order: once applied the list is what the server would list', () => {
  const anyRow = fc.record({ id: fc.integer({ min: 1, max: 12 }), minute: fc.integer({ min: 0, max: 20 }), present: fc.boolean() })
  const anyOrder = fc.record({
    sort: fc.constantFrom('lastActivityAt' as const, 'id' as const, 'priority' as const),
    order: fc.constantFrom('asc' as const, 'desc' as const),
  })
  fc.assert(
    fc.property(fc.array(anyRow, { maxLength: 40 }), anyOrder, (changes, by) => {
      const server = new Map<number, Row>()
      let list = standingOf([], true)
      let version = 1
      for (const { id, minute, present } of changes) {
        if (present) server.set(id, row(id, minute, { version: ++version, priority: minute % 2 ? 'low' : 'high' }))
        else server.delete(id)
        const now = server.get(id)
        list = learned(list, [id], now ? [now] : [], by)
        if (minute % 5 === 0) list = applied(list, by)
      }
      expect(ids(applied(list, by))).toEqual([...server.values()].toSorted((a, b) => compare(a, b, by)).map((r) => r.id))
    }),
  )
})
