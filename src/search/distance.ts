/** How many typing errors lie between two words: a sign left out, added, mistaken, or two of them exchanged. */
export function distance(a: string, b: string): number {
  const [from, to] = [Array.from(a), Array.from(b)]
  let before: number[] = []
  let last = Array.from({ length: to.length + 1 }, (_, n) => n)
  for (const [i, sign] of from.entries()) {
    const row = [i + 1]
    for (const [j, other] of to.entries()) {
      const exchanged = i > 0 && j > 0 && sign === to[j - 1] && from[i - 1] === other ? (before[j - 1] ?? 0) + 1 : Infinity
      row.push(Math.min((row[j] ?? 0) + 1, (last[j + 1] ?? 0) + 1, (last[j] ?? 0) + (sign === other ? 0 : 1), exchanged))
    }
    before = last
    last = row
  }
  return last[to.length] ?? 0
}
