/** Merging Contacts or Accounts: which stays, what moves, what it looks like afterwards; then the button that does it. */
import { Radio } from '@mantine/core'
import { useMutation, useQuery, useQueryClient, keepPreviousData } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AccountRow } from '#crm/account.ts'
import { mergeAccounts, previewAccountMerge } from '#crm/accountApi.ts'
import { mergeContacts, previewMerge } from '#crm/api.ts'
import type { ContactRow } from '#crm/contact.ts'
import type { CustomerKind } from '#crm/customer.ts'
import { shownPhone } from '#platform/phoneNumber.ts'
import { call } from '#platform/web/call.ts'
import { Dialog } from '#platform/web/ui/Dialog.tsx'
import { Notice } from '#platform/web/ui/Notice.tsx'
import css from './customers.module.css'

/** One of those to be merged: its name, and by what else it is known. */
export interface Mergeable {
  id: number
  name: string
  about: string
}

export const mergeableContact = ({ id, name, emails, phones, account }: ContactRow): Mergeable => ({
  id,
  name,
  about: [...emails, ...phones.map(shownPhone), account?.name].filter(Boolean).join(' · '),
})
export const mergeableAccount = ({ id, name, sla }: AccountRow): Mergeable => ({ id, name, about: sla?.title ?? '' })

interface Props {
  kind: CustomerKind
  choices: readonly Mergeable[]
  onClose: () => void
  onMerged: (survivorId: number) => void
}

interface Wanted {
  id: number
  otherIds: number[]
}

/** What would move, by its kind, and the survivor afterwards, by its fields. */
interface Foreseen {
  moves: Record<string, number>
  result: readonly (readonly ['name' | 'emails' | 'phones' | 'accountId' | 'slaId' | 'note', string])[]
}
interface Way {
  moves: readonly ('tickets' | 'activities' | 'addresses' | 'contacts')[]
  look: (wanted: Wanted) => Promise<Foreseen>
  merge: (wanted: Wanted) => Promise<{ id: number; background: boolean }>
}

const ways: Record<CustomerKind, Way> = {
  contact: {
    moves: ['tickets', 'activities', 'addresses'],
    async look(wanted: Wanted) {
      const { moves, result } = await call(previewMerge, wanted)
      return {
        moves,
        result: [
          ['name', result.name],
          ['emails', result.emails.join('\n')],
          ['phones', result.phones.map(shownPhone).join('\n')],
          ['accountId', result.account?.name ?? ''],
          ['note', result.note],
        ],
      }
    },
    async merge(wanted: Wanted) {
      const { contact, background } = await call(mergeContacts, wanted)
      return { id: contact.id, background }
    },
  },
  account: {
    moves: ['tickets', 'contacts'],
    async look(wanted: Wanted) {
      const { moves, result } = await call(previewAccountMerge, wanted)
      return {
        moves,
        result: [
          ['name', result.name],
          ['slaId', result.sla?.title ?? ''],
          ['note', result.note],
        ],
      }
    },
    async merge(wanted: Wanted) {
      const { account, background } = await call(mergeAccounts, wanted)
      return { id: account.id, background }
    },
  },
}

export function MergeDialog({ kind, choices, onClose, onMerged }: Props) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  // The one that has been here longest stays, unless somebody chooses.
  const [id, setId] = useState(() => Math.min(...choices.map((one) => one.id)))
  const [waits, setWaits] = useState(false)
  const otherIds = choices.flatMap((one) => (one.id === id ? [] : [one.id]))
  const survivor = choices.find((one) => one.id === id)
  const way = ways[kind]
  const preview = useQuery({
    queryKey: ['merging', kind, id, otherIds],
    queryFn: () => way.look({ id, otherIds }),
    staleTime: 0,
    placeholderData: keepPreviousData,
  })
  const merge = useMutation({
    mutationFn: way.merge,
    onSuccess: (done) => {
      void queries.invalidateQueries()
      if (done.background) setWaits(true)
      else onMerged(done.id)
    },
  })
  const trouble = merge.error ?? preview.error
  return (
    <Dialog
      open
      size={640}
      title={t(($) => $.crm.merging[kind].title)}
      {...(waits ? {} : { confirm: t(($) => $.crm.merging[kind].do, { count: otherIds.length, name: survivor?.name ?? '' }) })}
      busy={merge.isPending}
      disabled={!preview.data}
      wayBack={waits ? '' : t(($) => $.crm.merging[kind].final)}
      onConfirm={() => merge.mutate({ id, otherIds })}
      onClose={() => (waits ? onMerged(id) : onClose())}
    >
      {waits && <Notice shape="box">{t(($) => $.crm.mergeBackground)}</Notice>}
      {trouble && (
        <Notice kind="error" shape="box">
          {trouble.message}
        </Notice>
      )}
      <Radio.Group value={String(id)} onChange={(value) => setId(Number(value))} label={t(($) => $.crm.merging[kind].which)}>
        <div className={css.choices}>
          {choices.map((one) => (
            <Radio key={one.id} value={String(one.id)} disabled={waits} label={one.name} description={one.about} />
          ))}
        </div>
      </Radio.Group>
      <p className={css.sub}>{t(($) => $.crm.mergeMoves)}</p>
      <p className={css.moves} aria-live="polite">
        {way.moves.map((what) => (
          <span key={what}>{t(($) => $.crm.moves[what], { count: preview.data?.moves[what] ?? 0 })}</span>
        ))}
      </p>
      {preview.data && (
        <>
          <p className={css.sub}>{t(($) => $.crm.merging[kind].result)}</p>
          <dl className={css.cardFacts}>
            {preview.data.result.map(([field, value]) => (
              <Fact key={field} label={t(($) => $.crm.field[field])} value={value} />
            ))}
          </dl>
        </>
      )}
    </Dialog>
  )
}

/** Left out when there is nothing to say. */
export function Fact({ label, value }: { label: string; value: string }) {
  if (value === '') return null
  return (
    <>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </>
  )
}
