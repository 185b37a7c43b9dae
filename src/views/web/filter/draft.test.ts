/** Building a filter from lines and groups. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Filter } from '#platform/filter.ts'
import { added, changed, dissolved, draftOf, linesOf, moved, newGroup, newLine, partsOf, stepped, treeOf, without } from './draft.ts'

const condition = (field: string): Filter => ({ field, op: 'is', value: true })
const tree = fc.letrec<{ node: Filter }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom('unread', 'starred', 'overdue').map(condition),
    fc.array(tie('node'), { minLength: 1, maxLength: 3 }).map((and): Filter => ({ and })),
    fc.array(tie('node'), { minLength: 1, maxLength: 3 }).map((or): Filter => ({ or })),
    tie('node').map((not): Filter => ({ not })),
  ),
})).node

const says = (filter: Filter, facts: ReadonlySet<string>): boolean => {
  if ('and' in filter) return filter.and.every((one) => says(one, facts))
  if ('or' in filter) return filter.or.some((one) => says(one, facts))
  return 'not' in filter ? !says(filter.not, facts) : facts.has(filter.field)
}

test('a filter comes out of the builder meaning what it meant', () => {
  fc.assert(
    fc.property(tree, fc.subarray(['unread', 'starred', 'overdue']), (filter, facts) => {
      const known = new Set(facts)
      expect(says(treeOf(draftOf(filter)), known)).toBe(says(filter, known))
    }),
  )
})

test('moving, by hand or by keys, loses nothing', () => {
  fc.assert(
    fc.property(tree, fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat({ max: 4 }), fc.boolean()), { maxLength: 8 }), (filter, moves) => {
      let root = draftOf(filter)
      const lines = linesOf(root)
      for (const [which, where, at, keys] of moves) {
        const parts = [...partsOf(root)]
        const one = parts[which % parts.length]
        const groups = [root, ...parts.flatMap(({ part }) => (part.kind === 'group' ? [part] : []))]
        const into = groups[where % groups.length]
        if (one && into) root = keys ? stepped(root, one.part.key, at % 2 ? 1 : -1) : moved(root, one.part.key, into.key, at)
      }
      expect(linesOf(root)).toBe(lines)
    }),
  )
})

test('a group goes and its conditions stay', () => {
  const root = draftOf({ and: [condition('a'), { or: [condition('b'), condition('c')] }] })
  const group = root.parts[1]
  expect(treeOf(dissolved(root, group?.key ?? 0))).toEqual({ and: [condition('a'), condition('b'), condition('c')] })
  expect(treeOf(without(root, group?.key ?? 0))).toEqual(condition('a'))
})

test('a line is negated, a group added, and lines that lack a value are left out', () => {
  let root = draftOf({ and: [] })
  const line = newLine({ field: 'user', op: 'is', value: 'me' })
  root = added(root, root.key, line)
  root = changed(root, line.key, (part) => ({ ...part, negated: true }))
  root = added(root, root.key, newGroup('or', [newLine({ field: 'title', op: 'contains' })]))
  expect(treeOf(root, (one) => one.value !== undefined)).toEqual({ not: { field: 'user', op: 'is', value: 'me' } })
})

test('with the keys a line goes into the group beside it, and out at its other end', () => {
  let root = draftOf({ and: [condition('a'), { or: [condition('b')] }] })
  const key = root.parts[0]?.key ?? 0
  root = stepped(root, key, 1)
  expect(treeOf(root)).toEqual({ or: [condition('a'), condition('b')] })
  root = stepped(stepped(root, key, 1), key, 1)
  expect(treeOf(root)).toEqual({ and: [{ or: [condition('b')] }, condition('a')] })
})

test('one of a single one is that one, as it is written in words', () => {
  const root = draftOf({ and: [] })
  const line = newLine({ field: 'category', op: 'one_of', value: [3] })
  expect(treeOf(added(root, root.key, line))).toEqual({ field: 'category', op: 'is', value: 3 })
})
