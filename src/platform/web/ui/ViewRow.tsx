/** One view in the sidebar: icon, name and exact count; bold while something in it is new. */
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useWhen } from '../useWhen.ts'
import { Go } from './Go.tsx'
import css from './ViewRow.module.css'

export interface ViewRowProps {
  href: string
  /** A Tabler icon of 16 px at stroke 1.75. */
  icon: ReactNode
  name: string
  /** Left out while it is not known yet. */
  count?: number | undefined
  current?: boolean
  /** Something in it is unread. */
  fresh?: boolean
  /** How deep it lies in folders. */
  depth?: 0 | 1 | 2
  /** A folder or a view with views below it. */
  fold?: { open: boolean; label: string; onToggle: () => void }
  onPress?: () => void
}

export function ViewRow({ href, icon, name, count, current = false, fresh = false, depth = 0, fold, onPress }: ViewRowProps) {
  const when = useWhen()
  return (
    <li className={css.item} data-depth={depth}>
      {fold && (
        <button type="button" className={css.fold} aria-label={fold.label} aria-expanded={fold.open} onClick={fold.onToggle}>
          {fold.open ? <IconChevronDown size={12} stroke={2} aria-hidden /> : <IconChevronRight size={12} stroke={2} aria-hidden />}
        </button>
      )}
      <Go
        href={href}
        className={css.row}
        data-fold={fold ? true : undefined}
        data-fresh={fresh || undefined}
        aria-current={current ? 'page' : undefined}
        onClick={onPress}
      >
        {icon}
        <span className="cut">{name}</span>
        {count !== undefined && <span className={css.count}>{when.count(count)}</span>}
      </Go>
    </li>
  )
}
