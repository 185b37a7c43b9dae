/**
 * A list of any length: only the rows in sight exist, more are asked for as one scrolls. It has a keyboard cursor (`j k`, arrows, Home, End,
 * `Enter` opens, `x` selects) and a selection (checkbox, Ctrl- and Shift-click); rows keep their height, so nothing shifts.
 */
import { useMediaQuery } from '@mantine/hooks'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type MouseEvent, type ReactNode, useEffect, useEffectEvent, useId, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useKeys } from '../keys.ts'
import { type Column, type Sorting, tracks } from './columns.ts'
import { SkeletonLines } from './SkeletonLines.tsx'
import { SortHead } from './SortHead.tsx'
import { toggled, withRange } from './selection.ts'
import { VirtualRow } from './VirtualRow.tsx'
import css from './VirtualList.module.css'

export interface VirtualListProps<Row> {
  /** Accessible name: the view's. */
  label: string
  /** What is loaded so far, in order. */
  rows: readonly Row[]
  /** How many there are in all, when known. */
  total?: number | undefined
  rowKey: (row: Row) => number
  /** The row's title in plain text. */
  rowLabel: (row: Row) => string
  href: (row: Row) => string
  /** Keep the array's identity while nothing changes. */
  columns: readonly Column<Row>[]
  /** 32, 40 or 56; phones have their own. */
  rowHeight?: number
  unread?: (row: Row) => boolean
  /** Rows that left the view but stand until the pending changes are applied. */
  leaving?: (row: Row) => boolean
  sorting: Sorting
  onSort: (sorting: Sorting) => void
  selected: ReadonlySet<number>
  onSelect: (selected: ReadonlySet<number>) => void
  /** The key of the row that the keyboard stands on. */
  cursor: number | null
  onCursor: (key: number | null) => void
  onOpen: (row: Row) => void
  hasMore: boolean
  loadingMore: boolean
  /** Asked when the end comes near; may be asked again while loading. */
  onReachEnd: () => void
  /** Icon buttons over the end of the title, on hover and at the cursor. */
  actions?: (row: Row) => ReactNode
  /** True while rows must not move: the pointer moved over them within 10 s, the list is scrolled, or something is selected. */
  onHold?: (hold: boolean) => void
  /** False while something else has the keys (a peek, another page over it). */
  keysActive?: boolean
}

const phoneHeight = 74
const headHeight = 28
const idle = 10_000

export function VirtualList<Row>(props: VirtualListProps<Row>) {
  const { rows, rowKey, columns, selected, onSelect, cursor, onCursor, onOpen, hasMore, loadingMore, sorting, onHold } = props
  const { t } = useTranslation()
  const scroller = useRef<HTMLDivElement>(null)
  const anchor = useRef<number | null>(null)
  const pointerIdle = useRef<ReturnType<typeof setTimeout>>(undefined)
  const pointerOn = useRef(false)
  const listId = useId()
  const phone = useMediaQuery('(max-width: 640px)', false, { getInitialValueInEffect: false }) ?? false
  const height = phone ? phoneHeight : (props.rowHeight ?? 40)
  const keys = rows.map(rowKey)
  const at = cursor === null ? -1 : keys.indexOf(cursor)

  const virtual = useVirtualizer({
    count: rows.length + (hasMore ? 1 : 0),
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 8,
    scrollPaddingStart: phone ? 0 : headHeight,
    getItemKey: (index) => keys[index] ?? 'more',
  })
  useEffect(() => virtual.measure(), [height, virtual])

  const items = virtual.getVirtualItems()
  const last = items.at(-1)?.index ?? -1
  const reachEnd = useEffectEvent(() => props.onReachEnd())
  const near = hasMore && !loadingMore && last >= rows.length - 15
  useEffect(() => {
    if (near) reachEnd()
  }, [near, rows.length])

  const tellHold = () => onHold?.(pointerOn.current || (scroller.current?.scrollTop ?? 0) > 0 || selected.size > 0)
  const selectionHold = useEffectEvent(tellHold)
  useEffect(() => selectionHold(), [selected.size])
  useEffect(() => () => clearTimeout(pointerIdle.current), [])
  const pointer = (on: boolean) => {
    clearTimeout(pointerIdle.current)
    if (on) pointerIdle.current = setTimeout(() => pointer(false), idle)
    if (pointerOn.current === on) return
    pointerOn.current = on
    tellHold()
  }

  const goTo = (index: number, extend = false) => {
    const key = keys[Math.max(0, Math.min(index, rows.length - 1))]
    if (key === undefined) return
    if (extend) onSelect(withRange(selected, keys, cursor, key))
    onCursor(key)
    virtual.scrollToIndex(keys.indexOf(key))
  }
  const select = (key: number, range: boolean) => {
    onSelect(range ? withRange(selected, keys, anchor.current, key) : toggled(selected, key))
    anchor.current = key
  }
  const openCursor = () => {
    const row = rows[at]
    if (row !== undefined) onOpen(row)
  }
  useKeys(
    {
      j: () => goTo(at + 1),
      k: () => goTo(at < 0 ? 0 : at - 1),
      J: () => goTo(at + 1, true),
      K: () => goTo(at - 1, true),
      Enter: openCursor,
      x: () => cursor !== null && at >= 0 && select(cursor, false),
    },
    { active: props.keysActive ?? true },
  )

  const onKeyDown = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / height) - 1)
    const to = { ArrowDown: at + 1, ArrowUp: at < 0 ? 0 : at - 1, PageDown: at + page, PageUp: at - page, Home: 0, End: rows.length - 1 }[
      event.key
    ]
    if (to !== undefined && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault()
      return goTo(to, event.shiftKey)
    }
    if (event.key === 'a' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      return onSelect(new Set(keys))
    }
    if (event.key === 'Escape' && selected.size > 0) {
      event.preventDefault()
      onSelect(new Set())
    }
  }

  const onClick = (event: MouseEvent) => {
    const target = event.target instanceof Element ? event.target : null
    const key = Number(target?.closest('[data-key]')?.getAttribute('data-key') ?? Number.NaN)
    const row = rows[keys.indexOf(key)]
    if (!target || row === undefined) return
    if (target.closest('input')) return select(key, event.shiftKey)
    if (target.closest('button')) return
    onCursor(key)
    if (target.closest('a')) return
    if (event.shiftKey) {
      document.getSelection()?.removeAllRanges()
      return onSelect(withRange(selected, keys, anchor.current ?? cursor, key))
    }
    if (event.ctrlKey || event.metaKey) return select(key, false)
    if (phone) return onOpen(row)
    anchor.current = key
  }

  const all = rows.length > 0 && keys.every((key) => selected.has(key))
  const sortBy = (column: Column<Row>) =>
    props.onSort({ key: column.key, direction: sorting.key === column.key && sorting.direction === 'desc' ? 'asc' : 'desc' })

  return (
    // The rows are reached by the list's own cursor, so the list alone takes the focus.
    <div
      ref={scroller}
      role="grid"
      className={css.list}
      style={tracks(columns)}
      tabIndex={0}
      aria-label={props.label}
      aria-rowcount={(props.total ?? rows.length) + 1}
      aria-multiselectable
      aria-activedescendant={at >= 0 ? `${listId}${cursor}` : undefined}
      onKeyDown={onKeyDown}
      onClick={onClick}
      onScroll={tellHold}
      onPointerMove={() => pointer(true)}
      onPointerLeave={() => pointer(false)}
    >
      <div role="rowgroup" className={css.headGroup}>
        <div role="row" className={css.head} aria-rowindex={1}>
          <span role="columnheader" className={css.check}>
            <input
              type="checkbox"
              className={css.box}
              checked={all}
              ref={(box) => {
                if (box) box.indeterminate = !all && selected.size > 0
              }}
              onChange={() => onSelect(all ? new Set() : new Set(keys))}
              aria-label={t(($) => $.list.selectAll)}
            />
          </span>
          {columns.map((column) => {
            const direction = sorting.key === column.key ? sorting.direction : null
            return (
              <span
                key={column.key}
                role={column.head ? 'columnheader' : 'gridcell'}
                className={css.cell}
                data-narrow={column.narrow === 'hidden' ? 'hidden' : undefined}
                aria-sort={direction === 'asc' ? 'ascending' : direction === 'desc' ? 'descending' : undefined}
              >
                {column.sortable ? <SortHead label={column.head} direction={direction} onSort={() => sortBy(column)} /> : column.head}
              </span>
            )
          })}
        </div>
      </div>
      <div role="rowgroup" className={css.rows} style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const row = rows[item.index]
          const key = keys[item.index]
          if (row === undefined || key === undefined)
            return (
              <div key="more" role="row" className={css.more} style={{ transform: `translateY(${item.start}px)`, height }}>
                <span role="gridcell">
                  <SkeletonLines lines={1} />
                </span>
              </div>
            )
          return (
            <VirtualRow<Row>
              key={key}
              id={`${listId}${key}`}
              row={row}
              rowKey={key}
              index={item.index + 2}
              top={item.start}
              height={height}
              label={props.rowLabel(row)}
              href={props.href(row)}
              columns={columns}
              unread={props.unread?.(row) ?? false}
              leaving={props.leaving?.(row) ?? false}
              selected={selected.has(key)}
              cursor={key === cursor}
              {...(props.actions ? { actions: props.actions } : {})}
            />
          )
        })}
      </div>
    </div>
  )
}
