/**
 * Keeps the rows of a living list where they are while someone points at them: what is shown is kept up to date in place,
 * what came and what left is counted until it may move.
 */
import { useState } from 'react'

export interface SteadyRows<Row> {
  rows: readonly Row[]
  /** How many came that are not shown yet, and how many of those shown have left. */
  added: number
  left: number
  isLeaving: (row: Row) => boolean
  /** Shows the list as it is now. */
  apply: () => void
}

/**
 * `rows` is the list as the server has it now. While `hold`, the shown order stands and only later pages are appended;
 * `scope` names the view, filter and order: with another one everything is shown afresh.
 */
export function useSteadyRows<Row>(
  rows: readonly Row[],
  { keyOf, hold, scope }: { keyOf: (row: Row) => number; hold: boolean; scope: string },
): SteadyRows<Row> {
  const [shown, setShown] = useState<{ scope: string; rows: readonly Row[] }>({ scope, rows })
  const fresh = new Map(rows.map((row) => [keyOf(row), row]))
  const steady = hold && shown.scope === scope && shown.rows.length > 0
  const next = steady ? merged(shown.rows, rows, fresh, keyOf) : rows
  const isSame = shown.scope === scope && next.length === shown.rows.length && next.every((row, at) => row === shown.rows[at])
  if (!isSame) setShown({ scope, rows: next })

  const shownKeys = new Set(next.map(keyOf))
  return {
    rows: next,
    added: rows.filter((row) => !shownKeys.has(keyOf(row))).length,
    left: next.filter((row) => !fresh.has(keyOf(row))).length,
    isLeaving: (row) => !fresh.has(keyOf(row)),
    apply: () => setShown({ scope: `${scope} afresh`, rows }),
  }
}

function merged<Row>(
  shown: readonly Row[],
  rows: readonly Row[],
  fresh: ReadonlyMap<number, Row>,
  keyOf: (row: Row) => number,
): readonly Row[] {
  const kept = shown.map((row) => fresh.get(keyOf(row)) ?? row)
  const known = new Set(shown.map(keyOf))
  const lastKnown = rows.findLastIndex((row) => known.has(keyOf(row)))
  const later = lastKnown < 0 ? [] : rows.slice(lastKnown + 1)
  return later.length === 0 ? kept : [...kept, ...later]
}
