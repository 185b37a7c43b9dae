/** What narrows a view where it stands: the views above it, or what once did. Arranging keeps it; only its own switch changes it. */
import { same } from '#platform/field.ts'
import { allOf, type Filter } from '#platform/filter.ts'

/** One place of a tree; a folder has no filter. */
export interface Standing {
  parent: number | null
  filter: Filter | null
  /** The filters of the views above it hold too. */
  narrowed: boolean
  /** What narrowed it before it was moved, or before its parent went. */
  kept: Filter | null
}
export type Standings = ReadonlyMap<number, Standing>

/** The filters that hold at a place besides the view's own. A folder narrows nothing: what stands in it is narrowed by the view above. */
export function narrowing(places: Standings, id: number): Filter[] {
  const place = places.get(id)
  return place ? [...(place.kept ? [place.kept] : []), ...(place.narrowed ? above(places, place) : [])] : []
}

function above(places: Standings, { parent }: Standing): Filter[] {
  const over = parent === null ? undefined : places.get(parent)
  if (!over || parent === null) return []
  return over.filter === null ? above(places, over) : [over.filter, ...narrowing(places, parent)]
}

/** Whether its switch is on. */
export const isNarrowed = ({ narrowed, kept }: Pick<Standing, 'narrowed' | 'kept'>) => narrowed || kept !== null

/**
 * How a place of an arrangement is stored so that its view shows what it showed: `before` is the tree as it was, `after` as it becomes, with
 * the places above this one settled. Switched on it is narrowed by what is above it now, switched off by nothing.
 */
export function settledNarrowing(
  before: Standings,
  after: Standings,
  { id, parent, filter, on }: { id: number; parent: number | null; filter: Filter | null; on: boolean },
): Pick<Standing, 'narrowed' | 'kept'> {
  if (!on || filter === null) return { narrowed: false, kept: null }
  const was = before.get(id)
  if (!was || !isNarrowed(was)) return { narrowed: parent !== null, kept: null }
  const held = narrowing(before, id)
  const here = { narrowed: was.narrowed && parent !== null, kept: was.kept }
  const now = narrowing(new Map([...after, [id, { parent, filter, ...here }]]), id)
  return same(allOf(...now), allOf(...held)) ? here : { narrowed: false, kept: allOf(...held) }
}
