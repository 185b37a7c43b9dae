/** A custom field: what an administrator declares about tickets, Contacts or Accounts of this desk. Its number is forever, its title is not. */
import { z } from 'zod'
import { id, line, text } from '#platform/shapes.ts'
import { thing } from '#platform/thing.ts'

export const fieldSubjects = ['ticket', 'contact', 'account'] as const
export type FieldSubject = (typeof fieldSubjects)[number]

export const fieldTypes = [
  'text',
  'long_text',
  'number',
  'yes_no',
  'date',
  'time',
  'date_time',
  'select',
  'multi_select',
  'email',
  'phone',
  'url',
  'address',
  'user',
] as const
export type FieldType = (typeof fieldTypes)[number]

/** When something must be filled in; a ticket is closed, a Contact is not. */
export const asked = ['never', 'on_close', 'always'] as const

export const most = {
  fields: 500,
  sortable: 20,
  options: 500,
  optionsEver: 2000,
  several: 50,
  text: 500,
  longText: 20_000,
  url: 2000,
} as const

/**
 * A choice of select and multi-select. An id is forever; one that the field does not have is new: the server gives it the next, and a default that names it
 * follows. A removed one is no longer offered, and values that have it keep it; one that a change leaves out is removed.
 */
const option = z.strictObject({
  id: z.int().min(-most.optionsEver).default(0),
  title: line(200),
  removed: z.boolean().default(false),
})
export type FieldOption = z.infer<typeof option>

/** Shown only when another field of the same subject (by its number), or one of the ticket's own, has one of these values, or has none of them. */
const condition = z.strictObject({
  field: z.union([z.int().positive(), z.enum(['categoryId', 'priority', 'state'])]),
  has: z.boolean().default(true),
  values: z
    .array(z.union([text(most.text), z.number(), z.boolean()]))
    .min(1)
    .max(200),
})
export type FieldCondition = z.infer<typeof condition>

const shape = z.strictObject({
  subject: z.enum(fieldSubjects),
  title: line(120),
  type: z.enum(fieldTypes),
  options: z.array(option).max(most.optionsEver).default([]),
  several: z.boolean().default(false),
  required: z.enum(asked).default('never'),
  /** Shown and never edited in forms; programs write it. */
  readOnly: z.boolean().default(false),
  /** What a new one starts with. */
  default: z.unknown().default(null),
  help: text(1000).default(''),
  condition: condition.nullable().default(null),
  /** None: every Category. */
  categoryIds: z.array(id).max(1000).default([]),
  /** Holds personal data: anonymising replaces its values. */
  personal: z.boolean().default(false),
  /** Lists can be sorted by it: it has an index of its own. */
  sortable: z.boolean().default(false),
  position: z.int().min(0).max(100_000).default(0),
  /** Out of every form; its values stay. */
  removed: z.boolean().default(false),
})

export const customFields = thing({
  name: 'custom_field',
  path: 'custom-fields',
  module: 'settings',
  called: ['a custom field', 'custom fields'],
  shape,
})

/** What people fill in about a custom field. */
export type FieldValues = z.output<typeof shape>

/** A custom field as forms, filters and history need it. */
export const customField = shape.safeExtend({ id: z.int() })
export type CustomField = z.output<typeof customField>

export const severalTypes: ReadonlySet<FieldType> = new Set<FieldType>([
  'text',
  'number',
  'date',
  'time',
  'date_time',
  'email',
  'phone',
  'url',
  'user',
])
export const sortableTypes: ReadonlySet<FieldType> = new Set<FieldType>([
  'text',
  'number',
  'yes_no',
  'date',
  'time',
  'date_time',
  'select',
  'email',
  'phone',
  'url',
])
export const hasOptions = (type: FieldType) => type === 'select' || type === 'multi_select'

/** Whether its value is a set: an array, unordered and without repetition, merged by element. */
export const holdsSeveral = ({ type, several }: Pick<CustomField, 'type' | 'several'>) => several || type === 'multi_select'

/** All custom fields of one subject, in the order of forms; removed ones too, for values and history still name them. */
export interface FieldSet {
  all: readonly CustomField[]
  byId: ReadonlyMap<number, CustomField>
}
export const fieldSet = (all: readonly CustomField[]): FieldSet => ({ all, byId: new Map(all.map((field) => [field.id, field])) })
export const noFields = fieldSet([])
