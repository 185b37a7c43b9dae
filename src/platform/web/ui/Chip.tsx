/** A condition of a filter in 24 px: with × it can be taken away, with a lock it belongs to the view. */
import { IconLock, IconX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import css from './Chip.module.css'

export interface ChipProps {
  /** “State”, shown quieter than its value. */
  field?: string
  children: ReactNode
  /** What × removes, in plain text. */
  name?: string
  onRemove?: () => void
  onEdit?: () => void
  /** Set by the view: shown with a lock and this explanation. */
  locked?: string
}

export function Chip({ field, children, name, onRemove, onEdit, locked }: ChipProps) {
  const { t } = useTranslation()
  const text = (
    <span className="cut">
      {field && <span className={css.field}>{field} </span>}
      {children}
    </span>
  )
  return (
    <span className={css.chip} data-locked={locked ? true : undefined} data-removable={onRemove ? true : undefined} title={locked}>
      {locked && <IconLock size={12} stroke={2} aria-hidden />}
      {onEdit ? (
        <button type="button" className={css.edit} onClick={onEdit}>
          {text}
        </button>
      ) : (
        text
      )}
      {onRemove && (
        <button
          type="button"
          className={css.remove}
          onClick={onRemove}
          aria-label={t(($) => $.common.remove, { what: name ?? field ?? '' })}
        >
          <IconX size={14} stroke={1.75} aria-hidden />
        </button>
      )}
    </span>
  )
}
