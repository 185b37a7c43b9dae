/** What is selected: rows one by one, or everything that matches but for some. */
import { expect, test } from 'vitest'
import { countOf, isSelected, nothingSelected, selectionOf, withRows } from './selection.ts'

test('rows are marked and unmarked', () => {
  const three = withRows(nothingSelected, [4, 5, 6], true)
  expect(countOf(three, 100)).toBe(3)
  const two = withRows(three, [5], false)
  expect([4, 5, 6].map((id) => isSelected(two, id))).toEqual([true, false, true])
  expect(selectionOf(two, { view: 7 }, 100)).toEqual({ count: 2, rows: { ids: [4, 6] }, list: { view: 7 }, total: 100 })
})

test('of all that match, single rows are left out and taken in again', () => {
  const all = withRows({ kind: 'all', except: new Set() }, [4, 5], false)
  expect(countOf(all, 12_431)).toBe(12_429)
  expect([4, 6].map((id) => isSelected(all, id))).toEqual([false, true])
  const again = withRows(all, [4], true)
  expect(selectionOf(again, { view: 7, q: 'refund' }, 12_431).rows).toEqual({ view: 7, q: 'refund', except: [5] })
})
