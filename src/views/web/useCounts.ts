/** The exact counts of all views in the sidebar, told live as they move. */
import { useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { LiveCounts } from '#platform/live.ts'
import { useLiveCounts, useLiveEvents } from '#platform/web/LiveProvider.tsx'
import { keyOf, useEndpoint } from '#platform/web/query.ts'
import { getCounts } from '#views/api.ts'
import type { Place } from '#views/view.ts'
import { placeRows } from './placeRows.ts'
import { placeKey, type Sidebar } from './useViews.ts'

export interface Counts {
  /** How many a view has where it stands; undefined: not known yet. */
  at: (place: Place) => number | undefined
  /** How many a view has by itself. */
  of: (viewId: number) => number | undefined
}

interface Told {
  at: number
  place: number | null
  view: number
  count: number
}
type AllTold = ReadonlyMap<string, Told>

export function useCounts(sidebar: Sidebar | undefined): Counts {
  const queries = useQueryClient()
  const { data } = useEndpoint(getCounts, {}, { refetchOnMount: 'always' })
  const [told, setTold] = useState<AllTold>(new Map())
  useLiveCounts((news) => setTold((before) => merged(before, news)))
  useLiveEvents((events) => {
    if (events.some((event) => event.subject === 'view')) void queries.invalidateQueries({ queryKey: keyOf(getCounts) })
  })
  return useMemo(() => countsOf(data ? merged(told, data) : told, sidebar), [data, told, sidebar])
}

/** Of two counts of the same place the later holds. */
export function merged(before: AllTold, { at, counts }: LiveCounts): AllTold {
  const next = new Map(before)
  for (const one of counts) {
    const key = `${one.place ?? ''} ${one.view}`
    if ((next.get(key)?.at ?? -Infinity) <= at) next.set(key, { ...one, at })
  }
  return next
}

/** What a view counts at one of its places where others narrow it is no count of the view itself. */
export function countsOf(told: AllTold, sidebar: Pick<Sidebar, 'team' | 'mine'> | undefined): Counts {
  const places = placeRows([...(sidebar?.team ?? []), ...(sidebar?.mine ?? [])], placeKey)
  const plain = new Map(places.flatMap(({ place }) => (place.narrowed ? [] : [[place.id, place.viewId] as const])))
  const ofPlace = new Map<number, Told>()
  const ofView = new Map<number, Told>()
  for (const one of told.values()) {
    if (one.place !== null) ofPlace.set(one.place, one)
    if ((one.place === null || plain.get(one.place) === one.view) && (ofView.get(one.view)?.at ?? -Infinity) <= one.at)
      ofView.set(one.view, one)
  }
  return {
    at: (place) => {
      const here = ofPlace.get(place.id)
      if (here && here.view === place.viewId) return here.count
      return place.narrowed || place.viewId === null ? undefined : ofView.get(place.viewId)?.count
    },
    of: (viewId) => ofView.get(viewId)?.count,
  }
}
