/** Dates, times and numbers as a person reads them: in their own zone and the language of the page. */

/** An instant as the server sends it, or a Date. */
export type Instant = string | Date

export interface When {
  /** “15:20” */
  clock: (at: Instant) => string
  /** “Mon 16 Nov 2026, 15:20”, with the year always: what stands behind a short form. */
  full: (at: Instant) => string
  /** “Thursday 19 November”; the year only when it is another one than today's. */
  day: (at: Instant) => string
  /** “2026-11-19”: equal for two instants of one day in this zone. */
  dayKey: (at: Instant) => string
  /** 0 today, 1 yesterday, −1 tomorrow, in calendar days of this zone. */
  daysAgo: (at: Instant) => number
  /** “now”, “3 m”, “2 h”, “4 d”, later “12 Mar” or “12 Mar 2025”. */
  ago: (at: Instant) => string
  /** Of what lies ahead: “Mon 10:20” within a week, later “12 Mar 10:20” or “12 Mar 2027”. */
  soon: (at: Instant) => string
  /** “12,431” */
  count: (n: number) => string
}

const date = (at: Instant) => (typeof at === 'string' ? new Date(at) : at)
const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** The browser's own words for `lang`: `en` becomes `en-GB` for someone whose browser says so. */
export const localeFor = (lang: string) => globalThis.navigator?.languages?.find((l) => l === lang || l.startsWith(`${lang}-`)) ?? lang

/** Formats for one zone and locale; `now` is asked each time, so that a test can stop the clock. */
export function whenIn(zone: string | undefined, locale: string, now: () => number = Date.now): When {
  const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, zone ? { ...options, timeZone: zone } : options)
  const clock = format({ hour: '2-digit', minute: '2-digit' })
  const full = format({ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' })
  const thisYear = format({ weekday: 'long', day: 'numeric', month: 'long' })
  const otherYear = format({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
  const short = format({ day: 'numeric', month: 'short' })
  const shortYear = format({ day: 'numeric', month: 'short', year: 'numeric' })
  const key = new Intl.DateTimeFormat('en-CA', { year: 'numeric', month: '2-digit', day: '2-digit', ...(zone ? { timeZone: zone } : {}) })
  const weekday = format({ weekday: 'short' })
  const numbers = new Intl.NumberFormat(locale)

  const dayKey = (at: Instant) => key.format(date(at))
  const isThisYear = (at: Instant) => dayKey(at).slice(0, 4) === dayKey(new Date(now())).slice(0, 4)
  return {
    clock: (at) => clock.format(date(at)),
    full: (at) => full.format(date(at)),
    day: (at) => (isThisYear(at) ? thisYear : otherYear).format(date(at)),
    dayKey,
    daysAgo: (at) => Math.round((Date.parse(dayKey(new Date(now()))) - Date.parse(dayKey(at))) / day),
    ago: (at) => {
      const passed = now() - date(at).getTime()
      if (passed < minute) return 'now'
      if (passed < hour) return `${Math.floor(passed / minute)} m`
      if (passed < day) return `${Math.floor(passed / hour)} h`
      if (passed < 28 * day) return `${Math.floor(passed / day)} d`
      return (isThisYear(at) ? short : shortYear).format(date(at))
    },
    soon: (at) => {
      if (Math.abs(date(at).getTime() - now()) < 6 * day) return `${weekday.format(date(at))} ${clock.format(date(at))}`
      return isThisYear(at) ? `${short.format(date(at))} ${clock.format(date(at))}` : shortYear.format(date(at))
    },
    count: (n) => numbers.format(n),
  }
}
