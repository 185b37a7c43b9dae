/** The door of Templates besides those that every thing has: how one reads for a ticket. */
import { z } from 'zod'
import { endpoint } from '#platform/endpoint.ts'
import { id } from '#platform/shapes.ts'
import { formats, templateText } from './template.ts'

const draft = z.strictObject({
  subject: templateText.subject.default(''),
  format: templateText.format,
  body: templateText.body,
  language: templateText.language.default(null),
})

/** What a Template became, and what in it is no placeholder (it stays empty there). */
export const rendered = z.strictObject({
  subject: z.string(),
  format: z.enum(formats),
  body: z.string(),
  problems: z.array(
    z.strictObject({
      field: z.enum(['subject', 'body']),
      code: z.enum(['unknown_placeholder', 'malformed_placeholder']),
      details: z.strictObject({ placeholder: z.string(), position: z.int() }),
    }),
  ),
})
export type Rendered = z.infer<typeof rendered>

export const previewTemplate = endpoint({
  method: 'POST',
  path: '/api/v1/templates/preview',
  summary: 'A Template, or the draft of one, as it reads for a ticket; `queueId` is the queue it would leave by',
  access: 'templates.read',
  input: z.object({ ticketId: id, templateId: id.optional(), draft: draft.optional(), queueId: id.nullable().default(null) }),
  output: rendered,
})
