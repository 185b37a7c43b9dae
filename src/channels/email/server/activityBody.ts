/** The HTML of a message as it may be shown: sanitised each time, remote images left out until this reader asks for them. */
import { sql } from 'kysely'
import { NotFound } from '#platform/problem.ts'
import type { Context } from '#platform/server/context.ts'
import { visible } from '#tickets/server/ticketQueries.ts'
import { sanitizeMail } from './sanitizeMail.ts'

export async function activityBody(ctx: Context, { id, images }: { id: number; images: '0' | '1' }) {
  const { rows } = await sql<{ html: string | null; files: { id: number; content_id: string }[] }>`
    select x.html, (select coalesce(json_agg(json_build_object('id', f.id, 'content_id', f.content_id)), '[]')
      from attachments f where f.activity_id = x.id and f.content_id is not null) as files
    from activities x join tickets t on t.id = x.ticket_id where x.id = ${id} and ${visible(ctx)}`.execute(ctx.db)
  const found = rows[0]
  if (!found || found.html === null) throw new NotFound('This activity has no HTML.')
  const files = new Map(found.files.map((f) => [f.content_id, f.id]))
  const { html, blockedRemoteImages } = sanitizeMail(found.html, {
    allowRemoteImages: images === '1',
    cidUrl: (cid) => (files.has(cid) ? `/api/v1/attachments/${files.get(cid)}/inline` : null),
  })
  return { html, blockedImages: blockedRemoteImages }
}
