/** The open tickets of the tab bar: kept in this browser for each User, so that a reload brings them back. */
import { useSyncExternalStore } from 'react'
import { z } from 'zod'
import { keep, readKept } from '#platform/web/kept.ts'

const tab = z.object({ id: z.int(), title: z.string(), unread: z.boolean().catch(false) })
/** `unsaved` counts what would be lost by closing: changed fields, a text begun. */
export type OpenTab = z.infer<typeof tab> & { unsaved: number }
const kept = z.object({ open: z.array(tab), closed: z.array(tab) })

const closedRemembered = 20

interface State {
  userId: number | undefined
  open: readonly OpenTab[]
  closed: readonly OpenTab[]
}

let state: State = { userId: undefined, open: [], closed: [] }
const listeners = new Set<() => void>()

function become(next: Partial<State>) {
  state = { ...state, ...next }
  if (state.userId !== undefined) keep(`tabs:${state.userId}`, { open: state.open, closed: state.closed })
  for (const listener of listeners) listener()
}

const change = (id: number, difference: Partial<OpenTab>) => {
  const tabs = state.open.map((t) => (t.id === id ? { ...t, ...difference } : t))
  if (tabs.some((t, n) => JSON.stringify(t) !== JSON.stringify(state.open[n]))) become({ open: tabs })
}

const clean = (tabs: z.infer<typeof tab>[] = []) => tabs.map((t) => ({ ...t, unsaved: 0 }))

/** Whose tabs these are: brings back those that this User had open in this browser. */
export function tabsOf(userId: number) {
  if (state.userId === userId) return
  const before = readKept(`tabs:${userId}`, kept)
  become({ userId, open: clean(before?.open), closed: clean(before?.closed) })
}

/** Opens a ticket's tab, or renews the title of the one it has. `behind` opens it right after the tab with that id, else at the end. */
export function openTab(ticket: { id: number; title: string; unread?: boolean }, behind?: number) {
  if (state.open.some((t) => t.id === ticket.id)) {
    change(ticket.id, { title: ticket.title, ...(ticket.unread === undefined ? {} : { unread: ticket.unread }) })
    return
  }
  const at = state.open.findIndex((t) => t.id === behind)
  const opened = { id: ticket.id, title: ticket.title, unread: ticket.unread ?? false, unsaved: 0 }
  const open = at < 0 ? [...state.open, opened] : state.open.toSpliced(at + 1, 0, opened)
  become({ open, closed: state.closed.filter((t) => t.id !== ticket.id) })
}

/** Closes a tab; gives the tab to show in its place: the next one, else the one before, else none. */
export function closeTab(id: number): OpenTab | undefined {
  const at = state.open.findIndex((t) => t.id === id)
  const closing = state.open[at]
  if (!closing) return undefined
  const open = state.open.filter((t) => t.id !== id)
  become({ open, closed: [{ ...closing, unsaved: 0 }, ...state.closed].slice(0, closedRemembered) })
  return open[at] ?? open[at - 1]
}

/** Puts a tab at another place; beyond the ends it stays at the end. */
export function moveTab(id: number, to: number) {
  const moved = state.open.find((t) => t.id === id)
  if (!moved) return
  const others = state.open.filter((t) => t.id !== id)
  become({ open: others.toSpliced(Math.max(0, Math.min(to, others.length)), 0, moved) })
}

/** Opens the tab that was closed last, and gives it. */
export function reopenTab(): OpenTab | undefined {
  const last = state.closed[0]
  if (last) openTab(last)
  return last
}

export const setUnsaved = (id: number, unsaved: number) => change(id, { unsaved })
export const setUnread = (id: number, unread: boolean) => change(id, { unread })
export const isOpenTab = (id: number) => state.open.some((t) => t.id === id)

function listen(listener: () => void) {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The open tabs, and those closed last. */
export const useOpenTabs = () => useSyncExternalStore(listen, () => state)
