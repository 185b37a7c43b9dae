/** A list of Contacts or Accounts: found by words, sorted, several selected to be merged. */
import { Button, TextInput } from '@mantine/core'
import { IconArrowMerge, IconPlus, IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { customerSorts, type CustomerKind } from '#crm/customer.ts'
import { useMay } from '#people/web/session.ts'
import { useTitle } from '#platform/web/title.ts'
import type { Column } from '#platform/web/ui/columns.ts'
import { EmptyState } from '#platform/web/ui/EmptyState.tsx'
import { Go } from '#platform/web/ui/Go.tsx'
import { ListHead } from '#platform/web/ui/ListHead.tsx'
import { Notice } from '#platform/web/ui/Notice.tsx'
import { SkeletonLines } from '#platform/web/ui/SkeletonLines.tsx'
import { Time } from '#platform/web/ui/Time.tsx'
import { VirtualList } from '#platform/web/ui/VirtualList.tsx'
import { useWhen } from '#platform/web/useWhen.ts'
import css from './customers.module.css'
import { MergeDialog, type Mergeable } from './MergeDialog.tsx'
import { type Order, useCustomerPages } from './useCustomerPages.ts'

interface Row {
  id: number
  name: string
  changedAt: string
}

interface Props<R extends Row> {
  kind: CustomerKind
  columns: readonly Column<R>[]
  load: (wanted: { q: string; after?: string; limit: number } & Order, signal: AbortSignal) => Promise<{ rows: R[]; next: string | null }>
  /** How many there are of these words. */
  count: (q: string, signal: AbortSignal) => Promise<number>
  /** What the merge dialog shows of a row. */
  mergeable: (row: R) => Mergeable
  /** Where there is none yet. */
  whenNone?: ReactNode
}

export function CustomerList<R extends Row>({ kind, columns, load, count, mergeable, whenNone }: Props<R>) {
  const { t } = useTranslation()
  const when = useWhen()
  const router = useRouter()
  const [q, setQ] = useState('')
  const [order, setOrder] = useState<Order>({ sort: 'name', order: 'asc' })
  const [selected, setSelected] = useState<ReadonlySet<number>>(new Set())
  const [cursor, setCursor] = useState<number | null>(null)
  const [merging, setMerging] = useState(false)
  const [mayCreate, mayChange] = [useMay(`${kind}s.create`), useMay(`${kind}s.update`)]
  const list = useCustomerPages<R>({ key: [order], subject: kind, q, load: (wanted, signal) => load({ ...wanted, ...order }, signal) })
  const total = useQuery({
    queryKey: ['customers', kind, 'total', list.words],
    queryFn: ({ signal }) => count(list.words, signal),
    refetchOnMount: 'always',
  }).data
  const chosen = list.rows?.filter((row) => selected.has(row.id)) ?? []
  const words = t(($) => $.crm.list[kind], { returnObjects: true })
  useTitle(words.title)
  return (
    <section className={css.panel} aria-label={words.title}>
      <ListHead
        name={words.title}
        count={total === undefined ? undefined : when.count(total)}
        tools={
          <>
            {mayChange && (
              <Button
                disabled={chosen.length < 2}
                title={chosen.length < 2 ? words.selectTwo : undefined}
                leftSection={<IconArrowMerge size={16} stroke={1.75} aria-hidden />}
                onClick={() => setMerging(true)}
              >
                {chosen.length < 2 ? t(($) => $.crm.merge) : t(($) => $.crm.merging[kind].selected, { count: chosen.length })}
              </Button>
            )}
            {mayCreate && (
              <Button
                component={Go}
                href={`/${kind}s/new`}
                variant="filled"
                aria-label={words.create}
                leftSection={<IconPlus size={16} stroke={1.75} aria-hidden />}
              >
                <span className="not-phone">{words.create}</span>
              </Button>
            )}
          </>
        }
        bar={
          <TextInput
            className={css.search ?? ''}
            type="search"
            aria-label={words.search}
            placeholder={words.search}
            leftSection={<IconSearch size={14} stroke={1.75} aria-hidden />}
            value={q}
            onChange={(event) => setQ(event.currentTarget.value)}
          />
        }
      />
      {list.error && !list.rows && (
        <Notice kind="error" action={<Button onClick={list.retry}>{t(($) => $.common.retry)}</Button>}>
          {t(($) => $.crm.loadFailed)} {list.error.message}
        </Notice>
      )}
      {!list.rows && !list.error && (
        <div className={css.skeleton}>
          <SkeletonLines lines={6} />
        </div>
      )}
      {list.rows?.length === 0 && (
        <EmptyState action={list.words === '' && mayCreate && whenNone}>{list.words === '' ? words.none : words.noneFound}</EmptyState>
      )}
      {list.rows && list.rows.length > 0 && (
        <VirtualList<R>
          label={words.title}
          rows={list.rows}
          total={total}
          rowKey={(row) => row.id}
          rowLabel={(row) => row.name}
          href={(row) => `/${kind}s/${row.id}`}
          columns={columns}
          sorting={{ key: order.sort, direction: order.order }}
          onSort={({ key, direction }) => {
            const sort = customerSorts.find((one) => one === key)
            if (sort) setOrder({ sort, order: direction })
          }}
          selected={selected}
          onSelect={setSelected}
          cursor={cursor}
          onCursor={setCursor}
          onOpen={(row) => router.history.push(`/${kind}s/${row.id}`)}
          hasMore={list.hasMore}
          loadingMore={list.loadingMore}
          onReachEnd={list.more}
        />
      )}
      {merging && chosen.length > 1 && (
        <MergeDialog
          kind={kind}
          choices={chosen.map(mergeable)}
          onClose={() => setMerging(false)}
          onMerged={(id) => {
            setSelected(new Set())
            router.history.push(`/${kind}s/${id}`)
          }}
        />
      )}
    </section>
  )
}

/** The last column of both. */
export const changedColumn = (head: string): Column<Row> => ({
  key: 'changedAt',
  head,
  width: '90px',
  phone: 'end',
  sortable: true,
  cell: (row) => (
    <span className="ink2">
      <Time at={row.changedAt} />
    </span>
  ),
})
