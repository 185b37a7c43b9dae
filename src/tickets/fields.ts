/** Every changeable field of a ticket, described once: form, merge of concurrent saves, history and later filters follow from it. */
import type { Field } from '#platform/field.ts'
import { changeable, type FieldName } from './ticket.ts'

export const fields = {
  title: { type: 'text', personal: true },
  categoryId: { type: 'category', personal: false, unit: 'category' },
  priority: { type: 'choice', personal: false },
  state: { type: 'choice', personal: false, unit: 'state' },
  userId: { type: 'user', personal: false },
  contactId: { type: 'contact', personal: true, unit: 'contact' },
  description: { type: 'long-text', personal: true },
} as const satisfies Record<FieldName, Field>

export const fieldNames = changeable.keyof().options
