/** A column of a long list: its head, its width, what stands in it, and where it goes when the screen grows narrow. */
import type { CSSProperties, ReactNode } from 'react'
import '../cssVariables.ts'

export interface Column<Row> {
  key: string
  /** Column head; empty for columns that explain themselves. */
  head: string
  /** A grid track: `58px`, `minmax(200px, 1fr)`. */
  width: string
  /** Below 1200 px: another track, or `hidden`. */
  narrow?: string
  /** On phones each row has three lines; columns without a place are hidden. The title brings two lines of its own. */
  phone?: 'lead' | 'title' | 'end' | 'sub' | 'subEnd'
  cell(row: Row): ReactNode
  /** Its head sorts the list. */
  sortable?: boolean
  /** Its content is the link that opens the row. One column only. */
  opens?: boolean
}

export interface Sorting {
  key: string
  direction: 'asc' | 'desc'
}

/** What a track takes at least: its own pixels, or the first number of its `minmax`. */
const least = (track: string) => Number.parseInt(/\d+(?=px)/.exec(track)?.[0] ?? '0', 10)
const checkbox = 38
const edge = 12

/** The grid's tracks as CSS variables, the checkbox first; beyond what they take at least, the list scrolls sideways. */
export function tracks<Row>(columns: readonly Column<Row>[]): CSSProperties {
  const wide = columns.map((column) => column.width)
  const narrow = columns.filter((column) => column.narrow !== 'hidden').map((column) => column.narrow ?? column.width)
  const sum = (of: readonly string[]) => `${of.reduce((all, track) => all + least(track), checkbox + edge)}px`
  return {
    '--wide': [`${checkbox}px`, ...wide].join(' '),
    '--narrow': [`${checkbox}px`, ...narrow].join(' '),
    '--least-wide': sum(wide),
    '--least-narrow': sum(narrow),
  }
}
