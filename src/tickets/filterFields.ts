/** What tickets can be filtered by: their own fields, what follows from them, their Contact and Account, and every custom field. */
import { hasOptions, holdsSeveral, type CustomField, type FieldSet, type FieldSubject, type FieldType } from '#fields/customField.ts'
import { operatorsOf, type Catalogue, type FilterField, type FilterType } from '#platform/filterField.ts'
import { reservedWords } from '#platform/wordSyntax.ts'
import { priorities, states } from './ticket.ts'

interface Declared {
  type: FilterType
  word?: string
  several?: true
  /** It is never empty. */
  filled?: true
  choices?: readonly string[]
  ofReader?: true
  whole?: true
}

const flag = { type: 'flag', filled: true } as const
const declared = {
  text: { type: 'search', filled: true },
  id: { type: 'number', filled: true, whole: true, word: 'number' },
  title: { type: 'text' },
  description: { type: 'text' },
  category: { type: 'category', filled: true },
  priority: { type: 'choice', filled: true, choices: priorities },
  state: { type: 'choice', filled: true, choices: states },
  user: { type: 'user' },
  contact: { type: 'contact' },
  account: { type: 'account' },
  contactName: { type: 'text', word: 'contact-name' },
  contactEmail: { type: 'address', several: true, word: 'contact-email' },
  accountName: { type: 'text', word: 'account-name' },
  participants: { type: 'address', several: true, word: 'participant' },
  statuses: { type: 'status', several: true, word: 'status' },
  followers: { type: 'user', several: true, word: 'follower' },
  deadline: { type: 'moment' },
  deadlineByHand: { ...flag, word: 'deadline-by-hand' },
  overdue: flag,
  dueToday: { ...flag, word: 'due-today' },
  dueSoon: { ...flag, word: 'due-soon' },
  paused: flag,
  responseBreached: { ...flag, word: 'response-breached' },
  solutionBreached: { ...flag, word: 'solution-breached' },
  everBreached: { ...flag, word: 'breached' },
  reopenAt: { type: 'moment', word: 'reopen' },
  createdAt: { type: 'moment', filled: true, word: 'created' },
  editedAt: { type: 'moment', filled: true, word: 'edited' },
  closedAt: { type: 'moment', word: 'closed' },
  firstAnswerAt: { type: 'moment', word: 'first-answer' },
  lastActivityAt: { type: 'moment', filled: true, word: 'last-activity' },
  lastCustomerAt: { type: 'moment', word: 'last-customer' },
  lastAgentAt: { type: 'moment', word: 'last-agent' },
  lastDirection: { type: 'choice', choices: ['in', 'out', 'internal'], word: 'last' },
  unread: flag,
  starred: { ...flag, ofReader: true },
  mentioned: { ...flag, ofReader: true },
  undelivered: flag,
  hasAttachment: { ...flag, word: 'has-attachment' },
  attachmentCount: { type: 'number', filled: true, whole: true, word: 'attachments' },
  activityCount: { type: 'number', filled: true, whole: true, word: 'activities' },
  timeSpent: { type: 'number', filled: true, whole: true, word: 'time-spent' },
  parent: { type: 'ticket' },
  followUpOf: { type: 'ticket', word: 'follow-up-of' },
  origin: { type: 'choice', filled: true, choices: ['email', 'manual', 'api', 'import'] },
  begunBy: { type: 'choice', filled: true, choices: ['customer', 'us'], word: 'begun-by' },
  bin: flag,
} as const satisfies Record<string, Declared>

/** The fields that every desk has. */
export type FixedField = keyof typeof declared
export const isFixedField = (key: string): key is FixedField => Object.hasOwn(declared, key)
const fixedFields = Object.keys(declared).filter(isFixedField)

const fixed: readonly FilterField[] = fixedFields.map((key) => {
  const { type, filled, several: isSet, word = key, ...more }: Declared = declared[key]
  const [several, never] = [isSet === true, filled === true]
  return { key, word, type, several, operators: operatorsOf(type, { several, filled: never }), label: `filter.field.${key}`, ...more }
})

const typeOf: Record<FieldType, FilterType> = {
  text: 'text',
  long_text: 'text',
  number: 'number',
  yes_no: 'yes_no',
  date: 'date',
  time: 'time',
  date_time: 'moment',
  select: 'option',
  multi_select: 'option',
  email: 'text',
  phone: 'text',
  url: 'text',
  address: 'text',
  user: 'user',
}

const prefix: Record<FieldSubject, string> = { ticket: 'custom.', contact: 'contact.custom.', account: 'account.custom.' }
const wordPrefix: Record<FieldSubject, string> = { ticket: '', contact: 'contact.', account: 'account.' }

/** `custom.12`, `contact.custom.12`, `account.custom.12`. */
export const customFilterKey = ({ subject, id }: Pick<CustomField, 'subject' | 'id'>) => `${prefix[subject]}${id}`

/** Whose custom field a key names, and its number; null: it names none. */
export function customOfKey(key: string): { subject: FieldSubject; id: number } | null {
  const [, of = '', id = ''] = /^(?:(contact|account)\.)?custom\.([1-9]\d{0,14})$/.exec(key) ?? []
  return id === '' ? null : { subject: of === 'contact' || of === 'account' ? of : 'ticket', id: Number(id) }
}

function customFilterField(field: CustomField, taken: Set<string>): FilterField {
  const type = typeOf[field.type]
  const several = holdsSeveral(field)
  const key = customFilterKey(field)
  const written = `${wordPrefix[field.subject]}${field.title
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}_]+/gu, '-')
    .replaceAll(/^-+|-+$/g, '')}`
  // A title that says what another field's word is gives way: its key is always understood.
  const word = taken.has(written) || !/^\p{L}[\p{L}\p{N}_.-]*$/u.test(written) || written.endsWith('.') ? key : written
  taken.add(word)
  return {
    key,
    word,
    type,
    several,
    operators: operatorsOf(type, { several }),
    label: 'filter.field.custom',
    title: field.title,
    ...(hasOptions(field.type) ? { options: field.options } : {}),
  }
}

/** Every field of this desk, by its key; the custom ones of tickets, Contacts and Accounts after the others. */
export function filterFields(custom: readonly FieldSet[]): Catalogue {
  const taken = new Set<string>([...reservedWords, ...fixed.flatMap(({ key, word }) => [key.toLowerCase(), word])])
  const all = [...fixed, ...custom.flatMap((set) => set.all.map((field) => customFilterField(field, taken)))]
  return new Map(all.map((field) => [field.key, field]))
}
