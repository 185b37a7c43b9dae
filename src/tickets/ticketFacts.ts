/** What filters ask of a ticket, as memory holds it: the same values that SQL compares, in the same form. */

/** Times are whole milliseconds, texts folded. */
export interface TicketFacts {
  id: number
  categoryId: number
  state: 'open' | 'waiting' | 'closed' | 'archived'
  priority: 'low' | 'medium' | 'high'
  user: number | null
  deadlineByHand: boolean
  unread: boolean
  undelivered: boolean
  bin: boolean
  merged: boolean
  /** From here on each is empty where nobody asks for it. */
  contact: number | null
  account: number | null
  parent: number | null
  followUpOf: number | null
  origin: string | null
  begunBy: string | null
  lastDirection: string | null
  title: string | null
  description: string | null
  contactName: string | null
  accountName: string | null
  activityCount: number
  attachmentCount: number
  timeSpent: number
  createdAt: number | null
  editedAt: number | null
  lastActivityAt: number | null
  closedAt: number | null
  firstAnswerAt: number | null
  lastCustomerAt: number | null
  lastAgentAt: number | null
  reopenAt: number | null
  deadline: number | null
  dueSoonAt: number | null
  responseDueAt: number | null
  solutionDueAt: number | null
  responseBreachedAt: number | null
  solutionBreachedAt: number | null
  statuses: readonly number[]
  followers: readonly number[]
  starredBy: readonly number[]
  mentionedBy: readonly number[]
  contactEmail: readonly string[]
  participants: readonly string[]
  custom: Custom | null
  customFolded: Custom | null
  contactCustom: Custom | null
  contactCustomFolded: Custom | null
  accountCustom: Custom | null
  accountCustomFolded: Custom | null
  /** The words asked for that its search document matches. */
  texts: readonly string[]
}
type Custom = Readonly<Record<string, unknown>>

/** The facts that are read only where a filter asks for them: a million tickets are read in a pass. */
export const askedFacts = [
  'contact',
  'account',
  'parent',
  'followUpOf',
  'origin',
  'begunBy',
  'lastDirection',
  'title',
  'description',
  'contactName',
  'accountName',
  'activityCount',
  'attachmentCount',
  'timeSpent',
  'createdAt',
  'editedAt',
  'lastActivityAt',
  'closedAt',
  'firstAnswerAt',
  'lastCustomerAt',
  'lastAgentAt',
  'reopenAt',
  'deadline',
  'dueSoonAt',
  'responseDueAt',
  'solutionDueAt',
  'responseBreachedAt',
  'solutionBreachedAt',
  'statuses',
  'followers',
  'starredBy',
  'mentionedBy',
  'contactEmail',
  'participants',
  'custom',
  'customFolded',
  'contactCustom',
  'contactCustomFolded',
  'accountCustom',
  'accountCustomFolded',
] as const satisfies (keyof TicketFacts)[]
export type AskedFact = (typeof askedFacts)[number]

/** What some filters together need to know. */
export interface FactsWanted {
  facts: ReadonlySet<AskedFact>
  words: ReadonlySet<string>
}
