/** Quoted text or a signature, folded away until someone wants to read it. */
import { IconDots } from '@tabler/icons-react'
import { type ReactNode, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import css from './QuoteFold.module.css'

interface Props {
  /** How many are folded. */
  lines: number
  what?: 'quoted' | 'signature'
  /** Made only when it is opened. */
  children: () => ReactNode
}

export function QuoteFold({ lines, what = 'quoted', children }: Props) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const id = useId()
  return (
    <>
      <button type="button" className={css.fold} aria-expanded={open} aria-controls={open ? id : undefined} onClick={() => setOpen(!open)}>
        <IconDots size={12} stroke={2} aria-hidden />
        {t(($) => $.mail[what], { count: lines })}
      </button>
      {open && (
        <div className={css.quote} id={id}>
          {children()}
        </div>
      )}
    </>
  )
}
