/** One view's list with its head: opening, selecting, taking, and what is new. */
import { Button } from '@mantine/core'
import { IconArrowsSort, IconBaselineDensityMedium, IconHandGrab, IconAppWindow, IconPlus, IconX } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { type ReactNode, useCallback, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { z } from 'zod'
import { useKept } from '#platform/web/kept.ts'
import { useKeys } from '#platform/web/keys.ts'
import { useTitleNews } from '#platform/web/title.ts'
import { EmptyState } from '#platform/web/ui/EmptyState.tsx'
import { Go } from '#platform/web/ui/Go.tsx'
import { IconButton } from '#platform/web/ui/IconButton.tsx'
import { ListHead } from '#platform/web/ui/ListHead.tsx'
import { MenuButton } from '#platform/web/ui/MenuButton.tsx'
import { Notice } from '#platform/web/ui/Notice.tsx'
import { PendingChip } from '#platform/web/ui/PendingChip.tsx'
import { SkeletonLines } from '#platform/web/ui/SkeletonLines.tsx'
import { VirtualList } from '#platform/web/ui/VirtualList.tsx'
import { useWhen } from '#platform/web/useWhen.ts'
import { useMay, useMe } from '#people/web/session.ts'
import type { Row } from '#tickets/ticket.ts'
import { type SortField, sortFields, type ViewKey } from '#views/view.ts'
import { useTicketColumns } from '#views/web/columns.tsx'
import type { Order } from '#views/web/standing.ts'
import { useTicketList } from '#views/web/useTicketList.ts'
import { openTab } from '#app/web/openTabs.ts'
import css from './TicketListPanel.module.css'
import { useListPlace } from './useListPlace.ts'
import { useTake } from './useTake.ts'

const densities = { compact: 32, normal: 40, tall: 56 } as const
const densityShape = z.enum(['compact', 'normal', 'tall'])

interface TicketListPanelProps {
  view: ViewKey
  order: Order
  /** The view's exact count. */
  count: number | undefined
  /** Opens the views where they are folded away. */
  before: ReactNode
}

export function TicketListPanel({ view, order, count, before }: TicketListPanelProps) {
  const { t } = useTranslation()
  const me = useMe()
  const when = useWhen()
  const navigate = useNavigate()
  const list = useTicketList(view, order)
  const [density, setDensity] = useKept('density', densityShape, 'normal')
  const [selected, setSelected] = useState<ReadonlySet<number>>(new Set())
  const { panel, cursor, setCursor } = useListPlace(view, (list.rows?.length ?? 0) > 0)
  const columns = useTicketColumns(me.id, density === 'compact')
  const hold = useHold()
  const mayCreate = useMay('tickets.create')
  const { take, trouble, dismiss } = useTake(list)

  const pending = list.news
  useTitleNews('list', pending?.arriving ?? 0)
  const waiting = pending !== undefined && pending.arriving + pending.leaving + pending.moved > 0
  const { apply } = list
  useEffect(() => {
    if (waiting && !hold.held) apply()
  }, [waiting, hold.held, apply])

  const open = (row: Row) => {
    openTab(row)
    void navigate({ to: '/tickets/$id', params: { id: row.id } })
  }
  const behind = useCallback((row: Row) => openTab({ ...row, unread: row.unread }), [])
  const sortBy = (sort: SortField, direction: Order['order']) =>
    void navigate({ to: '/tickets', search: { view, sort, order: direction }, replace: true })
  const atCursor = list.rows?.find((row) => row.id === cursor)
  useKeys({
    m: () => atCursor && take(atCursor),
    b: () => atCursor && behind(atCursor),
    n: () => mayCreate && void navigate({ to: '/tickets/new' }),
    Escape: (event) => isHere(event.target) && setSelected(new Set()),
  })

  const actions = useCallback(
    (row: Row) => (
      <>
        <IconButton
          label={t(($) => $.views.list.openInTab)}
          hint="B"
          icon={<IconAppWindow size={14} stroke={1.75} />}
          tabIndex={-1}
          onClick={() => behind(row)}
        />
        {mayTake(row) && (
          <IconButton
            label={t(($) => $.ticket.take)}
            hint="M"
            icon={<IconHandGrab size={14} stroke={1.75} />}
            tabIndex={-1}
            onClick={() => take(row)}
          />
        )}
      </>
    ),
    [t, behind, take],
  )

  return (
    <section ref={panel} className={css.panel} aria-label={t(($) => $.views.names[view])}>
      <ListHead
        before={before}
        name={t(($) => $.views.names[view])}
        count={count === undefined ? undefined : when.count(count)}
        pending={<PendingChip added={pending?.arriving ?? 0} left={pending?.leaving ?? 0} onApply={apply} />}
        tools={
          <>
            {selected.size > 0 && (
              <span className={css.selected}>
                {t(($) => $.list.selected, { count: selected.size })}
                <IconButton
                  label={t(($) => $.views.list.clearSelection)}
                  icon={<IconX size={14} stroke={1.75} />}
                  onClick={() => setSelected(new Set())}
                />
              </span>
            )}
            <SortMenu order={order} onSort={sortBy} />
            <DensityMenu density={density} onChange={setDensity} />
            {mayCreate && (
              <Button
                variant="filled"
                className={css.create}
                leftSection={<IconPlus size={16} stroke={1.75} aria-hidden />}
                onClick={() => void navigate({ to: '/tickets/new' })}
                aria-keyshortcuts="n"
                aria-label={t(($) => $.views.list.newTicket)}
              >
                <span className={css.createWord}>{t(($) => $.views.list.newTicket)}</span>
              </Button>
            )}
          </>
        }
      />
      {trouble && (
        <Notice kind="warning" onDismiss={dismiss}>
          {trouble}
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
      {list.rows?.length === 0 && <Nothing view={view} />}
      {list.rows && list.rows.length > 0 && (
        <VirtualList<Row>
          label={t(($) => $.views.list.rows, { view: t(($) => $.views.names[view]) })}
          rows={list.rows}
          total={count}
          rowKey={keyOfRow}
          rowLabel={labelOfRow}
          href={hrefOfRow}
          columns={columns}
          rowHeight={densities[density]}
          unread={isUnread}
          leaving={(row) => list.leaving?.has(row.id) ?? false}
          sorting={{ key: order.sort, direction: order.order }}
          onSort={({ key, direction }) => {
            const sort = sortFields.find((field) => field === key)
            if (sort) sortBy(sort, direction)
          }}
          selected={selected}
          onSelect={setSelected}
          cursor={cursor}
          onCursor={setCursor}
          onOpen={open}
          hasMore={!list.complete && list.more.state !== 'failed'}
          loadingMore={list.more.state === 'loading'}
          onReachEnd={list.more.load}
          actions={actions}
          onHold={hold.onHold}
        />
      )}
      {list.more.state === 'failed' && (
        <Notice kind="error" action={<Button onClick={list.more.load}>{t(($) => $.common.retry)}</Button>}>
          {t(($) => $.views.list.moreFailed)}
        </Notice>
      )}
    </section>
  )
}

/** An Escape that closed a dialog belongs to the dialog. */
const isHere = (target: EventTarget | null) =>
  target === document.body || (target instanceof Element && target.closest('#content') !== null)

const keyOfRow = (row: Row) => row.id
const labelOfRow = (row: Row) => `#${row.id} ${row.title}`
const hrefOfRow = (row: Row) => `/tickets/${row.id}`
const isUnread = (row: Row) => row.unread
const mayTake = (row: Row) => row.user === null && (row.state === 'open' || row.state === 'waiting')

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

function Nothing({ view }: { view: ViewKey }) {
  const { t } = useTranslation()
  const other = view === 'all' ? undefined : view === 'open' ? 'all' : 'open'
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
      {t(($) => $.views.empty[view])}
    </EmptyState>
  )
}

function SortMenu({ order, onSort }: { order: Order; onSort: (sort: SortField, direction: Order['order']) => void }) {
  const { t } = useTranslation()
  return (
    <MenuButton
      label={t(($) => $.views.list.sort)}
      groups={[
        sortFields.map((field) => ({
          key: field,
          label: t(($) => $.views.sorts[field]),
          on: order.sort === field,
          onPick: () => onSort(field, order.order),
        })),
        (['desc', 'asc'] as const).map((direction) => ({
          key: direction,
          label: t(($) => $.views.directions[direction]),
          on: order.order === direction,
          onPick: () => onSort(order.sort, direction),
        })),
      ]}
    >
      {(opener) => <IconButton label={t(($) => $.views.list.sort)} icon={<IconArrowsSort size={16} stroke={1.75} />} {...opener} />}
    </MenuButton>
  )
}

function DensityMenu({ density, onChange }: { density: keyof typeof densities; onChange: (density: keyof typeof densities) => void }) {
  const { t } = useTranslation()
  return (
    <MenuButton
      label={t(($) => $.views.list.density)}
      groups={[
        densityShape.options.map((one) => ({
          key: one,
          label: t(($) => $.views.list[one]),
          on: one === density,
          onPick: () => onChange(one),
        })),
      ]}
    >
      {(opener) => (
        <IconButton
          className={css.density}
          label={t(($) => $.views.list.density)}
          icon={<IconBaselineDensityMedium size={16} stroke={1.75} />}
          {...opener}
        />
      )}
    </MenuButton>
  )
}
