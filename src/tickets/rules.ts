/** What stops a ticket from being saved by a person or automation. Asked inside the transaction on the locked row, and in the form while typing. */
import type { asked } from '#fields/customField.ts'
import type { FieldProblem } from '#platform/problem.ts'
import { same } from '#platform/field.ts'
import { fieldNames } from './fields.ts'
import type { Changeable, FieldKey, State } from './ticket.ts'

/** What a Category asks of its tickets. */
export interface CategoryRules {
  statusIds: readonly number[]
  severalStatuses: boolean
  statusRequired: Asked
  waitingRequiresReopen: boolean
  checkChildren: boolean
}
type Asked = (typeof asked)[number]

/** Everything that the rules look at. What only the server can know is given by it; the form gives what it has. */
export interface RuleFacts {
  /** The fields this save touches. */
  touched: ReadonlySet<FieldKey>
  /** Take asks only of the User. */
  take: boolean
  /** Null for a new ticket. */
  before: Changeable | null
  after: Changeable
  now: Date
  /** Null: there is no such Category for whoever saves. */
  category: CategoryRules | null
  categoryAllowed: boolean
  /** The new owner exists, is active, has a Right to the category, and may be handed tickets by whoever saves; true when nobody. */
  userAllowed: boolean
  contactExists: boolean
  accountExists: boolean
  /** The new followers who do not exist or may not see the ticket. */
  followersRefused: readonly number[]
  statusesUnknown: readonly number[]
  parent: 'fine' | 'missing' | 'cycle'
  /** Children that are Open or Waiting; null for one out of sight. */
  openChildren: readonly (number | null)[]
  /** What the custom fields say of their values: `invalid_value` and `required_field`, each with its key. */
  custom: readonly FieldProblem[]
}

export const ruleCodes = [
  'required',
  'invalid_value',
  'category_not_allowed',
  'user_not_allowed',
  'status_required',
  'status_not_in_category',
  'too_many_statuses',
  'reopen_required',
  'reopen_not_allowed',
  'reopen_in_past',
  'open_children',
  'parent_cycle',
  'required_field',
  'too_many_participants',
] as const
export type RuleCode = (typeof ruleCodes)[number]

interface Rule {
  field: FieldKey
  code: RuleCode
  /** The fields it speaks of: a change of one makes it be asked. */
  when: readonly FieldKey[] | 'any'
  broken: (facts: RuleFacts) => boolean
  details?: (facts: RuleFacts) => Record<string, unknown>
}

export const isClosing = (state: State) => state === 'closed' || state === 'archived'
const rests = (state: State) => state === 'waiting' || state === 'closed'
const closes = ({ before, after }: RuleFacts) => isClosing(after.state) && before?.state !== after.state
const statusMissing = ({ after }: RuleFacts) => after.statusIds.length === 0
const unoffered = ({ after, category }: RuleFacts) => after.statusIds.filter((id) => category?.statusIds.includes(id) === false)

const mostParticipants = 200

export const rules: readonly Rule[] = [
  { field: 'title', code: 'required', when: ['title'], broken: (f) => f.after.title.trim() === '' },
  // Whether there is such a Category is not for everybody to know: one that may not be used is as one that is not there.
  { field: 'categoryId', code: 'category_not_allowed', when: ['categoryId'], broken: (f) => f.category === null || !f.categoryAllowed },
  { field: 'userId', code: 'user_not_allowed', when: ['userId'], broken: (f) => !f.userAllowed },
  { field: 'contactId', code: 'invalid_value', when: ['contactId'], broken: (f) => !f.contactExists },
  { field: 'accountId', code: 'invalid_value', when: ['accountId'], broken: (f) => !f.accountExists },
  {
    field: 'followerIds',
    code: 'invalid_value',
    when: ['followerIds'],
    broken: (f) => f.followersRefused.length > 0,
    details: (f) => ({ users: f.followersRefused }),
  },
  { field: 'statusIds', code: 'invalid_value', when: ['statusIds'], broken: (f) => f.statusesUnknown.length > 0 },
  // "The category asks never, on close (closing or archiving) or always (every save by a person but Take)."
  {
    field: 'statusIds',
    code: 'status_required',
    when: 'any',
    broken: (f) => f.category?.statusRequired === 'always' && statusMissing(f),
  },
  {
    field: 'statusIds',
    code: 'status_required',
    when: ['state', 'statusIds', 'categoryId'],
    broken: (f) => f.category?.statusRequired === 'on_close' && isClosing(f.after.state) && statusMissing(f),
  },
  {
    field: 'statusIds',
    code: 'status_not_in_category',
    when: ['statusIds', 'categoryId'],
    broken: (f) => f.statusesUnknown.length === 0 && unoffered(f).length > 0,
    details: (f) => ({ statuses: unoffered(f) }),
  },
  {
    field: 'statusIds',
    code: 'too_many_statuses',
    when: ['statusIds', 'categoryId'],
    broken: (f) => f.category?.severalStatuses === false && f.after.statusIds.length > 1,
  },
  // "The category has Waiting requires reopen time and the state becomes Waiting without one."
  {
    field: 'reopenAt',
    code: 'reopen_required',
    when: ['state', 'reopenAt'],
    broken: (f) => f.category?.waitingRequiresReopen === true && f.after.state === 'waiting' && f.after.reopenAt === null,
  },
  {
    field: 'reopenAt',
    code: 'reopen_not_allowed',
    when: ['state', 'reopenAt'],
    broken: (f) => f.after.reopenAt !== null && !rests(f.after.state),
  },
  {
    field: 'reopenAt',
    code: 'reopen_in_past',
    when: ['reopenAt'],
    broken: (f) => f.after.reopenAt !== null && Date.parse(f.after.reopenAt) <= f.now.getTime(),
  },
  // "The category checks children, and one is Open or Waiting, on close, archive or delete."
  {
    field: 'state',
    code: 'open_children',
    when: ['state'],
    broken: (f) => f.category?.checkChildren === true && closes(f) && f.openChildren.length > 0,
    details: (f) => ({ tickets: f.openChildren.filter((id) => id !== null) }),
  },
  // Mail brings as many as it has; people add none to so many.
  {
    field: 'participants',
    code: 'too_many_participants',
    when: ['participants'],
    broken: ({ before, after }) => after.participants.length > Math.max(mostParticipants, before?.participants.length ?? 0),
    details: () => ({ most: mostParticipants }),
  },
  { field: 'parentId', code: 'invalid_value', when: ['parentId'], broken: (f) => f.parent === 'missing' },
  { field: 'parentId', code: 'parent_cycle', when: ['parentId'], broken: (f) => f.parent === 'cycle' },
]

/** The same rule where a ticket is deleted. */
export const childrenProblem = (
  category: Pick<CategoryRules, 'checkChildren'> | null,
  openChildren: RuleFacts['openChildren'],
): FieldProblem[] =>
  category?.checkChildren === true && openChildren.length > 0
    ? [{ field: 'state', code: 'open_children', details: { tickets: openChildren.filter((id) => id !== null) } }]
    : []

/** The broken rules among those that this save makes be asked, each once per field. */
export function problemsWith(facts: RuleFacts): FieldProblem[] {
  const speaking = rules.filter((rule) =>
    facts.take ? rule.field === 'userId' : rule.when === 'any' || rule.when.some((field) => facts.touched.has(field)),
  )
  const found: FieldProblem[] = []
  for (const rule of speaking)
    if (!found.some((p) => p.field === rule.field && p.code === rule.code) && rule.broken(facts))
      found.push({ field: rule.field, code: rule.code, ...(rule.details ? { details: rule.details(facts) } : {}) })
  return facts.take ? found : [...found, ...facts.custom]
}

/** What a save brings about by itself, besides what was asked for: `values` as they will be, and why each of them moves. */
export interface Consequences {
  /** The new Category's; null where it is unknown. */
  category: Pick<CategoryRules, 'statusIds'> | null
  /** Whether the present User may work in the new Category. */
  userStays: boolean
  /** The Account of the new Contact. */
  contactAccountId: number | null
}

/** "Changing category drops statuses the new one does not offer and a User without a Right to it"; leaving Waiting and Closed clears Re-open; a Contact fills its Account. */
export function consequencesOf(
  before: Changeable | null,
  after: Changeable,
  touched: ReadonlySet<FieldKey>,
  known: Consequences,
): Partial<Changeable> {
  const more: Partial<Changeable> = {}
  if (touched.has('categoryId') && before) {
    const offered = after.statusIds.filter((id) => known.category?.statusIds.includes(id) !== false)
    if (!touched.has('statusIds') && !same(offered, after.statusIds)) more.statusIds = offered
    if (!touched.has('userId') && after.userId !== null && !known.userStays) more.userId = null
  }
  if (touched.has('state') && !touched.has('reopenAt') && !rests(after.state) && after.reopenAt !== null) more.reopenAt = null
  if (touched.has('contactId') && !touched.has('accountId')) more.accountId = known.contactAccountId
  return more
}

/** Whether a field must have a value in this state, for its mark in the form; asked of the same facts as the rules. */
export function isRequired(field: FieldKey, { state }: { state: State }, category: CategoryRules | null): boolean {
  if (field === 'title' || field === 'categoryId') return true
  if (field === 'statusIds') return category?.statusRequired === 'always' || (category?.statusRequired === 'on_close' && isClosing(state))
  if (field === 'reopenAt') return category?.waitingRequiresReopen === true && state === 'waiting'
  return false
}

/** Fields that are all touched: those of a new ticket. */
export const everyField: ReadonlySet<FieldKey> = new Set<FieldKey>(fieldNames)
