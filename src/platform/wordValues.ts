/** The values of a condition as they were written, and as its field keeps them. */
import type { Operator, Value } from './filter.ts'
import { isDay, type FilterField } from './filterField.ts'
import { isNamed, isTimed, lengthWord, type Names, type Sign } from './wordSyntax.ts'

/** One value as it was written, and where. */
export interface Part {
  text: string
  quoted: boolean
  from: number
  to: number
}

/** Says what cannot be read, and where it stands. */
export type Tell = (code: string, at: Pick<Part, 'from' | 'to'>, more?: Record<string, unknown>) => void

interface Written {
  field: FilterField
  op: Operator
  sign: Sign
  parts: readonly Part[]
  names: Names
  tell: Tell
}

const lists: ReadonlySet<Operator> = new Set<Operator>(['one_of', 'none_of', 'has_any', 'has_all', 'has_none', 'is_exactly'])
const isNoFlag = (one: string | number | boolean) => typeof one !== 'boolean'

/** What cannot be read is told. */
export function writtenValue(written: Written): Value | undefined {
  const { field, op, sign, parts, tell } = written
  const [first, second] = parts
  if (lists.has(op)) return parts.map((part) => oneValue(written, part)).filter(isNoFlag)
  if (!first) return undefined
  const last = parts.at(-1) ?? first
  if (op === 'between') {
    if (!second || parts.length > 2) {
      tell('range_wanted', { from: first.from, to: last.to })
      return undefined
    }
    const [from, to] = [oneValue(written, first), oneValue(written, second)]
    return typeof from === 'boolean' || typeof to === 'boolean' ? undefined : { from, to }
  }
  if (op === 'within_last' || op === 'within_next') return lengthWord.exec(first.text)?.[2]?.toLowerCase()
  if (second) tell('one_value', { from: second.from, to: last.to })
  const one = oneValue(written, first)
  if ((sign !== '<=' && sign !== '>') || field.type === 'number' || typeof one !== 'string') return one
  const next = nextOf(one)
  if (next === null) tell('no_next', first)
  return next ?? one
}

/** One value as its field keeps it. */
function oneValue(written: Written, part: Part): string | number | boolean {
  const { field, tell } = written
  const { text, quoted } = part
  if (isNamed(field)) return namedValue(written, part)
  if (field.type === 'number' || field.type === 'ticket') {
    const digits = field.type === 'ticket' || field.whole ? text.replace(/^#/, '') : text
    if (/^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(digits)) return Number(digits)
    tell(field.type === 'ticket' ? 'not_a_reference' : 'not_a_number', part)
    return 0
  }
  const lower = text.toLowerCase()
  if (field.type === 'flag' || field.type === 'yes_no') {
    if (lower !== 'yes' && lower !== 'no') tell('not_yes_or_no', part)
    return lower === 'yes'
  }
  if (field.type === 'choice') return field.choices?.find((choice) => choice === lower) ?? text
  return isTimed(field) && !quoted && /^[a-z]/i.test(text) ? lower.replaceAll('-', '_') : text
}

function namedValue({ field, names, tell }: Written, part: Part): string | number {
  const { text, quoted } = part
  if (!quoted) {
    const word = text.toLowerCase().replaceAll('-', '_')
    if (field.type === 'user' && (word === 'me' || word === 'my_team')) return word
    if (/^#\d{1,15}$/.test(text)) return Number(text.slice(1))
  }
  const id = names.idOf(field, text)
  if (typeof id === 'number') return id
  tell(id === 'many' ? 'ambiguous_name' : 'unknown_name', part, { name: text })
  return 0
}

const followers: Readonly<Record<string, string>> = { yesterday: 'today', today: 'tomorrow' }
/** The value that begins where this one ends; null: there is no word for it. */
function nextOf(text: string): string | null {
  if (isDay(text)) return new Date(Date.parse(`${text}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)
  const follower = followers[text]
  if (follower !== undefined) return follower
  if (/^\d{4}-.*T/.test(text) && !Number.isNaN(Date.parse(text))) return new Date(Date.parse(text) + 1).toISOString()
  return text === 'now' || /^[+-]\d/.test(text) ? text : null
}
