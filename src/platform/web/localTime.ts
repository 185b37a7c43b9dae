/** Between an instant and the wall clock of a zone, as date-and-time inputs of a browser write it: `2026-11-22T15:20`. */

const minute = 60_000
const day = 24 * 60 * minute
/** Years of four digits, and none before there were any. */
const pattern = /^(?!0000)\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/
const formats = new Map<string, Intl.DateTimeFormat>()

/** `zone` of nothing is the device's. */
function formatIn(zone: string | undefined) {
  const key = zone ?? ''
  let format = formats.get(key)
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', {
      ...(zone ? { timeZone: zone } : {}),
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    })
    formats.set(key, format)
  }
  return format
}

/** The wall clock at an instant, whole minutes. */
export function localOf(instant: string | number, zone: string | undefined): string {
  const parts = new Map(
    formatIn(zone)
      .formatToParts(new Date(instant))
      .map(({ type, value }) => [type, value]),
  )
  const part = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? ''
  return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}`
}

/** The instant of a wall clock: of a doubled time the earlier, of a missing one the first that exists. Null: no such date. */
export function instantOf(local: string, zone: string | undefined): string | null {
  const wanted = pattern.test(local) ? Date.parse(`${local.slice(0, 16)}:00Z`) : Number.NaN
  if (Number.isNaN(wanted)) return null
  const shown = (at: number) => Date.parse(`${localOf(at, zone)}:00Z`)
  const offsets = [wanted - day, wanted + day].map((at) => shown(at) - at)
  const found = offsets.map((offset) => wanted - offset).filter((at) => shown(at) === wanted)
  if (found.length > 0) return new Date(Math.min(...found)).toISOString()
  let [before, after] = [wanted - Math.max(...offsets), wanted - Math.min(...offsets)]
  while (after - before > minute) {
    const middle = before + Math.floor((after - before) / 2 / minute) * minute
    if (shown(middle) < wanted) before = middle
    else after = middle
  }
  return new Date(after).toISOString()
}
