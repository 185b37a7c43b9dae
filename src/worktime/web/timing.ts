/**
 * Times the tickets that this page has open: a ticket begins when it is first shown here, and ends when neither a tab nor a Peek of this page has
 * it any more. What was looked at is kept until the server has said that it has it; after that it is forgotten.
 */
import { lastActive } from '#platform/web/activity.ts'
import { call, CallProblem } from '#platform/web/call.ts'
import { seenAs } from '#platform/web/seeAs.ts'
import { beat } from '#worktime/api.ts'
import { counted, idleAfter, type Look } from '#worktime/focus.ts'
import { lengthOf, union, within, type Span } from '#worktime/spans.ts'

const beatEvery = 25_000
/** The server takes nothing that is older. */
const keptFor = 5 * 60_000
/** Moving from one place of the page to another is not closing. */
const gather = 150

interface Timed {
  /** How many tabs and Peeks show it just now. */
  mounts: number
  /** Looked at and not yet told; times of this page's clock. */
  focus: Span[]
  /** What the server counted for it: of this activity, and of the ticket. */
  told: { focus: number; total: number } | null
}

/** What a timer shows, in milliseconds; null until the server has answered. */
export interface Shown {
  focus: number
  total: number
  running: boolean
}

let page = crypto.randomUUID()
const timed = new Map<number, Timed>()
const closing = new Map<number, Span[]>()
const listeners = new Set<() => void>()
let tabs: ReadonlySet<number> = new Set()
/** The one shown last is before one's eyes. */
let order: number[] = []
let look: Look | null = null
let ticking: ReturnType<typeof setInterval> | undefined
let soon: ReturnType<typeof setTimeout> | undefined
let beatAt = 0
let beating: Promise<void> | null = null

const clock = () => Math.round(performance.now())

// Of several windows in sight the one that was touched last counts.
const claimKey = 'tessera:timing'
function claim() {
  if (document.visibilityState !== 'visible') return
  try {
    localStorage.setItem(claimKey, page)
  } catch {
    // Then each window counts, and the server lets no second count twice.
  }
}
function isClaimed() {
  try {
    return (localStorage.getItem(claimKey) ?? page) === page
  } catch {
    return true
  }
}
function release() {
  try {
    if (localStorage.getItem(claimKey) === page) localStorage.removeItem(claimKey)
  } catch {
    // Nothing was claimed.
  }
}

function tick() {
  if (timed.size === 0 && closing.size === 0) {
    rest()
    return
  }
  const now = clock()
  const before = order.at(-1)
  const shown = before !== undefined && document.visibilityState === 'visible' && isClaimed()
  const next: Look = { now, shown, quiet: Math.max(0, Date.now() - lastActive()) }
  const ticket = before === undefined ? undefined : timed.get(before)
  if (ticket) ticket.focus = union([...ticket.focus, ...counted(look, next)])
  look = next
  for (const listener of listeners) listener()
  if (now - beatAt >= beatEvery) void tell()
}

/** Says what is open and what was looked at; one at a time. */
async function tell(): Promise<void> {
  while (beating) await beating
  beatAt = clock()
  beating = send().finally(() => (beating = null))
  await beating
}

function message(now: number) {
  const focusOf = (spans: readonly Span[]) => within(spans, now - keptFor, now).map(([from, to]) => ({ ago: now - from, for: to - from }))
  return {
    page,
    tickets: [
      ...[...timed].map(([id, { focus }]) => ({ id, open: true, focus: focusOf(focus).slice(-200) })),
      ...[...closing].filter(([id]) => !timed.has(id)).map(([id, focus]) => ({ id, open: false, focus: focusOf(focus).slice(-200) })),
    ].slice(0, 200),
  }
}

async function send() {
  const now = clock()
  const left = [...closing.keys()]
  try {
    const { running } = await call(beat, message(now))
    for (const [id, ticket] of timed) {
      ticket.focus = within(ticket.focus, now, Infinity)
      ticket.told = running.find((one) => one.id === id) ?? ticket.told
    }
    for (const id of left) closing.delete(id)
  } catch (error) {
    // Signed out, or no longer allowed: there is nothing to time. Whatever else it was, the next heartbeat says it all again.
    if (error instanceof CallProblem && (error.status === 401 || error.status === 403)) forget()
  }
}

/** A page that goes says so while it still can; the browser sends it after the page is gone. */
function leaving() {
  const now = clock()
  tick()
  left = true
  const { tickets } = message(now)
  if (tickets.length > 0)
    navigator.sendBeacon(
      beat.path,
      new Blob([JSON.stringify({ page, tickets: tickets.map((one) => ({ ...one, open: false })) })], { type: 'application/json' }),
    )
  release()
}

/** The page was told as closed; browsers make it invisible only after that, which must not tell it as open again. */
let left = false

function seen() {
  if (left) return
  tick()
  if (document.visibilityState === 'visible') claim()
  else release()
  if (timed.size > 0) void tell()
}

/** Kept in the browser's memory and shown again: it was told as closed, so it says anew what is open. */
function returned(event: PageTransitionEvent) {
  left = false
  if (event.persisted) seen()
}

const touches = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const

function begin() {
  if (ticking !== undefined) return
  claim()
  ticking = setInterval(tick, 1000)
  window.addEventListener('pagehide', leaving)
  window.addEventListener('pageshow', returned)
  document.addEventListener('visibilitychange', seen)
  window.addEventListener('focus', claim)
  for (const name of touches) window.addEventListener(name, claim, { capture: true, passive: true })
}

function rest() {
  if (ticking === undefined) return
  clearInterval(ticking)
  ticking = undefined
  look = null
  window.removeEventListener('pagehide', leaving)
  window.removeEventListener('pageshow', returned)
  document.removeEventListener('visibilitychange', seen)
  window.removeEventListener('focus', claim)
  for (const name of touches) window.removeEventListener(name, claim, { capture: true })
  release()
}

function forget() {
  timed.clear()
  closing.clear()
  order = []
  rest()
}

/** Ends what neither a tab nor a Peek has any more, and tells the server of what has begun and ended. */
function settle() {
  clearTimeout(soon)
  soon = setTimeout(() => {
    let news = false
    for (const [id, ticket] of timed) {
      if (ticket.mounts > 0 || tabs.has(id)) {
        news ||= ticket.told === null
        continue
      }
      closing.set(id, ticket.focus)
      timed.delete(id)
      news = true
    }
    if (!news) return
    void tell()
  }, gather)
}

/** A ticket is shown in this page until the returned function is called. */
export function showTimed(id: number): () => void {
  // Whoever sees the desk as another User works for nobody.
  if (seenAs() !== null) return () => undefined
  tick()
  const ticket = timed.get(id) ?? { mounts: 0, focus: closing.get(id) ?? [], told: null }
  closing.delete(id)
  ticket.mounts++
  timed.set(id, ticket)
  order = [...order, id]
  begin()
  settle()
  return () => {
    tick()
    ticket.mounts--
    const at = order.lastIndexOf(id)
    if (at >= 0) order = order.toSpliced(at, 1)
    settle()
  }
}

/** The tabs of this page: a ticket that has been shown goes on until its tab is closed. */
export function keepTimed(ids: readonly number[]) {
  tabs = new Set(ids)
  settle()
}

/** Ends everything, before signing out. */
export async function endTimings(): Promise<void> {
  if (timed.size === 0) return
  tick()
  for (const [id, { focus }] of timed) closing.set(id, focus)
  timed.clear()
  order = []
  await tell()
  if (closing.size > 0) await tell()
  forget()
  page = crypto.randomUUID()
}

export function listenTimed(listener: () => void) {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** What the timer of a ticket shows now: what the server has, and what it has not heard of yet. */
export function shownTime(id: number): Shown | null {
  const ticket = timed.get(id)
  if (!ticket) return null
  const more = lengthOf(ticket.focus)
  const { focus, total } = ticket.told ?? { focus: 0, total: 0 }
  return { focus: focus + more, total: total + more, running: look !== null && look.shown && look.quiet < idleAfter && order.at(-1) === id }
}
