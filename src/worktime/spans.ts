/** Spans of time, in whole milliseconds, `from` included and `to` not: the arithmetic by which no second of a User counts twice. Pure. */

export type Span = readonly [from: number, to: number]

/** The same moments, sorted, none of them in two spans. */
export function union(spans: readonly Span[]): Span[] {
  const all: [number, number][] = []
  for (const [from, to] of spans.filter((span) => span[0] < span[1]).toSorted((a, b) => a[0] - b[0])) {
    const last = all.at(-1)
    if (last && from <= last[1]) last[1] = Math.max(last[1], to)
    else all.push([from, to])
  }
  return all
}

/** What of `spans` is in none of `taken`. */
export function without(spans: readonly Span[], taken: readonly Span[]): Span[] {
  let left = union(spans)
  for (const [from, to] of union(taken))
    left = left.flatMap(([a, b]): Span[] => {
      if (b <= from || to <= a) return [[a, b]]
      const parts: Span[] = [
        [a, Math.min(b, from)],
        [Math.max(a, to), b],
      ]
      return parts.filter((part) => part[0] < part[1])
    })
  return left
}

/** What of `spans` lies between two moments. */
export const within = (spans: readonly Span[], from: number, to: number): Span[] =>
  union(spans.map(([a, b]): Span => [Math.max(a, from), Math.min(b, to)]))

/** Milliseconds, each moment once. */
export const lengthOf = (spans: readonly Span[]): number => union(spans).reduce((sum, [from, to]) => sum + to - from, 0)

const quarterOfAnHour = 15 * 60_000

/** Milliseconds by the quarter of an hour that they are in, told by its beginning. */
export function byQuarter(spans: readonly Span[]): Map<number, number> {
  const quarters = new Map<number, number>()
  for (const [from, to] of union(spans))
    for (let at = from - (from % quarterOfAnHour); at < to; at += quarterOfAnHour)
      quarters.set(at, (quarters.get(at) ?? 0) + Math.min(to, at + quarterOfAnHour) - Math.max(from, at))
  return quarters
}
