/** Quoted text, folded away until someone wants to read it. */
import { IconDots } from '@tabler/icons-react'
import { type ReactNode, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import css from './QuoteFold.module.css'

/** `lines`: how many are folded. Children are made only when it is opened. */
export function QuoteFold({ lines, children }: { lines: number; children: () => ReactNode }) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const id = useId()
  return (
    <>
      <button type="button" className={css.fold} aria-expanded={open} aria-controls={open ? id : undefined} onClick={() => setOpen(!open)}>
        <IconDots size={12} stroke={2} aria-hidden />
        {t(($) => $.mail.quoted, { count: lines })}
      </button>
      {open && (
        <div className={css.quote} id={id}>
          {children()}
        </div>
      )}
    </>
  )
}
