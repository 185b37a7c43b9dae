/** The views that one may open, where they stand in the sidebar, and which of them an address means. */
import { useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useLiveEvents } from '#platform/web/LiveProvider.tsx'
import { keyOf, useEndpoint } from '#platform/web/query.ts'
import { getSidebar, listAllViews } from '#views/api.ts'
import type { Place, View } from '#views/view.ts'
import { placeRows } from './placeRows.ts'

export interface Sidebar {
  views: ReadonlyMap<number, View>
  team: readonly Place[]
  mine: readonly Place[]
  mineVersion: number
}

/** Undefined until both are there. */
export function useViews(): { sidebar: Sidebar | undefined; error: Error | null; retry: () => void } {
  const queries = useQueryClient()
  const views = useEndpoint(listAllViews, {}, { refetchOnMount: 'always' })
  const places = useEndpoint(getSidebar, {}, { refetchOnMount: 'always' })
  useLiveEvents((events) => {
    if (!events.some((event) => event.subject === 'view')) return
    void queries.invalidateQueries({ queryKey: keyOf(listAllViews) })
    void queries.invalidateQueries({ queryKey: keyOf(getSidebar) })
  })
  const sidebar = useMemo(() => {
    if (!views.data || !places.data) return undefined
    const { team, mine, mineVersion } = places.data
    return { views: new Map(views.data.views.map((view) => [view.id, view])), team, mine, mineVersion }
  }, [views.data, places.data])
  return {
    sidebar,
    error: views.error ?? places.error,
    retry: () => {
      void views.refetch()
      void places.refetch()
    },
  }
}

export const placeKey = (place: Place) => String(place.id)

/** The address of a view; its place belongs to it where what stands above narrows it. */
export const hrefOfView = (viewId: number, place?: Pick<Place, 'id' | 'narrowed'>) =>
  place?.narrowed ? `/tickets?view=${viewId}&place=${place.id}` : `/tickets?view=${viewId}`

/** What `?view=` means: a number, the key of a view made at set-up (as addresses once said), or nothing: the first of the sidebar. */
export function viewOfAddress({ views, team, mine }: Sidebar, asked: number | string | undefined): View | undefined {
  if (typeof asked === 'number') return views.get(asked)
  const byKey = (key: string) => [...views.values()].find((view) => view.key === key)
  if (asked !== undefined) return byKey(asked)
  const standing = placeRows([...team, ...mine], placeKey).flatMap(({ place }) => views.get(place.viewId ?? 0) ?? [])
  return standing.find((view) => view.key === 'open') ?? standing[0] ?? [...views.values()][0]
}

/** The narrowed place that an address means, if the view stands there. */
export const placeOf = ({ team, mine }: Sidebar, viewId: number, asked: number | undefined): Place | undefined =>
  asked === undefined
    ? undefined
    : placeRows([...team, ...mine], placeKey).find(({ place }) => place.id === asked && place.viewId === viewId && place.narrowed)?.place
