/** One live socket for the whole page: pieces of the screen ask to hear what concerns them. */
import { useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, use, useEffect, useEffectEvent, useState } from 'react'
import { loadAfresh } from './query.ts'
import { seenAs } from './seeAs.ts'
import type { Filter } from '#platform/filter.ts'
import type { LiveCounts, LiveMessage, Wishes } from '#platform/live.ts'
import { connectLive, type LiveNews, type LiveState } from './live.ts'

type Listener = (events: readonly LiveNews[]) => void
type Told = Pick<LiveMessage, 'counts' | 'list' | 'present' | 'notified'>
interface Line<T> {
  listen: (listener: (said: T) => void) => () => void
  tell: (said: T) => void
}
interface Hub {
  events: Line<readonly LiveNews[]>
  told: Line<Told>
  /** So many show counts. */
  counting: number
  /** What the whole page wishes; said again to each connection. */
  wishes: Wishes
  wish: (wishes: Wishes) => void
  passOn?: ((wishes: Wishes) => void) | undefined
}

function newLine<T>(): Line<T> {
  const listeners = new Set<(said: T) => void>()
  return {
    listen: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    tell: (said) => {
      for (const listener of listeners) listener(said)
    },
  }
}

function newHub(): Hub {
  const hub: Hub = {
    events: newLine(),
    told: newLine(),
    counting: 0,
    wishes: {},
    wish: (wishes) => {
      hub.wishes = { ...hub.wishes, ...wishes }
      hub.passOn?.(wishes)
    },
  }
  return hub
}

const HubContext = createContext<Hub>(newHub())
const StateContext = createContext<LiveState>('connecting')

/** Connects while it is mounted: around everything that a signed-in User sees. */
export function LiveProvider({ children, onRefused, url = liveUrl() }: { children: ReactNode; onRefused?: () => void; url?: string }) {
  const queries = useQueryClient()
  const [state, setState] = useState<LiveState>('connecting')
  const [hub] = useState(newHub)
  const refused = useEffectEvent(() => onRefused?.())

  useEffect(() => {
    const live = connectLive(url, {
      onEvents: hub.events.tell,
      onTold: hub.told.tell,
      onAfresh: () => loadAfresh(queries),
      onState: setState,
      onRefused: () => refused(),
    })
    hub.passOn = live.wish
    live.wish(hub.wishes)
    const wake = () => {
      if (document.visibilityState === 'visible') live.wake()
    }
    window.addEventListener('online', wake)
    document.addEventListener('visibilitychange', wake)
    return () => {
      window.removeEventListener('online', wake)
      document.removeEventListener('visibilitychange', wake)
      hub.passOn = undefined
      live.stop()
    }
  }, [url, queries, hub])

  return (
    <HubContext value={hub}>
      <StateContext value={state}>{children}</StateContext>
    </HubContext>
  )
}

function liveUrl() {
  const url = new URL('/api/v1/live', window.location.href)
  const other = seenAs()
  if (other !== null) url.searchParams.set('see-as', String(other))
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  return url.href
}

/** Calls the handler with every batch of live events; `own` marks what this page itself caused. */
export function useLiveEvents(handler: Listener) {
  const hub = use(HubContext)
  const latest = useEffectEvent(handler)
  useEffect(() => hub.events.listen((events) => latest(events)), [hub])
}

/** Calls the handler with counts as they move, first with all of them, as long as it is mounted. */
export function useLiveCounts(handler: (counts: LiveCounts) => void) {
  const hub = use(HubContext)
  const latest = useEffectEvent(handler)
  useEffect(() => {
    const stop = hub.told.listen(({ counts }) => counts && latest(counts))
    if (hub.counting++ === 0) hub.wish({ counts: true })
    return () => {
      stop()
      if (--hub.counting === 0) hub.wish({ counts: false })
    }
  }, [hub])
}

/** Says in which tickets this page is, and of which it wants to hear who else is in them; `handler` hears it. For one part of the page, which gathers it. */
export function useLivePresence(
  wanted: Required<Pick<Wishes, 'here' | 'near'>>,
  handler: (present: NonNullable<LiveMessage['present']>) => void,
) {
  const hub = use(HubContext)
  const latest = useEffectEvent(handler)
  const here = JSON.stringify(wanted.here)
  const near = JSON.stringify(wanted.near)
  useEffect(() => hub.told.listen(({ present }) => present && latest(present)), [hub])
  useEffect(() => hub.wish({ here: JSON.parse(here) }), [hub, here])
  useEffect(() => hub.wish({ near: JSON.parse(near) }), [hub, near])
}

/** Calls the handler when one's notifications are others than before. */
export function useLiveNotified(handler: () => void) {
  const hub = use(HubContext)
  const latest = useEffectEvent(handler)
  useEffect(() => hub.told.listen(({ notified }) => notified && latest()), [hub])
}

let lists = 0

/**
 * Calls the handler with who came to an open list and who left it. The first call, mostly with nobody, says that from now on everybody is told;
 * `many` says that more has moved than can be told, or that the line was cut: load it again.
 */
export function useLiveList(
  list: { view: number; place?: number | null; filter?: Filter | null } | null,
  handler: (news: { arrived: readonly number[]; left: readonly number[]; many: boolean }) => void,
) {
  const hub = use(HubContext)
  const latest = useEffectEvent(handler)
  const wanted = list && JSON.stringify({ view: list.view, place: list.place ?? null, filter: list.filter ?? null })
  useEffect(() => {
    if (wanted === null) return undefined
    const n = ++lists
    let begun = false
    const stop = hub.told.listen(({ list: news }) => {
      if (news?.n !== n) return
      // It begins again after a gap, in which somebody may have moved untold.
      const many = news.many === true || (news.begins === true && begun)
      begun ||= news.begins === true
      latest({ arrived: news.arrived, left: news.left, many })
    })
    const { view, place, filter }: { view: number; place: number | null; filter: Filter | null } = JSON.parse(wanted)
    hub.wish({ watch: { n, view, place, filter } })
    return () => {
      stop()
      if (hub.wishes.watch?.n === n) hub.wish({ watch: null })
    }
  }, [hub, wanted])
}

/** Whether live news is coming. */
export const useLiveState = () => use(StateContext)

/** True once the connection has been lost for two seconds: shorter gaps concern nobody. */
export function useReconnecting(after = 2000) {
  const lost = useLiveState() === 'lost'
  const [shown, setShown] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setShown(lost), lost ? after : 0)
    return () => clearTimeout(timer)
  }, [lost, after])
  return lost && shown
}
