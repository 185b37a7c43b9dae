/** What filters ask of a ticket, as memory holds it: the same values that SQL compares, in the same form. */

/** Times are whole milliseconds, texts folded. What was not wanted is empty. */
export interface TicketFacts {
  id: number
  categoryId: number
  state: 'open' | 'waiting' | 'closed' | 'archived'
  priority: 'low' | 'medium' | 'high'
  user: number | null
  contact: number | null
  account: number | null
  parent: number | null
  followUpOf: number | null
  origin: string
  begunBy: string
  lastDirection: string | null
  title: string | null
  statuses: readonly number[]
  createdAt: number
  editedAt: number
  lastActivityAt: number
  closedAt: number | null
  firstAnswerAt: number | null
  lastCustomerAt: number | null
  lastAgentAt: number | null
  reopenAt: number | null
  deadline: number | null
  deadlineByHand: boolean
  dueSoonAt: number | null
  responseDueAt: number | null
  solutionDueAt: number | null
  responseBreachedAt: number | null
  solutionBreachedAt: number | null
  unread: boolean
  undelivered: boolean
  activityCount: number
  attachmentCount: number
  bin: boolean
  merged: boolean
  /** From here on only where it is wanted. */
  description: string | null
  contactName: string | null
  accountName: string | null
  contactEmail: readonly string[]
  participants: readonly string[]
  followers: readonly number[]
  starredBy: readonly number[]
  mentionedBy: readonly number[]
  custom: Custom
  customFolded: Custom
  contactCustom: Custom | null
  contactCustomFolded: Custom | null
  accountCustom: Custom | null
  accountCustomFolded: Custom | null
  /** The words asked for that its search document matches. */
  texts: readonly string[]
}
type Custom = Readonly<Record<string, unknown>>

/** The facts that cost something to read: read where a filter asks for them. */
export const dearFacts = [
  'description',
  'contactName',
  'accountName',
  'contactEmail',
  'participants',
  'followers',
  'starredBy',
  'mentionedBy',
  'custom',
  'contactCustom',
  'accountCustom',
] as const
export type DearFact = (typeof dearFacts)[number]

/** What some filters together need to know. */
export interface FactsWanted {
  facts: ReadonlySet<DearFact>
  words: ReadonlySet<string>
}
