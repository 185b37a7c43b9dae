import { act, renderHook } from '@testing-library/react'
import { beforeEach, expect, test } from 'vitest'
import { closeTab, moveTab, openTab, reopenTab, setUnread, setUnsaved, tabsOf, useOpenTabs } from './openTabs.ts'

let user = 100
beforeEach(() => tabsOf(++user))
const open = () => renderHook(() => useOpenTabs()).result.current.open

test('a click on the title opens the ticket as a tab, once', () => {
  openTab({ id: 1, title: 'Broken' })
  openTab({ id: 2, title: 'Late' })
  openTab({ id: 1, title: 'Broken after all' })
  expect(open().map((t) => [t.id, t.title])).toEqual([
    [1, 'Broken after all'],
    [2, 'Late'],
  ])
})

test('tabs are restored after a reload, each User’s own', () => {
  openTab({ id: 1, title: 'Broken', unread: true })
  const mine = user
  tabsOf(++user)
  expect(open()).toEqual([])
  tabsOf(mine)
  expect(open()).toEqual([{ id: 1, title: 'Broken', unread: true, unsaved: 0 }])
})

test('any number of tabs; closed tabs are re-openable, the last first', () => {
  for (let id = 1; id <= 60; id++) openTab({ id, title: `Ticket ${id}` })
  expect(open()).toHaveLength(60)
  expect(closeTab(10)?.id).toBe(11)
  expect(closeTab(60)?.id).toBe(59)
  expect(reopenTab()?.id).toBe(60)
  expect(reopenTab()?.id).toBe(10)
})

test('a tab opened from another one stands beside it', () => {
  for (const id of [1, 2, 3]) openTab({ id, title: 'x' })
  openTab({ id: 9, title: 'child' }, 1)
  expect(open().map((t) => t.id)).toEqual([1, 9, 2, 3])
})

test('tabs are moved to another place, never beyond the ends', () => {
  for (const id of [1, 2, 3]) openTab({ id, title: 'x' })
  moveTab(1, 1)
  expect(open().map((t) => t.id)).toEqual([2, 1, 3])
  moveTab(3, -4)
  moveTab(2, 9)
  moveTab(7, 0)
  expect(open().map((t) => t.id)).toEqual([3, 1, 2])
})

test('a tab shows what is unread and what is unsaved', () => {
  const { result } = renderHook(() => useOpenTabs())
  act(() => {
    openTab({ id: 1, title: 'x' })
    setUnread(1, true)
    setUnsaved(1, 3)
  })
  expect(result.current.open[0]).toMatchObject({ unread: true, unsaved: 3 })
})
