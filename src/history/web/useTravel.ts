/** Form time travel: at which entry of the History one looks, the ticket as it was then, and the address that leads there. */
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useRouter, useRouterState } from '@tanstack/react-router'
import { useState } from 'react'
import { ticketAt, type Past } from '#history/api.ts'
import { call } from '#platform/web/call.ts'
import { useActions } from '#platform/web/keys.ts'
import { copyText } from '#tickets/web/copyText.ts'

export interface Travel {
  /** The entry whose moment is shown; null is now. */
  event: number | null
  past: Past | undefined
  error: Error | null
  go: (event: number | null) => void
  copyLink: (event: number) => void
}

/** Up and down go to the change before and after, Escape comes back to now. */
export function useTravel(ticketId: number): Travel {
  const router = useRouter()
  const path = `/tickets/${ticketId}`
  // The address leads where it stands for this ticket; in a Peek it stands for the list.
  const asked = useRouterState({
    select: ({ location }) => (location.pathname === path ? numberOf(new URLSearchParams(location.searchStr).get('moment')) : undefined),
  })
  const [event, setEvent] = useState<number | null>(asked ?? null)
  const [seen, setSeen] = useState(asked)
  if (asked !== seen) {
    setSeen(asked)
    if (asked !== undefined) setEvent(asked)
  }
  const found = useQuery({
    queryKey: ['past', ticketId, event],
    queryFn: ({ signal }) => call(ticketAt, { id: ticketId, event: event ?? undefined }, { signal }),
    enabled: event !== null,
    placeholderData: keepPreviousData,
    retry: false,
  })
  const past = event === null ? undefined : found.data
  const go = (to: number | null) => {
    setEvent(to)
    if (asked !== undefined) router.history.replace(to === null ? path : `${path}?moment=${to}`)
  }
  const step = (to: number | null | undefined) => to !== null && to !== undefined && go(to)
  useActions(
    event === null
      ? {}
      : { historyEarlier: () => step(past?.previous), historyLater: () => step(past?.next), ticketEscape: () => go(null) },
  )
  return {
    event,
    past,
    error: event === null ? null : found.error,
    go,
    copyLink: (to) => copyText(`${window.location.origin}${path}?moment=${to}`),
  }
}

/** Null where the address names no moment. */
const numberOf = (text: string | null) => (text !== null && /^[1-9]\d{0,14}$/.test(text) ? Number(text) : null)
