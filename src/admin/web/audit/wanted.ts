/** From the filter in the address to what the server is asked: days become moments of the zone of the person who looks. */
import type { z } from 'zod'
import { dayOfText } from '#categories/dates.ts'
import { day, isZone, zoneOf } from '#categories/zone.ts'
import type { auditFilter } from '#admin/web/auditFilter.ts'

export type AuditFilter = z.output<typeof auditFilter>

export function wantedOf({ subject, id, who, since, until, text }: AuditFilter, timeZone: string | null) {
  const own = timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone
  const zone = zoneOf(isZone(own) ? own : 'UTC')
  const midnight = (date: string, after: number) => new Date(zone.instantOf((dayOfText(date) + after) * day)).toISOString()
  return {
    ...(subject !== undefined && subject !== 'ticket' && subject !== 'run'
      ? { subject, ...(id === undefined ? {} : { subjectId: id }) }
      : {}),
    ...(who === undefined ? {} : { who }),
    ...(since === undefined ? {} : { since: midnight(since, 0) }),
    ...(until === undefined ? {} : { until: midnight(until, 1) }),
    ...(text === undefined ? {} : { q: text }),
  }
}
