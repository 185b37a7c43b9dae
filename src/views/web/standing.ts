/** An open list on the screen, and what changes in it while somebody works there. Pure: the list's hook feeds it. */
import type { ListRow } from '#views/view.ts'
import { compare, isTold, type Order } from './order.ts'
import { endOf, lengthOf, type Page } from './pages.ts'

/** Rows as they stand, with what waits to be applied: arriving and leaving rows never move what the pointer is on. */
export interface Standing {
  pages: readonly Page[]
  /** As the server counted them last. */
  total: number
  arriving: ReadonlyMap<number, ListRow>
  leaving: ReadonlySet<number>
}

export const standingOf = (pages: readonly Page[], total: number): Standing => ({
  pages,
  total: lengthOf(pages, total),
  arriving: new Map(),
  leaving: new Set(),
})

const rowsOf = ({ pages }: Standing) => pages.flatMap((page) => page.rows)

/** The page that a row belongs to; -1 where that part of the list is not loaded. */
function pageFor(pages: readonly Page[], row: ListRow, order: Order): number {
  for (const [n, page] of pages.entries()) {
    const [first, last] = [page.rows[0], page.rows.at(-1)]
    if (!first || !last) {
      if (page.next === null && n === pages.length - 1) return n
      continue
    }
    if (compare(row, last, order) <= 0) {
      const before = pages[n - 1]
      const touches = page.previous === null || (before !== undefined && endOf(before) === page.at)
      return touches || compare(row, first, order) >= 0 ? n : -1
    }
    if (page.next === null) return n
  }
  return -1
}

/** Fresh rows of tickets that were asked about: `asked` but not in `found` means no longer in this list. Older answers than what is shown are dropped. */
export function learned(standing: Standing, asked: readonly number[], found: readonly ListRow[], order: Order): Standing {
  const fresh = new Map(found.map((row) => [row.id, row]))
  const shown = new Set(rowsOf(standing).map((row) => row.id))
  const arriving = new Map(standing.arriving)
  const leaving = new Set(standing.leaving)
  for (const id of asked) {
    const row = fresh.get(id)
    if (shown.has(id)) {
      if (row) leaving.delete(id)
      else leaving.add(id)
    } else if (row && (!isTold(order) || pageFor(standing.pages, row, order) >= 0)) arriving.set(id, row)
    else arriving.delete(id)
  }
  const pages = standing.pages.map((page) =>
    page.rows.some((row) => fresh.has(row.id))
      ? {
          ...page,
          rows: page.rows.map((row) => {
            const now = fresh.get(row.id)
            return now && now.version >= row.version ? now : row
          }),
        }
      : page,
  )
  return { ...standing, pages, arriving, leaving }
}

/** Pages without some rows, each moved up by what went before it. */
function lessened(pages: readonly Page[], goes: (row: ListRow) => boolean): Page[] {
  let gone = 0
  return pages.map((page) => {
    const rows = page.rows.filter((row) => !goes(row))
    const less = { ...page, at: page.at - gone, rows }
    gone += page.rows.length - rows.length
    return less
  })
}

const filled = (pages: readonly Page[]) => {
  const kept = pages.filter((page) => page.rows.length > 0)
  const only = pages[0]
  return kept.length === 0 && only ? [{ ...only, at: 0 }] : kept
}

/** Tickets that this User may no longer see go at once, whatever the pointer is on. */
export function without(standing: Standing, ids: ReadonlySet<number>): Standing {
  const gone = rowsOf(standing).filter((row) => ids.has(row.id)).length
  return {
    pages: gone > 0 ? filled(lessened(standing.pages, (row) => ids.has(row.id))) : standing.pages,
    total: standing.total - gone,
    arriving: new Map([...standing.arriving].filter(([id]) => !ids.has(id))),
    leaving: new Set([...standing.leaving].filter((id) => !ids.has(id))),
  }
}

/** One's own change, shown before the server has answered or as it answered. */
export const patched = (standing: Standing, id: number, change: Partial<ListRow>): Standing => ({
  ...standing,
  pages: standing.pages.map((page) =>
    page.rows.some((row) => row.id === id)
      ? { ...page, rows: page.rows.map((row) => (row.id === id ? { ...row, ...change } : row)) }
      : page,
  ),
})

/** The fewest loaded rows that have to move for the order to hold: all but the longest run that is in order already. */
function movedRows(standing: Standing, order: Order): Set<number> {
  const rows = rowsOf(standing)
  const first = rows.findIndex((row, n) => n > 0 && compare(rows[n - 1] ?? row, row, order) > 0)
  if (first < 0) return new Set()
  // For each length the row with which the best run of that length ends; each row knows the one before it.
  const ends: number[] = []
  const before: number[] = []
  for (const [n, row] of rows.entries()) {
    let [low, high] = [0, ends.length]
    while (low < high) {
      const middle = (low + high) >> 1
      const other = rows[ends[middle] ?? 0]
      if (other && compare(other, row, order) <= 0) low = middle + 1
      else high = middle
    }
    before[n] = low > 0 ? (ends[low - 1] ?? -1) : -1
    ends[low] = n
  }
  const stay = new Set<number>()
  for (let n = ends.at(-1) ?? -1; n >= 0; n = before[n] ?? -1) stay.add(n)
  return new Set(rows.flatMap((row, n) => (stay.has(n) ? [] : [row.id])))
}

/** How many rows would arrive, leave or stand elsewhere. */
export const news = (standing: Standing, order: Order) => ({
  arriving: standing.arriving.size,
  leaving: standing.leaving.size,
  moved: movedRows(standing, order).size,
})

/** Everything in its place. What now stands in a part that is not loaded will come with its page. */
export function applied(standing: Standing, order: Order): Standing {
  const moved = movedRows(standing, order)
  const coming = new Map(standing.arriving)
  for (const row of rowsOf(standing)) if (moved.has(row.id) && !standing.leaving.has(row.id)) coming.set(row.id, row)
  let pages: Page[] = lessened(standing.pages, (row) => standing.leaving.has(row.id) || moved.has(row.id))
  const left = rowsOf(standing).length - pages.reduce((sum, page) => sum + page.rows.length, 0)
  let placed = 0
  for (const row of coming.values()) {
    const into = pageFor(pages, row, order)
    if (into < 0) continue
    placed++
    pages = pages.map((page, n) => {
      if (n > into) return { ...page, at: page.at + 1 }
      return n === into ? { ...page, rows: [...page.rows, row].toSorted((a, b) => compare(a, b, order)) } : page
    })
  }
  return standingOf(filled(pages), standing.total - left + placed)
}
