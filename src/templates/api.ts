/** The doors of Templates besides those that every thing has: how one reads for a ticket, and one to write on with. */
import { z } from 'zod'
import { endpoint } from '#platform/endpoint.ts'
import { id } from '#platform/shapes.ts'
import { attachment } from '#activities/activity.ts'
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
  reads: true,
  summary: 'A Template, or the draft of one, as it reads for a ticket; `queueId` is the queue it would leave by',
  access: 'templates.read',
  input: z.object({ ticketId: id, templateId: id.optional(), draft: draft.optional(), queueId: id.nullable().default(null) }),
  output: rendered,
})

export const placeholderValues = endpoint({
  method: 'GET',
  path: '/api/v1/tickets/{id}/placeholders',
  summary: 'What each placeholder becomes on a ticket; `` where nothing is known. `queueId` is the queue the text would leave by',
  access: 'templates.read',
  input: z.object({ id, queueId: id.optional() }),
  output: z.strictObject({ values: z.record(z.string(), z.string()) }),
})

export const renderTemplate = endpoint({
  method: 'POST',
  path: '/api/v1/templates/{id}/render',
  reads: true,
  summary:
    'An active Template to go on writing with on a ticket; its files are there as if this User had uploaded them. In an email a placeholder that nothing is known for stays, to be filled in',
  access: 'templates.read',
  input: z.object({ id, ticketId: id, queueId: id.nullable().default(null) }),
  output: z.strictObject({
    ...rendered.omit({ problems: true }).shape,
    /** The same, as an editor of rich text takes it. */
    html: z.string(),
    /** Pending: a message that names their numbers takes them along. */
    attachments: z.array(attachment),
  }),
})
