/** How many tickets a list has with what was added to its view: exact, and looked at again as tickets change. */
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef } from 'react'
import { useLiveEvents } from '#platform/web/LiveProvider.tsx'
import { keyOf, useEndpoint } from '#platform/web/query.ts'
import { countTickets } from '#views/api.ts'
import type { Asked } from './selection.ts'

/** A burst of changes asks at its beginning and then at most this often. */
const pause = 1000

/** Asks only when `wanted`: what the sidebar counts needs no second look. `lookAgain` is for whoever hears that the list moved without a change, by the clock. */
export function useListCount(asked: Asked, wanted: boolean): { matching: number | undefined; lookAgain: () => void } {
  const queries = useQueryClient()
  const { data } = useEndpoint(countTickets, asked, { enabled: wanted, refetchOnMount: 'always' })
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const last = useRef(0)
  useEffect(() => () => clearTimeout(timer.current), [])
  const lookAgain = useCallback(() => {
    if (!wanted) return
    clearTimeout(timer.current)
    timer.current = setTimeout(
      () => {
        last.current = Date.now()
        void queries.invalidateQueries({ queryKey: keyOf(countTickets, asked) })
      },
      Math.max(100, last.current + pause - Date.now()),
    )
  }, [wanted, queries, asked])
  useLiveEvents((events) => {
    if (events.some((event) => event.subject === 'ticket')) lookAgain()
  })
  return { matching: wanted ? data?.count : undefined, lookAgain }
}
