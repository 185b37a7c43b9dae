/** Loading a long list in pieces, from anywhere, while it changes. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { endOf, lengthOf, missing, type Page, rowAt, trimmed, type Wish, withPage } from './pages.ts'
import { rowOf } from './rowOf.ts'

/** The server's list: rows in the order of their numbers. A cursor is the number that it stands before or after. */
function answer(list: readonly number[], wish: Wish): Omit<Page, 'at'> {
  const from =
    'after' in wish
      ? list.findIndex((id) => id > Number(wish.after))
      : 'before' in wish
        ? Math.max(0, list.filter((id) => id < Number(wish.before)).length - wish.limit)
        : wish.offset
  const start = from < 0 ? list.length : from
  const end = 'before' in wish ? list.filter((id) => id < Number(wish.before)).length : Math.min(list.length, start + wish.limit)
  const ids = list.slice(start, end)
  return {
    rows: ids.map((id) => rowOf(id, 0)),
    previous: start <= 0 || ids.length === 0 ? null : String(ids[0]),
    next: end >= list.length ? null : String(ids.at(-1)),
  }
}
const load = (list: readonly number[], pages: readonly Page[], first: number, end: number) => {
  const wish = missing(pages, first, end)
  return wish ? withPage(pages, wish, answer(list, wish)) : [...pages]
}
const numbers = (length: number) => Array.from({ length }, (_, n) => (n + 1) * 10)

test('wherever one looks, in whatever order, each place has its row', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1500 }), fc.array(fc.integer({ min: 0, max: 1499 }), { maxLength: 12 }), (length, looks) => {
      const list = numbers(length)
      let pages: Page[] = []
      for (const look of looks) {
        const first = Math.min(look, length - 1)
        for (let n = 0; n < 6; n++) pages = load(list, pages, first, Math.min(length, first + 30))
        for (let index = first; index < Math.min(length, first + 30); index++) expect(rowAt(pages, index)?.id).toBe(list[index])
      }
      for (let n = 0; n < 60; n++) pages = load(list, pages, 0, lengthOf(pages, length))
      expect(pages.flatMap((page) => page.rows.map((row) => row.id))).toEqual(list)
      expect(lengthOf(pages, 7)).toBe(length)
    }),
  )
})

test('a list that changes while it is loaded is whole in the end: nothing twice, nothing out of order', () => {
  const step = fc.record({
    look: fc.integer({ min: 0, max: 900 }),
    gone: fc.array(fc.integer({ min: 0, max: 900 }), { maxLength: 5 }),
    born: fc.array(fc.integer({ min: 1, max: 9000 }), { maxLength: 5 }),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 10 }), (steps) => {
      let list = numbers(800)
      let pages: Page[] = []
      for (const { look, gone, born } of steps) {
        pages = load(list, pages, look, look + 30)
        list = list.filter((_, n) => !gone.includes(n))
        list = [...new Set([...list, ...born])].toSorted((a, b) => a - b)
      }
      for (let n = 0; n < 80; n++) pages = load(list, pages, 0, lengthOf(pages, list.length))
      const shown = pages.flatMap((page) => page.rows.map((row) => row.id))
      expect(new Set(shown).size).toBe(shown.length)
      const still = shown.filter((id) => list.includes(id))
      expect(still).toEqual(still.toSorted((a, b) => a - b))
      for (const [n, page] of pages.entries()) if (n > 0) expect(page.at).toBe(endOf(pages[n - 1] ?? page))
      expect(pages[0]?.at ?? 0).toBe(0)
    }),
  )
})

test('the thumb in the middle of a million loads what lies there', () => {
  const wish = missing([], 500_000, 500_040)
  expect(wish).toEqual({ at: 500_000, offset: 499_975, limit: 100 })
})

test('pages far away are let go, and those in sight stay', () => {
  const list = numbers(20_000)
  let pages: Page[] = []
  for (let at = 0; at < 10_000; at += 40) for (let n = 0; n < 2; n++) pages = [...trimmed(load(list, pages, at, at + 40), at, at + 40)]
  const held = pages.reduce((sum, page) => sum + page.rows.length, 0)
  expect(held).toBeLessThanOrEqual(3100)
  expect(rowAt(pages, 9_970)?.id).toBe(list[9_970])
  expect(rowAt(pages, 0)).toBeUndefined()
  pages = load(list, pages, 0, 40)
  expect(rowAt(pages, 0)?.id).toBe(list[0])
})
