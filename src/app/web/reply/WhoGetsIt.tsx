/** Beside a reply to many tickets: how many get it, who does not and why, by name; and how it reads on one of them. */
import { Select } from '@mantine/core'
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { Go } from '#platform/web/ui/Go.tsx'
import { MailFrame } from '#platform/web/ui/MailFrame.tsx'
import { SkeletonLines } from '#platform/web/ui/SkeletonLines.tsx'
import { useWhen } from '#platform/web/useWhen.ts'
import type { replyPreview } from '#runs/run.ts'
import css from './reply.module.css'

interface Props {
  preview: z.output<typeof replyPreview> | undefined
  /** Whether there is a text to show. */
  written: boolean
  evenUndelivered: boolean
  onTicket: (id: number) => void
}

export function WhoGetsIt({ preview, written, evenUndelivered, onTicket }: Props) {
  const { t } = useTranslation()
  const when = useWhen()
  if (!preview)
    return (
      <div className={css.side}>
        <SkeletonLines lines={5} />
      </div>
    )
  const { shown } = preview
  return (
    <aside className={css.side} aria-label={t(($) => $.runs.reply.who)}>
      <h3>{t(($) => $.runs.reply.who)}</h3>
      <p className={css.gets} role="status">
        <IconCheck size={14} stroke={2} aria-hidden /> {t(($) => $.runs.reply.gets, { count: preview.gets, n: when.count(preview.gets) })}
      </p>
      {preview.looked < preview.total && <p className="meta ink3">{t(($) => $.runs.reply.first, { n: when.count(preview.looked) })}</p>}
      {preview.reasons.map(({ code, count, tickets }) => (
        <details key={code} className={css.why} open={count <= 5}>
          <summary>
            <IconAlertTriangle size={13} stroke={2} aria-hidden /> {t(($) => $.runs.reply.why[code], { n: when.count(count) })}
            {': '}
            {t(($) => (code === 'undelivered' && evenUndelivered ? $.runs.reply.included : $.runs.reply.leftOut))}
          </summary>
          <ul>
            {tickets.map(({ id, title }) => (
              <li key={id} className="cut">
                <Go href={`/tickets/${id}`} className="link">
                  #{id} {title}
                </Go>
              </li>
            ))}
          </ul>
        </details>
      ))}
      <h3>{t(($) => $.runs.reply.reads)}</h3>
      {preview.tickets.length > 0 && (
        <Select
          aria-label={t(($) => $.runs.reply.readsOn)}
          allowDeselect={false}
          searchable
          value={shown ? String(shown.id) : null}
          data={preview.tickets.map(({ id, title }) => ({ value: String(id), label: `#${id} ${title}` }))}
          onChange={(picked) => picked !== null && onTicket(Number(picked))}
        />
      )}
      {shown && written ? (
        <div className={css.sheet}>
          <p className="meta ink2">{t(($) => $.runs.reply.from, { from: shown.from })}</p>
          <p className="meta ink2">{t(($) => $.runs.reply.to, { to: shown.to.join(', ') })}</p>
          <p className={css.subject}>{shown.subject}</p>
          <MailFrame html={shown.html} from={t(($) => $.runs.reply.reads)} />
        </div>
      ) : (
        shown && <p className="meta ink3">{t(($) => $.runs.reply.write)}</p>
      )}
    </aside>
  )
}
