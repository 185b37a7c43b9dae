/** Rows that stand still while someone points at them. */
import { renderHook } from '@testing-library/react'
import { act } from 'react'
import { expect, test } from 'vitest'
import { useSteadyRows } from './useSteadyRows.ts'

interface Item {
  id: number
  text: string
}
const list = (...ids: number[]): Item[] => ids.map((id) => ({ id, text: 'old' }))
const keyOf = (item: Item) => item.id
const start = (rows: Item[], hold: boolean) =>
  renderHook((props: { rows: Item[]; hold: boolean; scope: string }) => useSteadyRows(props.rows, { ...props, keyOf }), {
    initialProps: { rows, hold, scope: 'open' },
  })
const ids = (hook: ReturnType<typeof start>) => hook.result.current.rows.map(keyOf)

test('while held, what came and what left is counted and nothing moves; what is shown stays up to date', () => {
  const hook = start(list(3, 2, 1), true)
  hook.rerender({ rows: [...list(5, 4), { id: 3, text: 'new' }, ...list(1)], hold: true, scope: 'open' })
  expect(ids(hook)).toEqual([3, 2, 1])
  expect(hook.result.current).toMatchObject({ added: 2, left: 1 })
  expect(hook.result.current.rows[0]?.text).toBe('new')
  expect(hook.result.current.rows.filter(hook.result.current.isLeaving).map(keyOf)).toEqual([2])
  act(() => hook.result.current.apply())
  expect(ids(hook)).toEqual([5, 4, 3, 1])
  expect(hook.result.current).toMatchObject({ added: 0, left: 0 })
})

test('later pages are appended even while held', () => {
  const hook = start(list(9, 8), true)
  hook.rerender({ rows: list(9, 8, 7, 6), hold: true, scope: 'open' })
  expect(ids(hook)).toEqual([9, 8, 7, 6])
})

test('when nobody points at them the rows follow at once, and another view is shown afresh', () => {
  const hook = start(list(3, 2, 1), true)
  hook.rerender({ rows: list(4, 3, 2), hold: true, scope: 'waiting' })
  expect(ids(hook)).toEqual([4, 3, 2])
  hook.rerender({ rows: list(5, 4), hold: false, scope: 'waiting' })
  expect(ids(hook)).toEqual([5, 4])
})
