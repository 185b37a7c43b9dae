/** Opening a ticket, in a tab or in a Peek, starts one's running activity on it or joins it; how and when it ends, timing.ts knows. */
import { useEffect, useSyncExternalStore } from 'react'
import { listenTimed, keepTimed, shownTime, showTimed } from './timing.ts'

/** Mounted by whatever shows a ticket. */
export function useTicketActivity(ticketId: number) {
  useEffect(() => showTimed(ticketId), [ticketId])
}

/** Mounted once around all pages: an activity goes on until its tab is closed. */
export function useTimedTabs(ids: readonly number[]) {
  const all = ids.join(' ')
  useEffect(() => keepTimed(all === '' ? [] : all.split(' ').map(Number)), [all])
}

/** Whole seconds of this activity and of the ticket, for the timer: a text, so that it only renders when they are others. */
export const useShownTime = (ticketId: number) =>
  useSyncExternalStore(listenTimed, () => {
    const shown = shownTime(ticketId)
    return shown === null ? null : `${Math.floor(shown.focus / 1000)} ${Math.floor(shown.total / 1000)} ${shown.running ? 1 : 0}`
  })
