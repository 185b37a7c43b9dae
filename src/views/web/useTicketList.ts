/** A list on the screen: loaded piece by piece wherever one looks, and kept true by live news without moving under the pointer. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { call } from '#platform/web/call.ts'
import { useLiveEvents, useLiveList } from '#platform/web/LiveProvider.tsx'
import { keyOf } from '#platform/web/query.ts'
import { queryRows, queryTickets } from '#views/api.ts'
import type { ColumnKey, ListRow } from '#views/view.ts'
import { isTold, type Order } from './order.ts'
import { lengthOf, missing, pageSize, rowAt, trimmed, type Wish, withPage } from './pages.ts'
import type { Asked } from './selection.ts'
import { applied, learned, news, patched, type Standing, standingOf, without } from './standing.ts'
import { changedSince, newsPlace } from './ticketNews.ts'

/** Beyond this, one look at the whole list is cheaper than one at each changed ticket. */
const manyChanges = 300
/** The thumb of the scrollbar passes by much that nobody wants to see. */
const rest = 60
/** So many rows beyond what is in sight are loaded ahead. */
const ahead = 40
const askedAtOnce = 200

interface Loaded {
  standing: Standing
  /** Up to which news the rows are true. */
  seen: number
}

const input = (asked: Asked, { by, order }: Order) => ({ ...asked, ...(by ? { sort: by, order } : {}) })

/** `total`: the exact number of matches, as soon as it is known; `columns`: the custom fields that the rows bring along. */
export function useTicketList(
  asked: Asked,
  order: Order,
  columns: readonly ColumnKey[],
  total: number | undefined,
  /** Somebody came to the list or left it, perhaps by the clock alone. */
  onMoved: () => void,
) {
  const queries = useQueryClient()
  const key = [...keyOf(queryTickets, { ...input(asked, order), columns: [...columns] }), 'standing']
  const keyText = JSON.stringify(key)
  const sight = useRef({ first: 0, end: 40 })
  const held = useCallback(() => queries.getQueryData<Loaded>(JSON.parse(keyText)), [queries, keyText])
  const given = useRef({ asked, order, columns, total })
  useEffect(() => {
    given.current = { asked, order, columns, total }
  })

  /** Up to which news the answer under way is true. */
  const askedAt = useRef<number>(undefined)
  const query = useQuery<Loaded>({
    queryKey: key,
    queryFn: async ({ signal }) => {
      const seen = newsPlace()
      askedAt.current = seen
      const { first } = sight.current
      const offset = Math.max(0, first - pageSize / 4)
      const page = await call(
        queryTickets,
        { ...input(asked, order), columns: [...columns], limit: pageSize, ...(offset > 0 ? { offset, ...(total ? { total } : {}) } : {}) },
        { signal },
      )
      // The list has become shorter than the place that one looked at.
      if (page.rows.length === 0 && offset > 0) {
        sight.current = { first: 0, end: 40 }
        const top = await call(queryTickets, { ...input(asked, order), columns: [...columns], limit: pageSize }, { signal })
        return { standing: standingOf([{ at: 0, ...top }], total ?? top.rows.length), seen }
      }
      return { standing: standingOf([{ at: offset, ...page }], total ?? offset + page.rows.length), seen }
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
  const reload = useCallback(() => void queries.invalidateQueries({ queryKey: JSON.parse(keyText) }), [queries, keyText])

  const { lookAt, failed, retry } = usePieces(keyText, given, held, change, sight)
  const isHeld = useCallback(
    (id: number) => {
      const now = held()?.standing
      return now !== undefined && (now.arriving.has(id) || now.pages.some((page) => page.rows.some((row) => row.id === id)))
    },
    [held],
  )
  const ask = useNews(asked, given, isHeld, change, reload, onMoved)
  useReturn(keyText, held, ask)
  // What was told while the list was under way found no rows to change.
  useEffect(() => {
    const seen = askedAt.current
    if (seen === undefined || query.isFetching || query.data === undefined) return
    askedAt.current = undefined
    const missed = changedSince(seen)
    if (missed !== undefined && missed.length > 0) ask(missed)
  }, [query.isFetching, query.data, ask])

  const counted = useRef<number>(undefined)
  useEffect(() => {
    if (total === undefined || counted.current === total) return
    counted.current = total
    change((now) => (now.total === total ? now : { ...now, total }))
  }, [total, change, query.data])

  const current = query.data?.standing
  const places = useMemo(
    () => new Map(current?.pages.flatMap((page) => page.rows.map((row, n) => [row.id, page.at + n] as const))),
    [current],
  )
  const rows = useMemo(
    () =>
      current && {
        count: lengthOf(current.pages, current.total - current.arriving.size + current.leaving.size),
        at: (index: number) => rowAt(current.pages, index),
        indexOf: (id: number) => places.get(id) ?? -1,
      },
    [current, places],
  )
  const { by, order: direction } = order
  return {
    rows,
    /** All that are loaded. */
    loaded: useMemo(() => current?.pages.flatMap((page) => page.rows.map((row) => row.id)) ?? [], [current]),
    row: (id: number) => current && rowAt(current.pages, places.get(id) ?? -1),
    leaving: current?.leaving,
    news: current ? news(current, order) : undefined,
    error: query.error,
    loading: query.isPending,
    retry: () => void query.refetch(),
    lookAt,
    failed,
    retryPiece: retry,
    apply: useCallback(() => {
      const now = held()?.standing
      if (now && !isTold({ by, order: direction }) && now.arriving.size > 0) reload()
      else change((standing) => applied(standing, { by, order: direction }))
    }, [change, reload, held, by, direction]),
    /** Shows one's own change in its row. */
    patch: useCallback((id: number, with_: Partial<ListRow>) => change((now) => patched(now, id, with_)), [change]),
    /** The numbers of the tickets from one place to another, loaded or not. */
    idsBetween: useCallback(async (from: number, to: number) => {
      const ids: number[] = []
      for (let offset = from; offset <= to; offset += askedAtOnce) {
        const now = given.current
        const limit = Math.min(askedAtOnce, to - offset + 1)
        const page = await call(queryTickets, { ...input(now.asked, now.order), offset, limit, ...(now.total ? { total: now.total } : {}) })
        ids.push(...page.rows.map((row) => row.id))
      }
      return ids
    }, []),
  }
}

interface Sight {
  first: number
  end: number
}
interface Given {
  current: { asked: Asked; order: Order; columns: readonly ColumnKey[]; total: number | undefined }
}

/** Loads what is in sight and not there yet: one piece at a time, once the scrollbar rests; what is far away is let go. */
function usePieces(
  keyText: string,
  given: Given,
  held: () => Loaded | undefined,
  change: (make: (standing: Standing) => Standing) => void,
  sight: { current: Sight },
) {
  const [failed, setFailed] = useState(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const busy = useRef<{ wish: Wish; stop: AbortController }>(undefined)

  const wanted = useCallback((): Wish | undefined => {
    const standing = held()?.standing
    if (!standing) return undefined
    const { first, end } = sight.current
    const length = lengthOf(standing.pages, standing.total)
    return missing(standing.pages, Math.max(0, first - ahead), Math.min(length, end + ahead))
  }, [held, sight])

  /** One piece after the other, until nothing in sight is missing. */
  const load = useCallback(async () => {
    for (let wish = wanted(); wish; wish = wanted()) {
      const { first, end } = sight.current
      if (busy.current) {
        const { at } = busy.current.wish
        if (at > first - 3 * pageSize && at < end + 3 * pageSize) return
        busy.current.stop.abort()
      }
      const stop = new AbortController()
      const piece = { wish, stop }
      busy.current = piece
      setFailed(false)
      const { asked, order, columns, total } = given.current
      const { limit } = wish
      const known = total ? { total } : {}
      const from = 'after' in wish ? { after: wish.after } : 'before' in wish ? { before: wish.before } : { offset: wish.offset, ...known }
      try {
        const page = await call(queryTickets, { ...input(asked, order), columns: [...columns], limit, ...from }, { signal: stop.signal })
        if (stop.signal.aborted) return
        const filling = wish
        change((now) => withPiece(now, filling, page, sight.current))
      } catch {
        if (!stop.signal.aborted) setFailed(true)
        return
      } finally {
        release(busy, piece)
      }
    }
  }, [wanted, sight, given, change])

  useEffect(
    () => () => {
      clearTimeout(timer.current)
      busy.current?.stop.abort()
      busy.current = undefined
    },
    [keyText],
  )
  const lookAt = useCallback(
    (first: number, end: number) => {
      const jumped = Math.abs(first - sight.current.first) > 2 * (end - first)
      sight.current = { first, end }
      clearTimeout(timer.current)
      if (!wanted()) return
      if (jumped) timer.current = setTimeout(() => void load(), rest)
      else void load()
    },
    [sight, wanted, load],
  )
  return { lookAt, failed, retry: () => void load() }
}

/** Unless another one has taken its place. */
function release<T>(held: { current: T | undefined }, one: T) {
  if (held.current === one) held.current = undefined
}

/** What came of one piece: its rows in their places, and nothing that is far from what is in sight. */
function withPiece(
  now: Standing,
  wish: Wish,
  page: { rows: ListRow[]; next: string | null; previous: string | null },
  seen: Sight,
): Standing {
  const arriving = new Map(now.arriving)
  for (const row of page.rows) arriving.delete(row.id)
  const beyond = 'offset' in wish && wish.offset > 0 && page.rows.length === 0
  return {
    ...now,
    pages: trimmed(withPage(now.pages, wish, page), seen.first, seen.end),
    arriving,
    total: beyond ? Math.min(now.total, wish.offset) : now.total,
  }
}

/**
 * Asks where changed tickets stand now, a handful at a time: those that are shown, and those of which the server says that they came or left;
 * where it says nothing of that (it watches no words), all that changed.
 */
function useNews(
  asked: Asked,
  given: Given,
  isHeld: (id: number) => boolean,
  change: (make: (standing: Standing) => Standing) => void,
  reload: () => void,
  onMoved: () => void,
) {
  const pending = useRef(new Set<number>())
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])

  const ask = useCallback(async () => {
    const ids = [...pending.current]
    pending.current.clear()
    if (ids.length > manyChanges) return reload()
    const { asked: of, order, columns } = given.current
    for (let n = 0; n < ids.length; n += askedAtOnce) {
      const part = ids.slice(n, n + askedAtOnce)
      try {
        const { rows } = await call(queryRows, { ...of, ids: part, columns: [...columns] })
        change((standing) => learned(standing, part, rows, order))
      } catch {
        reload()
      }
    }
    return undefined
  }, [given, change, reload])

  /** Whether the server tells who comes and leaves. */
  const told = useRef(false)
  const wonder = (ids: readonly number[]) => {
    for (const id of ids) pending.current.add(id)
    if (pending.current.size === 0) return
    clearTimeout(timer.current)
    timer.current = setTimeout(() => void ask(), 15)
  }
  useLiveEvents((events) => {
    const tickets = events.filter((event) => event.subject === 'ticket')
    const gone = new Set(tickets.filter((event) => event.gone).map((event) => event.id))
    if (gone.size > 0) change((standing) => without(standing, gone))
    wonder(tickets.filter((event) => !event.gone && (!told.current || isHeld(event.id))).map((event) => event.id))
  })
  const watched =
    asked.view === undefined || asked.q ? null : { view: asked.view, place: asked.place ?? null, filter: asked.filter ?? null }
  const watchedText = JSON.stringify(watched)
  useEffect(() => {
    told.current = false
  }, [watchedText])
  useLiveList(watched, ({ arrived, left, many }) => {
    told.current = true
    if (many || arrived.length + left.length > 0) onMoved()
    if (many) reload()
    else wonder([...arrived, ...left])
  })

  return useCallback(
    (ids: readonly number[] | undefined) => {
      if (ids === undefined) return reload()
      for (const id of ids) pending.current.add(id)
      if (ids.length > 0) void ask()
    },
    [ask, reload],
  )
}

/** A list that was left and is opened again shows what it had, and asks only about the tickets that changed meanwhile. */
function useReturn(keyText: string, held: () => Loaded | undefined, ask: (ids: readonly number[] | undefined) => void) {
  const queries = useQueryClient()
  useEffect(() => {
    const key: unknown[] = JSON.parse(keyText)
    const before = held()
    if (before) ask(changedSince(before.seen))
    return () => {
      queries.setQueryData<Loaded>(key, (now) => now && { ...now, seen: newsPlace() })
    }
  }, [queries, keyText, held, ask])
}
