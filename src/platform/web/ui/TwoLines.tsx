/** Two lines in one cell of a list: what it is over what belongs to it (title over snippet, contact over account). */
import type { ReactNode } from 'react'
import css from './TwoLines.module.css'

/** `title` marks the row's title: it grows bold while the row is unread. `flat` puts both on one line on phones. */
export function TwoLines({
  over,
  under,
  title = false,
  flat = false,
}: {
  over: ReactNode
  under: ReactNode
  title?: boolean
  flat?: boolean
}) {
  return (
    <span className={css.two} data-flat={flat || undefined}>
      <span className={title ? `cut list-title ${css.title}` : 'cut'}>{over}</span>
      <span className={`cut ${css.under}`}>{under}</span>
    </span>
  )
}
