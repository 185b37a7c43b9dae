/** When a message may leave: quick moments in the zone of who writes, and how long a sent one can be taken back. */
import { instantOf, localOf } from '#platform/web/localTime.ts'

/** Seconds; 0: it leaves at once. */
export const undoChoices = [0, 5, 10, 30] as const

export interface QuickMoment {
  key: 'evening' | 'tomorrow' | 'monday'
  at: string
}

const dayMs = 86_400_000

/** This afternoon at five while there is an hour until then, tomorrow and next Monday at eight. */
export function quickMoments(now: number, zone: string | undefined): QuickMoment[] {
  const on = (days: number, clock: string) => instantOf(`${localOf(now + days * dayMs, zone).slice(0, 10)}T${clock}`, zone)
  const weekday = new Date(`${localOf(now, zone).slice(0, 10)}T12:00:00Z`).getUTCDay()
  const toMonday = (8 - weekday) % 7 || 7
  const found = [
    { key: 'evening' as const, at: on(0, '17:00') },
    { key: 'tomorrow' as const, at: on(1, '08:00') },
    { key: 'monday' as const, at: toMonday === 1 ? null : on(toMonday, '08:00') },
  ]
  return found.flatMap(({ key, at }) => (at !== null && Date.parse(at) > now + (key === 'evening' ? 3_600_000 : 0) ? [{ key, at }] : []))
}
