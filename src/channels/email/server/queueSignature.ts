/** Puts the signature of an Email queue under what its agents write, above the quote of what they answer; and shows it to them beforehand. */
import type { Context } from '#platform/server/context.ts'
import { renderTemplate } from '#templates/server/previewTemplate.ts'
import { textToHtml } from './htmlText.ts'

interface Written {
  html: string
  queueId: number
}

/** As the message leaves and stands in the feed. A queue without a signature, or with one that is not active, adds nothing. */
export async function withQueueSignature(ctx: Context, { html, queueId }: Written, ticketId: number): Promise<string> {
  const signature = (await queueSignatures(ctx, [queueId], ticketId)).get(queueId)
  return signature === undefined ? html : above(html, `<div data-signature="">${signature}</div>`)
}

/** The signatures of those queues that have one, filled in for a ticket. */
export async function queueSignatures(ctx: Context, queueIds: readonly number[], ticketId: number): Promise<ReadonlyMap<number, string>> {
  if (queueIds.length === 0) return new Map()
  const found = await ctx.db
    .selectFrom('email_queues as q')
    .innerJoin('templates as s', 's.id', 'q.signature_template_id')
    .select(['q.id', 's.subject', 's.format', 's.body', 's.language'])
    .where('q.id', 'in', queueIds)
    .where('s.active', '=', true)
    .execute()
  const filled = await Promise.all(
    found.map(async ({ id, ...template }) => {
      const { format, body } = await renderTemplate(ctx, template, { ticketId, queueId: id })
      return [id, format === 'rich' ? body : textToHtml(body)] as const
    }),
  )
  return new Map(filled)
}

/** The composer quotes what is answered under one line that says who wrote it when. */
const quote = /<p>[^<]*<\/p><blockquote type="cite" title="[^"]*">(?![\s\S]*<p>[^<]*<\/p><blockquote type="cite" title=)/

function above(html: string, signature: string) {
  const at = html.search(quote)
  return at < 0 ? html + signature : html.slice(0, at) + signature + html.slice(at)
}
