/** The doors of importing tickets: upload a file, say what its columns are, rehearse, import, take it back, and what was refused as a file. */
import { z } from 'zod'
import { delimiters } from '#crm/csv.ts'
import { encodings } from '#crm/importApi.ts'
import { endpoint } from '#platform/endpoint.ts'
import { id } from '#platform/shapes.ts'
import { choices, column, mostColumns, previewRow, ticketImport } from './ticketImport.ts'

const at = '/api/v1/ticket-imports'
const access = 'tickets.import'

export const uploadTickets = endpoint({
  method: 'POST',
  path: at,
  summary: 'Upload a CSV or XLSX file of tickets; how it is read and what its columns are is guessed',
  access,
  input: z.object({ fileName: z.string().max(300).default('tickets.csv'), zone: z.string().max(60).default('UTC') }),
  output: ticketImport,
  takes: 'bytes',
  limit: 256 * 1024 * 1024,
})
export const listTicketImports = endpoint({
  method: 'GET',
  path: at,
  summary: 'One’s own imports of tickets, the latest first',
  access,
  input: z.object({ limit: z.coerce.number().int().min(1).max(100).default(20) }),
  output: z.strictObject({ imports: z.array(ticketImport) }),
})
export const getTicketImport = endpoint({
  method: 'GET',
  path: `${at}/{id}`,
  summary: 'How an import of tickets stands',
  access,
  input: z.object({ id }),
  output: ticketImport,
})
export const changeTicketImport = endpoint({
  method: 'PUT',
  path: `${at}/{id}`,
  summary: 'Say how the file is read, what its columns are, and what becomes of names that are not known',
  access,
  input: z.object({
    id,
    encoding: z.enum(encodings).optional(),
    delimiter: z.enum(delimiters).optional(),
    columns: z.array(column).max(mostColumns).optional(),
    choices: choices.optional(),
  }),
  output: ticketImport,
})
export const previewTicketImport = endpoint({
  method: 'POST',
  path: `${at}/{id}/preview`,
  summary: 'The first rows as they will be; nothing is kept',
  access,
  input: z.object({ id }),
  output: z.strictObject({ rows: z.array(previewRow) }),
})
export const checkTicketImport = endpoint({
  method: 'POST',
  path: `${at}/{id}/check`,
  summary: 'Rehearse the whole file in the background: how many would be new, changed, refused; nothing is kept',
  access,
  input: z.object({ id }),
  output: ticketImport,
})
export const startTicketImport = endpoint({
  method: 'POST',
  path: `${at}/{id}/start`,
  summary: 'Import in the background, 500 rows at a time',
  access,
  input: z.object({ id }),
  output: ticketImport,
})
export const stopTicketImport = endpoint({
  method: 'POST',
  path: `${at}/{id}/stop`,
  summary: 'Stop; what was imported stays, and starting again goes on',
  access,
  input: z.object({ id }),
  output: ticketImport,
})
export const undoTicketImport = endpoint({
  method: 'POST',
  path: `${at}/{id}/undo`,
  summary: 'Take it back: new tickets go to the bin, changed ones are as before; those changed since are skipped and named',
  access,
  input: z.object({ id }),
  output: ticketImport,
})
export const ticketImportProblems = endpoint({
  method: 'GET',
  path: `${at}/{id}/problems`,
  summary: 'The refused rows as they came, with the reason, as CSV',
  access,
  input: z.object({ id }),
  output: z.unknown(),
  gives: 'bytes',
})
