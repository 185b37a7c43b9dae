/** What is selected in an open list: some of its rows, or everything that matches with some left out. */
import type { Filter } from '#platform/filter.ts'

/** What a list shows: a view, at its place where the views above narrow it, with the filter and the text that were added. */
export interface Asked {
  view?: number
  place?: number
  filter?: Filter
  q?: string
}

/** `all`: every match but `except`, loaded or not; what matches when an action is confirmed is its rows. */
export type Selected = { kind: 'rows'; ids: ReadonlySet<number> } | { kind: 'all'; except: ReadonlySet<number> }

export const nothingSelected: Selected = { kind: 'rows', ids: new Set() }

/** How many are selected of a list with so many matches. */
export const countOf = (selected: Selected, total: number) =>
  selected.kind === 'rows' ? selected.ids.size : Math.max(0, total - selected.except.size)

export const isSelected = (selected: Selected, id: number) => (selected.kind === 'rows' ? selected.ids.has(id) : !selected.except.has(id))

/** Marks or unmarks some rows. */
export function withRows(selected: Selected, ids: readonly number[], on: boolean): Selected {
  const next = new Set(selected.kind === 'rows' ? selected.ids : selected.except)
  for (const id of ids) {
    if (on === (selected.kind === 'rows')) next.add(id)
    else next.delete(id)
  }
  return selected.kind === 'rows' ? { kind: 'rows', ids: next } : { kind: 'all', except: next }
}

/** What an action of the toolbar is done to: `rows` as a run takes them; `list` is everything that matches, for what needs no selection. */
export interface ListSelection {
  count: number
  rows: { ids: number[] } | (Asked & { except: number[] })
  list: Asked
  total: number
}

export const selectionOf = (selected: Selected, list: Asked, total: number): ListSelection => ({
  count: countOf(selected, total),
  rows: selected.kind === 'rows' ? { ids: [...selected.ids] } : { ...list, except: [...selected.except] },
  list,
  total,
})
