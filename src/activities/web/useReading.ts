/** How far this User had read the ticket when they opened it, and telling the server what is before their eyes now. */
import { type RefObject, useEffect, useEffectEvent, useRef } from 'react'
import { getReading, setReading } from '#activities/api.ts'
import type { Activity } from '#activities/activity.ts'
import { call } from '#platform/web/call.ts'
import { useEndpoint } from '#platform/web/query.ts'

/** So long it is on the screen until it counts as read. */
const moment = 1000
/** So much of an activity is enough. */
const seenEnough = 24

/** `since` is what came since, as it was on opening; undefined while it is not known. */
export function useReading(ticketId: number) {
  const { data, isError } = useEndpoint(getReading, { id: ticketId }, { gcTime: 0, staleTime: Infinity, retry: false })
  const told = useRef(0)
  const seen = (activityId: number) => {
    const before = Math.max(told.current, data?.upTo ?? 0)
    if (activityId <= before) return
    told.current = activityId
    call(setReading, { id: ticketId, activityId }).catch(() => {
      // What is seen next tells it again.
      told.current = before
    })
  }
  return { since: isError ? { upTo: null, first: null, count: 0 } : data, seen }
}

/** Tells the newest activity that has been on the screen of a visible tab for a moment; what is passed on the way to another one is not read. */
export function useSeen(
  scroller: RefObject<HTMLElement | null>,
  activities: readonly Activity[],
  onTheWay: boolean,
  seen: (id: number) => void,
) {
  const look = useEffectEvent(() => {
    const here = scroller.current
    if (!here || onTheWay || document.visibilityState !== 'visible' || here.offsetParent === null) return
    const view = here.getBoundingClientRect()
    const ids = [...here.querySelectorAll<HTMLElement>('article[id^="activity-"]')].flatMap((article) => {
      const { top, bottom } = article.getBoundingClientRect()
      const on = bottom > view.top && Math.min(bottom, top + seenEnough) <= view.bottom
      return on ? [Number(article.id.slice('activity-'.length))] : []
    })
    if (ids.length > 0) seen(Math.max(...ids))
  })
  useEffect(() => {
    const here = scroller.current
    let timer = setTimeout(look, moment)
    const later = () => {
      clearTimeout(timer)
      timer = setTimeout(look, moment)
    }
    here?.addEventListener('scroll', later, { passive: true })
    document.addEventListener('visibilitychange', later)
    return () => {
      clearTimeout(timer)
      here?.removeEventListener('scroll', later)
      document.removeEventListener('visibilitychange', later)
    }
  }, [scroller, activities, onTheWay])
}
