/** How conditions are written as words: `field`, a sign, values. The same table reads and writes them, in the browser and on the server. */
import type { Operator } from './filter.ts'
import type { Catalogue, FilterField, FilterType } from './filterField.ts'

/** Longest first: that is how they are looked for. */
export const signs = ['==', '^=', '<=', '>=', '!=', ':', '=', '<', '>'] as const
export type Sign = (typeof signs)[number]

/** Between values: any of them, all of them, from one to the other. */
export type Between = ',' | '&' | '..' | null

/** Words that no field may have. */
export const reservedWords = ['is', 'has', 'no', 'or', 'and', 'not'] as const

/** Names of what is kept by its number: Categories, Users, statuses … */
export interface Names {
  /** `many`: several have this name. */
  idOf: (field: FilterField, name: string) => number | 'many' | null
  nameOf: (field: FilterField, id: number) => string | null
}

export const isText = ({ type }: FilterField) => type === 'text' || type === 'address'
export const isTimed = ({ type }: FilterField) => type === 'moment' || type === 'date'
const isRanged = (field: FilterField) => isTimed(field) || field.type === 'number' || field.type === 'time'
/** Values of one word, in which a comma is nothing special. */
export const takesWhole = (field: FilterField, sign: Sign) => field.type === 'search' || (isText(field) && (sign === ':' || sign === '^='))

/** `last-7d`, `next-4h`. */
export const lengthWord = /^(last|next)-(\d+[mhdw])$/i

/** The operator that a sign means for a field; null: it means none. `length` says that the one value is a length. */
export function operatorOf(
  field: FilterField,
  sign: Sign,
  between: Between,
  listed: boolean,
  length: 'last' | 'next' | null,
): Operator | null {
  const { type, several } = field
  if (type === 'search') return sign === ':' || sign === '=' ? 'matches' : null
  if (isText(field) && sign === ':') return 'contains'
  if (isText(field) && sign === '^=') return 'starts_with'
  const plain = sign === ':' || sign === '='
  if (several) {
    if (sign === '==') return 'is_exactly'
    if (sign === '!=') return 'has_none'
    return plain ? (between === '&' ? 'has_all' : 'has_any') : null
  }
  if (sign === '!=') return listed ? 'none_of' : 'is_not'
  if (plain) {
    if (between === '..') return isRanged(field) ? 'between' : null
    if (length !== null && isTimed(field)) return length === 'last' ? 'within_last' : 'within_next'
    return listed ? 'one_of' : 'is'
  }
  if (type === 'number') return ofNumbers[sign] ?? null
  if (!isRanged(field)) return null
  // The end of a value is the beginning of the next: `<=` and `>` ask for that.
  if (sign === '<' || sign === '<=') return 'before'
  return sign === '>' || sign === '>=' ? 'after' : null
}

const ofNumbers: Partial<Record<Sign, Operator>> = { '<': 'less', '<=': 'at_most', '>': 'greater', '>=': 'at_least' }

/** What `-` before a condition makes of its operator. */
export const opposites: Partial<Record<Operator, Operator>> = {
  is: 'is_not',
  one_of: 'none_of',
  contains: 'not_contains',
  has_any: 'has_none',
  not_empty: 'empty',
}
export const originals: Partial<Record<Operator, Operator>> = Object.fromEntries(
  Object.entries(opposites).map(([original, opposite]) => [opposite, original]),
)

/** Kept by a number, written by a name. */
const named: ReadonlySet<FilterType> = new Set<FilterType>(['user', 'category', 'status', 'contact', 'account', 'option'])
export const isNamed = ({ type }: FilterField) => named.has(type)

const known = new WeakMap<Catalogue, ReadonlyMap<string, FilterField>>()
/** A field by its word or its key, in whatever case. */
export function fieldOfWord(catalogue: Catalogue, word: string): FilterField | undefined {
  let words = known.get(catalogue)
  if (!words) {
    const fields = [...catalogue.values()]
    words = new Map([...fields.map((one) => [one.key.toLowerCase(), one] as const), ...fields.map((one) => [one.word, one] as const)])
    known.set(catalogue, words)
  }
  return words.get(word.toLowerCase())
}
