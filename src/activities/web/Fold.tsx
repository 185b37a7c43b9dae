/** Quoted text: folded to one line that says how long it is, open at a click. */
import { IconDots } from '@tabler/icons-react'
import { type ReactNode, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import css from './activity.module.css'

export function Fold({ lines, children }: { lines: number; children: ReactNode }) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const id = useId()
  return (
    <>
      <button type="button" className={css.fold} aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
        <IconDots size={14} stroke={2} aria-hidden />
        {open ? t(($) => $.activity.hideQuoted) : t(($) => $.activity.quoted, { count: lines })}
      </button>
      <div id={id}>{open && children}</div>
    </>
  )
}
