/** A week of time: its days, and what was spent on each, line by line. Pure. */

const dayMs = 86_400_000

/** The seven days, from Monday, of the week so many weeks after that of `today`. */
export function weekOf(today: string, weeks: number): string[] {
  const noon = Date.parse(`${today}T12:00:00Z`)
  const monday = noon - ((new Date(noon).getUTCDay() + 6) % 7) * dayMs + weeks * 7 * dayMs
  return Array.from({ length: 7 }, (_, n) => new Date(monday + n * dayMs).toISOString().slice(0, 10))
}

interface Part {
  key: string
  name: string
  ticketId: number | null
  day: string
  spent: number
}
interface Line extends Pick<Part, 'key' | 'name' | 'ticketId'> {
  byDay: Map<string, number>
  sum: number
}

/** One line per key, that with the most first. */
export function sumsOf(parts: readonly Part[]): Line[] {
  const lines = new Map<string, Line>()
  for (const { key, name, ticketId, day, spent } of parts) {
    const line = lines.get(key) ?? { key, name, ticketId, byDay: new Map<string, number>(), sum: 0 }
    line.byDay.set(day, (line.byDay.get(day) ?? 0) + spent)
    line.sum += spent
    lines.set(key, line)
  }
  return [...lines.values()].toSorted((a, b) => b.sum - a.sum)
}
