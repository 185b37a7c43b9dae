/** Where each value of a custom field stands, and where the values that people give to it. */
import type { FieldSubject, FieldValues } from '#fields/customField.ts'

export const fieldColumns = {
  subject: 'subject',
  title: 'title',
  type: 'type',
  options: 'options',
  several: 'several',
  required: 'required',
  readOnly: 'read_only',
  default: 'default_value',
  help: 'help',
  condition: 'condition',
  categoryIds: 'category_ids',
  personal: 'personal',
  sortable: 'sortable',
  position: 'position',
  removed: 'removed',
} as const satisfies Record<keyof FieldValues, string>

/** The table whose `custom` holds a subject's values, and what a row of it is called. */
export const tableOf = {
  ticket: { table: 'tickets', title: 'title' },
  contact: { table: 'contacts', title: 'name' },
  account: { table: 'accounts', title: 'name' },
} as const satisfies Record<FieldSubject, { table: string; title: string }>
