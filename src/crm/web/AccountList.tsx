/** The list of Accounts: found by words, sorted. */
import { Button, TextInput } from '@mantine/core'
import { IconPlus, IconSearch } from '@tabler/icons-react'
import { useRouter } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AccountRow } from '#crm/account.ts'
import { countAccounts, findAccounts } from '#crm/accountApi.ts'
import { customerSorts } from '#crm/customer.ts'
import { useMay } from '#people/web/session.ts'
import { call } from '#platform/web/call.ts'
import { useEndpoint } from '#platform/web/query.ts'
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
import { type Order, useCustomerPages } from './useCustomerPages.ts'

export function AccountList() {
  const { t } = useTranslation()
  const when = useWhen()
  const router = useRouter()
  const [q, setQ] = useState('')
  const [order, setOrder] = useState<Order>({ sort: 'name', order: 'asc' })
  const [selected, setSelected] = useState<ReadonlySet<number>>(new Set())
  const [cursor, setCursor] = useState<number | null>(null)
  const mayCreate = useMay('accounts.create')
  const list = useCustomerPages<AccountRow>({
    key: [order],
    subject: 'account',
    q,
    load: async (wanted, signal) => {
      const page = await call(findAccounts, { ...wanted, ...order }, { signal })
      return { rows: page.accounts, next: page.next }
    },
  })
  const total = useEndpoint(countAccounts, { q: list.words }, { refetchOnMount: 'always' }).data?.total
  const columns = useAccountColumns()
  useTitle(t(($) => $.crm.accounts))
  return (
    <section className={css.panel} aria-label={t(($) => $.crm.accounts)}>
      <ListHead
        name={t(($) => $.crm.accounts)}
        count={total === undefined ? undefined : when.count(total)}
        tools={
          mayCreate && (
            <Button
              component={Go}
              href="/accounts/new"
              variant="filled"
              aria-label={t(($) => $.crm.newAccount)}
              leftSection={<IconPlus size={16} stroke={1.75} aria-hidden />}
            >
              <span className="not-phone">{t(($) => $.crm.newAccount)}</span>
            </Button>
          )
        }
        bar={
          <TextInput
            className={css.search ?? ''}
            type="search"
            aria-label={t(($) => $.crm.searchAccounts)}
            placeholder={t(($) => $.crm.searchAccounts)}
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
        <EmptyState>{list.words === '' ? t(($) => $.crm.noAccounts) : t(($) => $.crm.noAccountsFound)}</EmptyState>
      )}
      {list.rows && list.rows.length > 0 && (
        <VirtualList<AccountRow>
          label={t(($) => $.crm.accounts)}
          rows={list.rows}
          total={total}
          rowKey={(row) => row.id}
          rowLabel={(row) => row.name}
          href={(row) => `/accounts/${row.id}`}
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
          onOpen={(row) => router.history.push(`/accounts/${row.id}`)}
          hasMore={list.hasMore}
          loadingMore={list.loadingMore}
          onReachEnd={list.more}
        />
      )}
    </section>
  )
}

/** The same array until the language changes. */
function useAccountColumns(): readonly Column<AccountRow>[] {
  const { t } = useTranslation()
  const when = useWhen()
  return useMemo(
    (): readonly Column<AccountRow>[] => [
      {
        key: 'name',
        head: t(($) => $.crm.field.name),
        width: 'minmax(200px, 1.4fr)',
        phone: 'title',
        sortable: true,
        opens: true,
        cell: (row) => <span className={`cut list-title ${css.one}`}>{row.name}</span>,
      },
      {
        key: 'sla',
        head: t(($) => $.crm.field.slaId),
        width: 'minmax(120px, 1fr)',
        phone: 'sub',
        cell: (row) => <span className={`cut ink2 ${css.one}`}>{row.sla?.title}</span>,
      },
      {
        key: 'contacts',
        head: t(($) => $.crm.field.contacts),
        width: '90px',
        phone: 'subEnd',
        cell: (row) => <span className="n">{when.count(row.contacts)}</span>,
      },
      {
        key: 'changedAt',
        head: t(($) => $.crm.field.changedAt),
        width: '90px',
        phone: 'end',
        sortable: true,
        cell: (row) => (
          <span className="ink2">
            <Time at={row.changedAt} />
          </span>
        ),
      },
    ],
    [t, when],
  )
}
