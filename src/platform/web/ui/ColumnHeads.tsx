/** The heads of a long list's columns: they sort, are dragged to another place (or Ctrl with an arrow), and have their width at the right edge. */
import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Column, Sorting } from './columns.ts'
import type { Marks } from './LongList.tsx'
import { SortHead } from './SortHead.tsx'
import css from './VirtualList.module.css'

const narrowest = 40
const widest = 900
const step = 8
/** Before a press becomes a drag. */
const slack = 6

interface ColumnHeadsProps<Row> {
  columns: readonly Column<Row>[]
  sorting: Sorting
  onSort: (sorting: Sorting) => void
  marks: Marks
  onMarkAll: (on: boolean) => void
  onWidth?: (key: string, width: number) => void
  onMove?: (key: string, to: number) => void
}

export function ColumnHeads<Row>({ columns, sorting, onSort, marks, onMarkAll, onWidth, onMove }: ColumnHeadsProps<Row>) {
  const { t } = useTranslation()
  const head = useRef<HTMLDivElement>(null)
  /** A column under way: the place before which it would stand. */
  const [moving, setMoving] = useState<{ key: string; before: number } | null>(null)
  const pressed = useRef<{ key: string; x: number } | null>(null)
  const dragged = useRef(false)

  const sortBy = (column: Column<Row>) => {
    if (dragged.current) return
    onSort({ key: column.key, direction: sorting.key === column.key && sorting.direction === 'desc' ? 'asc' : 'desc' })
  }
  const placeAt = (x: number) => {
    const cells = [...(head.current?.querySelectorAll('[data-column]') ?? [])].map((cell) => cell.getBoundingClientRect())
    const before = cells.findIndex((cell) => cell.width > 0 && x < cell.left + cell.width / 2)
    return before < 0 ? columns.length : before
  }
  const move = (key: string, before: number) => {
    const at = columns.findIndex((column) => column.key === key)
    const to = before > at ? before - 1 : before
    if (to !== at && to >= 0 && to < columns.length) onMove?.(key, to)
  }
  const press = (event: PointerEvent) => {
    dragged.current = false
    const key = columnOf(event.target)
    if (!onMove || key === null || event.button !== 0 || event.pointerType === 'touch') return
    pressed.current = { key, x: event.clientX }
  }
  const drag = (event: PointerEvent) => {
    const from = pressed.current
    if (!from || (!dragged.current && Math.abs(event.clientX - from.x) < slack)) return
    if (!dragged.current) event.currentTarget.setPointerCapture(event.pointerId)
    dragged.current = true
    setMoving({ key: from.key, before: placeAt(event.clientX) })
  }
  const drop = () => {
    pressed.current = null
    if (moving) move(moving.key, moving.before)
    setMoving(null)
  }
  const keys = (event: KeyboardEvent) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
    const key = columnOf(event.target)
    if (!by || !event.ctrlKey || !onMove || key === null) return
    event.preventDefault()
    event.stopPropagation()
    const at = columns.findIndex((column) => column.key === key)
    if (at + by >= 0 && at + by < columns.length) onMove(key, at + by)
  }

  return (
    <div role="rowgroup" className={css.headGroup}>
      <div
        ref={head}
        role="row"
        className={css.head}
        aria-rowindex={1}
        onPointerDown={press}
        onPointerMove={drag}
        onPointerUp={drop}
        onPointerCancel={() => {
          pressed.current = null
          setMoving(null)
        }}
        onKeyDown={keys}
      >
        <span role="columnheader" className={css.check}>
          <input
            type="checkbox"
            className={css.box}
            checked={marks.all}
            ref={(box) => {
              if (box) box.indeterminate = !marks.all && marks.some
            }}
            onChange={() => onMarkAll(!marks.all)}
            aria-label={t(($) => $.list.selectAll)}
          />
        </span>
        {columns.map((column, index) => {
          const direction = sorting.key === column.key ? sorting.direction : null
          return (
            <span
              key={column.key}
              role={column.head ? 'columnheader' : 'gridcell'}
              className={css.cell}
              data-column={column.key}
              data-narrow={column.narrow === 'hidden' ? 'hidden' : undefined}
              data-drop={
                moving?.before === index
                  ? 'before'
                  : moving?.before === columns.length && index === columns.length - 1
                    ? 'after'
                    : undefined
              }
              data-moving={moving?.key === column.key || undefined}
              aria-sort={direction === 'asc' ? 'ascending' : direction === 'desc' ? 'descending' : undefined}
            >
              {column.sortable ? (
                <SortHead label={column.head} direction={direction} onSort={() => sortBy(column)} />
              ) : (
                <span className="cut">{column.head}</span>
              )}
              {onWidth && column.head && <WidthHandle column={column} onWidth={onWidth} />}
            </span>
          )
        })}
      </div>
    </div>
  )
}

const columnOf = (target: EventTarget) =>
  target instanceof Element ? (target.closest('[data-column]')?.getAttribute('data-column') ?? null) : null
const widthOf = (handle: Element) => Math.round(handle.parentElement?.getBoundingClientRect().width ?? 0)

/** The right edge of a head: dragged, or moved by the arrows. */
function WidthHandle<Row>({ column, onWidth }: { column: Column<Row>; onWidth: (key: string, width: number) => void }) {
  const { t } = useTranslation()
  const from = useRef<{ x: number; width: number } | null>(null)
  const [now, setNow] = useState<number>()
  const set = (width: number) => onWidth(column.key, Math.max(narrowest, Math.min(widest, Math.round(width))))
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a separator with a value is a widget
    <span
      role="separator"
      aria-orientation="vertical"
      aria-label={t(($) => $.list.widthOf, { what: column.head })}
      aria-valuemin={narrowest}
      aria-valuemax={widest}
      aria-valuenow={now ?? (Number.parseInt(column.width, 10) || 200)}
      tabIndex={0}
      className={css.handle}
      onPointerDown={(event) => {
        event.preventDefault()
        event.stopPropagation()
        event.currentTarget.setPointerCapture(event.pointerId)
        from.current = { x: event.clientX, width: widthOf(event.currentTarget) }
      }}
      onPointerMove={(event) => {
        if (!from.current) return
        const width = from.current.width + event.clientX - from.current.x
        setNow(Math.round(width))
        set(width)
      }}
      onPointerUp={() => {
        from.current = null
      }}
      onClick={(event) => event.stopPropagation()}
      onKeyDown={(event) => {
        const by = { ArrowLeft: -step, ArrowRight: step }[event.key]
        if (by === undefined || event.ctrlKey) return
        event.preventDefault()
        event.stopPropagation()
        set(widthOf(event.currentTarget) + by)
      }}
    />
  )
}
