/** When there is nothing: one sentence and one action, where the content would begin. */
import type { ReactNode } from 'react'
import css from './EmptyState.module.css'

/** `action` is a link or a button: “Show due today”. */
export function EmptyState({ children, action }: { children: ReactNode; action?: ReactNode }) {
  return (
    <p className={css.empty}>
      {children} {action}
    </p>
  )
}
