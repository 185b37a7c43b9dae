/** Templates beside a ticket: found by their words, read as they are for this ticket, and put into what is being written. */
import { Button, TextInput } from '@mantine/core'
import { IconPaperclip, IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useOpenComposer } from '#activities/web/openComposer.ts'
import { useMay } from '#people/web/session.ts'
import { fold } from '#platform/fold.ts'
import { useCommand, useEndpoint } from '#platform/web/query.ts'
import { EmptyState } from '#platform/web/ui/EmptyState.tsx'
import { Notice } from '#platform/web/ui/Notice.tsx'
import { previewTemplate, renderTemplate } from '#templates/api.ts'
import { templates } from '#templates/template.ts'
import css from './TemplatesTab.module.css'

export function TemplatesTab({ ticketId }: { ticketId: number }) {
  const { t } = useTranslation()
  const may = useMay('templates.read')
  const composer = useOpenComposer(ticketId)
  const queueId = composer?.queueId ?? null
  const [typed, setTyped] = useState('')
  const [open, setOpen] = useState<number | null>(null)
  const found = useEndpoint(templates.doors.list, {}, { enabled: may })
  const preview = useEndpoint(previewTemplate, { ticketId, templateId: open ?? 0, queueId }, { enabled: open !== null, staleTime: 0 })
  const insert = useCommand(renderTemplate, {
    onSuccess: ({ html, subject, attachments }) => {
      composer?.insert(html)
      if (subject !== '') composer?.offerSubject?.(subject)
      for (const file of attachments) composer?.attach(file)
    },
  })
  const kind = composer?.kind === 'comment' ? 'comment' : 'email'
  const words = fold(typed.trim())
  const offered = found.data?.items.filter(
    (one) =>
      one.active &&
      one.kind === kind &&
      (one.queueIds.length === 0 || queueId === null || one.queueIds.includes(queueId)) &&
      fold(`${one.folder} ${one.name} ${one.subject}`).includes(words),
  )
  const trouble = insert.error ?? found.error ?? preview.error
  return (
    <div className={css.tab}>
      <TextInput
        aria-label={t(($) => $.template.tab.find)}
        placeholder={t(($) => $.template.tab.find)}
        leftSection={<IconSearch size={14} stroke={1.75} aria-hidden />}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      {!composer && <p className={css.hint}>{t(($) => $.template.tab.begin)}</p>}
      {trouble && (
        <Notice kind="error" shape="box">
          {trouble.message}
        </Notice>
      )}
      {(offered?.length === 0 || !may) && <EmptyState>{t(($) => $.template.tab.none)}</EmptyState>}
      <ul className={css.list} aria-label={t(($) => $.template.tab.title)}>
        {offered?.map((one) => (
          <li key={one.id} className={css.item}>
            <button
              type="button"
              className={css.name}
              aria-expanded={open === one.id}
              onClick={() => setOpen(open === one.id ? null : one.id)}
            >
              <span className="cut">{one.name}</span>
              {one.files.length > 0 && <IconPaperclip size={14} stroke={1.75} aria-label={t(($) => $.template.files)} />}
              <span className={css.folder}>{one.folder}</span>
            </button>
            {open === one.id && (
              <div className={css.open}>
                <p className={css.text}>{preview.data ? plainOf(preview.data) : ''}</p>
                <Button disabled={!composer} loading={insert.isPending} onClick={() => insert.mutate({ id: one.id, ticketId, queueId })}>
                  {t(($) => $.template.tab.insert)}
                </Button>
              </div>
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}

/** Enough to recognise it by. */
function plainOf({ format, body }: { format: string; body: string }) {
  const text =
    format === 'rich'
      ? (new DOMParser().parseFromString(body.replaceAll(/<\/(p|div|li)>|<br>/g, '\n'), 'text/html').body.textContent ?? '')
      : body
  return text.trim().slice(0, 600)
}
