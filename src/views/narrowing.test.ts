import fc from 'fast-check'
import { expect, test } from 'vitest'
import { allOf, type Filter } from '#platform/filter.ts'
import { isNarrowed, narrowing, settledNarrowing, type Standing } from './narrowing.ts'

const filterOf = (id: number): Filter => ({ field: 'id', op: 'is', value: id })
const held = (places: ReadonlyMap<number, Standing>, id: number) => new Set(narrowing(places, id).map((one) => JSON.stringify(allOf(one))))
const conditions = (places: ReadonlyMap<number, Standing>, id: number) =>
  new Set([...held(places, id)].flatMap((text) => [...text.matchAll(/"value":(\d+)/g)].map(([, value]) => Number(value))))

/** Places 1 … n, each below one before it or at the top; every third is a folder. */
const tree = (n: number) =>
  fc
    .array(fc.record({ parent: fc.nat(), narrowed: fc.boolean() }), { minLength: n, maxLength: n })
    .map((list) => list.map(({ parent, narrowed }, at) => ({ id: at + 1, parent: parent % (at + 1) || null, narrowed })))
const isFolder = (id: number) => id % 3 === 0

/** The tree arranged: every place told in an order in which what is above comes first. */
function arranged(
  before: ReadonlyMap<number, Standing>,
  wanted: readonly { id: number; parent: number | null; on: boolean }[],
): Map<number, Standing> {
  const after = new Map<number, Standing>()
  for (const { id, parent, on } of wanted) {
    const filter = isFolder(id) ? null : filterOf(id)
    after.set(id, { parent, filter, ...settledNarrowing(before, after, { id, parent, filter, on }) })
  }
  return after
}

test('Dragging arranges and never changes a view’s rows: wherever it goes, what narrowed a view narrows it still', () => {
  fc.assert(
    fc.property(tree(9), tree(9), fc.shuffledSubarray([1, 2, 3, 4, 5, 6, 7, 8, 9], { minLength: 4 }), (first, moves, stays) => {
      const begun = arranged(
        new Map(),
        first.map(({ id, parent, narrowed }) => ({ id, parent, on: narrowed })),
      )
      // The same numbers in another order, some of them gone, each below whatever stands there now.
      const next = stays.map((id, at) => {
        const above = moves[at]?.parent
        return { id, parent: above ? (stays[above - 1] ?? null) : null, on: isNarrowed(begun.get(id) ?? { narrowed: false, kept: null }) }
      })
      const moved = arranged(begun, next)
      for (const { id } of next) if (!isFolder(id)) expect(conditions(moved, id)).toEqual(conditions(begun, id))
    }),
    { numRuns: 2000 },
  )
})

test('Its own switch changes it: on, the views above narrow it; off, nothing does', () => {
  const begun = arranged(new Map(), [
    { id: 1, parent: null, on: false },
    { id: 2, parent: 1, on: true },
  ])
  expect(conditions(begun, 2)).toEqual(new Set([1]))
  const top = arranged(begun, [
    { id: 1, parent: null, on: false },
    { id: 2, parent: null, on: true },
  ])
  expect(top.get(2)).toMatchObject({ narrowed: false, kept: filterOf(1) })
  const off = arranged(top, [{ id: 2, parent: null, on: false }])
  expect(off.get(2)).toMatchObject({ narrowed: false, kept: null })
})
