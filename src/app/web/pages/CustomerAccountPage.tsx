/** One Account, or a new one: its SLA and note, its Contacts, tickets and history. */
import { Button } from '@mantine/core'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { z } from 'zod'
import { slas } from '#categories/sla.ts'
import type { AccountShown, AccountValues } from '#crm/account.ts'
import { changeAccount, createAccount, deleteAccount, getAccount, similarAccounts } from '#crm/accountApi.ts'
import { findContacts } from '#crm/api.ts'
import { AccountForm } from '#crm/web/AccountForm.tsx'
import { CustomerFrame } from '#crm/web/CustomerFrame.tsx'
import { mergeableAccount } from '#crm/web/MergeDialog.tsx'
import { useMay } from '#people/web/session.ts'
import { call } from '#platform/web/call.ts'
import { keyOf, useEndpoint } from '#platform/web/query.ts'
import { Avatar } from '#platform/web/ui/Avatar.tsx'
import { EmptyState } from '#platform/web/ui/EmptyState.tsx'
import { Go } from '#platform/web/ui/Go.tsx'
import { TwoLines } from '#platform/web/ui/TwoLines.tsx'
import { useWhen } from '#platform/web/useWhen.ts'
import { LoadedCustomer, OpenCustomer } from './OpenCustomer.tsx'
import css from './TicketsOf.module.css'

const draftShape = z.object({ name: z.string(), slaId: z.int().nullable(), note: z.string(), custom: z.record(z.string(), z.unknown()) })
const nothing: AccountValues = { name: '', slaId: null, note: '', custom: {} }

export function CustomerAccountPage() {
  const { id } = useParams({ from: '/desk/accounts/$id' })
  return <CustomerFrame>{id === 'new' ? <OpenAccount account={null} /> : <Loaded key={id} id={Number(id)} />}</CustomerFrame>
}

function Loaded({ id }: { id: number }) {
  const found = useEndpoint(getAccount, { id }, { enabled: Number.isSafeInteger(id) && id > 0, refetchOnMount: 'always' })
  return (
    <LoadedCustomer kind="account" id={id} found={found}>
      {(account) => <OpenAccount account={account} />}
    </LoadedCustomer>
  )
}

function OpenAccount({ account }: { account: AccountShown | null }) {
  const { t } = useTranslation()
  const when = useWhen()
  const queries = useQueryClient()
  const maySeeContacts = useMay('contacts.read')
  const mayMerge = useMay('accounts.update') && account !== null
  const similar = useEndpoint(similarAccounts, { id: account?.id ?? 0 }, { enabled: mayMerge, refetchOnMount: 'always' })
  const choices =
    useEndpoint(slas.doors.list, {}, { enabled: useMay('categories.read') }).data?.items ?? (account?.sla ? [account.sla] : [])
  const stored = useMemo(() => (account ? draftOf(account) : nothing), [account])
  return (
    <OpenCustomer<AccountValues, AccountShown>
      kind="account"
      shown={account}
      under={account?.sla?.title}
      shape={draftShape}
      stored={stored}
      save={(values, version) => (account ? call(changeAccount, { ...values, id: account.id, version }) : call(createAccount, values))}
      remove={(id) => call(deleteAccount, { id })}
      put={(saved) => {
        queries.setQueryData(keyOf(getAccount, { id: saved.id }), saved)
        void queries.invalidateQueries({ queryKey: keyOf(similarAccounts) })
      }}
      reload={() => account && void queries.invalidateQueries({ queryKey: keyOf(getAccount, { id: account.id }) })}
      alike={account ? [account, ...(similar.data?.duplicates ?? []).map((one) => one.account)].map(mergeableAccount) : []}
      renderForm={({ values, set, edited, trouble, users, disabled }) => (
        <AccountForm values={values} set={set} edited={edited} trouble={trouble} users={users} slas={choices} disabled={disabled} />
      )}
      tabs={
        account && maySeeContacts
          ? [
              {
                key: 'contacts',
                label: t(($) => $.crm.contacts),
                count: when.count(account.contacts),
                content: <Members accountId={account.id} />,
              },
            ]
          : []
      }
    />
  )
}

/** The Contacts of an Account. */
function Members({ accountId }: { accountId: number }) {
  const { t } = useTranslation()
  const found = useInfiniteQuery({
    queryKey: ['customers', 'contact', 'of account', accountId],
    queryFn: ({ pageParam, signal }) => call(findContacts, { account: accountId, ...(pageParam ? { after: pageParam } : {}) }, { signal }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
    refetchOnMount: 'always',
  })
  const rows = found.data?.pages.flatMap((page) => page.contacts)
  if (rows?.length === 0) return <EmptyState>{t(($) => $.crm.noMembers)}</EmptyState>
  return (
    <>
      <ul>
        {rows?.map((row) => (
          <li key={row.id}>
            <Go href={`/contacts/${row.id}`} className={`${css.ticket} ring-inside`}>
              <Avatar name={row.name} kind="customer" />
              <TwoLines over={row.name} under={row.emails[0] ?? ''} />
            </Go>
          </li>
        ))}
      </ul>
      {found.hasNextPage && (
        <Button variant="subtle" m={12} loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {t(($) => $.crm.more)}
        </Button>
      )}
    </>
  )
}

const draftOf = ({ name, sla, note, custom }: AccountShown): AccountValues => ({ name, slaId: sla?.id ?? null, note, custom })
