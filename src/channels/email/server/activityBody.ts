/** The HTML of a message as it may be shown: sanitised each time, remote images left out until this reader asks for them. */
import { sql } from 'kysely'
import { NotFound } from '#platform/problem.ts'
import type { Context } from '#platform/server/context.ts'
import { Bytes } from '#platform/server/route.ts'
import { joinShown, visible } from '#tickets/server/ticketQueries.ts'
import { fetchImage } from './fetchImage.ts'
import { sanitizeMail } from './sanitizeMail.ts'

export async function activityBody(ctx: Context, { id, images }: { id: number; images: '0' | '1' }) {
  const { html, blockedRemoteImages } = await sanitised(ctx, id, images === '1')
  return { html, blockedImages: blockedRemoteImages }
}

/** The n-th remote image of a message, from 0, fetched in the reader's place: only what stands in a mail that they may see. */
export async function remoteImage(ctx: Context, { id, n }: { id: number; n: number }) {
  const address = (await sanitised(ctx, id, true)).remoteImages[n]
  const image = address === undefined ? null : await fetchImage(address)
  if (!image) throw new NotFound('This image cannot be fetched.')
  return new Bytes(image.bytes, {
    'content-type': image.mediaType,
    'content-length': String(image.bytes.length),
    'content-disposition': 'inline',
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, max-age=86400',
  })
}

async function sanitised(ctx: Context, id: number, allowRemoteImages: boolean) {
  const { rows } = await sql<{ html: string | null; files: { id: number; content_id: string }[] }>`
    select x.html, (select coalesce(json_agg(json_build_object('id', f.id, 'content_id', f.content_id)), '[]')
      from attachments f where f.activity_id = x.id and f.content_id is not null) as files
    from activities x ${joinShown(sql`x.ticket_id`)} where x.id = ${id} and ${visible(ctx)}`.execute(ctx.db)
  const found = rows[0]
  if (!found || found.html === null) throw new NotFound('This activity has no HTML.')
  const files = new Map(found.files.map((f) => [f.content_id, f.id]))
  return sanitizeMail(found.html, {
    allowRemoteImages,
    remoteUrl: (n) => `/api/v1/activities/${id}/images/${n}`,
    cidUrl: (cid) => (files.has(cid) ? `/api/v1/attachments/${files.get(cid)}/inline` : null),
  })
}
