/** A filter is a tree of a certain size; whatever else comes from outside is refused where it is wrong. */
import { expect, test } from 'vitest'
import { allOf, conditionsOf, filter, most, type Filter } from './filter.ts'

const open = { field: 'state', op: 'is', value: 'open' } as const
const nested = (depth: number): unknown => (depth === 0 ? open : { not: nested(depth - 1) })
const refusal = (given: unknown) =>
  filter.safeParse(given).error?.issues.map(({ path, ...issue }) => [path.join('.'), 'params' in issue && issue.params])

test('a tree comes through as it is', () => {
  const tree: Filter = { and: [open, { or: [] }, { not: { field: 'id', op: 'between', value: { from: 1, to: 2 } } }] }
  expect(filter.parse(tree)).toEqual(tree)
  expect([...conditionsOf(tree)].map(({ path }) => path.join('.'))).toEqual(['and.0', 'and.2.not'])
})

test.each<[unknown, string, string]>([
  [null, '', 'not_a_filter'],
  [{}, 'field', 'unknown_field'],
  [{ and: [open], or: [] }, 'and', 'not_a_filter'],
  [{ and: open }, 'and', 'not_a_filter'],
  [{ and: [{ ...open, op: 'like' }] }, 'and.0.op', 'unknown_operator'],
  [{ ...open, more: 1 }, '', 'not_a_filter'],
  [{ ...open, value: { from: 1 } }, 'value', 'wrong_value'],
  [{ ...open, value: [[1]] }, 'value', 'wrong_value'],
  [{ ...open, value: 'a\0b' }, 'value', 'wrong_value'],
  [{ ...open, value: 'x'.repeat(most.text + 1) }, 'value', 'wrong_value'],
  [{ and: Array.from({ length: most.conditions + 1 }, () => open) }, 'and', 'too_many_conditions'],
  [{ or: [0, 1].map(() => ({ and: Array.from({ length: most.conditions }, () => open) })) }, 'or.1.and.0', 'too_many_conditions'],
])('what is no filter is refused where it is wrong %#', (given, path, code) => {
  expect(refusal(given)).toEqual([[path, { code }]])
})

test('it is twelve levels deep at most, however deep what comes is', () => {
  expect(refusal(nested(most.depth - 1))).toBeUndefined()
  expect(refusal(nested(most.depth))?.[0]?.[1]).toEqual({ code: 'too_deep' })
  expect(refusal(nested(5000))?.[0]?.[1]).toEqual({ code: 'too_deep' })
})

test('what holds where several hold is one tree', () => {
  expect(allOf(open)).toEqual(open)
  expect(allOf({ and: [] }, open, { and: [open, open] })).toEqual({ and: [open, open, open] })
})
