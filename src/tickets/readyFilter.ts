/** A filter made ready: checked against the desk's fields, in the few tests that both of its forms know. Still the same for every reader. */
import { conditionsOf, type Condition, type Filter, type FilterProblem, type Operator, type Value } from '#platform/filter.ts'
import { conditionProblem, type Catalogue, type FilterField } from '#platform/filterField.ts'
import { testOf } from './conditionTest.ts'
import type { Edge } from './readerClock.ts'

/** What one value is compared with. `me` and `team` are the reader's. */
export interface Members {
  values: readonly (string | number | boolean)[]
  me: boolean
  team: boolean
}

/** Each is false where the field is empty. Of a set, `contains`, `starts` and the ranges ask for an element. */
export type Test =
  | { test: 'filled' | 'flag' }
  | { test: 'member' | 'any' | 'all' | 'exactly'; members: Members }
  | { test: 'contains' | 'starts'; text: string }
  /** From the beginning of `from` to just before `to`. */
  | { test: 'times'; from: Edge | null; to: Edge | null }
  | { test: 'clock'; from: string | null; to: string | null }
  | { test: 'numbers'; from: number | null; to: number | null; open: boolean }
  | { test: 'words'; words: string }

export type Leaf = Test & { kind: 'leaf'; field: FilterField }
export type Ready =
  | { kind: 'and' | 'or'; parts: readonly Ready[] }
  | { kind: 'not'; part: Ready }
  /** Names what is gone, so it narrows: false, and true under *not*. */
  | { kind: 'gone' }
  | Leaf

export interface ReadyTree {
  tree: Ready
  /** What names something that is gone, or is not understood any more: the filter needs repair. */
  gone: FilterProblem[]
}

/** The number of what a value names, as it is now: what was merged goes by its survivor's. Null: it is gone. */
export type NumberNow = (type: FilterField['type'], id: number, field: FilterField) => number | null

/** The tree must have been looked at by `filterProblems`, or what is wrong with it counts as gone. */
export function readyTree(tree: Filter, catalogue: Catalogue, numberNow: NumberNow): ReadyTree {
  const gone: FilterProblem[] = []
  const make = (node: Filter, path: (string | number)[]): Ready => {
    if ('and' in node) return { kind: 'and', parts: node.and.map((part, n) => make(part, [...path, 'and', n])) }
    if ('or' in node) return { kind: 'or', parts: node.or.map((part, n) => make(part, [...path, 'or', n])) }
    if ('not' in node) return { kind: 'not', part: make(node.not, [...path, 'not']) }
    const problem = conditionProblem(node, catalogue)
    const field = catalogue.get(node.field)
    if (problem || !field) {
      gone.push({ code: 'unknown_field', ...problem, path: [...path, ...(problem?.path ?? ['field'])] })
      return { kind: 'gone' }
    }
    return makeCondition(node, field, (n) =>
      gone.push({ path: [...path, 'value', ...(n === null ? [] : [n])], code: 'gone', details: { field: field.key } }),
    )
  }

  function makeCondition({ op, value }: Condition, field: FilterField, tell: (n: number | null) => void): Ready {
    const kept = keptValues(value, field, tell)
    if (kept === null || (shorter(kept, value) && (op === 'has_all' || op === 'is_exactly'))) return { kind: 'gone' }
    const [positive, negated] = opposites[op] ?? [op, false]
    const made = testOf(positive, kept, field)
    return negated ? { kind: 'not', part: made } : made
  }

  /** Without the values that name something that is gone; null where none is left. */
  function keptValues(value: Value | undefined, field: FilterField, tell: (n: number | null) => void): Value | undefined | null {
    const now = <T>(one: T) => (typeof one === 'number' && references.has(field.type) ? numberNow(field.type, one, field) : one)
    if (!Array.isArray(value)) {
      const known = now(value)
      if (known === null) tell(null)
      return known
    }
    const left = value.flatMap((one, n) => {
      const known = now(one)
      if (known === null) tell(n)
      return known ?? []
    })
    return left.length === 0 && value.length > 0 ? null : left
  }

  return { tree: make(tree, []), gone }
}

const shorter = (kept: Value | undefined, value: Value | undefined) =>
  Array.isArray(kept) && Array.isArray(value) && kept.length < value.length

const references: ReadonlySet<FilterField['type']> = new Set(['user', 'category', 'status', 'contact', 'account', 'option'] as const)

/** The numbers of what a tree names, by kind: for one question whether they are there. */
export function namedIn(tree: Filter, catalogue: Catalogue): Map<FilterField['type'], Set<number>> {
  const named = new Map<FilterField['type'], Set<number>>()
  for (const { condition } of conditionsOf(tree)) {
    const type = catalogue.get(condition.field)?.type
    if (type === undefined || !references.has(type)) continue
    const ids = named.get(type) ?? new Set()
    for (const one of Array.isArray(condition.value) ? condition.value : [condition.value])
      if (typeof one === 'number' && Number.isSafeInteger(one)) ids.add(one)
    named.set(type, ids)
  }
  return named
}

/** Operators that are the plain opposite of another. */
const opposites: Partial<Record<Operator, readonly [Operator, boolean]>> = {
  is_not: ['is', true],
  none_of: ['one_of', true],
  not_contains: ['contains', true],
  empty: ['not_empty', true],
  has_none: ['has_any', true],
}
