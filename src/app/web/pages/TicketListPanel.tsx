/** One view's list with its head: opening, selecting, filtering, taking, and what is new. */
import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { lazy, type ReactNode, Suspense, useCallback, useEffect, useEffectEvent, useMemo, useState } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { call } from '#platform/web/call.ts'
import { getTicket } from '#tickets/api.ts'
import { useTranslation } from 'react-i18next'
import { useMay, useMe } from '#people/web/session.ts'
import { listUsers } from '#people/api.ts'
import type { Filter } from '#platform/filter.ts'
import { useActions } from '#platform/web/keys.ts'
import { useKeyName } from '#platform/web/useKeyNames.ts'
import { keyOf, useEndpoint } from '#platform/web/query.ts'
import { useTitleNews } from '#platform/web/title.ts'
import { EmptyState } from '#platform/web/ui/EmptyState.tsx'
import { Go } from '#platform/web/ui/Go.tsx'
import { ListHead } from '#platform/web/ui/ListHead.tsx'
import { LongList } from '#platform/web/ui/LongList.tsx'
import { Notice } from '#platform/web/ui/Notice.tsx'
import { PendingChip } from '#platform/web/ui/PendingChip.tsx'
import { SkeletonLines } from '#platform/web/ui/SkeletonLines.tsx'
import { useWhen } from '#platform/web/useWhen.ts'
import type { ListRow, SortBy, View } from '#views/view.ts'
import { PresentPeople } from '#presence/web/PresentPeople.tsx'
import { columnOfSort, sortOfColumn, useTicketColumns } from '#views/web/columns.tsx'
import { FilterBar } from '#views/web/filter/FilterBar.tsx'
import { FilterChips } from '#views/web/filter/FilterChips.tsx'
import { ListToolbar } from '#views/web/ListToolbar.tsx'
import { ListTools } from '#views/web/ListTools.tsx'
import type { Order } from '#views/web/order.ts'
import { RowActions } from '#views/web/RowActions.tsx'
import { type Asked, selectionOf } from '#views/web/selection.ts'
import { SelectionLine } from '#views/web/SelectionLine.tsx'
import { useListCount } from '#views/web/useListCount.ts'
import { useSelection } from '#views/web/useSelection.ts'
import { useStar } from '#views/web/useStar.ts'
import { useTaste } from '#views/web/useTaste.ts'
import { useTicketList } from '#views/web/useTicketList.ts'
import { openTab } from '#app/web/openTabs.ts'
import css from './TicketListPanel.module.css'
import { showsList } from './cameFrom.ts'
import { useListActions } from './useListActions.tsx'
import { useListPlace } from './useListPlace.ts'
import { useListKeys, useRowEntries } from './useListKeys.tsx'

const TicketPeek = lazy(() => import('./TicketPeek.tsx').then((m) => ({ default: m.TicketPeek })))

const heights = { compact: 32, normal: 40, tall: 56 } as const
const route = getRouteApi('/desk/tickets')

interface TicketListPanelProps {
  view: View
  /** Where the view stands, if what stands above narrows it. */
  place: number | undefined
  /** The view's exact count, with nothing added. */
  count: number | undefined
  /** Opens the views where they are folded away. */
  before: ReactNode
}

const present = (ticketId: number) => <PresentPeople ticketId={ticketId} row />

export function TicketListPanel({ view, place, count, before }: TicketListPanelProps) {
  const { t } = useTranslation()
  const me = useMe()
  const when = useWhen()
  const navigate = useNavigate()
  const { filter, q, sort, order: direction, peek } = route.useSearch()
  const taste = useTaste(view)
  const asked = useMemo(
    (): Asked => ({ view: view.id, ...(place ? { place } : {}), ...(filter ? { filter } : {}), ...(q ? { q } : {}) }),
    [view.id, place, filter, q],
  )
  const order = useMemo(
    (): Order => ({ by: sort ?? (q ? undefined : taste.sort.by), order: direction ?? (sort ? 'desc' : taste.sort.order) }),
    [sort, direction, q, taste.sort.by, taste.sort.order],
  )
  useEffect(() => showsList({ name: view.name, asked, order }), [view.name, asked, order])
  const added = filter !== undefined || Boolean(q)
  const { matching, lookAgain } = useListCount(asked, added || count === undefined)
  const total = added ? matching : (count ?? matching)
  const custom = useMemo(() => taste.columns.map(({ key }) => key).filter((key) => key.startsWith('custom.')), [taste.columns])
  const list = useTicketList(asked, order, custom, total, lookAgain)
  const { users = [] } = useEndpoint(listUsers, {}).data ?? {}
  const columns = useTicketColumns(taste.columns, { myId: me.id, compact: taste.density === 'compact', users, present })
  const { panel, cursor, setCursor } = useListPlace(JSON.stringify(asked), (list.rows?.count ?? 0) > 0)
  const selection = useSelection(asked, list.loaded, total ?? list.rows?.count ?? 0, list.idsBetween)
  const hold = useHold()
  const mayCreate = useMay('tickets.create')
  const star = useStar(list.patch)
  const { rows: ofRows, list: ofList, dialogs } = useListActions(view)

  const pending = list.news
  useTitleNews('list', pending?.arriving ?? 0)
  const waiting = pending !== undefined && pending.arriving + pending.leaving + pending.moved > 0
  const { apply } = list
  useEffect(() => {
    if (waiting && !hold.held) apply()
  }, [waiting, hold.held, apply])

  const search = useCallback(
    (change: { filter?: Filter | undefined; q?: string | undefined }) =>
      void navigate({ to: '/tickets', search: (now) => ({ ...now, sort: undefined, order: undefined, ...change }) }),
    [navigate],
  )
  const sortBy = (by: SortBy | undefined, to: Order['order']) => {
    void navigate({ to: '/tickets', search: (now) => ({ ...now, sort: by, order: by ? to : undefined }), replace: true })
    if (by && !q) taste.setSort({ by, order: to })
  }
  const open = (row: ListRow) => {
    openTab(row)
    void navigate({ to: '/tickets/$id', params: { id: row.id } })
  }
  const queries = useQueryClient()
  const near = useCallback(
    ({ id }: ListRow) =>
      void queries.prefetchQuery({ queryKey: keyOf(getTicket, { id }), queryFn: ({ signal }) => call(getTicket, { id }, { signal }) }),
    [queries],
  )
  const peeking = peek !== undefined
  const showPeek = useCallback(
    (id: number | undefined, replace = false) => void navigate({ to: '/tickets', search: (now) => ({ ...now, peek: id }), replace }),
    [navigate],
  )
  const peekAt = useCallback(
    (row: ListRow) => {
      setCursor(row.id)
      showPeek(row.id)
    },
    [setCursor, showPeek],
  )
  const moveTo = (key: number | null) => {
    setCursor(key)
    if (peeking && key !== null) showPeek(key, true)
  }
  const standThere = useEffectEvent(() => peek !== undefined && setCursor(peek))
  useEffect(() => {
    standThere()
  }, [peek])
  useEffect(() => {
    const idle = setTimeout(() => void import('./TicketPeek.tsx').catch(() => {}), 1500)
    return () => clearTimeout(idle)
  }, [])
  const behind = useCallback((row: ListRow) => openTab({ ...row, unread: row.unread }), [])
  const atCursor = cursor === null ? undefined : list.row(cursor)
  const nearCursor = useEffectEvent(() => atCursor && near(atCursor))
  useEffect(() => {
    nearCursor()
  }, [cursor])
  const chosen = selectionOf(selection.selected, asked, total ?? 0)
  const keys = useListKeys({
    patch: list.patch,
    row: list.row,
    cursor: atCursor,
    selection: chosen,
    users,
    resting: peeking || view.key === 'bin',
  })
  const { act } = keys
  const entries = useRowEntries(act)
  const take = useCallback((row: ListRow) => act('take', row), [act])
  useActions({
    listPeek: peeking ? () => showPeek(undefined) : atCursor && (() => peekAt(atCursor)),
    listBehind: atCursor && (() => behind(atCursor)),
  })
  // Over the list lies a ticket, whose keys these are then.
  useActions(
    peeking
      ? {}
      : {
          listEscape: (event) => {
            if (keys.refused) keys.dismissRefused()
            else if (isHere(event?.target ?? null)) selection.clear()
          },
        },
  )
  const newKey = useKeyName('newTicket')

  const actions = useCallback(
    (row: ListRow) => (
      <RowActions row={row} onPeek={peekAt} onNear={near} onBehind={behind} onTake={take} onStar={star.toggle} more={entries} />
    ),
    [peekAt, near, behind, take, star.toggle, entries],
  )
  const setColumns = taste.setColumns
  const shown = taste.columns
  const nothing = list.rows?.count === 0
  return (
    <section ref={panel} className={css.panel} aria-label={view.name}>
      <ListHead
        before={before}
        name={view.name}
        count={countText(added, total, count, when.count, (shownNow, all) => t(($) => $.views.list.countOf, { shown: shownNow, all }))}
        pending={<PendingChip added={pending?.arriving ?? 0} left={pending?.leaving ?? 0} onApply={apply} />}
        tools={
          <>
            <ListToolbar rows={ofRows} list={ofList} selection={chosen} />
            {mayCreate && (
              <Button
                variant="filled"
                className={css.create}
                leftSection={<IconPlus size={16} stroke={1.75} aria-hidden />}
                onClick={() => void navigate({ to: '/tickets/new' })}
                aria-keyshortcuts={newKey}
                aria-label={t(($) => $.views.list.newTicket)}
              >
                <span className={css.createWord}>{t(($) => $.views.list.newTicket)}</span>
              </Button>
            )}
          </>
        }
        bar={
          <>
            <FilterBar keysActive={!peeking} view={view} place={place} filter={filter} q={q} onChange={search} />
            <ListTools
              order={order}
              searching={Boolean(q)}
              onSort={sortBy}
              density={taste.density}
              onDensity={taste.setDensity}
              columns={shown}
              onColumns={setColumns}
            />
          </>
        }
      />
      <FilterChips view={view} filter={filter} q={q} onChange={search}>
        <SelectionLine selection={selection} total={total ?? 0} />
      </FilterChips>
      {(star.trouble ?? selection.trouble) && (
        <Notice
          kind="warning"
          onDismiss={() => {
            star.dismiss()
            selection.dismiss()
          }}
        >
          {star.trouble ?? selection.trouble}
        </Notice>
      )}
      {list.error && !list.rows && (
        <Notice kind="error" action={<Button onClick={list.retry}>{t(($) => $.common.retry)}</Button>}>
          {t(($) => $.views.list.loadFailed)} {list.error.message}
        </Notice>
      )}
      {list.loading && (
        <div className={css.skeleton}>
          <SkeletonLines lines={6} />
        </div>
      )}
      {nothing && added && (
        <EmptyState
          action={
            <button type="button" className="link" onClick={() => search({ filter: undefined, q: undefined })}>
              {t(($) => $.build.clearFilter)}
            </button>
          }
        >
          {t(($) => $.build.none)}
        </EmptyState>
      )}
      {nothing && !added && <Nothing view={view} />}
      {list.rows && !nothing && (
        <LongList<ListRow>
          label={t(($) => $.views.list.rows, { view: view.name })}
          rows={list.rows}
          total={total}
          rowKey={keyOfRow}
          rowLabel={labelOfRow}
          href={hrefOfRow}
          columns={columns}
          rowHeight={heights[taste.density]}
          unread={isUnread}
          leaving={(row) => list.leaving?.has(row.id) ?? false}
          sorting={{ key: order.by ? columnOfSort(order.by) : '', direction: order.order }}
          onSort={({ key, direction: to }) => sortBy(sortOfColumn(key), to)}
          marks={selection.marks}
          onMark={selection.mark}
          onMarkAll={selection.markAll}
          onMarkFar={selection.markFar}
          cursor={cursor}
          onCursor={moveTo}
          onOpen={open}
          onBehind={behind}
          onSight={list.lookAt}
          actions={actions}
          onHold={hold.onHold}
          onWidth={(key, width) => setColumns(shown.map((column) => (column.key === key ? { ...column, width } : column)))}
          onMove={(key, to) => {
            const moving = shown.find((column) => column.key === key)
            if (moving) setColumns(shown.filter((column) => column !== moving).toSpliced(to, 0, moving))
          }}
        />
      )}
      {list.failed && (
        <Notice kind="error" action={<Button onClick={list.retryPiece}>{t(($) => $.common.retry)}</Button>}>
          {t(($) => $.views.list.moreFailed)}
        </Notice>
      )}
      {dialogs}
      {keys.node}
      {peek !== undefined && (
        <Suspense>
          <TicketPeek
            id={peek}
            place={list.rows ? list.rows.indexOf(peek) : -1}
            total={total}
            neighbour={(at) => list.rows?.at(at)?.id}
            onShow={(id) => showPeek(id, true)}
            onClose={() => {
              showPeek(undefined)
              panel.current?.querySelector<HTMLElement>('[role=grid]')?.focus({ preventScroll: true })
            }}
          />
        </Suspense>
      )}
    </section>
  )
}

/** “284”, or “284 of 14,902” where something was added to the view. */
function countText(
  added: boolean,
  total: number | undefined,
  all: number | undefined,
  format: (n: number) => string,
  both: (shown: string, all: string) => string,
) {
  if (total === undefined) return undefined
  return added && all !== undefined ? both(format(total), format(all)) : format(total)
}

/** An Escape that closed a dialog belongs to the dialog. */
const isHere = (target: EventTarget | null) =>
  target === document.body || (target instanceof Element && target.closest('#content') !== null)

const keyOfRow = (row: ListRow) => row.id
const labelOfRow = (row: ListRow) => `#${row.id} ${row.title}`
const hrefOfRow = (row: ListRow) => `/tickets/${row.id}`
const isUnread = (row: ListRow) => row.unread

/** Rows stand still while somebody points at them, and while nobody looks: what came meanwhile is told in the window's title. */
function useHold() {
  const [pointed, setPointed] = useState(false)
  const [hidden, setHidden] = useState(document.visibilityState === 'hidden')
  useEffect(() => {
    const look = () => setHidden(document.visibilityState === 'hidden')
    document.addEventListener('visibilitychange', look)
    return () => document.removeEventListener('visibilitychange', look)
  }, [])
  return { held: pointed || hidden, onHold: setPointed }
}

/** The views made at set-up say what their emptiness means; any other just says it. */
function Nothing({ view }: { view: View }) {
  const { t } = useTranslation()
  const key = emptyKeys.find((one) => one === view.key)
  const other = key === 'all' ? undefined : key === 'open' ? 'all' : 'open'
  return (
    <EmptyState
      action={
        other && (
          <Go href={`/tickets?view=${other}`} className="link">
            {t(($) => $.views.show, { view: t(($) => $.views.names[other]) })}
          </Go>
        )
      }
    >
      {t(($) => $.views.empty[key ?? 'other'])}
    </EmptyState>
  )
}
const emptyKeys = [
  'mine',
  'unassigned',
  'open',
  'waiting',
  'due_today',
  'overdue',
  'undelivered',
  'recently_closed',
  'mentioned',
  'starred',
  'all',
  'bin',
] as const
