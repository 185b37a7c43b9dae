/** Where rows stand in an open list, and what changes in it while somebody works there. Pure: the list's hook feeds it. */
import { priorities, type Row } from '#tickets/ticket.ts'
import type { SortField } from '#views/view.ts'

export interface Order {
  sort: SortField
  order: 'asc' | 'desc'
}

const rank = (row: Row, sort: SortField): number | string => {
  if (sort === 'id') return row.id
  return sort === 'priority' ? priorities.indexOf(row.priority) : row[sort]
}

/** The server's own order: by the field, then by number, both in the same direction. */
export function compare(a: Row, b: Row, { sort, order }: Order): number {
  const [x, y] = [rank(a, sort), rank(b, sort)]
  const ascending = x < y ? -1 : x > y ? 1 : a.id - b.id
  return order === 'asc' ? ascending : -ascending
}

/**
 * Rows as they stand on the screen, with what waits to be applied: arriving and leaving rows never move what the pointer is on.
 * `complete`: the end of the view is loaded.
 */
export interface Standing {
  rows: readonly Row[]
  complete: boolean
  /** The last row that was loaded, as it stood then: the next page begins after it. */
  end: Row | undefined
  arriving: ReadonlyMap<number, Row>
  leaving: ReadonlySet<number>
}

export const standingOf = (rows: readonly Row[], complete: boolean, end = rows.at(-1)): Standing => ({
  rows: unique(rows),
  complete,
  end,
  arriving: new Map(),
  leaving: new Set(),
})

/** A row that moved between two pages while they were loaded would stand twice. */
function unique(rows: readonly Row[]): readonly Row[] {
  const seen = new Set<number>()
  const first = rows.filter((row) => !seen.has(row.id) && seen.add(row.id))
  return first.length === rows.length ? rows : first
}

/** Further rows of the view, from its next page. */
export function appended(standing: Standing, page: readonly Row[], complete: boolean): Standing {
  const arriving = new Map(standing.arriving)
  for (const row of page) arriving.delete(row.id)
  return { ...standing, rows: unique([...standing.rows, ...page]), complete, end: page.at(-1) ?? standing.end, arriving }
}

/** Fresh rows of tickets that were asked about: `asked` but not in `found` means no longer in this view. Older answers than what is shown are dropped. */
export function learned(standing: Standing, asked: readonly number[], found: readonly Row[], order: Order): Standing {
  const fresh = new Map(found.map((row) => [row.id, row]))
  const shown = new Map(standing.rows.map((row) => [row.id, row]))
  const arriving = new Map(standing.arriving)
  const leaving = new Set(standing.leaving)
  for (const id of asked) {
    const row = fresh.get(id)
    if (shown.has(id)) {
      if (row) leaving.delete(id)
      else leaving.add(id)
    } else if (row && isLoaded(standing, row, order)) arriving.set(id, row)
    else arriving.delete(id)
  }
  const rows = standing.rows.map((row) => {
    const now = fresh.get(row.id)
    return now && now.version >= row.version ? now : row
  })
  return { ...standing, rows, arriving, leaving }
}

/** Tickets that this User may no longer see go at once, whatever the pointer is on. */
export function without(standing: Standing, ids: ReadonlySet<number>): Standing {
  return {
    ...standing,
    rows: standing.rows.filter((row) => !ids.has(row.id)),
    arriving: new Map([...standing.arriving].filter(([id]) => !ids.has(id))),
    leaving: new Set([...standing.leaving].filter((id) => !ids.has(id))),
  }
}

/** One's own change, shown before the server has answered or as it answered. */
export const patched = (standing: Standing, id: number, change: Partial<Row>): Standing => ({
  ...standing,
  rows: standing.rows.map((row) => (row.id === id ? { ...row, ...change } : row)),
})

/** How many rows would arrive, leave or stand elsewhere. */
export function news(standing: Standing, order: Order) {
  let moved = 0
  for (let n = 1; n < standing.rows.length; n++) {
    const [before, after] = [standing.rows[n - 1], standing.rows[n]]
    if (before && after && compare(before, after, order) > 0) moved++
  }
  return { arriving: standing.arriving.size, leaving: standing.leaving.size, moved }
}

const isLoaded = ({ complete, end }: Standing, row: Row, order: Order) => complete || !end || compare(row, end, order) <= 0

/** Everything in its place. What now stands beyond the loaded part will come with its page. */
export function applied(standing: Standing, order: Order): Standing {
  const rows = [...standing.rows.filter((row) => !standing.leaving.has(row.id)), ...standing.arriving.values()]
  const sorted = rows.filter((row) => isLoaded(standing, row, order)).toSorted((a, b) => compare(a, b, order))
  return standingOf(sorted, standing.complete, standing.end)
}
