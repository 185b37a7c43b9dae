/**
 * A filter while somebody builds it: the same tree as lines and groups that have an identity, so that they can be moved, negated and taken away.
 * The root is always a group.
 */
import type { Condition, Filter, Operator, Value } from '#platform/filter.ts'

export interface Line {
  kind: 'line'
  key: number
  negated: boolean
  field: string
  op: Operator
  value: Value | undefined
}
export interface Group {
  kind: 'group'
  key: number
  negated: boolean
  join: 'and' | 'or'
  parts: readonly Part[]
}
export type Part = Line | Group

let keys = 0
const newKey = () => ++keys

export const newLine = (condition: Condition): Line => ({
  kind: 'line',
  key: newKey(),
  negated: false,
  field: condition.field,
  op: condition.op,
  value: condition.value,
})
export const newGroup = (join: Group['join'], parts: readonly Part[] = []): Group => ({
  kind: 'group',
  key: newKey(),
  negated: false,
  join,
  parts,
})

function partOf(tree: Filter): Part {
  if ('and' in tree) return newGroup('and', tree.and.map(partOf))
  if ('or' in tree) return newGroup('or', tree.or.map(partOf))
  if (!('not' in tree)) return newLine(tree)
  const inner = partOf(tree.not)
  return inner.negated ? { ...newGroup('and', [inner]), negated: true } : { ...inner, negated: true }
}

/** The lines and groups of a tree. */
export function draftOf(tree: Filter): Group {
  const part = partOf(tree)
  return part.kind === 'group' ? part : newGroup('and', [part])
}

function conditionOf({ field, op, value }: Line): Condition {
  const [only] = Array.isArray(value) && value.length === 1 ? value : []
  // One of a single one is that one: said as everybody writes it.
  if (only !== undefined && op === 'one_of') return { field, op: 'is', value: only }
  if (only !== undefined && op === 'none_of') return { field, op: 'is_not', value: only }
  return value === undefined ? { field, op } : { field, op, value }
}

function treeOfPart(part: Part): Filter {
  const tree: Filter =
    part.kind === 'line'
      ? conditionOf(part)
      : part.join === 'and'
        ? { and: part.parts.map(treeOfPart) }
        : { or: part.parts.map(treeOfPart) }
  return part.negated ? { not: tree } : tree
}

/** The tree that the lines mean; one line alone is just its condition. `isReady` leaves out lines that still lack something, and groups without any. */
export function treeOf(root: Group, isReady: (condition: Condition) => boolean = () => true): Filter {
  const ready = (part: Part): Part[] => {
    if (part.kind === 'line') return isReady(conditionOf(part)) ? [part] : []
    const parts = part.parts.flatMap(ready)
    return parts.length === 0 ? [] : [{ ...part, parts }]
  }
  const [only] = ready(root)
  if (!only || only.kind === 'line') return { and: [] }
  const [first, ...others] = only.parts
  return first && others.length === 0 && !only.negated ? treeOfPart(first) : treeOfPart(only)
}

/** Every group and line with what it lies in, from the top. */
export function* partsOf(group: Group, depth = 0): Generator<{ part: Part; parent: Group; index: number; depth: number }> {
  for (const [index, part] of group.parts.entries()) {
    yield { part, parent: group, index, depth }
    if (part.kind === 'group') yield* partsOf(part, depth + 1)
  }
}

const find = (root: Group, key: number) => [...partsOf(root)].find(({ part }) => part.key === key)

/** One part made into others: none takes it away, several stand in its place. */
function replaced(group: Group, key: number, by: (part: Part) => readonly Part[]): Group {
  return {
    ...group,
    parts: group.parts.flatMap((part) => (part.key === key ? by(part) : part.kind === 'group' ? [replaced(part, key, by)] : [part])),
  }
}

export const changed = (root: Group, key: number, change: (part: Part) => Part): Group => {
  if (root.key !== key) return replaced(root, key, (part) => [change(part)])
  const part = change(root)
  return part.kind === 'group' ? part : root
}

export const without = (root: Group, key: number) => replaced(root, key, () => [])

/** A group goes, what it held stays in its place. */
export const dissolved = (root: Group, key: number): Group => replaced(root, key, (part) => (part.kind === 'group' ? part.parts : [part]))

/** A part joins a group at a place. */
function inserted(root: Group, into: number, at: number, part: Part): Group {
  if (root.key === into) return { ...root, parts: root.parts.toSpliced(at, 0, part) }
  return { ...root, parts: root.parts.map((one) => (one.kind === 'group' ? inserted(one, into, at, part) : one)) }
}
export const added = (root: Group, into: number, part: Part): Group => inserted(root, into, Number.MAX_SAFE_INTEGER, part)

/** A part goes to a place in a group; into itself it cannot. `at` is counted as things stand before. */
export function moved(root: Group, key: number, into: number, at: number): Group {
  const found = find(root, key)
  if (!found) return root
  const { part, parent, index } = found
  const inside = part.kind === 'group' && (part.key === into || [...partsOf(part)].some((one) => one.part.key === into))
  if (inside) return root
  return inserted(without(root, key), into, parent.key === into && index < at ? at - 1 : at, part)
}

/** One step with the keyboard: past its neighbour, into a group that lies next to it, or out of its own. */
export function stepped(root: Group, key: number, by: -1 | 1): Group {
  const found = find(root, key)
  if (!found) return root
  const { parent, index } = found
  const neighbour = parent.parts[index + by]
  if (neighbour?.kind === 'group') return moved(root, key, neighbour.key, by > 0 ? 0 : neighbour.parts.length)
  if (neighbour) return moved(root, key, parent.key, by > 0 ? index + 2 : index - 1)
  const outer = find(root, parent.key)
  if (!outer) return root
  return moved(root, key, outer.parent.key, by > 0 ? outer.index + 1 : outer.index)
}

/** How many conditions there are. */
export const linesOf = (root: Group) => [...partsOf(root)].filter(({ part }) => part.kind === 'line').length
