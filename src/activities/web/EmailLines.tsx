/** The lines over an email's text: recipients with their marks, subject, and the address that it comes from. */
import { Select } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Proposal } from '#activities/activity.ts'
import { type Company, droppedFrom, markOf, type Recipient } from '#activities/recipients.ts'
import { ComposerLine } from '#platform/web/ui/ComposerFrame.tsx'
import { RecipientInput } from '#platform/web/ui/RecipientInput.tsx'
import css from './composer.module.css'
import type { Draft } from './drafts.ts'

interface Props {
  id: string
  draft: Draft
  initial: Draft
  queues: Proposal['queues']
  company: Company
  onChange: (part: Partial<Draft>) => void
}

type Role = 'to' | 'cc' | 'bcc'

export function EmailLines({ id, draft, initial, queues, company, onChange }: Props) {
  const { t } = useTranslation()
  const [more, setMore] = useState({ cc: initial.cc.length > 0, bcc: initial.bcc.length > 0 })
  const dropped = company.answered ? droppedFrom(company.answered, [...draft.to, ...draft.cc, ...draft.bcc]) : []
  const restore = (recipient: Recipient) => onChange({ cc: [...draft.cc, recipient] })
  const line = (role: Role, end?: ReactNode) => (
    <ComposerLine label={t(($) => $.activity.compose[role])} htmlFor={`${id}-${role}`} end={end}>
      <RecipientInput
        id={`${id}-${role}`}
        label={t(($) => $.activity.compose[role])}
        recipients={draft[role]}
        onChange={(recipients) => onChange({ [role]: recipients })}
        markOf={(recipient) => markOf(recipient, company)}
        focusFirst={role === 'to' && draft.kind === 'forward' && initial.to.length === 0}
        {...(role === 'to' ? { dropped, onRestore: restore } : {})}
      />
    </ComposerLine>
  )
  const opener = (role: 'cc' | 'bcc') =>
    !more[role] &&
    draft[role].length === 0 && (
      <button
        type="button"
        className={css.more}
        onClick={() => setMore({ ...more, [role]: true })}
        aria-label={t(($) => (role === 'cc' ? $.activity.compose.addCc : $.activity.compose.addBcc))}
      >
        {t(($) => $.activity.compose[role])}
      </button>
    )
  return (
    <>
      {line(
        'to',
        <>
          {opener('cc')} {opener('bcc')}
        </>,
      )}
      {(more.cc || draft.cc.length > 0) && line('cc')}
      {(more.bcc || draft.bcc.length > 0) && line('bcc')}
      <ComposerLine
        label={t(($) => $.activity.compose.subject)}
        htmlFor={id}
        end={<Sender draft={draft} queues={queues} onChange={onChange} />}
      >
        <input
          id={id}
          className={css.subject}
          maxLength={998}
          value={draft.subject}
          onChange={(event) => onChange({ subject: event.currentTarget.value })}
        />
      </ComposerLine>
    </>
  )
}

function Sender({ draft, queues, onChange }: Pick<Props, 'draft' | 'queues' | 'onChange'>) {
  const { t } = useTranslation()
  const senders = queues.flatMap((q) =>
    q.addresses.map((address) => ({
      value: `${q.id} ${address}`,
      label: q.addresses.length + queues.length > 2 ? t(($) => $.activity.compose.fromQueue, { address, queue: q.name }) : address,
    })),
  )
  return (
    <Select
      className={css.from}
      aria-label={t(($) => $.activity.compose.from)}
      allowDeselect={false}
      comboboxProps={{ width: 'max-content', position: 'bottom-end' }}
      value={draft.queueId === null ? null : `${draft.queueId} ${draft.from}`}
      data={senders}
      leftSection={<span aria-hidden>{t(($) => $.activity.compose.fromWord)}</span>}
      leftSectionWidth={34}
      onChange={(value) => {
        const [queueId, from] = value?.split(' ') ?? []
        if (queueId && from) onChange({ queueId: Number(queueId), from })
      }}
    />
  )
}
