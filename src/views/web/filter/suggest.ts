/** What the search box offers for the word at the caret: fields by their names, and the values of the field that was begun. Pure. */
import type { Filter } from '#platform/filter.ts'
import { relativeDays, type FilterField } from '#platform/filterField.ts'
import { formatWords } from '#platform/formatWords.ts'
import { fold } from '#platform/fold.ts'
import { fieldOfWord, type Names } from '#platform/wordSyntax.ts'
import type { FilterFields } from './useFilterFields.ts'

export interface Suggestion {
  /** What stands in the box instead of the word. */
  insert: string
  label: string
  hint: string
}
export interface Suggestions {
  from: number
  to: number
  options: readonly Suggestion[]
}

const most = 8
const begun = /(-?)(\p{L}[\p{L}\p{N}_.-]*)(==|\^=|<=|>=|!=|[:=<>])((?:"[^"]*"?|[^\s()"])*)$/u
const word = /(?:^|[\s(])(-?)(\p{L}[\p{L}\p{N}_.-]*)$/u

/** Nothing while nothing of a word is there. */
export function suggest(text: string, caret: number, fields: FilterFields, names: Names): Suggestions | null {
  const before = text.slice(0, caret)
  const inValue = begun.exec(before)
  if (inValue) {
    const [whole, minus = '', name = '', sign = '', typed = ''] = inValue
    const field = fieldOfWord(fields.catalogue, name)
    const from = caret - whole.length
    if (field) return { from, to: caret, options: valuesOf(field, typed, fields, names, (value) => `${minus}${name}${sign}${value}`) }
    const presence = ['is', 'has', 'no'].includes(name.toLowerCase())
    return presence ? { from, to: caret, options: flags(fields, typed, (one) => `${minus}${name}:${one}`) } : null
  }
  const [, minus = '', typed = ''] = word.exec(before) ?? []
  if (typed === '') return null
  const options = [...fields.catalogue.values()]
    .filter((field) => field.type !== 'search' && (starts(field.word, typed) || starts(fields.label(field.key), typed)))
    .slice(0, most)
    .map((field) => ({
      insert: field.type === 'flag' ? `${minus}is:${field.word} ` : `${minus}${field.word}:`,
      label: fields.label(field.key),
      hint: field.type === 'flag' ? `is:${field.word}` : `${field.word}:`,
    }))
  return options.length > 0 ? { from: caret - typed.length - minus.length, to: caret, options } : null
}

const starts = (name: string, typed: string) =>
  fold(name)
    .split(/[\s.-]+/)
    .concat(fold(name))
    .some((part) => part.startsWith(fold(typed)))

const flags = (fields: FilterFields, typed: string, write: (word: string) => string): Suggestion[] =>
  [...fields.catalogue.values()]
    .filter((field) => field.type === 'flag' && (typed === '' || starts(field.word, typed) || starts(fields.label(field.key), typed)))
    .slice(0, most)
    .map((field) => ({ insert: `${write(field.word)} `, label: fields.label(field.key), hint: field.word }))

function valuesOf(field: FilterField, typed: string, fields: FilterFields, names: Names, write: (value: string) => string): Suggestion[] {
  const [last = '', ...earlier] = typed.split(',').toReversed()
  const wanted = last.replaceAll('"', '')
  const kept = earlier.length > 0 ? `${earlier.toReversed().join(',')},` : ''
  const offer = (value: string, label: string) => ({ insert: `${write(kept + value)} `, label, hint: value })
  const choices = fields.choices(field)
  if (choices)
    return choices
      .filter((choice) => wanted === '' || starts(choice.name ?? choice.label, wanted) || starts(String(choice.value), wanted))
      .slice(0, most)
      .map((choice) => offer(written(field, choice.value, fields, names), choice.label))
  if (field.type === 'moment' || field.type === 'date')
    return ['now', ...relativeDays.map((day) => day.replaceAll('_', '-')), 'last-7d', 'next-4h', '-2h', '+1d']
      .filter((one) => one.startsWith(wanted.toLowerCase()))
      .slice(0, most)
      .map((one) => offer(one, one.replaceAll('-', ' ').trim()))
  if (field.type === 'yes_no' || field.type === 'flag') return ['yes', 'no'].map((one) => offer(one, one))
  return []
}

/** A value as the words write it. */
function written(field: FilterField, value: string | number, fields: FilterFields, names: Names): string {
  const filter: Filter = field.several ? { field: field.key, op: 'has_any', value: [value] } : { field: field.key, op: 'is', value }
  return formatWords(filter, fields.catalogue, names).slice(field.word.length + 1)
}
