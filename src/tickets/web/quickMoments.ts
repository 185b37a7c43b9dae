/** The quick choices of a time to re-open, on the wall clock of whoever chooses. Pure. */
import { instantOf, localOf } from '#platform/web/localTime.ts'

export const quickChoices = ['hour', 'tomorrow', 'monday', 'week'] as const
export type QuickChoice = (typeof quickChoices)[number]
const hour = 3_600_000

/** Monday is the next one, never today. */
export function quickMoment(choice: QuickChoice, now: number, zone: string | undefined): string | null {
  if (choice === 'hour') return new Date(Math.ceil((now + hour) / 60_000) * 60_000).toISOString()
  const today = localOf(now, zone)
  if (choice === 'week') return instantOf(dayAfter(today, 7) + today.slice(10), zone)
  const weekday = new Date(`${today.slice(0, 10)}T00:00:00Z`).getUTCDay()
  return instantOf(`${dayAfter(today, choice === 'tomorrow' ? 1 : (8 - weekday) % 7 || 7)}T09:00`, zone)
}

const dayAfter = (local: string, days: number) =>
  new Date(Date.parse(`${local.slice(0, 10)}T00:00:00Z`) + days * 24 * hour).toISOString().slice(0, 10)
