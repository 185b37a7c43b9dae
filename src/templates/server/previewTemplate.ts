/** How a Template, or one that is being written, reads for a ticket that the User may see. */
import type { z } from 'zod'
import { BadInput } from '#platform/problem.ts'
import { allow } from '#platform/server/allow.ts'
import type { Context } from '#platform/server/context.ts'
import type { placeholderValues as valuesEndpoint, previewTemplate as endpoint, Rendered } from '#templates/api.ts'
import { expectVisible } from '#tickets/server/ticketQueries.ts'
import { placeholderProblems, renderPlain, renderRich } from '#templates/render.ts'
import type { TemplateValues } from '#templates/template.ts'
import { sanitizeTemplate } from './sanitizeTemplate.ts'
import { templateFacts } from './templateFacts.ts'
import { customIds, keptTemplates } from './templates.ts'

type Text = Pick<TemplateValues, 'subject' | 'format' | 'body' | 'language'>

export async function previewTemplate(ctx: Context, input: z.output<(typeof endpoint)['input']>): Promise<Rendered> {
  allow(ctx, 'templates.read')
  if ((input.draft === undefined) === (input.templateId === undefined))
    throw new BadInput('Name a Template or send a draft, one of the two.', [{ field: 'templateId', code: 'required' }])
  const { id } = await expectVisible(ctx, input.ticketId)
  const given: Text = input.draft ?? (await keptTemplates.get(ctx, input.templateId ?? 0))
  const known = await customIds(ctx)
  return {
    ...(await renderTemplate(ctx, given, { ...input, ticketId: id })),
    problems: [
      ...placeholderProblems(given.subject, known).map((problem) => ({ field: 'subject' as const, ...problem })),
      ...placeholderProblems(given.body, known).map((problem) => ({ field: 'body' as const, ...problem })),
    ],
  }
}

/** The text with its placeholders filled in for a ticket that may be read; HTML comes out clean, whatever was stored. `gaps`: what nothing is known for stays. */
export async function renderTemplate(
  ctx: Context,
  { subject, format, body, language }: Text,
  { gaps = false, ...at }: { ticketId: number; queueId: number | null; gaps?: boolean },
) {
  const facts = await templateFacts(ctx, { ...at, language })
  return {
    subject: renderPlain(subject, facts).replaceAll(/\s+/g, ' ').trim(),
    format,
    body: format === 'rich' ? sanitizeTemplate(renderRich(sanitizeTemplate(body), facts, { gaps })) : renderPlain(body, facts, { gaps }),
  }
}

/** What each placeholder becomes on a ticket that one may see, for the composer. */
export async function placeholderValues(
  ctx: Context,
  { id, queueId }: z.output<(typeof valuesEndpoint)['input']>,
): Promise<z.input<(typeof valuesEndpoint)['output']>> {
  allow(ctx, 'templates.read')
  const ticket = await expectVisible(ctx, id)
  return { values: await templateFacts(ctx, { ticketId: ticket.id, queueId: queueId ?? null, language: null }) }
}
