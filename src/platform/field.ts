/** A field of something people can change: described once; form, history, filters, import and anonymising follow from it. */

/**
 * `unit`: coupled fields are one unit for conflicts (state + re-open, category + status, contact + account).
 * `personal`: holds personal data, so anonymising replaces it and its history values.
 */
export interface Field {
  type: 'text' | 'long-text' | 'choice' | 'user' | 'category' | 'contact' | 'account' | 'set-of-users'
  personal: boolean
  unit?: string
}

/** One changed field as a save sends it and as history keeps it. */
export interface Change<T = unknown> {
  from: T
  to: T
}
