/** The feed of one ticket: the newest 50 at once, older ones as one scrolls up, and what happens meanwhile. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { getActivity, listActivities } from '#activities/api.ts'
import { activitiesMovedFrom, activitiesMovedTo, fileDeleted, ticketSplitFrom, ticketSplitTo } from '#activities/events.ts'
import type { Activity } from '#activities/activity.ts'
import { call } from '#platform/web/call.ts'
import { useLiveEvents } from '#platform/web/LiveProvider.tsx'
import { ticketMerged, ticketUnmerged } from '#tickets/events.ts'
import { type Feed, withActivity, withNewest, withOlder } from './feed.ts'
import { useWantedActivity } from './wantedActivity.ts'

/** Where the page holds a ticket's feed. */
export const keyOfFeed = (ticketId: number) => ['feed', ticketId]
/** A page on the way to an activity far back. */
const mostAtOnce = 200
/** Of the messages under way, or with files, at most so many are asked for again at one piece of news. */
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
  const wanted = useWantedActivity()
  const [loadingOlder, setLoadingOlder] = useState(false)
  const asked = useRef<string>(undefined)

  /** Loads the page before the oldest; once per cursor, however often it is asked. */
  async function loadOlder() {
    const before = found.data?.older
    if (!before || asked.current === before) return
    asked.current = before
    setLoadingOlder(true)
    try {
      const page = await call(listActivities, { id: ticketId, before, ...(wanted === null ? {} : { limit: mostAtOnce }) })
      change((feed) => (feed.older === before ? withOlder(feed, page) : feed))
    } catch {
      asked.current = undefined
    } finally {
      setLoadingOlder(false)
    }
  }

  const missing = wanted !== null && found.data !== undefined && !found.data.activities.some((a) => a.id === wanted)
  const further = missing ? found.data?.older : null
  const goBack = useEffectEvent(loadOlder)
  useEffect(() => {
    if (further) void goBack()
  }, [further])

  /** Deliveries move on after a message stands in the feed, and files go, also in messages above the newest page. */
  async function renew({ deliveries, files }: { deliveries: boolean; files: boolean }) {
    await queries.invalidateQueries({ queryKey: key })
    if (!deliveries && !files) return
    const open = (queries.getQueryData<Feed>(key)?.activities ?? [])
      .slice(0, -50)
      .filter((a) => (deliveries && a.delivery !== null && a.delivery !== 'accepted') || (files && a.attachments.length > 0))
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
      renew({
        deliveries: here.some((event) => event.name === 'delivery.changed'),
        files: here.some((event) => event.name === fileDeleted.name),
      }).catch(() => undefined)
  })

  return { feed: found.data, error: found.error, reload: () => void found.refetch(), loadOlder: () => void loadOlder(), loadingOlder, put }
}
