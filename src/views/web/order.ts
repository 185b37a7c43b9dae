/** The order of a list in memory: which of two rows stands first, where rows say enough to tell. Pure. */
import { priorities, states } from '#tickets/ticket.ts'
import type { ListRow, SortBy } from '#views/view.ts'

export interface Order {
  /** Undefined: the best hits of a search first. */
  by: SortBy | undefined
  order: 'asc' | 'desc'
}

type Rank = (row: ListRow) => string | number | null
/** Names are ordered by the server's collation alone, and some moments are not part of a row: those orders are not told here. */
const ranks: Partial<Record<SortBy, Rank>> = {
  id: (row) => row.id,
  priority: (row) => priorities.indexOf(row.priority),
  state: (row) => states.indexOf(row.state),
  deadline: (row) => row.deadlineAt,
  dueSoon: (row) => row.dueSoonAt,
  reopenAt: (row) => row.reopenAt,
  closedAt: (row) => row.closedAt,
  createdAt: (row) => row.createdAt,
  editedAt: (row) => row.editedAt,
  lastActivityAt: (row) => row.lastActivityAt,
  activityCount: (row) => row.activityCount,
  attachmentCount: (row) => row.attachmentCount,
  timeSpent: (row) => row.timeSpent,
  unread: (row) => Number(row.unread),
}

/** Whether rows can be put in their places without the server. */
export const isTold = ({ by }: Order) => by !== undefined && ranks[by] !== undefined

/** The server's own order: by the field, what has none last, then by number in the same direction. */
export function compare(a: ListRow, b: ListRow, { by, order }: Order): number {
  const rank = by === undefined ? undefined : ranks[by]
  if (!rank) return 0
  const [x, y] = [rank(a), rank(b)]
  if (x === null || y === null) {
    if (x !== y) return x === null ? 1 : -1
    return order === 'asc' ? a.id - b.id : b.id - a.id
  }
  const ascending = x < y ? -1 : x > y ? 1 : a.id - b.id
  return order === 'asc' ? ascending : -ascending
}
