/**
 * A list of any length, a million rows too: only those in sight exist, and where one is not loaded yet a still line stands. It has a keyboard cursor
 * (`j k`, arrows, Home, End, `Enter` opens, `x` selects) and a selection (checkbox, Ctrl- and Shift-click); rows keep their height, so nothing
 * shifts, and rows that come or go above what one looks at do not move it.
 */
import { useMediaQuery } from '@mantine/hooks'
import {
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  useEffect,
  useEffectEvent,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import { useTranslation } from 'react-i18next'
import { useActions } from '../keys.ts'
import { type Column, type Sorting, tracks } from './columns.ts'
import { ColumnHeads } from './ColumnHeads.tsx'
import { useRowWindow } from './useRowWindow.ts'
import { VirtualRow } from './VirtualRow.tsx'
import css from './VirtualList.module.css'

/** Rows by their place; a place whose row is not loaded has none. */
export interface Rows<Row> {
  count: number
  at: (index: number) => Row | undefined
  /** The place of a loaded row; -1: it is not loaded. */
  indexOf: (key: number) => number
  /** How many of them the keys reach; all, if not given. */
  reach?: number
}

/** Which rows are marked: also rows that are not loaded can be. */
export interface Marks {
  has: (key: number) => boolean
  some: boolean
  all: boolean
}

export interface LongListProps<Row> {
  /** Accessible name: the view's. */
  label: string
  rows: Rows<Row>
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
  marks: Marks
  onMark: (keys: readonly number[], on: boolean) => void
  /** The checkbox of the head, and Ctrl A. */
  onMarkAll: (on: boolean) => void
  /** A range was asked for of which not all rows are loaded. */
  onMarkFar?: (from: number, to: number) => void
  /** The key of the row that the keyboard stands on. */
  cursor: number | null
  onCursor: (key: number | null) => void
  onOpen: (row: Row) => void
  /** A title was clicked with Ctrl, ⌘ or the middle button. */
  onBehind?: (row: Row) => void
  /** The rows in sight, the second one excluded; told when they change. */
  onSight: (first: number, end: number) => void
  /** Icon buttons over the end of the title, on hover and at the cursor. */
  actions?: (row: Row) => ReactNode
  /** True while rows must not move: the pointer moved over them within 10 s, the list is scrolled, or something is selected. */
  onHold?: (hold: boolean) => void
  /** False while something else has the keys (a peek, another page over it). */
  keysActive?: boolean
  /** The reader made a column wider or narrower, or moved it to another place. */
  onWidth?: (key: string, width: number) => void
  onMove?: (key: string, to: number) => void
}

const phoneHeight = 74
const headHeight = 28
const idle = 10_000

export function LongList<Row>(props: LongListProps<Row>) {
  const { rows, rowKey, columns, marks, onMark, onMarkAll, cursor, onCursor, onOpen, onSight, onHold } = props
  const { t } = useTranslation()
  const scroller = useRef<HTMLDivElement>(null)
  const anchor = useRef<number | null>(null)
  const pointerIdle = useRef<ReturnType<typeof setTimeout>>(undefined)
  const pointerOn = useRef(false)
  const listId = useId()
  const phone = useMediaQuery('(max-width: 640px)', false, { getInitialValueInEffect: false }) ?? false
  const height = phone ? phoneHeight : (props.rowHeight ?? 40)
  const sight = useRowWindow(scroller, rows.count, height, phone ? 0 : headHeight)
  const { first, end } = sight
  const at = cursor === null ? -1 : rows.indexOf(cursor)
  /** The place that the cursor goes to once its row is there. */
  const [wanted, setWanted] = useState<number | null>(null)
  const from = wanted ?? at

  const tellSight = useEffectEvent(() => onSight(first, end))
  useEffect(() => {
    tellSight()
  }, [first, end, rows.count])

  const wantedRow = wanted === null ? undefined : rows.at(wanted)
  const arrive = useEffectEvent((row: Row) => {
    setWanted(null)
    onCursor(rowKey(row))
  })
  useEffect(() => {
    if (wantedRow !== undefined) arrive(wantedRow)
  }, [wantedRow])

  // What one looks at stays where it is when rows above it come or go.
  const seen = useRef<{ key: number; index: number }[]>([])
  useLayoutEffect(() => {
    const top = sight.at()
    if (top > 0) {
      const known = seen.current.find(({ key, index }) => index >= Math.floor(top) && rows.indexOf(key) >= 0)
      const by = known ? rows.indexOf(known.key) - known.index : 0
      if (by !== 0) sight.shiftBy(by)
    }
    seen.current = []
    for (let index = first; index < end; index++) {
      const row = rows.at(index)
      if (row !== undefined) seen.current.push({ key: rowKey(row), index })
    }
  })

  const tellHold = () => onHold?.(pointerOn.current || (scroller.current?.scrollTop ?? 0) > 0 || marks.some)
  const selectionHold = useEffectEvent(tellHold)
  useEffect(() => {
    selectionHold()
  }, [marks.some])
  useEffect(() => () => clearTimeout(pointerIdle.current), [])
  const pointer = (on: boolean) => {
    clearTimeout(pointerIdle.current)
    if (on) pointerIdle.current = setTimeout(() => pointer(false), idle)
    if (pointerOn.current === on) return
    pointerOn.current = on
    tellHold()
  }

  const markRange = (one: number, other: number) => {
    const [low, high] = [Math.min(one, other), Math.max(one, other)]
    const loaded: number[] = []
    for (let index = low; index <= high && loaded.length === index - low; index++) {
      const row = rows.at(index)
      if (row !== undefined) loaded.push(rowKey(row))
    }
    if (loaded.length === high - low + 1) onMark(loaded, true)
    else props.onMarkFar?.(low, high)
  }
  const goTo = (index: number, extend = false) => {
    const to = Math.max(0, Math.min(index, (rows.reach ?? rows.count) - 1))
    if (extend) markRange(at < 0 ? to : at, to)
    const row = rows.at(to)
    sight.reveal(to)
    if (row === undefined) return setWanted(to)
    setWanted(null)
    onCursor(rowKey(row))
  }
  const mark = (key: number, range: boolean) => {
    const start = anchor.current === null ? -1 : rows.indexOf(anchor.current)
    if (range) markRange(start < 0 ? rows.indexOf(key) : start, rows.indexOf(key))
    else onMark([key], !marks.has(key))
    anchor.current = key
  }
  const open = () => {
    const row = rows.at(at)
    if (row !== undefined) onOpen(row)
  }
  useActions(
    (props.keysActive ?? true)
      ? {
          listDown: () => goTo(from + 1),
          listUp: () => goTo(from < 0 ? 0 : from - 1),
          listExtendDown: () => goTo(from + 1, true),
          listExtendUp: () => goTo(from - 1, true),
          listOpen: at >= 0 ? open : undefined,
          listSelect: cursor !== null && at >= 0 ? () => mark(cursor, false) : undefined,
        }
      : {},
  )

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / height) - 1)
    const to = {
      ArrowDown: from + 1,
      ArrowUp: from < 0 ? 0 : from - 1,
      PageDown: from + page,
      PageUp: from - page,
      Home: 0,
      End: rows.count - 1,
    }[event.key]
    if (to !== undefined && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault()
      return goTo(to, event.shiftKey)
    }
    if (event.key === 'a' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      return onMarkAll(true)
    }
    if (event.key === 'Escape' && marks.some) {
      event.preventDefault()
      onMarkAll(false)
    }
  }

  const onClick = (event: MouseEvent) => {
    const target = event.target instanceof Element ? event.target : null
    const key = Number(target?.closest('[data-key]')?.getAttribute('data-key') ?? Number.NaN)
    const row = rows.at(rows.indexOf(key))
    if (!target || row === undefined) return
    if (target.closest('input')) return mark(key, event.shiftKey)
    if (target.closest('button')) return
    setWanted(null)
    onCursor(key)
    if (target.closest('a')) {
      if (!props.onBehind || event.shiftKey || !(event.ctrlKey || event.metaKey)) return undefined
      event.preventDefault()
      return props.onBehind(row)
    }
    if (event.shiftKey) {
      document.getSelection()?.removeAllRanges()
      const start = rows.indexOf(anchor.current ?? cursor ?? key)
      return markRange(start < 0 ? rows.indexOf(key) : start, rows.indexOf(key))
    }
    if (event.ctrlKey || event.metaKey) return mark(key, false)
    if (phone) return onOpen(row)
    anchor.current = key
  }

  const onAuxClick = (event: MouseEvent) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null
    const row = rows.at(rows.indexOf(Number(link?.closest('[data-key]')?.getAttribute('data-key') ?? Number.NaN)))
    if (event.button !== 1 || !props.onBehind || row === undefined) return
    event.preventDefault()
    props.onBehind(row)
  }

  const drawn = []
  for (let index = first; index < end; index++) {
    const row = rows.at(index)
    const top = sight.topOf(index)
    if (row === undefined) {
      drawn.push(
        <div
          key={`at ${index}`}
          role="row"
          className={css.blank}
          aria-rowindex={index + 2}
          style={{ transform: `translateY(${top}px)`, height }}
        >
          <span role="gridcell" className={css.ghost}>
            <span className="sr">{t(($) => $.common.loading)}</span>
          </span>
        </div>,
      )
      continue
    }
    const key = rowKey(row)
    drawn.push(
      <VirtualRow<Row>
        key={key}
        id={`${listId}${key}`}
        row={row}
        rowKey={key}
        index={index + 2}
        top={top}
        height={height}
        label={props.rowLabel(row)}
        href={props.href(row)}
        columns={columns}
        unread={props.unread?.(row) ?? false}
        leaving={props.leaving?.(row) ?? false}
        selected={marks.has(key)}
        cursor={key === cursor}
        {...(props.actions ? { actions: props.actions } : {})}
      />,
    )
  }

  return (
    // The rows are reached by the list's own cursor, so the list alone takes the focus.
    <div
      ref={scroller}
      role="grid"
      className={css.list}
      style={tracks(columns)}
      tabIndex={0}
      aria-label={props.label}
      aria-rowcount={(props.total ?? rows.count) + 1}
      aria-multiselectable
      aria-activedescendant={at >= first && at < end ? `${listId}${cursor}` : undefined}
      onKeyDown={onKeyDown}
      onClick={onClick}
      onAuxClick={onAuxClick}
      onScroll={() => {
        sight.onScroll()
        tellHold()
      }}
      onPointerMove={() => pointer(true)}
      onPointerLeave={() => pointer(false)}
    >
      <ColumnHeads
        columns={columns}
        sorting={props.sorting}
        onSort={props.onSort}
        marks={marks}
        onMarkAll={onMarkAll}
        {...(props.onWidth ? { onWidth: props.onWidth } : {})}
        {...(props.onMove ? { onMove: props.onMove } : {})}
      />
      <div role="rowgroup" className={css.rows} style={{ height: sight.height }}>
        {drawn}
      </div>
    </div>
  )
}
