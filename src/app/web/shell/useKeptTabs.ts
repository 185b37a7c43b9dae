/** Tells the server which tabs this window opened, moved and closed, and brings those of other windows and machines. */
import { useEffect } from 'react'
import { useMe } from '#people/web/session.ts'
import { call, CallProblem } from '#platform/web/call.ts'
import { keep, onKeptElsewhere } from '#platform/web/kept.ts'
import { changeTabs, getTabs } from '#tickets/tabs.ts'
import { adoptTabs, dropTabChanges, listenToTabs, waitingTabs } from '#app/web/openTabs.ts'

/** Several changes in a row travel together. */
const rest = 150
/** Without an answer it is tried again. */
const again = 4000
/** Whoever comes back to a window so soon finds its tabs as they were. */
const fresh = 3000

const shownTicket = () => {
  const id = /^\/tickets\/(\d{1,15})$/.exec(window.location.pathname)?.[1]
  return id === undefined ? undefined : Number(id)
}

export function useKeptTabs() {
  const { id: userId, permissions } = useMe()
  const may = permissions.includes('tickets.read')
  useEffect(() => {
    if (!may) return undefined
    const word = `tabs-moved:${userId}`
    let timer: ReturnType<typeof setTimeout> | undefined
    let asking = false
    let ended = false
    let asked = 0
    /** Tells what waits, or asks how they are. */
    const exchange = async () => {
      if (asking || ended) return
      asking = true
      const told = waitingTabs()
      const sent = told.slice(0, 500)
      try {
        const now = await (sent.length > 0 ? call(changeTabs, { changes: sent }) : call(getTabs, {}))
        asked = Date.now()
        if (ended) return
        adoptTabs(now, sent, shownTicket())
        if (sent.length > 0) keep(word, asked)
      } catch (error) {
        if (error instanceof CallProblem && error.status >= 400 && error.status < 500 && error.status !== 429 && error.status !== 401)
          dropTabChanges(sent)
        else if (sent.length > 0) soon(again)
      } finally {
        asking = false
        if (waitingTabs().length > 0) soon(rest)
      }
    }
    const soon = (after: number) => {
      if (ended) return
      timer ??= setTimeout(() => {
        timer = undefined
        void exchange()
      }, after)
    }
    const stop = listenToTabs(() => waitingTabs().length > 0 && soon(rest))
    const unhear = onKeptElsewhere(word, () => soon(rest))
    const seen = () => document.visibilityState === 'visible' && Date.now() - asked > fresh && void exchange()
    const leave = () => {
      const changes = waitingTabs().slice(0, 100)
      if (changes.length > 0) void call(changeTabs, { changes }, { keepalive: true }).catch(() => undefined)
    }
    document.addEventListener('visibilitychange', seen)
    window.addEventListener('focus', seen)
    window.addEventListener('online', seen)
    window.addEventListener('pagehide', leave)
    void exchange()
    return () => {
      ended = true
      clearTimeout(timer)
      stop()
      unhear()
      document.removeEventListener('visibilitychange', seen)
      window.removeEventListener('focus', seen)
      window.removeEventListener('online', seen)
      window.removeEventListener('pagehide', leave)
    }
  }, [userId, may])
}
