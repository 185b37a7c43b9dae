/** The ticket that a page shows: loaded once, renewed by live news, and read by whoever has it in view. */
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useRef } from 'react'
import { call } from '#platform/web/call.ts'
import { useLiveEvents } from '#platform/web/LiveProvider.tsx'
import { keyOf, useEndpoint } from '#platform/web/query.ts'
import { getTicket, readTicket } from '#tickets/api.ts'
import type { Ticket } from '#tickets/ticket.ts'

/** The ticket, kept newest; `put` takes the answer of a save or a send, unless newer news came first. */
export function useTicket(id: number) {
  const queries = useQueryClient()
  const found = useEndpoint(getTicket, { id })
  const put = (ticket: Ticket) =>
    queries.setQueryData<Ticket>(keyOf(getTicket, { id }), (held) => (held && held.version > ticket.version ? held : ticket))
  const reload = () => queries.invalidateQueries({ queryKey: keyOf(getTicket, { id }) })
  useLiveEvents((events) => {
    if (events.some((event) => event.subject === 'ticket' && event.id === id && !event.own)) void reload()
  })
  return { ticket: found.data, error: found.error, reload, put }
}

/** After a merge, a move or the like tickets that the page holds are no longer what they were, also those that are not in view. */
export function useTicketsChanged() {
  const queries = useQueryClient()
  return () => queries.invalidateQueries({ queryKey: keyOf(getTicket) })
}

/** Opening a ticket, and its messages coming while it is in view, make it read. */
export function useMarkRead(ticket: Ticket | undefined) {
  const marked = useRef<number>(undefined)
  const mark = useEffectEvent(() => {
    if (!ticket?.unread || ticket.bin || document.visibilityState !== 'visible' || marked.current === ticket.version) return
    marked.current = ticket.version
    call(readTicket, { id: ticket.id }).catch(() => {
      marked.current = undefined
    })
  })
  useEffect(() => {
    mark()
    document.addEventListener('visibilitychange', mark)
    return () => document.removeEventListener('visibilitychange', mark)
  }, [ticket?.id, ticket?.version])
}
