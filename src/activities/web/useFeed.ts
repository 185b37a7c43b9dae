/** The feed of one ticket: the newest 50 at once, older ones as one scrolls up, and what happens meanwhile. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { getActivity, listActivities } from '#activities/api.ts'
import { activitiesMovedFrom, activitiesMovedTo, ticketSplitFrom, ticketSplitTo } from '#activities/events.ts'
import type { Activity } from '#activities/activity.ts'
import { call } from '#platform/web/call.ts'
import { useLiveEvents } from '#platform/web/LiveProvider.tsx'
import { ticketMerged, ticketUnmerged } from '#tickets/events.ts'
import { type Feed, withActivity, withNewest, withOlder } from './feed.ts'

/** Where the page holds a ticket's feed. */
export const keyOfFeed = (ticketId: number) => ['feed', ticketId]
/** Of the messages under way at most so many are asked for again at one piece of news. */
const underWay = 20
const regrouping: ReadonlySet<string> = new Set(
  [ticketMerged, ticketUnmerged, activitiesMovedTo, activitiesMovedFrom, ticketSplitTo, ticketSplitFrom].map((event) => event.name),
)

/** `own` tells apart what this page caused. */
export function useFeed(ticketId: number) {
  const queries = useQueryClient()
  const key = keyOfFeed(ticketId)
  const change = (by: (feed: Feed) => Feed) => queries.setQueryData<Feed>(key, (feed) => feed && by(feed))
  const found = useQuery<Feed>({
    queryKey: key,
    queryFn: async ({ signal }) => withNewest(queries.getQueryData<Feed>(key), await call(listActivities, { id: ticketId }, { signal })),
    refetchOnMount: 'always',
  })
  const [loadingOlder, setLoadingOlder] = useState(false)
  const asked = useRef<string>(undefined)

  /** Loads the page before the oldest; once per cursor, however often it is asked. */
  async function loadOlder() {
    const before = found.data?.older
    if (!before || asked.current === before) return
    asked.current = before
    setLoadingOlder(true)
    try {
      const page = await call(listActivities, { id: ticketId, before })
      change((feed) => (feed.older === before ? withOlder(feed, page) : feed))
    } catch {
      asked.current = undefined
    } finally {
      setLoadingOlder(false)
    }
  }

  /** Deliveries move on after a message stands in the feed, also in messages above the newest page. */
  async function renew(deliveries: boolean) {
    await queries.invalidateQueries({ queryKey: key })
    if (!deliveries) return
    const open = (queries.getQueryData<Feed>(key)?.activities ?? [])
      .slice(0, -50)
      .filter((a) => a.delivery !== null && a.delivery !== 'accepted')
    for (const activity of open.slice(-underWay)) put(await call(getActivity, { id: activity.id }))
  }
  const put = (activity: Activity) => change((feed) => withActivity(feed, activity))

  useLiveEvents((events) => {
    const here = events.filter((event) => event.subject === 'ticket' && event.id === ticketId)
    // What was here may be elsewhere now: the feed begins anew.
    if (here.some((event) => regrouping.has(event.name))) void queries.resetQueries({ queryKey: key })
    else if (
      here.some((event) => event.name === 'activity.added' || event.name === 'delivery.changed' || event.name.startsWith('activity.'))
    )
      renew(here.some((event) => event.name === 'delivery.changed')).catch(() => undefined)
  })

  return { feed: found.data, error: found.error, reload: () => void found.refetch(), loadOlder: () => void loadOlder(), loadingOlder, put }
}
