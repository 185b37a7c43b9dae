/** Merging Contacts: who stays, what moves, what it looks like afterwards; then the button that does it. */
import { Radio } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { mergeContacts, previewMerge } from '#crm/api.ts'
import type { ContactRow } from '#crm/contact.ts'
import { shownPhone } from '#platform/phoneNumber.ts'
import { useCommand, useEndpoint } from '#platform/web/query.ts'
import { Dialog } from '#platform/web/ui/Dialog.tsx'
import { Notice } from '#platform/web/ui/Notice.tsx'
import css from './customers.module.css'

interface Props {
  contacts: readonly ContactRow[]
  onClose: () => void
  onMerged: (survivorId: number) => void
}

export function MergeDialog({ contacts, onClose, onMerged }: Props) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  // The one who has been here longest stays, unless somebody chooses.
  const [id, setId] = useState(() => Math.min(...contacts.map((one) => one.id)))
  const [waits, setWaits] = useState(false)
  const otherIds = contacts.flatMap((one) => (one.id === id ? [] : [one.id]))
  const survivor = contacts.find((one) => one.id === id)
  const preview = useEndpoint(previewMerge, { id, otherIds }, { staleTime: 0, keepPrevious: true })
  const merge = useCommand(mergeContacts, {
    onSuccess: (done) => {
      void queries.invalidateQueries()
      if (done.background) setWaits(true)
      else onMerged(done.contact.id)
    },
  })
  const { moves, result } = preview.data ?? {}
  const trouble = merge.error ?? preview.error
  return (
    <Dialog
      open
      size={640}
      title={t(($) => $.crm.mergeTitle)}
      {...(waits ? {} : { confirm: t(($) => $.crm.mergeDo, { count: otherIds.length, name: survivor?.name ?? '' }) })}
      busy={merge.isPending}
      disabled={!preview.data}
      wayBack={waits ? '' : t(($) => $.crm.mergeFinal)}
      onConfirm={() => merge.mutate({ id, otherIds })}
      onClose={() => (waits ? onMerged(id) : onClose())}
    >
      {waits && <Notice shape="box">{t(($) => $.crm.mergeBackground)}</Notice>}
      {trouble && (
        <Notice kind="error" shape="box">
          {trouble.message}
        </Notice>
      )}
      <Radio.Group value={String(id)} onChange={(value) => setId(Number(value))} label={t(($) => $.crm.mergeWhich)}>
        <div className={css.choices}>
          {contacts.map((one) => (
            <Radio
              key={one.id}
              value={String(one.id)}
              disabled={waits}
              label={one.name}
              description={[...one.emails, ...one.phones.map(shownPhone), one.account?.name].filter(Boolean).join(' · ')}
            />
          ))}
        </div>
      </Radio.Group>
      <p className={css.sub}>{t(($) => $.crm.mergeMoves)}</p>
      <p className={css.moves} aria-live="polite">
        <span>{t(($) => $.crm.mergeTickets, { count: moves?.['tickets'] ?? 0 })}</span>
        <span>{t(($) => $.crm.mergeActivities, { count: moves?.['activities'] ?? 0 })}</span>
        <span>{t(($) => $.crm.mergeAddresses, { count: moves?.['addresses'] ?? 0 })}</span>
      </p>
      {result && (
        <>
          <p className={css.sub}>{t(($) => $.crm.mergeResult)}</p>
          <dl className={css.cardFacts}>
            <Fact label={t(($) => $.crm.field.name)} value={result.name} />
            <Fact label={t(($) => $.crm.field.emails)} value={result.emails.join('\n')} />
            <Fact label={t(($) => $.crm.field.phones)} value={result.phones.map(shownPhone).join('\n')} />
            <Fact label={t(($) => $.crm.field.accountId)} value={result.account?.name ?? ''} />
            <Fact label={t(($) => $.crm.field.note)} value={result.note} />
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
