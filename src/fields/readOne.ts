/** How one value of each type is read: checked, and brought to the form in which it is kept. */
import { z } from 'zod'
import { normaliseAddress } from '#platform/emailAddress.ts'
import { normalisePhone } from '#platform/phoneNumber.ts'
import { wellFormed } from '#platform/shapes.ts'
import { most, type CustomField, type FieldType } from './customField.ts'

export interface Address {
  street: string
  city: string
  zip: string
  country: string
}
export type One = string | number | boolean | Address
export const addressParts = ['street', 'city', 'zip', 'country'] as const

/** Why something is no value of a field. */
export type Reason =
  | 'not_text'
  | 'too_long'
  | 'not_a_number'
  | 'not_yes_or_no'
  | 'no_such_date'
  | 'no_such_time'
  | 'no_such_moment'
  | 'no_such_option'
  | 'option_removed'
  | 'not_an_email'
  | 'not_a_phone'
  | 'not_a_url'
  | 'not_an_address'
  | 'not_a_user'

export type ReadOne = { value: One | null; reason?: undefined } | { reason: Reason; value?: undefined }
/** `was`: whether the value stood there before; what stood there may stay. */
type Reader = (given: unknown, was: (value: One) => boolean) => ReadOne

/** The reader of a field's type; that of a select knows its options. */
export function readerOf(field: CustomField): Reader {
  if (field.type !== 'select' && field.type !== 'multi_select') return readers[field.type]
  const removed = new Map(field.options.map((option) => [option.id, option.removed]))
  return (given, was) => {
    const gone = typeof given === 'number' ? removed.get(given) : undefined
    if (gone === undefined || typeof given !== 'number') return { reason: 'no_such_option' }
    return gone && !was(given) ? { reason: 'option_removed' } : { value: given }
  }
}

/** Text that a function makes its value of; null where it is none. White space alone is empty. */
const textual =
  (make: (text: string) => string | null, reason: Reason, max: number = most.text): Reader =>
  (given) => {
    if (typeof given !== 'string') return { reason: 'not_text' }
    if (given.length > 4 * max) return { reason: 'too_long' }
    const repaired = wellFormed(given)
    if (repaired.trim() === '') return { value: null }
    const value = make(repaired)
    if (value === null) return { reason }
    return value.length > max ? { reason: 'too_long' } : { value }
  }

const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ').trim()

const readers: Record<Exclude<FieldType, 'select' | 'multi_select'>, Reader> = {
  text: textual(oneLine, 'not_text'),
  long_text: textual((text) => text.replaceAll(/\r\n?/g, '\n'), 'not_text', most.longText),
  number: (given) =>
    typeof given === 'number' && Number.isFinite(given) ? { value: given === 0 ? 0 : given } : { reason: 'not_a_number' },
  yes_no: (given) => (typeof given === 'boolean' ? { value: given } : { reason: 'not_yes_or_no' }),
  date: textual((text) => (dateExists(text.trim()) ? text.trim() : null), 'no_such_date'),
  time: textual((text) => (timePattern.test(text.trim()) ? text.trim() : null), 'no_such_time'),
  date_time: textual((text) => moment(text.trim()), 'no_such_moment'),
  email: textual(normaliseAddress, 'not_an_email'),
  phone: textual(normalisePhone, 'not_a_phone'),
  url: textual(url, 'not_a_url', most.url),
  address,
  user: (given) => (typeof given === 'number' && Number.isSafeInteger(given) && given > 0 ? { value: given } : { reason: 'not_a_user' }),
}

const timePattern = /^([01]\d|2[0-3]):[0-5]\d$/
const datePattern = /^\d{4}-\d{2}-\d{2}$/

/** `yyyy-mm-dd` of a day that there was or will be. */
function dateExists(text: string) {
  if (!datePattern.test(text) || text < '0001') return false
  const time = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
}

const momentPattern = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d([.,]\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/i

/** An instant in UTC with whole milliseconds. */
function moment(text: string) {
  const date = momentPattern.exec(text)?.[1]
  if (date === undefined || !dateExists(date)) return null
  const time = Date.parse(text.replace(',', '.').toUpperCase())
  if (Number.isNaN(time)) return null
  const utc = new Date(time).toISOString()
  return utc.length === 24 && utc >= '0001' ? utc : null
}

const webAddress = z.url({ protocol: /^https?$/, normalize: true })
const bareHost = /^[\p{L}\p{N}_-]+(\.[\p{L}\p{N}_-]+)+(:\d{1,5})?([/?#]|$)/u

/** http and https only, without a name or password before the host. A host alone is taken as https. */
function url(text: string) {
  const written = text.trim()
  const read = webAddress.safeParse(bareHost.test(written) ? `https://${written}` : written)
  if (!read.success) return null
  return /^https?:\/\/[^/?#]*@/.test(read.data) ? null : read.data
}

function address(given: unknown): ReadOne {
  if (typeof given !== 'object' || given === null) return { reason: 'not_an_address' }
  const value: Address = { street: '', city: '', zip: '', country: '' }
  for (const [key, part] of Object.entries(given)) {
    const name = addressParts.find((known) => known === key)
    if (name === undefined) return { reason: 'not_an_address' }
    if (part === null || part === undefined) continue
    if (typeof part !== 'string') return { reason: 'not_an_address' }
    if (part.length > 4 * most.text) return { reason: 'too_long' }
    value[name] = oneLine(wellFormed(part))
    if (value[name].length > 200) return { reason: 'too_long' }
  }
  return { value: addressParts.every((part) => value[part] === '') ? null : value }
}
