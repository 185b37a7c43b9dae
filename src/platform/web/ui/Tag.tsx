/** A value in 20 px: neutral, whatever it says. */
import { IconX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import css from './Tag.module.css'

/** With `onRemove` and its plain-text `name` it carries a ×. */
export function Tag({ children, name, onRemove }: { children: ReactNode; name?: string; onRemove?: () => void }) {
  const { t } = useTranslation()
  return (
    <span className={css.tag}>
      <span className="cut">{children}</span>
      {onRemove && (
        <button type="button" className={css.remove} onClick={onRemove} aria-label={t(($) => $.common.remove, { what: name ?? '' })}>
          <IconX size={12} stroke={2} aria-hidden />
        </button>
      )}
    </span>
  )
}
