import { act, renderHook } from '@testing-library/react'
import { beforeEach, expect, test } from 'vitest'
import { keep } from '#platform/web/kept.ts'
import type { KeptTabs } from '#tickets/tabs.ts'
import {
  adoptTabs,
  closeTab,
  moveTab,
  openTab,
  reopenTab,
  replaceTab,
  setUnread,
  setUnsaved,
  tabsOf,
  useOpenTabs,
  waitingTabs,
} from './openTabs.ts'

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
  expect(open()).toMatchObject([{ id: 1, title: 'Broken', unread: true, unsaved: 0 }])
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

const kept = (opened: readonly number[], closed: readonly number[] = []): KeptTabs => ({
  open: opened.map((id) => ({ id, title: `Ticket ${id}`, unread: false, position: id })),
  closed: closed.map((id) => ({ id, title: `Ticket ${id}`, unread: false, position: id })),
})
const ids = () => open().map((t) => t.id)

test('tabs that other windows opened come, those that they closed go; what happened here since holds', () => {
  for (const id of [1, 2]) openTab({ id, title: 'x' })
  const told = waitingTabs()
  openTab({ id: 3, title: 'x' })
  closeTab(2)
  adoptTabs(kept([1, 2, 7]), told, undefined)
  expect(ids().toSorted((a, b) => a - b)).toEqual([1, 3, 7])
  expect(waitingTabs().map(({ id, state }) => [id, state])).toEqual([
    [2, 'closed'],
    [3, 'open'],
  ])
  adoptTabs(kept([1, 3, 7], [2]), waitingTabs(), undefined)
  adoptTabs(kept([3, 7], [1, 2]), [], undefined)
  expect(ids()).toEqual([3, 7])
  expect(reopenTab()?.id).toBe(1)
})

test('neither unsaved text nor the ticket before one’s eyes loses its tab to another window', () => {
  for (const id of [1, 2, 3]) openTab({ id, title: 'x' })
  setUnsaved(1, 2)
  adoptTabs(kept([]), waitingTabs(), 2)
  expect(ids()).toEqual([1, 2])
  expect(waitingTabs().map(({ id, state }) => [id, state])).toEqual([
    [1, 'open'],
    [2, 'open'],
  ])
})

test('the tabs that this browser kept before are brought along', () => {
  keep(`tabs:${user + 1}`, {
    open: [
      { id: 5, title: 'Old' },
      { id: 4, title: 'Older' },
    ],
    closed: [],
  })
  tabsOf(++user)
  expect(ids()).toEqual([5, 4])
  expect(waitingTabs().map(({ id }) => id)).toEqual([5, 4])
  adoptTabs(kept([9]), [], undefined)
  expect(ids()).toEqual([5, 4, 9])
})

test('moved a thousand times into the same gap, tabs keep their order', () => {
  for (const id of [1, 2, 3, 4]) openTab({ id, title: 'x' })
  for (let n = 0; n < 1000; n++) moveTab(n % 2 === 0 ? 3 : 2, 1)
  expect(new Set(open().map((t) => t.position)).size).toBe(4)
  expect(ids()).toEqual([1, 2, 3, 4])
})

test('the next ticket takes the place of a tab, unless something is unsaved in it', () => {
  for (const id of [1, 2, 3]) openTab({ id, title: 'x' })
  replaceTab(2, { id: 8, title: 'next' })
  expect(ids()).toEqual([1, 8, 3])
  setUnsaved(8, 1)
  replaceTab(8, { id: 9, title: 'after' })
  expect(ids()).toEqual([1, 8, 9, 3])
  replaceTab(9, { id: 3, title: 'x' })
  expect(ids()).toEqual([1, 8, 3])
})
