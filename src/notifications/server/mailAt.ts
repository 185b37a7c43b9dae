/** When a mail tells what was not read until then. */
import { DateTime } from 'luxon'
import type { Digest } from '#people/preferences.ts'

/** So long somebody has to read it here first. */
const grace = { minutes: 2 }

export function mailAt({ how, hour }: Digest, zone: string | null, at: Date): Date {
  const moment = DateTime.fromJSDate(at, { zone: zone ?? 'UTC' })
  if (how === 'soon') return moment.plus(grace).toJSDate()
  if (how === 'hourly') return moment.startOf('hour').plus({ hours: 1 }).toJSDate()
  const today = moment.startOf('day').set({ hour })
  return (today > moment ? today : moment.plus({ days: 1 }).startOf('day').set({ hour })).toJSDate()
}
