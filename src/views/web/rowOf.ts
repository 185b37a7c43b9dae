/** Rows of the list for tests. */
import type { ListRow } from '#views/view.ts'

/** A ticket whose last activity was in that minute. */
export function rowOf(id: number, minute: number, given: Partial<ListRow> = {}): ListRow {
  const at = new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString()
  return {
    id,
    version: 1,
    title: `Ticket ${id}`,
    snippet: '',
    priority: 'medium',
    state: 'open',
    category: { id: 1, name: 'Support' },
    user: null,
    contact: null,
    account: null,
    statuses: [],
    deadlineAt: null,
    deadlineByHand: false,
    dueSoonAt: null,
    unread: false,
    createdAt: at,
    editedAt: at,
    lastActivityAt: at,
    lastDirection: 'in',
    activityCount: 1,
    attachmentCount: 0,
    timeSpent: 0,
    starred: false,
    mentioned: false,
    undelivered: false,
    inBin: false,
    closedAt: null,
    reopenAt: null,
    parentId: null,
    custom: {},
    hit: null,
    ...given,
  }
}
