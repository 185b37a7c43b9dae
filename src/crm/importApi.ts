/** The doors of importing Contacts from a CSV file: upload, say what the columns are, rehearse, import, and what was refused as a file. */
import { z } from 'zod'
import { endpoint } from '#platform/endpoint.ts'
import { id, instant } from '#platform/shapes.ts'
import { delimiters } from './csv.ts'
import { importTargets } from './importColumns.ts'

export const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1250', 'windows-1252'] as const
export type Encoding = (typeof encodings)[number]

/** What a column is; null leaves it out. */
export const importColumn = z.union([z.enum(importTargets), z.templateLiteral(['custom.', z.int()])]).nullable()
export type ImportColumn = z.infer<typeof importColumn>

/** `checking` and `importing` go on by themselves, and `done` of `total` rows are behind them. */
export const importStates = ['uploaded', 'checking', 'checked', 'importing', 'imported'] as const

const contactImport = z.strictObject({
  id: z.int(),
  fileName: z.string(),
  encoding: z.enum(encodings),
  delimiter: z.enum(delimiters),
  /** The first line, and a few after it. */
  head: z.array(z.string()),
  sample: z.array(z.array(z.string())),
  columns: z.array(importColumn),
  state: z.enum(importStates),
  total: z.int(),
  done: z.int(),
  created: z.int(),
  changed: z.int(),
  unchanged: z.int(),
  failed: z.int(),
  /** The first of the rows that are refused; all are in the file of problems. */
  problems: z.array(z.strictObject({ row: z.int(), field: z.string(), code: z.string() })),
  createdAt: instant,
})
export type ContactImport = z.infer<typeof contactImport>

const at = '/api/v1/contact-imports'

export const uploadImport = endpoint({
  method: 'POST',
  path: at,
  summary: 'Upload a CSV file of Contacts; its encoding, delimiter and columns are guessed',
  access: 'contacts.create',
  input: z.object({ fileName: z.string().max(300).default('contacts.csv') }),
  output: contactImport,
  takes: 'bytes',
  limit: 20 * 1024 * 1024,
})
export const getImport = endpoint({
  method: 'GET',
  path: `${at}/{id}`,
  summary: 'How an import of Contacts stands',
  access: 'contacts.create',
  input: z.object({ id }),
  output: contactImport,
})
export const changeImport = endpoint({
  method: 'PUT',
  path: `${at}/{id}`,
  summary: 'Say what the columns are, or how the file is to be read',
  access: 'contacts.create',
  input: z.object({ id, encoding: z.enum(encodings), delimiter: z.enum(delimiters), columns: z.array(importColumn).max(500).optional() }),
  output: contactImport,
})
export const checkImport = endpoint({
  method: 'POST',
  path: `${at}/{id}/check`,
  summary: 'Rehearse: how many would be new, changed, refused; nothing is kept',
  access: 'contacts.create',
  input: z.object({ id }),
  output: contactImport,
})
export const startImport = endpoint({
  method: 'POST',
  path: `${at}/{id}/start`,
  summary: 'Import; told again, it goes on where it stands. A row is known by its address, so a second import changes nothing',
  access: 'contacts.create',
  input: z.object({ id }),
  output: contactImport,
})
export const importProblems = endpoint({
  method: 'GET',
  path: `${at}/{id}/problems`,
  summary: 'The refused rows as they came, with the reason, as CSV',
  access: 'contacts.create',
  input: z.object({ id }),
  output: z.unknown(),
  gives: 'bytes',
})
