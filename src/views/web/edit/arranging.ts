/** Arranging a sidebar: every move gives a new tree with the same places, and nothing but their order and nesting changes. */
import { placeRows, type PlaceRow } from '../placeRows.ts'

/** A place while it is arranged; `key` names it from its first moment, `id` is null until it is saved. */
export interface Spot {
  key: string
  id: number | null
  viewId: number | null
  folder: string | null
  narrowed: boolean
  children: readonly Spot[]
}

type Tree = readonly Spot[]
export const keyOf = (spot: Spot) => spot.key
const nothingFolded: ReadonlySet<string> = new Set()

export const spotRows = (tree: Tree, folded: ReadonlySet<string> = nothingFolded): PlaceRow<Spot>[] => placeRows(tree, keyOf, folded)

export const findSpot = (tree: Tree, key: string): Spot | undefined => spotRows(tree).find((row) => row.key === key)?.place

/** Whether a view stands above it, which could narrow it. */
export function hasViewAbove(rows: Rows, { parent }: PlaceRow<Spot>): boolean {
  const above = rows.find((row) => row.key === parent)
  return above !== undefined && (above.place.viewId !== null || hasViewAbove(rows, above))
}

/** Every view that stands in it. */
export const viewsIn = (tree: Tree): Set<number> =>
  new Set(spotRows(tree).flatMap(({ place }) => (place.viewId === null ? [] : [place.viewId])))

const mapTree = (tree: Tree, change: (spot: Spot) => readonly Spot[]): Spot[] =>
  tree.flatMap((spot) => change({ ...spot, children: mapTree(spot.children, change) }))

/** The tree with one place changed. */
export const changedSpot = (tree: Tree, key: string, change: Partial<Pick<Spot, 'folder' | 'narrowed'>>): Spot[] =>
  mapTree(tree, (spot) => [spot.key === key ? { ...spot, ...change } : spot])

/** Takes a place away; what it held moves up to where it stood. */
export const withoutSpot = (tree: Tree, key: string): Spot[] => mapTree(tree, (spot) => (spot.key === key ? spot.children : [spot]))

/** Where a place goes: below `parent` (null: the top), as the `nth` of its children. */
export interface Target {
  parent: string | null
  nth: number
}

const put = (tree: Tree, spot: Spot, { parent, nth }: Target): Spot[] =>
  parent === null
    ? [...tree].toSpliced(nth, 0, spot)
    : mapTree(tree, (one) => [one.key === parent ? { ...one, children: [...one.children].toSpliced(nth, 0, spot) } : one])

/** The tree with a place, and all that it holds, somewhere else; `target` is said of the tree without it. */
export function movedSpot(tree: Tree, key: string, target: Target): readonly Spot[] {
  const spot = findSpot(tree, key)
  return spot ? put(cut(tree, key), spot, target) : tree
}

const cut = (tree: Tree, key: string): Spot[] => mapTree(tree, (spot) => (spot.key === key ? [] : [spot]))

/** Between two visible lines: `line` lines of the others are above it, `depth` is how far it is indented. */
export interface Slot {
  line: number
  depth: number
}

type Rows = readonly PlaceRow<Spot>[]

/** The lines besides the moving one and what it holds. */
export const rowsBesides = (tree: Tree, key: string, folded: ReadonlySet<string>): Rows => spotRows(cut(tree, key), folded)

/** The slot nearest to what is wished: no deeper than one below the line above, no less deep than the line beneath. */
export function nearestSlot(besides: Rows, { line, depth }: Slot): Slot {
  const at = Math.max(0, Math.min(line, besides.length))
  const most = at === 0 ? 0 : (besides[at - 1]?.depth ?? 0) + 1
  const least = besides[at]?.depth ?? 0
  return { line: at, depth: Math.max(least, Math.min(depth, most)) }
}

/** What a slot means: below a folded place it means its end. */
export function targetOf(besides: Rows, { line, depth }: Slot): Target {
  for (let n = line - 1; n >= 0; n--) {
    const row = besides[n]
    if (!row) break
    if (row.depth === depth) return { parent: row.parent, nth: row.nth + 1 }
    if (row.depth < depth)
      return { parent: row.key, nth: n === line - 1 && besides[n + 1]?.parent !== row.key ? row.place.children.length : 0 }
  }
  return { parent: null, nth: 0 }
}

/** One step of the keyboard: over the line above or beneath, into the sibling above, or out behind what holds it. Null: there is no such step. */
export function step(tree: Tree, key: string, way: 'up' | 'down' | 'in' | 'out', folded: ReadonlySet<string>): readonly Spot[] | null {
  const rows = spotRows(tree, folded)
  const line = rows.findIndex((row) => row.key === key)
  const row = rows[line]
  if (!row) return null
  if (way === 'in') {
    const above = rows.find((one) => one.parent === row.parent && one.nth === row.nth - 1)
    return above ? movedSpot(tree, key, { parent: above.key, nth: above.place.children.length }) : null
  }
  if (way === 'out') {
    const parent = rows.find((one) => one.key === row.parent)
    return parent ? movedSpot(tree, key, { parent: parent.parent, nth: parent.nth + 1 }) : null
  }
  const to = line + (way === 'up' ? -1 : 1)
  const besides = rowsBesides(tree, key, folded)
  if (to < 0 || to > besides.length) return null
  return movedSpot(tree, key, targetOf(besides, nearestSlot(besides, { line: to, depth: row.depth })))
}
