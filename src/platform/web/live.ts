/** The page's end of the live socket: it hears what changed, survives restarts, and catches up from where it was. */
import type { Hello, LiveEvent, LiveMessage, Wishes } from '#platform/live.ts'
import { isOwnRequest } from './requestIds.ts'

export type LiveState = 'connecting' | 'open' | 'lost' | 'stopped'

/** An event, and whether this page itself caused it. */
export type LiveNews = LiveEvent & { own: boolean }

export interface LiveHandlers {
  /** Events in the order of each subject; older ones than the last of the same subject have been dropped. */
  onEvents: (events: readonly LiveNews[]) => void
  /** What the page holds may be stale: load it again. */
  onAfresh: () => void
  /** Counts that moved, who came to the open list or left it, who is in tickets: what was wished for. */
  onTold?: (told: Pick<LiveMessage, 'counts' | 'list' | 'present' | 'notified'>) => void
  onState?: (state: LiveState) => void
  /** A connection could not be made; the session may have ended. */
  onRefused?: () => void
}

export interface Live {
  readonly state: LiveState
  /** Tries at once instead of waiting for the next turn: the network is back, the window is in front again. */
  wake: () => void
  /** What the page wants to hear besides; wished again after each connection. */
  wish: (wishes: Wishes) => void
  stop: () => void
}

const firstDelay = 400
const longestDelay = 5000

/** Doubles up to 5 s, and each page waits its own share of it, so that a restarted server is not met by all at once. */
export const delayBefore = (tries: number, chance = Math.random()) =>
  Math.min(longestDelay, firstDelay * 2 ** Math.min(tries, 10)) * (0.5 + chance / 2)

/** Connects and stays connected until `stop`. */
export function connectLive(url: string, handlers: LiveHandlers): Live {
  let state: LiveState = 'connecting'
  let socket: WebSocket | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let tries = 0
  let place: { since: string; timeline: string } | undefined
  let wishes: Wishes = {}
  const versions = new Map<string, number>()

  const become = (next: LiveState) => {
    if (state === next) return
    state = next
    handlers.onState?.(next)
  }

  const hear = (message: LiveMessage) => {
    // Another timeline: the installation was restored, and no number of before means anything.
    const afresh = message.afresh || (place !== undefined && place.timeline !== message.timeline)
    place = { since: message.horizon, timeline: message.timeline }
    if (afresh) {
      versions.clear()
      handlers.onAfresh()
      return
    }
    const fresh = message.events.filter((event) => {
      const key = `${event.subject} ${event.id}`
      if (!event.gone && event.version < (versions.get(key) ?? 0)) return false
      versions.set(key, Math.max(event.version, versions.get(key) ?? 0))
      return true
    })
    if (fresh.length > 0) handlers.onEvents(fresh.map((event) => ({ ...event, own: isOwnRequest(event.requestId) })))
    const { counts, list, present, notified } = message
    if (counts || list || present || notified)
      handlers.onTold?.({ ...(counts && { counts }), ...(list && { list }), ...(present && { present }), ...(notified && { notified }) })
  }

  const connect = () => {
    clearTimeout(timer)
    const mine = new WebSocket(url)
    socket = mine
    let opened = false
    mine.addEventListener('open', () => {
      opened = true
      const hello: Hello = place ?? {}
      mine.send(JSON.stringify(hello))
      if (Object.keys(wishes).length > 0) mine.send(JSON.stringify(wishes))
    })
    mine.addEventListener('message', (message: MessageEvent<unknown>) => {
      if (socket !== mine) return
      tries = 0
      become('open')
      const said = asMessage(message.data)
      if (said) hear(said)
    })
    mine.addEventListener('close', () => {
      if (socket !== mine || state === 'stopped') return
      become('lost')
      timer = setTimeout(connect, delayBefore(tries++))
      if (!opened) handlers.onRefused?.()
    })
  }

  connect()
  return {
    get state() {
      return state
    },
    wake: () => {
      if (state !== 'lost' || socket?.readyState === WebSocket.CONNECTING) return
      tries = 0
      connect()
    },
    wish: (more) => {
      wishes = { ...wishes, ...more }
      if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(more))
    },
    stop: () => {
      clearTimeout(timer)
      become('stopped')
      socket?.close()
    },
  }
}

/** What is not one of the server's messages is not heard. */
function asMessage(data: unknown): LiveMessage | undefined {
  if (typeof data !== 'string') return undefined
  try {
    const json: LiveMessage | null = JSON.parse(data)
    return typeof json?.horizon === 'string' && Array.isArray(json.events) ? json : undefined
  } catch {
    return undefined
  }
}
