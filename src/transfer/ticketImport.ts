/** An import of tickets: a file, what its columns are, what becomes of people and names that the desk does not know, and what came of it. */
import { z } from 'zod'
import { encodings } from '#crm/importApi.ts'
import { delimiters } from '#crm/csv.ts'
import { id, instant, line } from '#platform/shapes.ts'
import { run } from '#runs/run.ts'

/** What a column can become; custom fields besides, as `custom.12`. */
export const targets = [
  'number',
  'externalId',
  'title',
  'category',
  'priority',
  'state',
  'user',
  'contact',
  'contactName',
  'account',
  'participants',
  'deadline',
  'reopenAt',
  'followers',
  'statuses',
  'description',
  'parent',
  'createdAt',
  'closedAt',
  'editedAt',
  'firstAnswerAt',
] as const
export type Target = (typeof targets)[number]
export const column = z.union([z.enum(targets), z.templateLiteral(['custom.', z.int().positive()])]).nullable()
export type Column = z.infer<typeof column>

/** Dates are kept only of tickets that are imported as they were. */
export const pastTargets = ['createdAt', 'closedAt', 'editedAt', 'firstAnswerAt'] as const satisfies readonly Target[]

export const dateOrders = ['dmy', 'mdy', 'ymd'] as const
export type DateOrder = (typeof dateOrders)[number]

const known = z.enum(['refuse', 'empty'])
const made = z.enum(['refuse', 'empty', 'create'])

/** What is unknown refuses the row, is left empty, or is created, with the permission to. */
export const choices = z.strictObject({
  /** The other system, by whose numbers a ticket is known again. */
  source: line(60),
  users: known,
  contacts: made,
  accounts: made,
  /** Empty: the Category given here. */
  categories: made,
  categoryId: id.nullable(),
  statuses: made,
  options: made,
  parents: known,
  /** Of dates without one. */
  zone: z.string().max(60),
  dates: z.enum(dateOrders),
  /** States and dates are kept, and rules only warn. */
  asTheyWere: z.boolean(),
})
export type Choices = z.output<typeof choices>

export const formats = ['csv', 'xlsx'] as const
/** More columns than this no file of tickets has. */
export const mostColumns = 500

export const ticketImport = z.strictObject({
  id: z.int(),
  fileName: z.string(),
  format: z.enum(formats),
  encoding: z.enum(encodings),
  delimiter: z.enum(delimiters),
  /** Whether the file is still kept. */
  kept: z.boolean(),
  size: z.int(),
  /** The first row, and a few after it. */
  head: z.array(z.string()),
  sample: z.array(z.array(z.string())),
  columns: z.array(column),
  choices,
  total: z.int(),
  /** The last rehearsal of it as it is read now, and the import. */
  check: run.nullable(),
  run: run.nullable(),
  /** Why rows were refused, by rule, the most frequent first. */
  reasons: z.array(z.strictObject({ field: z.string(), code: z.string(), count: z.int() })),
  createdAt: instant,
})
export type TicketImport = z.output<typeof ticketImport>

const problem = z.strictObject({ field: z.string(), code: z.string(), details: z.record(z.string(), z.unknown()).optional() })

/** A row as it will be. Values are named as people read them. */
export const previewRow = z.strictObject({
  row: z.int(),
  outcome: z.enum(['created', 'changed', 'same', 'refused', 'skipped']),
  ticketId: z.int().nullable(),
  /** What will be set, by field. */
  shown: z.record(z.string(), z.string()),
  problems: z.array(problem),
})
export type PreviewRow = z.output<typeof previewRow>
