/** The value of each field in memory: what `filterPlaces.ts` names in SQL, from a ticket's facts. */
import type { FilterField, FilterType } from '#platform/filterField.ts'
import { customOfKey } from './filterFields.ts'
import type { TicketFacts } from './ticketFacts.ts'

export type One = string | number | boolean
export type ValueOf = (facts: TicketFacts) => One | null
/** Elements as they are kept: those of another type are passed over by `isTyped`. */
export type ElementsOf = (facts: TicketFacts) => readonly unknown[]

const values: Readonly<Record<string, ValueOf>> = {
  id: (t) => t.id,
  title: (t) => t.title,
  description: (t) => t.description,
  category: (t) => t.categoryId,
  priority: (t) => t.priority,
  state: (t) => t.state,
  user: (t) => t.user,
  contact: (t) => t.contact,
  account: (t) => t.account,
  contactName: (t) => t.contactName,
  accountName: (t) => t.accountName,
  deadline: (t) => t.deadline,
  reopenAt: (t) => t.reopenAt,
  createdAt: (t) => t.createdAt,
  editedAt: (t) => t.editedAt,
  closedAt: (t) => t.closedAt,
  firstAnswerAt: (t) => t.firstAnswerAt,
  lastActivityAt: (t) => t.lastActivityAt,
  lastCustomerAt: (t) => t.lastCustomerAt,
  lastAgentAt: (t) => t.lastAgentAt,
  lastDirection: (t) => t.lastDirection,
  attachmentCount: (t) => t.attachmentCount,
  activityCount: (t) => t.activityCount,
  timeSpent: (t) => t.timeSpent,
  parent: (t) => t.parent,
  followUpOf: (t) => t.followUpOf,
  origin: (t) => t.origin,
  begunBy: (t) => t.begunBy,
}
const elements: Readonly<Record<string, ElementsOf>> = {
  contactEmail: (t) => t.contactEmail,
  participants: (t) => t.participants,
  statuses: (t) => t.statuses,
  followers: (t) => t.followers,
}

const customs = {
  ticket: ['custom', 'customFolded'],
  contact: ['contactCustom', 'contactCustomFolded'],
  account: ['accountCustom', 'accountCustomFolded'],
} as const

/** Forms of custom values that are told by a text. */
const written: Partial<Record<FilterType, RegExp>> = {
  date: /^\d{4}-\d\d-\d\d$/,
  time: /^\d\d:\d\d$/,
  moment: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/,
}

/** Whether a kept custom value is of the declared type; one of another counts as empty. */
export function typedBy(type: FilterType): (value: unknown) => value is One {
  if (type === 'yes_no') return (value): value is boolean => typeof value === 'boolean'
  if (type === 'number' || type === 'option' || type === 'user') return (value): value is number => typeof value === 'number'
  const form = written[type]
  if (form) return (value): value is string => typeof value === 'string' && form.test(value)
  return (value): value is string => typeof value === 'string' && value !== ''
}

function storedOf(field: FilterField): ((facts: TicketFacts) => unknown) | null {
  const custom = customOfKey(field.key)
  if (!custom) return null
  const object = customs[custom.subject][field.type === 'text' ? 1 : 0]
  const key = String(custom.id)
  return (facts) => facts[object]?.[key]
}

/** Null: the field is a set, or no value. */
export function valueOf(field: FilterField): ValueOf | null {
  if (field.several) return null
  const stored = storedOf(field)
  if (!stored) return values[field.key] ?? null
  const isTyped = typedBy(field.type)
  return (facts) => {
    const value = stored(facts)
    return isTyped(value) ? value : null
  }
}

const nothing: readonly unknown[] = []
/** Null: the field is no set. One alone stands for a set of one. */
export function elementsOf(field: FilterField): ElementsOf | null {
  const stored = storedOf(field)
  if (!stored) return elements[field.key] ?? null
  const isTyped = typedBy(field.type)
  return (facts) => {
    const value = stored(facts)
    return Array.isArray(value) ? value : isTyped(value) ? [value] : nothing
  }
}
/** Whether an element counts; those of fixed fields all do. */
export const elementBy = (field: FilterField): ((value: unknown) => value is One) =>
  customOfKey(field.key) ? typedBy(field.type) : (value): value is One => value !== null
