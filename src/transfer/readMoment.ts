/** Dates as other systems and people write them, in a time zone that the file itself does not say. */
import { DateTime } from 'luxon'
import type { DateOrder } from './ticketImport.ts'

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

const clock = String.raw`(?:[T\s,]+(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,](\d{1,9}))?)?\s*([ap]\.?m\.?)?)?`
const zoned = String.raw`\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?`
const yearFirst = new RegExp(String.raw`^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})${clock}${zoned}$`, 'i')
const yearLast = new RegExp(String.raw`^(\d{1,2})([-/.])\s?(\d{1,2})\2\s?(\d{4})${clock}${zoned}$`, 'i')
const named = new RegExp(
  String.raw`^(?:[a-z]{3,9},?\s+)?(?:(\d{1,2})\s+([a-z]{3})[a-z]*|([a-z]{3})[a-z]*\s+(\d{1,2}),?)\s+(\d{4})${clock}${zoned}$`,
  'i',
)
const namedClockFirst = /^(?:[a-z]{3}\s+)([a-z]{3})\s+(\d{1,2})\s+(\d{1,2}):(\d{2}):(\d{2})\s+(\d{4})$/i

/** An instant, or null where it is none. A number with dots has its day first; slashes say what `order` says. */
export function readMoment(text: string, zone: string, order: DateOrder): string | null {
  const written = text.trim()
  if (written.length > 60) return null
  const iso = yearFirst.exec(written)
  if (iso) return instant([iso[1], iso[2], iso[3]], iso.slice(4, 9), iso[9], zone)
  const last = yearLast.exec(written)
  if (last) {
    const monthFirst = last[2] === '/' ? order === 'mdy' : last[2] === '-' && order === 'mdy'
    return instant([last[4], monthFirst ? last[1] : last[3], monthFirst ? last[3] : last[1]], last.slice(5, 10), last[10], zone)
  }
  const word = named.exec(written)
  if (word) return instant([word[5], monthOf(word[2] ?? word[3]), word[1] ?? word[4]], word.slice(6, 11), word[11], zone)
  const unix = namedClockFirst.exec(written)
  return unix ? instant([unix[6], monthOf(unix[1]), unix[2]], [unix[3], unix[4], unix[5], undefined, undefined], undefined, zone) : null
}

const monthOf = (name = '') => String(months.indexOf(name.slice(0, 3).toLowerCase()) + 1)

type Part = string | undefined

function instant([year, month, day]: Part[], [hour, minute, second, fraction, half]: Part[], offset: Part, zone: string): string | null {
  const given = Number(hour ?? 0)
  if (half !== undefined && (given < 1 || given > 12)) return null
  const hours = half === undefined ? given : (given % 12) + (half.toLowerCase().startsWith('p') ? 12 : 0)
  const at = DateTime.fromObject(
    {
      year: Number(year),
      month: Number(month),
      day: Number(day),
      hour: hours,
      minute: Number(minute ?? 0),
      second: Number(second ?? 0),
      millisecond: Math.trunc(Number(`0.${fraction ?? 0}`) * 1000),
    },
    { zone: offset === undefined ? zone : /^[+-]/.test(offset) ? `UTC${offset.slice(0, 3)}:${offset.slice(-2)}` : 'UTC' },
  )
  if (!at.isValid || at.year < 1000 || at.year > 9999) return null
  const utc = new Date(at.toMillis()).toISOString()
  return /^[1-9]\d{3}-/.test(utc) ? utc : null
}

/** Whether the desk knows this time zone. */
export const zoneExists = (zone: string) => DateTime.local({ zone }).isValid
