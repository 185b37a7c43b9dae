/** The sidebar's exact counts, looked at again as tickets change. */
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useLiveEvents } from '#platform/web/LiveProvider.tsx'
import { keyOf, useEndpoint } from '#platform/web/query.ts'
import { listViews } from '#views/api.ts'
import type { ViewKey } from '#views/view.ts'

/** A burst of changes asks at its beginning and then at most this often. */
const pause = 400

export function useViewCounts(): ReadonlyMap<ViewKey, number> | undefined {
  const queries = useQueryClient()
  const { data } = useEndpoint(listViews, {}, { refetchOnMount: 'always' })
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const asked = useRef(0)
  useEffect(() => () => clearTimeout(timer.current), [])
  useLiveEvents((events) => {
    if (!events.some((event) => event.subject === 'ticket')) return
    clearTimeout(timer.current)
    timer.current = setTimeout(
      () => {
        asked.current = Date.now()
        void queries.invalidateQueries({ queryKey: keyOf(listViews) })
      },
      Math.max(15, asked.current + pause - Date.now()),
    )
  })
  return data && new Map(data.views.map(({ key, count }) => [key, count]))
}
