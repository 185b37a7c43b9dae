/** A column head that sorts: the sorted column's is ink with an arrow, the others are quiet. */
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import css from './SortHead.module.css'

/** `direction` is null while another column sorts. */
export function SortHead({ label, direction, onSort }: { label: string; direction: 'asc' | 'desc' | null; onSort: () => void }) {
  const { t } = useTranslation()
  return (
    <button
      type="button"
      className={css.head}
      data-sorted={direction ?? undefined}
      onClick={onSort}
      title={t(($) => $.list.sortBy, { what: label })}
    >
      {label}
      {direction === 'asc' && <IconArrowUp size={12} stroke={2} aria-hidden />}
      {direction === 'desc' && <IconArrowDown size={12} stroke={2} aria-hidden />}
    </button>
  )
}
