/** A Template to go on writing with on a ticket: its text filled in, its files as pending uploads of whoever writes. */
import type { z } from 'zod'
import { RuleBroken } from '#platform/problem.ts'
import { allow } from '#platform/server/allow.ts'
import { inTransaction, type Context } from '#platform/server/context.ts'
import type { renderTemplate as endpoint } from '#templates/api.ts'
import { asRich } from '#templates/richText.ts'
import { expectVisible } from '#tickets/server/ticketQueries.ts'
import { renderTemplate } from './previewTemplate.ts'
import { filesToSend } from './templateFiles.ts'
import { keptTemplates } from './templates.ts'

export async function templateForWriting(
  ctx: Context,
  { id, ticketId, queueId }: z.output<(typeof endpoint)['input']>,
): Promise<z.input<(typeof endpoint)['output']>> {
  allow(ctx, 'templates.read')
  const ticket = await expectVisible(ctx, ticketId)
  const template = await keptTemplates.get(ctx, id)
  if (!template.active) throw new RuleBroken('This Template is not active.', [{ field: 'id', code: 'inactive' }], 'inactive')
  // Whoever writes an email fills in what nothing is known for; a comment has nobody to mark it.
  const text = await renderTemplate(ctx, template, { ticketId: ticket.id, queueId, gaps: template.kind === 'email' })
  return {
    ...text,
    html: text.format === 'rich' ? text.body : asRich(text.body),
    attachments: await inTransaction(ctx, (writing) => filesToSend(writing, id)),
  }
}
