/** Puts the signature of an Email queue under what its agents write, above the quote of what they answer. */
import type { Context } from '#platform/server/context.ts'
import { renderTemplate } from '#templates/server/previewTemplate.ts'
import { textToHtml } from './htmlText.ts'

interface Written {
  html: string
  queueId: number
}

/** As the message leaves and stands in the feed. A queue without a signature, or with one that is not active, adds nothing. */
export async function withQueueSignature(ctx: Context, { html, queueId }: Written, ticketId: number): Promise<string> {
  const template = await ctx.db
    .selectFrom('email_queues as q')
    .innerJoin('templates as s', 's.id', 'q.signature_template_id')
    .select(['s.subject', 's.format', 's.body', 's.language'])
    .where('q.id', '=', queueId)
    .where('s.active', '=', true)
    .executeTakeFirst()
  if (!template) return html
  const { format, body } = await renderTemplate(ctx, template, { ticketId, queueId })
  return above(html, `<div data-signature="">${format === 'rich' ? body : textToHtml(body)}</div>`)
}

/** The composer quotes what is answered under one line that says who wrote it when. */
const quote = /<p>[^<]*<\/p><blockquote type="cite" title="[^"]*">(?![\s\S]*<p>[^<]*<\/p><blockquote type="cite" title=)/

function above(html: string, signature: string) {
  const at = html.search(quote)
  return at < 0 ? html + signature : html.slice(0, at) + signature + html.slice(at)
}
