/** One row of a long list. It knows no events: the list hears them for all its rows. */
import { memo, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Column } from './columns.ts'
import { Go } from './Go.tsx'
import css from './VirtualList.module.css'

export interface VirtualRowProps<Row> {
  id: string
  row: Row
  rowKey: number
  /** From 1, the head being row 1 of the grid. */
  index: number
  top: number
  height: number
  label: string
  href: string
  columns: readonly Column<Row>[]
  unread: boolean
  leaving: boolean
  selected: boolean
  cursor: boolean
  actions?(row: Row): ReactNode
}

function Row<T>(props: VirtualRowProps<T>) {
  const { id, row, rowKey, index, top, height, label, href, columns, unread, leaving, selected, cursor } = props
  const { t } = useTranslation()
  return (
    <div
      id={id}
      role="row"
      className={css.row}
      aria-rowindex={index}
      aria-selected={selected}
      data-key={rowKey}
      data-unread={unread || undefined}
      data-leaving={leaving || undefined}
      data-cursor={cursor || undefined}
      style={{ transform: `translateY(${top}px)`, height }}
    >
      <span role="gridcell" className={css.check}>
        <input
          type="checkbox"
          className={css.box}
          tabIndex={-1}
          checked={selected}
          readOnly
          aria-label={t(($) => $.list.selectRow, { title: label })}
        />
      </span>
      {columns.map((column) => (
        <span
          key={column.key}
          role="gridcell"
          className={css.cell}
          data-phone={column.phone ?? 'none'}
          data-narrow={column.narrow === 'hidden' ? 'hidden' : undefined}
        >
          {column.opens ? (
            <Go href={href} tabIndex={-1} className={css.open}>
              {column.cell(row)}
            </Go>
          ) : (
            column.cell(row)
          )}
          {column.opens && props.actions && <span className={css.actions}>{props.actions(row)}</span>}
        </span>
      ))}
    </div>
  )
}

/** Drawn again only when something of its own changes. */
export const VirtualRow: <T>(props: VirtualRowProps<T>) => ReactNode = memo(Row)
