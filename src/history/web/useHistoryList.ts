/** The entries that the History shows: pages of them around where one looks, however many there are, and what happens meanwhile. */
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { z } from 'zod'
import { type Entry, listHistory } from '#history/api.ts'
import { call } from '#platform/web/call.ts'
import { useKept } from '#platform/web/kept.ts'
import { useLiveEvents } from '#platform/web/LiveProvider.tsx'
import type { Travel } from './useTravel.ts'

/** So many pages are held; further ones push out those at the other end. */
const maxPages = 8
const perPage = 100

type From = { before?: number; after?: number; around?: number }

export function useHistoryList(ticketId: number, travel: Travel, active: boolean) {
  const [activities, showActivities] = useKept('history-activities', z.boolean(), false)
  // Around which entry it was begun; without one, from the newest.
  const [start, setStart] = useState(travel.event)
  const found = useInfiniteQuery({
    queryKey: ['history', ticketId, activities, start],
    queryFn: ({ pageParam, signal }) =>
      call(listHistory, { id: ticketId, limit: perPage, activities: activities ? 'yes' : 'no', ...pageParam }, { signal }),
    initialPageParam: start === null ? {} : { around: start },
    getNextPageParam: ({ next }): From | undefined => (next === null ? undefined : { before: next }),
    getPreviousPageParam: ({ newer }): From | undefined => (newer === null ? undefined : { after: newer }),
    maxPages,
    refetchOnMount: 'always',
    enabled: active,
  })
  useLiveEvents((events) => {
    if (active && events.some((event) => event.subject === 'ticket' && event.id === ticketId)) void found.refetch()
  })
  const entries: Entry[] = found.data?.pages.flatMap((page) => page.entries).toReversed() ?? []
  // A step beyond what is loaded begins anew around it.
  const { past } = travel
  if (
    past &&
    past.entry.id === travel.event &&
    found.isSuccess &&
    !found.isFetching &&
    past.entry.id !== start &&
    !holds(entries, past.entry.id)
  )
    setStart(past.entry.id)
  return {
    found,
    entries,
    total: found.data?.pages.find((page) => page.total !== null)?.total ?? null,
    activities,
    showActivities,
  }
}

export type HistoryList = ReturnType<typeof useHistoryList>

const holds = (entries: readonly Entry[], id: number) => entries.some((entry) => entry.id === id)
