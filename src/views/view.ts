/** A View: which tickets, in the order of one field. These are the views that a new desk opens with. */
export const openingViews = ['mine', 'unassigned', 'open', 'waiting', 'recently_closed', 'all'] as const
export type ViewKey = (typeof openingViews)[number]

export const sortFields = ['lastActivityAt', 'createdAt', 'editedAt', 'id', 'priority'] as const
export type SortField = (typeof sortFields)[number]

/** Recently closed: within the last 14 days. */
export const recentDays = 14
