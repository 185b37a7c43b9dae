/** One live socket for the whole page: pieces of the screen ask to hear what concerns them. */
import { useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, use, useEffect, useEffectEvent, useState } from 'react'
import { loadAfresh } from './query.ts'
import { seenAs } from './seeAs.ts'
import { connectLive, type LiveNews, type LiveState } from './live.ts'

type Listener = (events: readonly LiveNews[]) => void
interface Hub {
  listen: (listener: Listener) => () => void
  tell: Listener
}

function newHub(): Hub {
  const listeners = new Set<Listener>()
  return {
    listen: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    tell: (events) => {
      for (const listener of listeners) listener(events)
    },
  }
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
      onEvents: hub.tell,
      onAfresh: () => loadAfresh(queries),
      onState: setState,
      onRefused: () => refused(),
    })
    const wake = () => {
      if (document.visibilityState === 'visible') live.wake()
    }
    window.addEventListener('online', wake)
    document.addEventListener('visibilitychange', wake)
    return () => {
      window.removeEventListener('online', wake)
      document.removeEventListener('visibilitychange', wake)
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
  useEffect(() => hub.listen((events) => latest(events)), [hub])
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
