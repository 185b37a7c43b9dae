/** What goes out under an email's own text, so that what is seen is what is sent: the signature of its queue and the quote. */
import { IconSignature } from '@tabler/icons-react'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { MailFrame } from '#platform/web/ui/MailFrame.tsx'
import { QuoteFold } from '#platform/web/ui/QuoteFold.tsx'
import css from './composer.module.css'

/** Folded to one line of its words; a press shows it as it leaves. */
export function Signature({ html }: { html: string }) {
  const { t } = useTranslation()
  const id = useId()
  const [open, setOpen] = useState(false)
  if (html === '') return null
  return (
    <div className={css.signature} role="group" aria-label={t(($) => $.activity.compose.signature)}>
      <button
        type="button"
        className={css.signatureFold}
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        title={t(($) => $.activity.compose.signatureTitle)}
        onClick={() => setOpen(!open)}
      >
        <IconSignature size={14} stroke={1.75} aria-hidden />
        {open ? (
          t(($) => $.activity.compose.signature)
        ) : (
          <>
            <span className="sr">{t(($) => $.activity.compose.signature)}</span>
            <span className={css.signatureWords}>
              {textOf(html).replaceAll(/\s*\n\s*/g, ' · ') || t(($) => $.activity.compose.signature)}
            </span>
          </>
        )}
      </button>
      {open && (
        <div id={id} className={css.signatureWhole}>
          <MailFrame html={html} from={t(($) => $.activity.compose.signature)} />
        </div>
      )}
    </div>
  )
}

/** The quote, which can stay behind. */
export function Quote({ html, taken, onTake }: { html: string; taken: boolean; onTake: (taken: boolean) => void }) {
  const { t } = useTranslation()
  if (html === '') return null
  return (
    <div className={css.quote}>
      {taken && <QuoteFold lines={textOf(html).split('\n').length}>{() => <div className={css.quoted}>{textOf(html)}</div>}</QuoteFold>}
      <button type="button" className={css.more} onClick={() => onTake(!taken)}>
        {t(($) => (taken ? $.activity.compose.quoteDrop : $.activity.compose.quoteTake))}
      </button>
    </div>
  )
}

/** As text: the server made it clean, and here too nothing of it becomes markup. */
const textOf = (html: string) => {
  const page = new DOMParser().parseFromString(
    html.replaceAll(/<br\s*\/?>|(?=<\/?blockquote)/g, '\n').replaceAll(/<\/(?=(?:p|div|li|tr)>)/g, '\n</'),
    'text/html',
  )
  return page.body.textContent.trim().replaceAll(/\n{3,}/g, '\n\n')
}
