/** The tree of a sidebar as the lines that one sees: what lies in a folded place is not there. */

/** Anything that holds more of its kind. */
export interface Branch<T> {
  children: readonly T[]
}

export interface PlaceRow<T> {
  place: T
  key: string
  /** 0 at the top. */
  depth: number
  parent: string | null
  /** Which of its siblings it is, from 0, and how many they are. */
  nth: number
  of: number
}

/** `keyOf` names a place; those in `folded` hide what they hold. */
export function placeRows<T extends Branch<T>>(
  tree: readonly T[],
  keyOf: (place: T) => string,
  folded: ReadonlySet<string> = new Set(),
): PlaceRow<T>[] {
  const rows: PlaceRow<T>[] = []
  const walk = (places: readonly T[], depth: number, parent: string | null) => {
    for (const [nth, place] of places.entries()) {
      const key = keyOf(place)
      rows.push({ place, key, depth, parent, nth, of: places.length })
      if (!folded.has(key)) walk(place.children, depth + 1, key)
    }
  }
  walk(tree, 0, null)
  return rows
}
