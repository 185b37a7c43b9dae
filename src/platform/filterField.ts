/** What a filter can ask of a field: the operators of each type, and what their values may be. Forms, the search box and the server ask here. */
import { fold } from './fold.ts'
import { conditionsOf, type Condition, type Filter, type FilterProblem, type Operator, type Value } from './filter.ts'
import { wellFormed } from './shapes.ts'

export const filterTypes = [
  'text',
  'address',
  'number',
  'flag',
  'yes_no',
  'choice',
  'option',
  'moment',
  'date',
  'time',
  'user',
  'category',
  'status',
  'contact',
  'account',
  'ticket',
  'search',
] as const
export type FilterType = (typeof filterTypes)[number]

/** A field as filters know it. */
export interface FilterField {
  key: string
  /** Its name in the search box. */
  word: string
  type: FilterType
  /** Its value is a set. */
  several: boolean
  operators: readonly Operator[]
  /** Where its label stands in the words; a custom field brings its title instead. */
  label: string
  title?: string
  /** What a choice can be. */
  choices?: readonly string[]
  /** The options of a custom field. */
  options?: readonly { id: number; title: string; removed: boolean }[]
  /** Says something else for each reader: starred, mentioned. */
  ofReader?: true
  /** Whole numbers only. */
  whole?: true
}
export type Catalogue = ReadonlyMap<string, FilterField>

const presence = ['empty', 'not_empty'] as const
const equality = ['is', 'is_not', 'one_of', 'none_of'] as const
const sets = ['has_any', 'has_all', 'has_none', 'is_exactly'] as const
const parts = ['contains', 'not_contains', 'starts_with'] as const
const times = ['is', 'is_not', 'before', 'after', 'between'] as const
const lengths = ['within_last', 'within_next'] as const

/** `filled`: it is never empty, so nobody asks. */
export function operatorsOf(type: FilterType, { several = false, filled = false } = {}): readonly Operator[] {
  const asked = filled ? [] : presence
  const texts = type === 'text' || type === 'address' ? parts : []
  if (several) return [...(type === 'moment' || type === 'date' ? sets.slice(0, 3) : sets), ...texts, ...asked]
  if (type === 'flag') return ['is']
  if (type === 'yes_no') return ['is', 'is_not', ...presence]
  if (type === 'search') return ['matches']
  if (type === 'moment' || type === 'date') return [...times, ...lengths, ...asked]
  if (type === 'time') return [...times, ...asked]
  if (type === 'number') return [...equality, 'less', 'at_most', 'greater', 'at_least', 'between', ...asked]
  return [...equality, ...texts, ...asked]
}

const one: ReadonlySet<Operator> = new Set<Operator>([
  'is',
  'is_not',
  'contains',
  'not_contains',
  'starts_with',
  'before',
  'after',
  'less',
  'greater',
  'at_most',
  'at_least',
])
const list: ReadonlySet<Operator> = new Set<Operator>(['one_of', 'none_of', 'has_any', 'has_all', 'has_none', 'is_exactly'])

/** How many values an operator takes. */
export function arity(op: Operator): 'none' | 'one' | 'list' | 'range' | 'length' | 'words' {
  if (one.has(op)) return 'one'
  if (list.has(op)) return 'list'
  if (op === 'between') return 'range'
  if (op === 'matches') return 'words'
  return op === 'within_last' || op === 'within_next' ? 'length' : 'none'
}

/** Days that move with the reader's clock. */
export const relativeDays = ['today', 'yesterday', 'tomorrow', 'start_of_week', 'start_of_month'] as const
export type RelativeDay = (typeof relativeDays)[number]
export const isRelativeDay = (value: unknown): value is RelativeDay => relativeDays.some((day) => day === value)
/** Users that are someone else for each reader. */
export const relativeUsers = ['me', 'my_team'] as const

const unit: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 }
const length = /^(\d{1,5})([mhdw])$/
const offset = /^([+-])(\d{1,5}[mhdw])$/

/** `7d` in milliseconds; null: no length. */
export function lengthMs(text: string): number | null {
  const [, count = '', name = ''] = length.exec(text) ?? []
  return name === '' ? null : Number(count) * (unit[name] ?? 0)
}

/** `-7d` in milliseconds from now, and `now` itself; null: no such value. */
export function offsetMs(text: string): number | null {
  if (text === 'now') return 0
  const [, sign = '', rest = ''] = offset.exec(text) ?? []
  const ms = lengthMs(rest)
  return ms === null ? null : sign === '-' ? -ms : ms
}

/** Years that every zone and the database can tell. */
const inReach = (iso: string) => iso >= '1000' && iso < '9998'

export const isDay = (text: string) => /^\d{4}-\d\d-\d\d$/.test(text) && inReach(text) && dayThere(text)
/** There is no 30th of February. */
const dayThere = (text: string) => {
  const at = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text)
}
const isInstant = (text: string) =>
  /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/.test(text) &&
  isDay(text.slice(0, 10)) &&
  !Number.isNaN(Date.parse(text)) &&
  inReach(new Date(text).toISOString())
const isTime = (text: string) => /^([01]\d|2[0-3]):[0-5]\d$/.test(text)

/** Why one value is none for a field; null: it is one. */
function oneProblem({ type, choices, whole }: FilterField, value: unknown): string | null {
  const check = checks[type]
  if (check) return check(value)
  if (type === 'choice') return typeof value === 'string' && choices?.includes(value) ? null : 'not_a_choice'
  if (type === 'number') {
    if (typeof value !== 'number') return 'not_a_number'
    return whole && !Number.isSafeInteger(value) ? 'not_a_whole_number' : null
  }
  if (type === 'user' && relativeUsers.some((known) => known === value)) return null
  return referenceProblem(value)
}

const textCheck = (code: string, holds: (text: string) => boolean) => (value: unknown) =>
  typeof value === 'string' && holds(value) ? null : code
const yesOrNo = (value: unknown) => (typeof value === 'boolean' ? null : 'not_yes_or_no')
const checks: Partial<Record<FilterType, (value: unknown) => string | null>> = {
  text: textCheck('no_text', (text) => fold(text) !== ''),
  address: textCheck('no_text', (text) => wellFormed(text).trim() !== ''),
  flag: yesOrNo,
  yes_no: yesOrNo,
  moment: textCheck('not_a_moment', (text) => isRelativeDay(text) || offsetMs(text) !== null || isDay(text) || isInstant(text)),
  date: textCheck('not_a_day', (text) => isRelativeDay(text) || offsetMs(text) !== null || isDay(text)),
  time: textCheck('not_a_time', isTime),
}
const referenceProblem = (value: unknown) =>
  typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? null : 'not_a_reference'

/** What is wrong with a condition's value. */
function valueProblem(field: FilterField, { op, value }: Condition): FilterProblem | null {
  const check = (given: unknown, ...path: (string | number)[]) => {
    const code = oneProblem(field, given)
    return code === null ? null : atValue(code, ...path)
  }
  const takes = arity(op)
  if (takes === 'none') return value === undefined ? null : atValue('no_value_wanted')
  if (takes === 'one') return value === undefined ? atValue('value_missing') : check(value)
  if (takes === 'length') return typeof value === 'string' && lengthMs(value) !== null ? null : atValue('not_a_length')
  if (takes === 'words') return typeof value === 'string' && value.trim() !== '' ? null : atValue('no_text')
  if (takes === 'range') return isRange(value) ? (check(value.from, 'from') ?? check(value.to, 'to')) : atValue('range_wanted')
  if (!Array.isArray(value)) return atValue('list_wanted')
  for (const [n, item] of value.entries()) {
    const problem = check(item, n)
    if (problem) return problem
  }
  return null
}
const atValue = (code: string, ...path: (string | number)[]): FilterProblem => ({ path: ['value', ...path], code })

export const isRange = (value: Value | undefined): value is { from: string | number; to: string | number } =>
  typeof value === 'object' && !Array.isArray(value)

/** What is wrong with a condition, if anything: its field, its operator or its value. */
export function conditionProblem(condition: Condition, catalogue: Catalogue): FilterProblem | null {
  const field = catalogue.get(condition.field)
  if (!field) return { path: ['field'], code: 'unknown_field', details: { field: condition.field } }
  if (!field.operators.includes(condition.op))
    return { path: ['op'], code: 'wrong_operator', details: { field: field.key, op: condition.op, operators: field.operators } }
  return valueProblem(field, condition)
}

/** What is wrong with a tree, each with the way to it. */
export function filterProblems(tree: Filter, catalogue: Catalogue): FilterProblem[] {
  const problems: FilterProblem[] = []
  for (const { condition, path } of conditionsOf(tree)) {
    const problem = conditionProblem(condition, catalogue)
    if (problem) problems.push({ ...problem, path: [...path, ...problem.path] })
  }
  return problems
}
