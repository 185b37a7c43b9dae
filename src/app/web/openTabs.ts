/** The open tickets of the tab bar: the User’s own, kept on the server; this browser remembers them for the moment until it has answered. */
import { useSyncExternalStore } from 'react'
import { z } from 'zod'
import { keep, readKept } from '#platform/web/kept.ts'
import { closedRemembered, type KeptTabs, type TabChange } from '#tickets/tabs.ts'

const tab = z.object({ id: z.int(), title: z.string(), unread: z.boolean().catch(false), position: z.number().catch(0) })
/** `unsaved` counts what would be lost by closing: changed fields, a text begun. */
export type OpenTab = z.infer<typeof tab> & { unsaved: number }
const kept = z.object({
  open: z.array(tab),
  closed: z.array(tab),
  /** What the server has not been told yet; not there in what was kept before it kept tabs. */
  waiting: z.array(z.object({ id: z.int(), state: z.enum(['open', 'closed', 'gone']), position: z.number() })).optional(),
})

interface State {
  userId: number | undefined
  open: readonly OpenTab[]
  closed: readonly OpenTab[]
  waiting: ReadonlyMap<number, TabChange>
}

let state: State = { userId: undefined, open: [], closed: [], waiting: new Map() }
const listeners = new Set<() => void>()

function become(next: Partial<State>, ...changes: TabChange[]) {
  const waiting = new Map([...(next.waiting ?? state.waiting), ...changes.map((change) => [change.id, change] as const)])
  state = { ...state, ...next, waiting }
  const { userId, open, closed } = state
  if (userId !== undefined) keep(`tabs:${userId}`, { open, closed, waiting: [...waiting.values()] })
  for (const listener of listeners) listener()
}

const change = (id: number, difference: Partial<OpenTab>) => {
  const tabs = state.open.map((t) => (t.id === id ? { ...t, ...difference } : t))
  if (tabs.some((t, n) => JSON.stringify(t) !== JSON.stringify(state.open[n]))) become({ open: tabs })
}

const clean = (tabs: z.infer<typeof tab>[] = []) => tabs.map((t) => ({ ...t, unsaved: 0 }))
const opening = ({ id, position }: OpenTab): TabChange => ({ id, state: 'open', position })

/** Whose tabs these are: brings back those that this User had open in this browser. */
export function tabsOf(userId: number) {
  if (state.userId === userId) return
  const before = readKept(`tabs:${userId}`, kept)
  state = { userId, open: [], closed: [], waiting: new Map() }
  if (before?.waiting) return become({ open: clean(before.open), closed: clean(before.closed), waiting: byId(before.waiting) })
  // They were this browser's alone until now.
  const open = clean(before?.open).map((one, n) => ({ ...one, position: n + 1 }))
  become({ open, closed: clean(before?.closed) }, ...open.map(opening))
}

const byId = <T extends { id: number }>(all: readonly T[]) => new Map(all.map((one) => [one.id, one] as const))

/** Closer together than this, they all get new places. */
const closest = 1e-6

/** A place between two tabs, or beyond the ends. */
const between = (before: OpenTab | undefined, after: OpenTab | undefined) =>
  before && after ? (before.position + after.position) / 2 : before ? before.position + 1 : after ? after.position - 1 : 1

/** Puts a tab among the others, and tells where it stands now. */
function put(others: readonly OpenTab[], at: number, one: OpenTab, next: Partial<State> = {}, ...changes: TabChange[]) {
  const [before, after] = [others[at - 1], others[at]]
  if (before && after && after.position - before.position < closest) {
    const open = others.toSpliced(at, 0, one).map((each, n) => ({ ...each, position: n + 1 }))
    return become({ ...next, open }, ...changes, ...open.map(opening))
  }
  const placed = { ...one, position: between(before, after) }
  return become({ ...next, open: others.toSpliced(at, 0, placed) }, ...changes, opening(placed))
}

interface Opened {
  id: number
  title: string
  unread?: boolean
}

/** Opens a ticket's tab, or renews the title of the one it has. `behind` opens it right after the tab with that id, else at the end. */
export function openTab(ticket: Opened, behind?: number) {
  if (state.open.some((t) => t.id === ticket.id)) {
    change(ticket.id, { title: ticket.title, ...(ticket.unread === undefined ? {} : { unread: ticket.unread }) })
    return
  }
  const at = state.open.findIndex((t) => t.id === behind)
  const opened = { id: ticket.id, title: ticket.title, unread: ticket.unread ?? false, unsaved: 0, position: 0 }
  put(state.open, at < 0 ? state.open.length : at + 1, opened, { closed: state.closed.filter((t) => t.id !== ticket.id) })
}

/** Closes a tab; gives the tab to show in its place: the next one, else the one before, else none. */
export function closeTab(id: number): OpenTab | undefined {
  const at = state.open.findIndex((t) => t.id === id)
  const closing = state.open[at]
  if (!closing) return undefined
  const open = state.open.filter((t) => t.id !== id)
  const closed = [{ ...closing, unsaved: 0 }, ...state.closed].slice(0, closedRemembered)
  become({ open, closed }, { id, state: 'closed', position: closing.position })
  return open[at] ?? open[at - 1]
}

/** Another ticket takes the place of a tab in which nothing is unsaved; that one is not among the closed. Otherwise it opens beside it. */
export function replaceTab(id: number, ticket: Opened) {
  const at = state.open.findIndex((t) => t.id === id)
  const leaving = state.open[at]
  if (!leaving || leaving.unsaved > 0) return openTab(ticket, id)
  const others = state.open.filter((t) => t.id !== id)
  const left: TabChange = { id, state: 'gone', position: leaving.position }
  if (others.some((t) => t.id === ticket.id)) return become({ open: others }, left)
  return put(others, at, { id: ticket.id, title: ticket.title, unread: false, unsaved: 0, position: 0 }, {}, left)
}

/** Puts a tab at another place; beyond the ends it stays at the end. */
export function moveTab(id: number, to: number) {
  const moved = state.open.find((t) => t.id === id)
  if (!moved) return
  const others = state.open.filter((t) => t.id !== id)
  put(others, Math.max(0, Math.min(to, others.length)), moved)
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

/** What the server is still to be told. */
export const waitingTabs = (): readonly TabChange[] => [...state.waiting.values()]

/**
 * What the server keeps, after it was told of `told`: other windows and machines have opened and closed tabs too. What happened here since is not
 * undone by it, and neither the ticket before one’s eyes (`shown`) nor unsaved text loses its tab.
 */
export function adoptTabs(server: KeptTabs, told: readonly TabChange[], shown: number | undefined) {
  const waiting = new Map(state.waiting)
  for (const one of told) if (waiting.get(one.id) === one) waiting.delete(one.id)
  const here = byId(state.open)
  const open = new Map(
    server.open.map((one) => [one.id, { ...one, unread: here.get(one.id)?.unread ?? one.unread, unsaved: here.get(one.id)?.unsaved ?? 0 }]),
  )
  const staying: TabChange[] = []
  for (const one of state.open) {
    if (waiting.has(one.id)) open.set(one.id, one)
    else if (!open.has(one.id) && (one.unsaved > 0 || one.id === shown)) {
      open.set(one.id, one)
      staying.push(opening(one))
    }
  }
  for (const { id, state: now } of waiting.values()) if (now !== 'open') open.delete(id)
  const closedHere = state.closed.filter(({ id }) => waiting.get(id)?.state === 'closed')
  const closed = [...closedHere, ...clean(server.closed.filter(({ id }) => !open.has(id) && !waiting.has(id)))]
  become(
    {
      open: [...open.values()].toSorted((a, b) => a.position - b.position || a.id - b.id),
      closed: closed.slice(0, closedRemembered),
      waiting,
    },
    ...staying,
  )
}

/** The server wants to know nothing of these: what was asked for is not possible. */
export function dropTabChanges(told: readonly TabChange[]) {
  const waiting = new Map(state.waiting)
  for (const one of told) if (waiting.get(one.id) === one) waiting.delete(one.id)
  become({ waiting })
}

/** Told of every change of the tabs. */
export function listenToTabs(listener: () => void) {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The open tabs, and those closed last. */
export const useOpenTabs = () => useSyncExternalStore(listenToTabs, () => state)
