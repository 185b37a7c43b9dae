/** The list of Contacts: found by words, sorted, several selected to be merged. */
import { Button, TextInput } from '@mantine/core'
import { IconArrowMerge, IconPlus, IconSearch } from '@tabler/icons-react'
import { useRouter } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { countContacts, findContacts } from '#crm/api.ts'
import type { ContactRow } from '#crm/contact.ts'
import { customerSorts } from '#crm/customer.ts'
import { useMay } from '#people/web/session.ts'
import { shownPhone } from '#platform/phoneNumber.ts'
import { call } from '#platform/web/call.ts'
import { useEndpoint } from '#platform/web/query.ts'
import { useTitle } from '#platform/web/title.ts'
import { Avatar } from '#platform/web/ui/Avatar.tsx'
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
import { MergeDialog } from './MergeDialog.tsx'
import { type Order, useCustomerPages } from './useCustomerPages.ts'

export function ContactList() {
  const { t } = useTranslation()
  const when = useWhen()
  const router = useRouter()
  const [q, setQ] = useState('')
  const [order, setOrder] = useState<Order>({ sort: 'name', order: 'asc' })
  const [selected, setSelected] = useState<ReadonlySet<number>>(new Set())
  const [cursor, setCursor] = useState<number | null>(null)
  const [merging, setMerging] = useState(false)
  const [mayCreate, mayChange] = [useMay('contacts.create'), useMay('contacts.update')]
  const list = useCustomerPages<ContactRow>({
    key: [order],
    subject: 'contact',
    q,
    load: async (wanted, signal) => {
      const page = await call(findContacts, { ...wanted, ...order }, { signal })
      return { rows: page.contacts, next: page.next }
    },
  })
  const total = useEndpoint(countContacts, { q: list.words }, { refetchOnMount: 'always' }).data?.total
  const columns = useContactColumns()
  const chosen = list.rows?.filter((row) => selected.has(row.id)) ?? []
  useTitle(t(($) => $.crm.contacts))
  return (
    <section className={css.panel} aria-label={t(($) => $.crm.contacts)}>
      <ListHead
        name={t(($) => $.crm.contacts)}
        count={total === undefined ? undefined : when.count(total)}
        tools={
          <>
            {mayChange && (
              <Button
                disabled={chosen.length < 2}
                title={chosen.length < 2 ? t(($) => $.crm.selectTwo) : undefined}
                leftSection={<IconArrowMerge size={16} stroke={1.75} aria-hidden />}
                onClick={() => setMerging(true)}
              >
                {chosen.length < 2 ? t(($) => $.crm.merge) : t(($) => $.crm.mergeSelected, { count: chosen.length })}
              </Button>
            )}
            {mayCreate && (
              <Button
                component={Go}
                href="/contacts/new"
                variant="filled"
                aria-label={t(($) => $.crm.newContact)}
                leftSection={<IconPlus size={16} stroke={1.75} aria-hidden />}
              >
                <span className="not-phone">{t(($) => $.crm.newContact)}</span>
              </Button>
            )}
          </>
        }
        bar={
          <TextInput
            className={css.search ?? ''}
            type="search"
            aria-label={t(($) => $.crm.searchContacts)}
            placeholder={t(($) => $.crm.searchContacts)}
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
        <EmptyState
          action={
            list.words === '' &&
            mayCreate && (
              <Go href="/contacts/import" className="link">
                {t(($) => $.crm.import)}
              </Go>
            )
          }
        >
          {list.words === '' ? t(($) => $.crm.noContacts) : t(($) => $.crm.noContactsFound)}
        </EmptyState>
      )}
      {list.rows && list.rows.length > 0 && (
        <VirtualList<ContactRow>
          label={t(($) => $.crm.contacts)}
          rows={list.rows}
          total={total}
          rowKey={(row) => row.id}
          rowLabel={(row) => row.name}
          href={(row) => `/contacts/${row.id}`}
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
          onOpen={(row) => router.history.push(`/contacts/${row.id}`)}
          hasMore={list.hasMore}
          loadingMore={list.loadingMore}
          onReachEnd={list.more}
        />
      )}
      {merging && chosen.length > 1 && (
        <MergeDialog
          contacts={chosen}
          onClose={() => setMerging(false)}
          onMerged={(id) => {
            setSelected(new Set())
            router.history.push(`/contacts/${id}`)
          }}
        />
      )}
    </section>
  )
}

/** The same array until the language changes. */
function useContactColumns(): readonly Column<ContactRow>[] {
  const { t } = useTranslation()
  return useMemo(
    (): readonly Column<ContactRow>[] => [
      {
        key: 'name',
        head: t(($) => $.crm.field.name),
        width: 'minmax(180px, 1.2fr)',
        phone: 'title',
        sortable: true,
        opens: true,
        cell: (row) => (
          <span className={css.name}>
            <Avatar name={row.name} kind="customer" />
            <span className="cut list-title">{row.name}</span>
          </span>
        ),
      },
      {
        key: 'email',
        head: t(($) => $.crm.field.emails),
        width: 'minmax(160px, 1fr)',
        phone: 'sub',
        cell: (row) => <Several values={row.emails} />,
      },
      {
        key: 'phone',
        head: t(($) => $.crm.field.phones),
        width: '160px',
        narrow: 'hidden',
        cell: (row) => <Several values={row.phones.map(shownPhone)} />,
      },
      {
        key: 'account',
        head: t(($) => $.crm.field.accountId),
        width: 'minmax(120px, 0.8fr)',
        phone: 'subEnd',
        cell: (row) => <span className={`cut ink2 ${css.one}`}>{row.account?.name}</span>,
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
    [t],
  )
}

/** The first of several, and how many more. */
function Several({ values }: { values: readonly string[] }) {
  if (values.length === 0) return null
  return (
    <span className={`cut ${css.one}`} title={values.join(', ')}>
      {values[0]} {values.length > 1 && <span className="ink3">+{values.length - 1}</span>}
    </span>
  )
}
