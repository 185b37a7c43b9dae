/**
 * The loaded pages of a list that may have a million rows: where each lies, which one is missing for what is in sight, and which are far enough
 * away to be let go. Pages are sorted by place and never overlap; those that touch follow each other without a gap in the list itself.
 */
import type { ListRow } from '#views/view.ts'

export interface Page {
  /** The place of its first row in the list. */
  at: number
  rows: readonly ListRow[]
  /** Cursors of what comes before and after it; null at the ends of the list. */
  previous: string | null
  next: string | null
}

/** What to ask the server for, and the place of the gap that it fills. */
export type Wish = { at: number; limit: number } & ({ after: string } | { before: string } | { offset: number })

export const pageSize = 100
/** Beyond so many rows the farthest pages are let go. */
const most = 3000

export const endOf = (page: Page) => page.at + page.rows.length

/** How many rows the list has: exactly, where its end is loaded. */
export function lengthOf(pages: readonly Page[], total: number): number {
  const last = pages.at(-1)
  if (!last) return total
  return last.next === null ? endOf(last) : Math.max(total, endOf(last) + 1)
}

/** The page that a place lies in. */
function pageAt(pages: readonly Page[], index: number): Page | undefined {
  let [low, high] = [0, pages.length - 1]
  while (low <= high) {
    const middle = (low + high) >> 1
    const page = pages[middle]
    if (!page) return undefined
    if (index < page.at) high = middle - 1
    else if (index >= endOf(page)) low = middle + 1
    else return page
  }
  return undefined
}

export function rowAt(pages: readonly Page[], index: number): ListRow | undefined {
  const page = pageAt(pages, index)
  return page?.rows[index - page.at]
}

/** The first gap among the rows from `first` up to `end`, as what fills it; undefined: all are there. */
export function missing(pages: readonly Page[], first: number, end: number): Wish | undefined {
  let index = Math.max(0, first)
  while (index < end) {
    const page = pageAt(pages, index)
    if (page) {
      index = endOf(page)
      continue
    }
    const at = index
    const before = pages.find((one) => endOf(one) === at)
    if (before) return before.next === null ? undefined : { at, after: before.next, limit: pageSize }
    const behind = pages.find((one) => one.at > at)
    if (behind && behind.at < end + pageSize / 2 && behind.previous !== null) return { at, before: behind.previous, limit: pageSize }
    return { at, offset: Math.max(0, at - pageSize / 4), limit: pageSize }
  }
  return undefined
}

/** The pages with a further one that answers a wish. What the list has become meanwhile shows where it meets its neighbours: they are moved to touch. */
export function withPage(pages: readonly Page[], wish: Wish, given: Omit<Page, 'at'>): Page[] {
  const right =
    'before' in wish ? pages.findIndex((page) => page.previous === wish.before) : indexOrEnd(pages, (page) => page.at >= wish.at)
  // Beyond the end of the list: the list is shorter than was thought, and nothing is learned about its rows.
  if (right < 0 || ('offset' in wish && wish.offset > 0 && given.rows.length === 0)) return [...pages]
  const [before, after] = [pages.slice(0, right), pages.slice(right)]
  // A row that a neighbour has already is where they meet; what came into a neighbour's own range is news, not part of this page.
  const heldBefore = idsOf(before)
  const heldAfter = idsOf(after)
  const begin = given.rows.findLastIndex((row) => heldBefore.has(row.id)) + 1
  const end = indexOrEnd(given.rows, (row) => heldAfter.has(row.id))
  const rows = given.rows.slice(begin, end).filter((row) => !heldBefore.has(row.id) && !heldAfter.has(row.id))
  const left = before.at(-1)
  const next = after[0]
  const floor = left ? endOf(left) : 0
  const meetsLeft = 'after' in wish || given.previous === null || begin > 0
  const meetsNext = 'before' in wish || given.next === null || end < given.rows.length
  const loose = 'offset' in wish ? wish.offset + begin : (next?.at ?? floor) - rows.length
  const at = meetsLeft ? floor : Math.max(floor, loose)
  const added: Page = { at, rows, previous: given.previous, next: given.next }
  const shift = next ? (meetsNext ? at + rows.length - next.at : Math.max(0, at + rows.length - next.at)) : 0
  return tidy([...before, added, ...after.map((page) => ({ ...page, at: page.at + shift }))])
}

const idsOf = (pages: readonly Page[]) => new Set(pages.flatMap((page) => page.rows.map((row) => row.id)))
function indexOrEnd<T>(list: readonly T[], is: (one: T) => boolean) {
  const index = list.findIndex(is)
  return index < 0 ? list.length : index
}

/** Without empty pages between others: their neighbours touch. */
function tidy(pages: readonly Page[]): Page[] {
  const kept = pages.filter((page) => page.rows.length > 0)
  const first = pages[0]
  if (kept.length === 0 && first) return [{ ...first, at: 0 }]
  const lastGiven = pages.at(-1)
  const last = kept.at(-1)
  // An empty last page has told that nothing follows.
  if (lastGiven && last && lastGiven !== last && lastGiven.next === null && endOf(last) === lastGiven.at)
    return [...kept.slice(0, -1), { ...last, next: null }]
  return kept
}

/** Without the pages farthest from what is in sight, where there are too many. */
export function trimmed(pages: readonly Page[], first: number, end: number): readonly Page[] {
  let held = pages.reduce((sum, page) => sum + page.rows.length, 0)
  if (held <= most) return pages
  const middle = (first + end) / 2
  const distance = (page: Page) => Math.min(Math.abs(page.at - middle), Math.abs(endOf(page) - middle))
  const kept = new Set(pages)
  for (const page of pages.toSorted((a, b) => distance(b) - distance(a))) {
    if (held <= most) break
    // The end of the list is kept: it says how long the list is.
    if (page.next === null || (page.at < end && endOf(page) > first)) continue
    kept.delete(page)
    held -= page.rows.length
  }
  return pages.filter((page) => kept.has(page))
}
