/** “3 of 128”: where an open ticket stands in the view that it was opened from, and the ways to the tickets before and after it, without going back. */
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '#platform/web/call.ts'
import { useActions } from '#platform/web/keys.ts'
import { keyOf, useEndpoint } from '#platform/web/query.ts'
import { useKeyName } from '#platform/web/useKeyNames.ts'
import { useWhen } from '#platform/web/useWhen.ts'
import { IconButton } from '#platform/web/ui/IconButton.tsx'
import { getTicket } from '#tickets/api.ts'
import { queryRows } from '#views/api.ts'
import type { ColumnKey, ListRow } from '#views/view.ts'
import { useCounts } from '#views/web/useCounts.ts'
import { useListCount } from '#views/web/useListCount.ts'
import { useTicketList } from '#views/web/useTicketList.ts'
import { placeOf, useViews } from '#views/web/useViews.ts'
import { replaceTab } from '#app/web/openTabs.ts'
import { type FromList, listOf, standsIn } from './cameFrom.ts'
import css from './Neighbours.module.css'

const noColumns: readonly ColumnKey[] = []
/** So many rows around the ticket are there. */
const around = 20

/** Nothing for a ticket that was opened by its link alone. */
export function Neighbours({ id }: { id: number }) {
  const [from] = useState(() => listOf(id))
  return from && <Among id={id} list={from.list} began={from.at} />
}

function Among({ id, list: from, began }: { id: number; list: FromList; began: number | undefined }) {
  const { t } = useTranslation()
  const when = useWhen()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const { view, place: narrowed, filter, q } = from.asked
  const { sidebar } = useViews()
  const counts = useCounts(sidebar)
  const stands = sidebar && narrowed !== undefined ? placeOf(sidebar, view ?? 0, narrowed) : undefined
  const counted = narrowed === undefined ? counts.of(view ?? 0) : stands && counts.at(stands)
  const added = filter !== undefined || Boolean(q)
  const listed = useListCount(from.asked, added || counted === undefined)
  const matching = added ? listed.matching : (counted ?? listed.matching)
  const { lookAgain } = listed
  const list = useTicketList(from.asked, from.order, noColumns, matching, lookAgain)
  const [said, setSaid] = useState('')
  /** Rows that are not there yet were asked for, in this direction. */
  const wanted = useRef<1 | -1>(undefined)
  const [place, setPlace] = useState(began)
  const { rows, leaving, apply, news, lookAt } = list
  const found = rows ? rows.indexOf(id) : -1
  // A ticket that left the list leaves a gap: what came after it stands there now.
  const at = found >= 0 ? found : place
  const looked = rows !== undefined && at !== undefined && (found >= 0 || at >= rows.count || rows.at(at) !== undefined)
  // It is not where it was: either it left, or it stands in a part of the list that is not here.
  const lost = looked && (found < 0 || leaving?.has(id) === true)
  const { data } = useEndpoint(queryRows, { ...from.asked, ids: [id], columns: [] }, { enabled: lost, staleTime: 0 })
  if (found >= 0 && found !== place) setPlace(found)
  useEffect(() => {
    if (found >= 0) standsIn(id, from, found)
  }, [id, from, found])
  useEffect(() => {
    if (at !== undefined) lookAt(Math.max(0, at - around), at + around)
  }, [at, lookAt, rows?.count])
  // Nobody points at these rows: they move as the list does.
  const waiting = news !== undefined && news.arriving + news.leaving + news.moved > 0
  useEffect(() => {
    if (waiting && found >= 0) apply()
  }, [waiting, found, apply])

  const goTo = (row: ListRow, index: number) => {
    standsIn(row.id, from, index)
    replaceTab(id, row)
    void navigate({ to: '/tickets/$id', params: { id: row.id }, replace: true })
  }
  const step = (by: 1 | -1) => {
    if (!rows || at === undefined) return
    wanted.current = undefined
    if (!looked) {
      wanted.current = by
      return lookAt(Math.max(0, at - around), at + around)
    }
    for (let index = found >= 0 || by < 0 ? at + by : at; ; index += by) {
      if (index < 0 || index >= rows.count)
        return setSaid(t(($) => (by > 0 ? $.views.list.atLast : $.views.list.atFirst), { view: from.name }))
      const row = rows.at(index)
      if (row && leaving?.has(row.id) !== true) return goTo(row, index)
      if (!row) {
        wanted.current = by
        return lookAt(Math.max(0, index - around), index + around)
      }
    }
  }
  const goOn = useEffectEvent(() => wanted.current && step(wanted.current))
  useEffect(() => {
    goOn()
  }, [rows])
  const nextId = at === undefined ? undefined : rows?.at(found >= 0 ? at + 1 : at)?.id
  useEffect(() => {
    if (nextId === undefined) return undefined
    const idle = setTimeout(
      () =>
        void queries.prefetchQuery({
          queryKey: keyOf(getTicket, { id: nextId }),
          queryFn: ({ signal }) => call(getTicket, { id: nextId }, { signal }),
        }),
      400,
    )
    return () => clearTimeout(idle)
  }, [queries, nextId])
  const possible = at !== undefined && rows !== undefined && rows.count > 0
  useActions({ ticketNext: possible ? () => step(1) : undefined, ticketPrevious: possible ? () => step(-1) : undefined })
  const [nextKey, previousKey] = [useKeyName('ticketNext'), useKeyName('ticketPrevious')]
  if (!possible) return null
  const total = matching ?? rows.count
  const icon = { size: 16, stroke: 1.75, 'aria-hidden': true } as const
  return (
    <span className={css.among} role="group" aria-label={t(($) => $.views.list.among, { view: from.name })}>
      <span className={css.place} title={from.name}>
        {!lost
          ? t(($) => $.views.list.peekPlace, { place: when.count(at + 1), total: when.count(total) })
          : data?.rows.length === 0
            ? t(($) => $.views.list.leftList, { view: from.name })
            : t(($) => $.views.list.elsewhereInList, { view: from.name })}
      </span>
      <IconButton
        label={t(($) => $.views.list.peekPrevious)}
        hint={previousKey}
        icon={<IconChevronUp {...icon} />}
        onClick={() => step(-1)}
      />
      <IconButton label={t(($) => $.views.list.peekNext)} hint={nextKey} icon={<IconChevronDown {...icon} />} onClick={() => step(1)} />
      <span role="status" className={css.said}>
        {said}
      </span>
    </span>
  )
}
