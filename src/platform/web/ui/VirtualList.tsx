/** A list that is loaded from its beginning on, page by page, as one scrolls down. */
import { type ReactNode, useCallback, useMemo } from 'react'
import { LongList, type LongListProps } from './LongList.tsx'

type Kept =
  | 'label'
  | 'total'
  | 'rowKey'
  | 'rowLabel'
  | 'href'
  | 'columns'
  | 'rowHeight'
  | 'sorting'
  | 'onSort'
  | 'cursor'
  | 'onCursor'
  | 'onOpen'
  | 'unread'
  | 'leaving'
  | 'actions'
  | 'onHold'

export interface VirtualListProps<Row> extends Pick<LongListProps<Row>, Kept> {
  /** What is loaded so far, in order. */
  rows: readonly Row[]
  selected: ReadonlySet<number>
  onSelect: (selected: ReadonlySet<number>) => void
  hasMore: boolean
  loadingMore: boolean
  /** Asked when the end comes near; may be asked again while loading. */
  onReachEnd: () => void
}

/** Rows before the end at which the next page is asked for. */
const ahead = 15

export function VirtualList<Row>({
  rows,
  selected,
  onSelect,
  hasMore,
  loadingMore,
  onReachEnd,
  ...list
}: VirtualListProps<Row>): ReactNode {
  const { rowKey } = list
  const keys = rows.map(rowKey)
  const source = useMemo(
    () => ({
      count: rows.length + (hasMore ? 1 : 0),
      reach: rows.length,
      at: (index: number) => rows[index],
      indexOf: (key: number) => rows.findIndex((row) => rowKey(row) === key),
    }),
    [rows, hasMore, rowKey],
  )
  const near = useCallback(
    (_first: number, end: number) => {
      if (hasMore && !loadingMore && end > rows.length - ahead) onReachEnd()
    },
    [hasMore, loadingMore, rows.length, onReachEnd],
  )
  return (
    <LongList<Row>
      {...list}
      rows={source}
      total={list.total ?? rows.length}
      marks={{ has: (key) => selected.has(key), some: selected.size > 0, all: keys.length > 0 && keys.every((key) => selected.has(key)) }}
      onMark={(marked, on) => {
        const next = new Set(selected)
        for (const key of marked) {
          if (on) next.add(key)
          else next.delete(key)
        }
        onSelect(next)
      }}
      onMarkAll={(on) => onSelect(new Set(on ? keys : []))}
      onSight={near}
    />
  )
}
