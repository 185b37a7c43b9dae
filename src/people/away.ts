/** Away: the days on which a User is not there, in their own zone. */
import { DateTime } from 'luxon'
import { z } from 'zod'

const day = z.iso.date()
/** Both days are away. */
export const away = z
  .strictObject({ from: day, until: day })
  .refine(({ from, until }) => from <= until, { path: ['until'], params: { code: 'before_from' } })
export type Away = z.output<typeof away>

/** Both days or none, and the last not before the first. */
export const isOrdered = ({ awayFrom, awayUntil }: { awayFrom: string | null; awayUntil: string | null }) =>
  awayFrom === null || awayUntil === null ? awayFrom === awayUntil : awayFrom <= awayUntil

export function isAway({ from, until }: { from: string | null; until: string | null }, zone: string | null, now: Date): boolean {
  if (from === null || until === null) return false
  const today = DateTime.fromJSDate(now, { zone: zone ?? 'UTC' }).toISODate() ?? ''
  return from <= today && today <= until
}
