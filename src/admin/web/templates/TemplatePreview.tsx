/** How the Template that is being written reads on a ticket, as it is typed. */
import { TextInput } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { z } from 'zod'
import type { SideProps } from '#admin/web/frame/kind.ts'
import { CallProblem } from '#platform/web/call.ts'
import { useKept } from '#platform/web/kept.ts'
import { useEndpoint } from '#platform/web/query.ts'
import { MailFrame } from '#platform/web/ui/MailFrame.tsx'
import { previewTemplate } from '#templates/api.ts'
import { hasSubject, type TemplateValues } from '#templates/template.ts'
import css from './templates.module.css'

const pause = 300

export function TemplatePreview({ values }: SideProps<TemplateValues>) {
  const { t } = useTranslation()
  const [number, setNumber] = useKept('template-preview', z.string().max(15), '')
  const { subject, format, body, language, kind } = values
  const draft = useSettled(
    JSON.stringify({ subject, format, body, language: /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(language ?? '') ? language : null }),
  )
  const ticketId = /^#?\s*([1-9]\d{0,14})\s*$/.exec(number)?.[1]
  const { data, error } = useEndpoint(
    previewTemplate,
    { ticketId, draft: JSON.parse(draft), queueId: values.queueIds[0] ?? null },
    { enabled: ticketId !== undefined, keepPrevious: true, retry: false },
  )
  return (
    <section className={css.preview} aria-label={t(($) => $.template.preview)}>
      <h2>{t(($) => $.template.preview)}</h2>
      <TextInput
        aria-label={t(($) => $.template.previewTicket)}
        placeholder={t(($) => $.template.previewTicket)}
        inputMode="numeric"
        value={number}
        onChange={(event) => setNumber(event.currentTarget.value.slice(0, 15))}
      />
      {ticketId === undefined && <p className="meta ink3">{t(($) => $.template.previewHint)}</p>}
      {ticketId !== undefined && error && (
        <p className="meta ink3" role="status">
          {error instanceof CallProblem && error.status === 404 ? t(($) => $.template.previewNone) : t(($) => $.template.previewFailed)}
        </p>
      )}
      {ticketId !== undefined && !error && data && (
        <div className={css.sheet}>
          {hasSubject(kind) && data.subject !== '' && <p className={css.subject}>{data.subject}</p>}
          {data.format === 'rich' ? (
            <MailFrame html={data.body} from={t(($) => $.template.previewTitle)} />
          ) : (
            <pre className={css.plain}>{data.body}</pre>
          )}
        </div>
      )}
    </section>
  )
}

/** A text once it has not changed for a moment. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), pause)
    return () => clearTimeout(timer)
  }, [text])
  return settled
}
