import { expect, test } from 'vitest'
import type { Place } from '#views/view.ts'
import { countsOf, merged } from './useCounts.ts'

const place = (id: number, viewId: number, narrowed = false, children: Place[] = []): Place => ({
  id,
  viewId,
  folder: null,
  narrowed,
  children,
})
const mine = [place(1, 10, false, [place(2, 20, true)])]
const sidebar = { team: [place(3, 20)], mine }
const [parent, narrowed, plain] = [mine[0], mine[0]?.children[0], sidebar.team[0]]
if (!parent || !narrowed || !plain) throw new Error('The places are there.')

test('a narrowed subview counts its own rows where it stands, and all of its rows elsewhere', () => {
  const told = merged(new Map(), {
    at: 1,
    counts: [
      { place: 1, view: 10, count: 5 },
      { place: 2, view: 20, count: 2 },
      { place: 3, view: 20, count: 9 },
    ],
  })
  const counts = countsOf(told, sidebar)
  expect([counts.at(parent), counts.at(narrowed), counts.at(plain), counts.of(20)]).toEqual([5, 2, 9, 9])
})

test('of two counts of the same place the later holds, whichever came first', () => {
  const late = { at: 7, counts: [{ place: 1, view: 10, count: 4 }] }
  const early = { at: 3, counts: [{ place: 1, view: 10, count: 5 }] }
  expect(countsOf(merged(merged(new Map(), late), early), sidebar).at(parent)).toBe(4)
  expect(countsOf(merged(merged(new Map(), early), late), sidebar).at(parent)).toBe(4)
})

test('a count that is not known is not shown', () => {
  expect(countsOf(new Map(), undefined).at(narrowed)).toBeUndefined()
})
