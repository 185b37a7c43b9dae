/**
 * The one filter language: views, filter schemes, lists, bulk edit, exports, reports and automation keep and send this tree.
 *
 * What it means, once for its two forms (SQL and in memory):
 * - Every condition is true or false, never unknown. Empty is null, no text, no element. A condition that asks for something (*is*, *one of*,
 *   *contains*, *before* …) is false where the field is empty; *is not*, *none of*, *has none*, *does not contain* are its plain opposite
 *   and therefore include empty. An empty `and` is true, an empty `or` false, *one of* nothing false.
 * - Text is compared folded by `fold.ts` alone; addresses without the case of a to z; numbers as doubles; times in whole milliseconds.
 * - A day is the reader's own, midnight to midnight; a midnight that does not exist is the first moment after it, a doubled one the earlier.
 *   *before* is `<` the beginning of its value, *after* is `≥` it; *between* goes from the beginning of `from` to the end of a day `to`,
 *   or to just before a moment `to`. Numbers lie *between* with both ends.
 * - `me`, `my_team`, `today`, `-7d` … are the reader's at the moment of asking; the tree keeps them as they are. `-7d` is 7 × 24 hours.
 * - What names something that is gone narrows: it matches nothing, under *not* too, and the filter needs repair.
 * - A filter that does not speak of the bin leaves out what lies in it; merged tickets are in no list.
 */
import { z } from 'zod'
import { wellFormed } from './shapes.ts'

export const operators = [
  'is',
  'is_not',
  'one_of',
  'none_of',
  'contains',
  'not_contains',
  'starts_with',
  'empty',
  'not_empty',
  'before',
  'after',
  'between',
  'within_last',
  'within_next',
  'less',
  'greater',
  'at_most',
  'at_least',
  'has_any',
  'has_all',
  'has_none',
  'is_exactly',
  'matches',
] as const
export type Operator = (typeof operators)[number]

export type Value = string | number | boolean | (string | number)[] | { from: string | number; to: string | number }

/** *field – operator – value*. */
export interface Condition {
  field: string
  op: Operator
  value?: Value
}
export type Filter = { and: Filter[] } | { or: Filter[] } | { not: Filter } | Condition

/** Everything there is, but for the bin. */
export const everything: Filter = { and: [] }

export const most = { depth: 12, conditions: 200, values: 1000, text: 500 } as const

/** Where in a tree something is wrong: `path` leads to the value, the operator or the field. */
export interface FilterProblem {
  path: (string | number)[]
  code: string
  details?: Record<string, unknown>
}

const anyFilter = z
  .unknown()
  .superRefine((given, ctx) => {
    for (const { path, code } of formProblems(given))
      ctx.addIssue({ code: 'custom', path, message: `Not a filter: ${code}.`, params: { code } })
  })
  .meta({ description: 'A filter: {and: […]}, {or: […]}, {not: …} or a condition {field, op, value}.' })
/** A tree as it is stored and sent: its form and size, not yet whether its fields exist. */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the refinement has looked at all of it
export const filter = anyFilter as unknown as z.ZodType<Filter, Filter>

/** All conditions of a tree, with the way to each. */
export function* conditionsOf(
  tree: Filter,
  path: (string | number)[] = [],
): Generator<{ condition: Condition; path: (string | number)[] }> {
  if ('and' in tree) for (const [n, part] of tree.and.entries()) yield* conditionsOf(part, [...path, 'and', n])
  else if ('or' in tree) for (const [n, part] of tree.or.entries()) yield* conditionsOf(part, [...path, 'or', n])
  else if ('not' in tree) yield* conditionsOf(tree.not, [...path, 'not'])
  else yield { condition: tree, path }
}

/** What holds where all of these hold. */
export function allOf(...trees: readonly Filter[]): Filter {
  const parts = trees.flatMap((tree) => ('and' in tree ? tree.and : [tree]))
  return parts.length === 1 && parts[0] ? parts[0] : { and: parts }
}

const knownOperators: ReadonlySet<unknown> = new Set(operators)
const isObject = (given: unknown): given is Record<string, unknown> => typeof given === 'object' && given !== null && !Array.isArray(given)

/** Stops at the first thing that is wrong: what comes from outside may be anything. */
function formProblems(given: unknown): FilterProblem[] {
  let conditions = 0
  const look = (node: unknown, path: (string | number)[], depth: number): FilterProblem | null => {
    const wrong = (code: string, ...more: string[]) => ({ path: [...path, ...more], code })
    if (depth > most.depth) return wrong('too_deep')
    if (!isObject(node)) return wrong('not_a_filter')
    const keys = Object.keys(node)
    for (const list of ['and', 'or'] as const) {
      const parts = node[list]
      if (parts === undefined) continue
      if (keys.length > 1 || !Array.isArray(parts)) return wrong('not_a_filter', list)
      if (parts.length > most.conditions) return wrong('too_many_conditions', list)
      for (const [n, part] of parts.entries()) {
        const problem = look(part, [...path, list, n], depth + 1)
        if (problem) return problem
      }
      return null
    }
    if ('not' in node) return keys.length > 1 ? wrong('not_a_filter') : look(node['not'], [...path, 'not'], depth + 1)
    if (++conditions > most.conditions) return wrong('too_many_conditions')
    if (typeof node['field'] !== 'string' || node['field'].length > 100) return wrong('unknown_field', 'field')
    if (!knownOperators.has(node['op'])) return wrong('unknown_operator', 'op')
    if (!keys.every((key) => key === 'field' || key === 'op' || key === 'value')) return wrong('not_a_filter')
    return isValue(node['value']) ? null : wrong('wrong_value', 'value')
  }
  const problem = look(given, [], 1)
  return problem ? [problem] : []
}

function isValue(given: unknown): given is Value | undefined {
  if (given === undefined || typeof given === 'boolean' || isOne(given)) return true
  if (Array.isArray(given)) return given.length <= most.values && given.every(isOne)
  return isObject(given) && Object.keys(given).length === 2 && isOne(given['from']) && isOne(given['to'])
}
/** Text that the database could not keep is none. */
const isOne = (given: unknown) =>
  typeof given === 'string' ? given.length <= most.text && wellFormed(given) === given : typeof given === 'number' && Number.isFinite(given)
