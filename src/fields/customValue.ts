/** The values of custom fields: read from whatever someone sends, kept in one form per type, shown as text. Each field's reader is made once. */
import { isEmpty } from '#platform/field.ts'
import { holdsSeveral, most, type CustomField } from './customField.ts'
import { readerOf, type One, type Reason } from './readOne.ts'

/** One value, a set of them, or empty. Empty is always null. */
export type CustomValue = One | readonly One[] | null
/** As a row keeps them: by the field's number. What is missing is empty. */
export type CustomValues = Readonly<Record<string, unknown>>

/** The value in its kept form, or why it can't be one: the rule `invalid_value`. */
export type ReadValue = { value: CustomValue; reason?: undefined } | { reason: ValueReason; value?: undefined }
export type ValueReason = Reason | 'too_many_values' | 'not_several'

/** What a field makes of values. */
export interface ValueShape {
  read: (given: unknown, before?: unknown) => ReadValue
  held: (stored: unknown) => CustomValue
}

const shapes = new WeakMap<CustomField, ValueShape>()

/** Made once for each field as it was loaded: a changed field is another object. */
export function valueShape(field: CustomField): ValueShape {
  let shape = shapes.get(field)
  if (!shape) shapes.set(field, (shape = makeShape(field)))
  return shape
}

/** `before` is the kept value: an option removed meanwhile may stay in it. Reading what was read changes nothing. */
export const readValue = (field: CustomField, given: unknown, before: unknown = null): ReadValue => valueShape(field).read(given, before)

/** A kept value as its field means it; one of another type counts as empty. One alone stands for a set of one. */
export const heldValue = (field: CustomField, stored: unknown): CustomValue => valueShape(field).held(stored)

/** The value of a field in a row. */
export const valueIn = (field: CustomField, values: CustomValues): CustomValue => {
  const stored = values[field.id]
  return stored === undefined || stored === null ? null : heldValue(field, stored)
}

/** The Users that a value names; whether they exist, the server asks. */
export const usersIn = (field: CustomField, value: CustomValue): number[] =>
  field.type === 'user' ? listOf(value).filter((one) => typeof one === 'number') : []

/** A value, or each of several, as a list. */
export const listOf = (value: CustomValue): readonly One[] => (isList(value) ? value : value === null ? [] : [value])
const isList = (value: CustomValue): value is readonly One[] => Array.isArray(value)

function makeShape(field: CustomField): ValueShape {
  const one = readerOf(field)
  if (!holdsSeveral(field)) {
    const read = (given: unknown, before: unknown = null): ReadValue => {
      if (isEmpty(given)) return empty
      if (Array.isArray(given)) return { reason: 'not_several' }
      return one(given, (value) => value === before)
    }
    return { read, held: heldBy(read) }
  }
  const limit = field.several ? most.several : most.options
  const read = (given: unknown, before: unknown = null): ReadValue => {
    if (isEmpty(given)) return empty
    const list: readonly unknown[] = Array.isArray(given) ? given : [given]
    if (list.length > most.optionsEver) return { reason: 'too_many_values' }
    const was = (value: One) => value === before || (Array.isArray(before) && before.includes(value))
    const values = new Set<One>()
    for (const item of list) {
      if (isEmpty(item)) continue
      const result = Array.isArray(item) ? ({ reason: 'not_several' } as const) : one(item, was)
      if (result.reason !== undefined) return { reason: result.reason }
      if (result.value !== null) values.add(result.value)
    }
    if (values.size > limit) return { reason: 'too_many_values' }
    return values.size === 0 ? empty : { value: [...values] }
  }
  return { read, held: heldBy(read) }
}

/** What is kept was once allowed: a removed option in it stays. */
const heldBy =
  (read: ValueShape['read']) =>
  (stored: unknown): CustomValue =>
    read(stored, stored).value ?? null

const empty: ReadValue = { value: null }
