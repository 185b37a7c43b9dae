/** Which rows are selected, after a click: alone, added, or as a range from the last one. */

/** Toggles one row. */
export function toggled(selected: ReadonlySet<number>, key: number): Set<number> {
  const next = new Set(selected)
  if (!next.delete(key)) next.add(key)
  return next
}

/** Adds everything between two rows, both included, in the order shown; rows that are not shown change nothing. */
export function withRange(selected: ReadonlySet<number>, shown: readonly number[], from: number | null, to: number): Set<number> {
  const next = new Set(selected)
  const start = from === null ? -1 : shown.indexOf(from)
  const end = shown.indexOf(to)
  if (end < 0) return next
  for (const key of shown.slice(Math.min(start < 0 ? end : start, end), Math.max(start, end) + 1)) next.add(key)
  return next
}
