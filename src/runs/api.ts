/** The doors of runs. */
import { z } from 'zod'
import { endpoint } from '#platform/endpoint.ts'
import { done, id } from '#platform/shapes.ts'
import { outcomes, preview, replyPreview, requests, rows, run, runRow, wanted } from './run.ts'

/** A union is no object of parameters: what is asked stands under one name. */
export const startRun = endpoint({
  method: 'POST',
  path: '/api/v1/runs',
  summary: 'Edit, merge, delete, restore or export many tickets, use a Macro on them or write to them, in the background',
  access: 'tickets.read',
  input: z.object({ run: wanted }),
  output: run,
  limit: 6_000_000,
})
export const previewEdit = endpoint({
  method: 'POST',
  path: '/api/v1/runs/preview',
  reads: true,
  summary: 'What an edit of many tickets, or a Macro, would change, and what would be refused, per row; nothing is written',
  access: 'tickets.bulk_edit',
  input: z.object({ changes: requests.edit.shape.changes.optional(), macro: requests.macro.optional(), rows }),
  output: preview,
})
export const previewReply = endpoint({
  method: 'POST',
  path: '/api/v1/runs/reply-preview',
  reads: true,
  summary: 'Who would get a reply to many tickets, who not and why, and how it reads on one of them; nothing is sent',
  access: 'tickets.bulk_edit',
  input: z.object({ request: requests.reply, rows, ticketId: id.nullable().default(null) }),
  output: replyPreview,
  limit: 6_000_000,
})
export const listRuns = endpoint({
  method: 'GET',
  path: '/api/v1/runs',
  summary: 'One’s own runs, the latest first',
  access: 'tickets.read',
  input: z.object({ limit: z.coerce.number().int().min(1).max(100).default(30) }),
  output: z.strictObject({ runs: z.array(run) }),
})
export const getRun = endpoint({
  method: 'GET',
  path: '/api/v1/runs/{id}',
  summary: 'How far one’s own run is',
  access: 'tickets.read',
  input: z.object({ id }),
  output: run,
})
export const listRunRows = endpoint({
  method: 'GET',
  path: '/api/v1/runs/{id}/rows',
  summary: 'The result of each row, those of one outcome if given; `after` is the place of the last row already read',
  access: 'tickets.read',
  input: z.object({
    id,
    outcome: z.enum(outcomes).optional(),
    after: z.coerce.number().int().min(0).default(0),
    limit: z.coerce.number().int().min(1).max(500).default(100),
  }),
  output: z.strictObject({ rows: z.array(runRow), more: z.boolean() }),
})
export const stopRun = endpoint({
  method: 'POST',
  path: '/api/v1/runs/{id}/stop',
  summary: 'Stop a run; what it did stays',
  access: 'tickets.read',
  input: z.object({ id }),
  output: done,
})
export const undoRun = endpoint({
  method: 'POST',
  path: '/api/v1/runs/{id}/undo',
  summary: 'Take back the changes of an edit or an import, by a run of its own; rows changed since are skipped and named',
  access: 'tickets.read',
  input: z.object({ id }),
  output: run,
})
export const downloadRun = endpoint({
  method: 'GET',
  path: '/api/v1/runs/{id}/file',
  summary: 'The file that an export made; kept for 7 days',
  access: 'tickets.export',
  input: z.object({ id }),
  output: z.unknown(),
  gives: 'bytes',
})
