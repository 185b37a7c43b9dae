/** Every changeable field of a ticket, described once: form, merge of concurrent saves, history and later filters follow from it. */
import type { Field } from '#platform/field.ts'
import { changeable, type FieldName } from './ticket.ts'

export const fields = {
  title: { type: 'text', personal: true },
  categoryId: { type: 'category', personal: false, unit: 'category' },
  priority: { type: 'choice', personal: false },
  state: { type: 'choice', personal: false, unit: 'state' },
  userId: { type: 'user', personal: false },
  contactId: { type: 'contact', personal: true, unit: 'customer' },
  accountId: { type: 'account', personal: true, unit: 'customer' },
  deadline: { type: 'moment', personal: false },
  reopenAt: { type: 'moment', personal: false, unit: 'state' },
  parentId: { type: 'ticket', personal: false },
  statusIds: { type: 'statuses', personal: false, unit: 'category', set: true },
  followerIds: { type: 'users', personal: false, set: true },
  participants: { type: 'addresses', personal: true, set: true },
  description: { type: 'long-text', personal: true },
} as const satisfies Record<FieldName, Field>

export const fieldNames = changeable.keyof().options

/** Those that make one unit with it for conflicts, itself left out. */
export function companionsOf(field: FieldName): readonly FieldName[] {
  const { unit }: Field = fields[field]
  return unit === undefined ? [] : fieldNames.filter((name) => name !== field && unitOf(name) === unit)
}
const unitOf = (field: FieldName) => (fields[field] as Field).unit
export const isSet = (field: FieldName) => (fields[field] as Field).set === true
