/** The list of a view on the screen: loaded page by page, and kept true by live news without moving under the pointer. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { LiveEvent } from '#platform/live.ts'
import { call } from '#platform/web/call.ts'
import { useLiveEvents } from '#platform/web/LiveProvider.tsx'
import { keyOf } from '#platform/web/query.ts'
import type { Row } from '#tickets/ticket.ts'
import { listRows, listTickets } from '#views/api.ts'
import type { ViewKey } from '#views/view.ts'
import { changedSince, newsPlace } from './ticketNews.ts'
import { appended, applied, learned, news, type Order, patched, type Standing, standingOf, without } from './standing.ts'

const pageSize = 50
/** As many rows as one request gives: what is loaded again after a gap keeps the place where somebody scrolled to. */
const largestPage = 200
/** Beyond this, one look at the whole list is cheaper than one at each changed ticket. */
const manyChanges = 300

interface Loaded {
  standing: Standing
  next: string | null
  /** Up to which news the rows are true. */
  seen: number
}

export function useTicketList(view: ViewKey, order: Order) {
  const queries = useQueryClient()
  const { sort, order: direction } = order
  const key = [...keyOf(listTickets, { view, sort, order: direction }), 'standing']
  const keyText = JSON.stringify(key)
  const held = () => queries.getQueryData<Loaded>(key)

  const query = useQuery<Loaded>({
    queryKey: key,
    queryFn: async ({ signal }) => {
      const seen = newsPlace()
      const limit = Math.min(largestPage, Math.max(pageSize, held()?.standing.rows.length ?? 0))
      const page = await call(listTickets, { view, sort, order: direction, limit }, { signal })
      return { standing: standingOf(page.rows, page.next === null), next: page.next, seen }
    },
    structuralSharing: false,
  })

  const change = useCallback(
    (make: (standing: Standing) => Standing) => {
      const at: unknown[] = JSON.parse(keyText)
      queries.setQueryData<Loaded>(at, (now) => now && { ...now, standing: make(now.standing) })
    },
    [queries, keyText],
  )

  const more = useMore(key, { view, sort, order: direction })
  const ask = useNews(view, { sort, order: direction }, change, () => void queries.invalidateQueries({ queryKey: key }))
  useReturn(keyText, ask)

  const standing = query.data?.standing
  return {
    rows: standing?.rows,
    leaving: standing?.leaving,
    news: standing ? news(standing, order) : undefined,
    complete: standing?.complete ?? false,
    error: query.error,
    loading: query.isPending,
    retry: () => void query.refetch(),
    more,
    apply: useCallback(() => change((now) => applied(now, { sort, order: direction })), [change, sort, direction]),
    /** Shows one's own change in its row. */
    patch: useCallback((id: number, with_: Partial<Row>) => change((now) => patched(now, id, with_)), [change]),
  }
}

/** The next page, one at a time. */
function useMore(key: readonly unknown[], input: { view: ViewKey } & Order) {
  const queries = useQueryClient()
  const [state, setState] = useState<'idle' | 'loading' | 'failed'>('idle')
  const busy = useRef(false)
  const load = async () => {
    const from = queries.getQueryData<Loaded>(key)?.next
    if (busy.current || from === null || from === undefined) return
    busy.current = true
    setState('loading')
    try {
      const page = await call(listTickets, { ...input, after: from, limit: pageSize * 2 })
      queries.setQueryData<Loaded>(key, (now) =>
        now?.next === from ? { ...now, standing: appended(now.standing, page.rows, page.next === null), next: page.next } : now,
      )
      setState('idle')
    } catch {
      setState('failed')
    } finally {
      busy.current = false
    }
  }
  return { state, load: () => void load() }
}

/** Asks where changed tickets stand now, a handful at a time. */
function useNews(view: ViewKey, order: Order, change: (make: (standing: Standing) => Standing) => void, reload: () => void) {
  const pending = useRef(new Set<number>())
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const asking = useRef({ view, order, change, reload })
  useEffect(() => {
    asking.current = { view, order, change, reload }
  })
  useEffect(() => () => clearTimeout(timer.current), [])

  const ask = async () => {
    const ids = [...pending.current]
    pending.current.clear()
    const now = asking.current
    if (ids.length > manyChanges) {
      now.reload()
      return
    }
    for (let n = 0; n < ids.length; n += 100) {
      const part = ids.slice(n, n + 100)
      try {
        const { rows } = await call(listRows, { view: now.view, ids: part.join(',') })
        now.change((standing) => learned(standing, part, rows, now.order))
      } catch {
        now.reload()
      }
    }
  }

  const latestAsk = useRef(ask)
  useEffect(() => {
    latestAsk.current = ask
  })

  useLiveEvents((events) => {
    const tickets = events.filter((event) => event.subject === 'ticket')
    const gone = new Set(tickets.filter(isGone).map((event) => event.id))
    if (gone.size > 0) change((standing) => without(standing, gone))
    for (const event of tickets) if (!event.gone) pending.current.add(event.id)
    clearTimeout(timer.current)
    if (pending.current.size > 0) timer.current = setTimeout(() => void ask(), 15)
  })

  return useCallback((ids: readonly number[] | undefined) => {
    if (ids === undefined) return asking.current.reload()
    for (const id of ids) pending.current.add(id)
    if (ids.length > 0) void latestAsk.current()
  }, [])
}

/** A list that was left and is opened again shows what it had, and asks only about the tickets that changed meanwhile. */
function useReturn(keyText: string, ask: (ids: readonly number[] | undefined) => void) {
  const queries = useQueryClient()
  useEffect(() => {
    const key: unknown[] = JSON.parse(keyText)
    const held = queries.getQueryData<Loaded>(key)
    if (held) ask(changedSince(held.seen))
    return () => {
      queries.setQueryData<Loaded>(key, (now) => now && { ...now, seen: newsPlace() })
    }
  }, [queries, keyText, ask])
}

const isGone = (event: LiveEvent) => event.gone === true
