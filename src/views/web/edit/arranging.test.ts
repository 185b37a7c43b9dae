import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  changedSpot,
  findSpot,
  hasViewAbove,
  movedSpot,
  nearestSlot,
  rowsBesides,
  type Spot,
  spotRows,
  step,
  targetOf,
  viewsIn,
  withoutSpot,
} from './arranging.ts'

const none: ReadonlySet<string> = new Set()
const spot = (key: string, ...children: Spot[]): Spot => ({ key, id: null, viewId: null, folder: key, narrowed: false, children })
/** `a(b c) d` */
const said = (tree: readonly Spot[]): string =>
  tree.map((one) => one.key + (one.children.length > 0 ? `(${said(one.children)})` : '')).join(' ')

const tree = [spot('a', spot('b'), spot('c', spot('d'))), spot('e')]

test('a step down goes over the next line, a step up back again', () => {
  expect(said(step(tree, 'a', 'down', none) ?? [])).toBe('e a(b c(d))')
  expect(said(step(tree, 'e', 'up', none) ?? [])).toBe('a(b c(e d))')
  expect(step(tree, 'a', 'up', none)).toBeNull()
  expect(step(tree, 'e', 'down', none)).toBeNull()
})

test('a step to the right nests under the sibling above, one to the left comes out behind its parent', () => {
  expect(said(step(tree, 'e', 'in', none) ?? [])).toBe('a(b c(d) e)')
  expect(said(step(tree, 'b', 'out', none) ?? [])).toBe('a(c(d)) b e')
  expect(step(tree, 'b', 'in', none)).toBeNull()
  expect(step(tree, 'e', 'out', none)).toBeNull()
})

test('dropped below a folded place it becomes its last', () => {
  const folded = new Set(['a'])
  const besides = rowsBesides(tree, 'e', folded)
  expect(besides.map((row) => row.key)).toEqual(['a'])
  expect(said(movedSpot(tree, 'e', targetOf(besides, { line: 1, depth: 1 })))).toBe('a(b c(d) e)')
})

test('removing a place moves what it held up to where it stood', () => {
  expect(said(withoutSpot(tree, 'c'))).toBe('a(b d) e')
  expect(said(withoutSpot(tree, 'a'))).toBe('b c(d) e')
})

test('renaming a folder and narrowing a place touch that place alone', () => {
  const renamed = changedSpot(tree, 'c', { folder: 'Claims', narrowed: true })
  expect(findSpot(renamed, 'c')).toMatchObject({ folder: 'Claims', narrowed: true, children: [{ key: 'd' }] })
  expect(said(renamed)).toBe(said(tree))
})

test('what stands under folders alone has nothing that could narrow it', () => {
  const mixed: Spot[] = [spot('folder', { ...spot('view', spot('inner', spot('leaf'))), folder: null, viewId: 7 })]
  const rows = spotRows(mixed)
  expect(rows.filter((row) => hasViewAbove(rows, row)).map((row) => row.key)).toEqual(['inner', 'leaf'])
})

/** Trees of up to 25 places with a move in them. */
const trees = fc.array(fc.nat(1000), { minLength: 1, maxLength: 25 }).map((picks) => {
  let grown: readonly Spot[] = []
  for (const [n, pick] of picks.entries()) {
    const one: Spot = {
      key: `k${n}`,
      id: n,
      viewId: n % 3 === 0 ? null : n,
      folder: n % 3 === 0 ? `F${n}` : null,
      narrowed: false,
      children: [],
    }
    const parents = [null, ...spotRows(grown).map((row) => row.key)]
    const parent = parents[pick % parents.length] ?? null
    const held = parent === null ? grown : (findSpot(grown, parent)?.children ?? [])
    grown = movedSpot([...grown, one], one.key, { parent, nth: pick % (held.length + 1) })
  }
  return grown
})

test('however it is moved, no place is lost or doubled, what it holds stays with it, and the others keep their order and nesting', () => {
  fc.assert(
    fc.property(trees, fc.array(fc.tuple(fc.nat(1000), fc.nat(60), fc.integer({ min: -2, max: 12 }), fc.nat(1000))), (start, moves) => {
      let now = start
      for (const [who, line, depth, foldedAt] of moves) {
        const rows = spotRows(now)
        const moving = rows[who % rows.length]?.key ?? ''
        const folded = new Set(foldedAt % 2 === 0 ? [] : [rows[foldedAt % rows.length]?.key ?? ''])
        const besides = rowsBesides(now, moving, folded)
        const slot = nearestSlot(besides, { line, depth })
        const next = movedSpot(now, moving, targetOf(besides, slot))
        expect(findSpot(next, moving)).toEqual(findSpot(now, moving))
        expect(said(spotRows(next).length === rows.length ? rowsTree(next, moving) : [])).toBe(said(rowsTree(now, moving)))
        expect(viewsIn(next)).toEqual(viewsIn(start))
        const shown = spotRows(next, folded).find((row) => row.key === moving)
        if (shown) expect(shown.depth).toBe(slot.depth)
        now = next
      }
      expect(
        spotRows(now)
          .map((row) => row.key)
          .toSorted(),
      ).toEqual(
        spotRows(start)
          .map((row) => row.key)
          .toSorted(),
      )
    }),
    { numRuns: 300 },
  )
})
const rowsTree = (of: readonly Spot[], key: string): Spot[] =>
  of.filter((one) => one.key !== key).map((one) => ({ ...one, children: rowsTree(one.children, key) }))

test('every place of a tree can be reached by dragging, and by the arrow keys', () => {
  fc.assert(
    fc.property(trees, fc.nat(1000), (start, who) => {
      const rows = spotRows(start)
      const moving = rows[who % rows.length]?.key ?? ''
      const besides = rowsBesides(start, moving, none)
      const wanted = new Set(
        [
          { key: null, count: besides.filter((row) => row.depth === 0).length },
          ...besides.map((row) => ({ key: row.key, count: row.place.children.length })),
        ].flatMap(({ key, count }) => Array.from({ length: count + 1 }, (_, nth) => said(movedSpot(start, moving, { parent: key, nth })))),
      )
      const dragged = new Set<string>()
      for (let line = 0; line <= besides.length; line++)
        for (let depth = 0; depth <= besides.length; depth++)
          dragged.add(said(movedSpot(start, moving, targetOf(besides, nearestSlot(besides, { line, depth })))))
      expect(dragged).toEqual(wanted)

      const stepped = new Set([said(start)])
      const open: (readonly Spot[])[] = [start]
      for (let at = open.pop(); at; at = open.pop())
        for (const way of ['up', 'down', 'in', 'out'] as const) {
          const next = step(at, moving, way, none)
          if (!next || stepped.has(said(next))) continue
          stepped.add(said(next))
          open.push(next)
        }
      expect(stepped).toEqual(wanted)
    }),
    { numRuns: 150 },
  )
})
