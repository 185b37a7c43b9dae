/** A field of something people can change: described once; form, history, filters, import and anonymising follow from it. */

/**
 * `unit`: coupled fields are one unit for conflicts (state + re-open, category + status, contact + account).
 * `personal`: holds personal data, so anonymising replaces it and its history values.
 */
export interface Field {
  type:
    | 'text'
    | 'long-text'
    | 'choice'
    | 'moment'
    | 'user'
    | 'category'
    | 'contact'
    | 'account'
    | 'ticket'
    | 'users'
    | 'statuses'
    | 'addresses'
  personal: boolean
  unit?: string
  /** Unordered and without repetition: concurrent saves merge by element. */
  set?: true
}

/** One changed field as a save sends it and as history keeps it. */
export interface Change<T = unknown> {
  from: T
  to: T
}

/** What a save adds to a set and takes from it. */
export interface SetChange<T = unknown> {
  add: readonly T[]
  remove: readonly T[]
}

/** Whether two values are the same; the order of an array's elements does not matter, empty is empty however it is written. */
export function same(a: unknown, b: unknown): boolean {
  if (a === b || (isEmpty(a) && isEmpty(b))) return true
  if (Array.isArray(a) && Array.isArray(b)) return sorted(a) === sorted(b)
  return typeof a === 'object' && typeof b === 'object' && sorted([a]) === sorted([b])
}

/** Empty: null, nothing, no text, no element. */
export const isEmpty = (value: unknown) =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)

const canonical = (_key: string, value: unknown): unknown =>
  value && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
    : value
const sorted = (values: readonly unknown[]) =>
  values
    .map((value) => JSON.stringify(value, canonical))
    .toSorted()
    .join()
