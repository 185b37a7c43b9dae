/** One Account, or a new one: its SLA and note, its Contacts, tickets and history. */
import { Button } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useParams, useRouter } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { z } from 'zod'
import { slas } from '#categories/sla.ts'
import type { AccountShown, AccountValues } from '#crm/account.ts'
import { changeAccount, createAccount, deleteAccount, getAccount } from '#crm/accountApi.ts'
import { findContacts } from '#crm/api.ts'
import { AccountForm } from '#crm/web/AccountForm.tsx'
import { CustomerFrame } from '#crm/web/CustomerFrame.tsx'
import { CustomerHistory } from '#crm/web/CustomerHistory.tsx'
import { CustomerPage } from '#crm/web/CustomerPage.tsx'
import { useProblemWords } from '#crm/web/problemWords.ts'
import { useCustomerForm } from '#crm/web/useCustomerForm.ts'
import { listUsers } from '#people/api.ts'
import { useMay } from '#people/web/session.ts'
import { call, CallProblem } from '#platform/web/call.ts'
import { useLiveEvents } from '#platform/web/LiveProvider.tsx'
import { keyOf, useCommand, useEndpoint } from '#platform/web/query.ts'
import { Avatar } from '#platform/web/ui/Avatar.tsx'
import { Dialog } from '#platform/web/ui/Dialog.tsx'
import { EmptyState } from '#platform/web/ui/EmptyState.tsx'
import { Go } from '#platform/web/ui/Go.tsx'
import { Notice } from '#platform/web/ui/Notice.tsx'
import { Time } from '#platform/web/ui/Time.tsx'
import { TwoLines } from '#platform/web/ui/TwoLines.tsx'
import { useWhen } from '#platform/web/useWhen.ts'
import { MissingPage } from '#app/web/shell/Trouble.tsx'
import { TicketsOf } from './TicketsOf.tsx'
import css from './TicketsOf.module.css'

const draftShape = z.object({ name: z.string(), slaId: z.int().nullable(), note: z.string(), custom: z.record(z.string(), z.unknown()) })
const nothing: AccountValues = { name: '', slaId: null, note: '', custom: {} }

export function CustomerAccountPage() {
  const { id } = useParams({ from: '/desk/accounts/$id' })
  return <CustomerFrame>{id === 'new' ? <OpenAccount account={null} /> : <Loaded key={id} id={Number(id)} />}</CustomerFrame>
}

function Loaded({ id }: { id: number }) {
  const queries = useQueryClient()
  const found = useEndpoint(getAccount, { id }, { enabled: Number.isSafeInteger(id) && id > 0, refetchOnMount: 'always' })
  useLiveEvents((events) => {
    if (events.some((event) => event.subject === 'account' && event.id === id && !event.own))
      void queries.invalidateQueries({ queryKey: keyOf(getAccount, { id }) })
  })
  if (!(id > 0) || (found.error instanceof CallProblem && found.error.status === 404)) return <MissingPage />
  if (found.error) throw found.error
  return found.data ? <OpenAccount account={found.data} /> : null
}

function OpenAccount({ account }: { account: AccountShown | null }) {
  const { t } = useTranslation()
  const when = useWhen()
  const queries = useQueryClient()
  const router = useRouter()
  const users = useEndpoint(listUsers, {}).data?.users ?? []
  const [deleting, setDeleting] = useState(false)
  const mayChange = [useMay('accounts.create'), useMay('accounts.update')][account ? 1 : 0] ?? false
  const mayDelete = useMay('accounts.delete')
  const maySeeContacts = useMay('contacts.read')
  const choices =
    useEndpoint(slas.doors.list, {}, { enabled: useMay('categories.read') }).data?.items ?? (account?.sla ? [account.sla] : [])
  const stored = useMemo(() => (account ? draftOf(account) : nothing), [account])
  const form = useCustomerForm<AccountValues, AccountShown>({
    name: `account:${account?.id ?? 'new'}`,
    shape: draftShape,
    stored,
    version: account?.version ?? 0,
    save: (values, version) => (account ? call(changeAccount, { ...values, id: account.id, version }) : call(createAccount, values)),
    onSaved: (saved) => {
      queries.setQueryData(keyOf(getAccount, { id: saved.id }), saved)
      if (!account) router.history.push(`/accounts/${saved.id}`)
    },
  })
  const remove = useCommand(deleteAccount, { onSuccess: () => router.history.push('/accounts') })
  const problem = useProblemWords(remove.error instanceof CallProblem ? remove.error : null)
  const title = account ? form.values.name || account.name : t(($) => $.crm.newAccount)
  return (
    <>
      <CustomerPage
        title={title}
        under={account?.sla?.title}
        back="/accounts"
        isNew={account === null}
        edited={form.edited.length}
        saving={form.saving}
        mayChange={mayChange}
        trouble={form.trouble}
        onSave={() => void form.save()}
        onDiscard={() => {
          form.discard()
          if (account) void queries.invalidateQueries({ queryKey: keyOf(getAccount, { id: account.id }) })
        }}
        buttons={
          account &&
          mayDelete && (
            <Button variant="danger" aria-label={t(($) => $.crm.delete)} onClick={() => setDeleting(true)}>
              <IconTrash size={16} stroke={1.75} aria-hidden />
            </Button>
          )
        }
        form={
          <AccountForm
            values={form.values}
            set={form.set}
            edited={form.edited}
            trouble={form.trouble}
            users={users}
            slas={choices}
            disabled={!mayChange}
          />
        }
        facts={
          account && (
            <span>
              {t(($) => $.crm.field.changedAt)} <Time at={account.changedAt} as="full" />
              {account.changedBy && ` · ${account.changedBy.name}`}
            </span>
          )
        }
        tabs={
          account
            ? [
                ...(maySeeContacts
                  ? [
                      {
                        key: 'contacts' as const,
                        label: t(($) => $.crm.contacts),
                        count: when.count(account.contacts),
                        content: <Members accountId={account.id} />,
                      },
                    ]
                  : []),
                { key: 'tickets' as const, label: t(($) => $.crm.tickets), content: <TicketsOf whose={{ account: account.id }} /> },
                {
                  key: 'history' as const,
                  label: t(($) => $.crm.history),
                  content: <CustomerHistory subject="account" id={account.id} />,
                },
              ]
            : []
        }
      />
      {account && deleting && (
        <Dialog
          open
          danger
          title={t(($) => $.crm.deleteAccount, { name: account.name })}
          confirm={t(($) => $.crm.delete)}
          busy={remove.isPending}
          onConfirm={() => remove.mutate({ id: account.id })}
          onClose={() => {
            remove.reset()
            setDeleting(false)
          }}
        >
          <p>{t(($) => $.crm.deleteAccountWhat)}</p>
          {remove.error && (
            <Notice kind="error" shape="box">
              {problem.of('id') ?? remove.error.message}
            </Notice>
          )}
        </Dialog>
      )}
    </>
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
