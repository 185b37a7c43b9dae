/** The head of a list: its name, the exact number, what is pending, and the tools, which never move. */
import type { ReactNode } from 'react'
import css from './ListHead.module.css'

export interface ListHeadProps {
  /** Left of the name: the button that opens the views on narrow screens. */
  before?: ReactNode
  name: string
  /** “12,431”, already formatted. */
  count?: string | undefined
  /** Right after the count: `PendingChip`. */
  pending?: ReactNode
  /** At the right: buttons. */
  tools?: ReactNode
  /** A second line: filter, search, sort. */
  bar?: ReactNode
}

export function ListHead({ before, name, count, pending, tools, bar }: ListHeadProps) {
  return (
    <>
      <div className={css.head}>
        {before}
        <h1 className={`cut ${css.name}`}>{name}</h1>
        {count !== undefined && <span className={css.count}>{count}</span>}
        {pending}
        <span className={css.space} />
        {tools}
      </div>
      {bar && <div className={css.bar}>{bar}</div>}
    </>
  )
}
