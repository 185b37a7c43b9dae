/** A filter written as words: what the search box shows of it. Read again, they are the same filter. */
import type { Condition, Filter, Operator, Value } from './filter.ts'
import { isRange, type Catalogue, type FilterField } from './filterField.ts'
import { parseWords } from './filterWords.ts'
import { isNamed, isText, originals, type Names } from './wordSyntax.ts'

/** A condition of a field that is gone keeps its key, so that reading it again points at it. */
export function formatWords(filter: Filter, catalogue: Catalogue, names: Names): string {
  if ('and' in filter && filter.and.length !== 1) return joined(filter.and, catalogue, names)
  return written(filter, { catalogue, names })
}

interface Desk {
  catalogue: Catalogue
  names: Names
}

function joined(parts: readonly Filter[], catalogue: Catalogue, names: Names): string {
  let bare = false
  const texts = parts.map((part) => {
    const text = 'field' in part && part.field === 'text' ? bareText(part, { catalogue, names }) : null
    // Bare words beside each other would be read as one question.
    const isBare = text !== null && !bare
    bare = isBare
    if (isBare) return text
    return 'field' in part ? condition(part, { catalogue, names }) : written(part, { catalogue, names })
  })
  return texts.join(' ')
}

function written(filter: Filter, desk: Desk): string {
  if ('not' in filter) return `not ${'field' in filter.not ? single(filter.not, desk) : written(filter.not, desk)}`
  if ('and' in filter) {
    const text = joined(filter.and, desk.catalogue, desk.names)
    return filter.and.length === 1 ? `(and ${text})` : `(${text})`
  }
  if ('or' in filter) {
    const text = filter.or.map((part) => written(part, desk)).join(' or ')
    return filter.or.length > 1 ? `(${text})` : text === '' ? '(or)' : `(or ${text})`
  }
  return bareText(filter, desk) ?? condition(filter, desk)
}

/** As *not* takes it: one word. */
function single(one: Condition, desk: Desk): string {
  const text = bareText(one, desk)
  return text === null || /\s/.test(text) ? condition(one, desk) : text
}

/** Words that can stand as they are. */
function bareText({ op, value }: Condition, { catalogue, names }: Desk): string | null {
  if (op !== 'matches' || typeof value !== 'string') return null
  const { filter } = parseWords(value, catalogue, names)
  return filter && 'field' in filter && filter.field === 'text' && filter.op === op && filter.value === value ? value : null
}

function condition({ field: key, op, value }: Condition, { catalogue, names }: Desk): string {
  const field = catalogue.get(key)
  if (!field) return `${key}:${value === undefined ? '""' : quoted(typeof value === 'object' ? JSON.stringify(value) : String(value))}`
  if (field.type === 'flag') return value === true ? `is:${field.word}` : `-is:${field.word}`
  if (op === 'not_empty') return `has:${field.word}`
  if (op === 'empty') return `no:${field.word}`
  const original = originals[op]
  if (original !== undefined)
    return `-${condition({ field: key, op: original, ...(value === undefined ? {} : { value }) }, { catalogue, names })}`
  return field.word + signAndValue(field, op, value, (one) => writtenValue(field, one, names))
}

const signOf: Partial<Record<Operator, string>> = {
  starts_with: '^=',
  is_exactly: '==',
  before: '<',
  less: '<',
  at_most: '<=',
  greater: '>',
  after: '>=',
  at_least: '>=',
}

function signAndValue(field: FilterField, op: Operator, value: Value | undefined, write: (one: unknown) => string): string {
  const sign = signOf[op] ?? (isText(field) && op !== 'contains' ? '=' : ':')
  if (op === 'within_last') return `${sign}last-${write(value)}`
  if (op === 'within_next') return `${sign}next-${write(value)}`
  if (isRange(value)) return `${sign}${write(value.from)}..${write(value.to)}`
  if (!Array.isArray(value)) return sign + write(value)
  const between = op === 'has_all' ? '&' : ','
  // One alone reads as a list where the sign says so or its field is a set.
  const only = value.length === 0 || (value.length === 1 && (op === 'one_of' || op === 'has_all'))
  return sign + value.map(write).join(between) + (only ? between : '')
}

function writtenValue(field: FilterField, value: unknown, names: Names): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value === 'number') {
    if (field.type === 'ticket') return `#${value}`
    return isNamed(field) ? writtenName(field, value, names) : String(value)
  }
  const text = String(value)
  return isText(field) || field.type === 'search' ? plainOrQuoted(text) : text
}

function writtenName(field: FilterField, id: number, names: Names): string {
  const name = names.nameOf(field, id)
  return name === null || name === '' || names.idOf(field, name) !== id ? `#${id}` : plainOrQuoted(name)
}

const relative = /^(me|my[-_]team)$/i
const plainOrQuoted = (text: string) =>
  /^[\p{L}\p{N}_@.+-]+$/u.test(text) && !relative.test(text) && !text.includes('..') ? text : quoted(text)
const quoted = (text: string) => `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`
