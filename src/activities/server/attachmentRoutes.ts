/** Files go in as bytes and come out through their ticket or their Template: who may not see that does not see its files. */
import { sql } from 'kysely'
import * as api from '#activities/api.ts'
import { addAttachment } from '#files/server/attachments.ts'
import { fileName } from '#files/server/fileName.ts'
import type { FileStore } from '#files/server/fileStore.ts'
import { BadInput, NotFound } from '#platform/problem.ts'
import type { Context } from '#platform/server/context.ts'
import { Bytes, bytesRoute, route, type Route } from '#platform/server/route.ts'
import { visible } from '#tickets/server/ticketQueries.ts'

/** Shown in place; everything else, SVG included, is only ever downloaded. */
const safeImages = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/bmp', 'image/avif'])
/** A file of a customer is data: nothing in it may run, wherever it is opened. */
const inert = {
  'content-security-policy': "default-src 'none'; sandbox",
  'x-content-type-options': 'nosniff',
  'cache-control': 'private, max-age=3600',
}

export const attachmentRoutes = (store: FileStore): Route[] => [
  route(api.uploadAttachment, async (ctx, { name }, { bytes }) => {
    if (!bytes || ctx.actor.kind !== 'user') throw new BadInput('There are no bytes in this request.')
    const mediaType = mediaTypeOf(name)
    const file = { name: fileName(name, mediaType, 0), mediaType, bytes }
    const { hash: _, ...attachment } = await addAttachment(ctx, store, file, { uploadedBy: ctx.actor.id })
    return attachment
  }),
  bytesRoute(api.downloadAttachment, async (ctx, { id }) => {
    const file = await find(ctx, id)
    return new Bytes(store.get(file.hash), {
      ...inert,
      'content-type': 'application/octet-stream',
      'content-length': String(file.size),
      'content-disposition': `attachment; filename="${file.name.replaceAll(/[^\x20-\x7e]|["\\]/g, '_')}"; filename*=UTF-8''${encode(file.name)}`,
    })
  }),
  bytesRoute(api.showAttachment, async (ctx, { id }) => {
    const file = await find(ctx, id)
    if (!safeImages.has(file.media_type)) throw new NotFound('This file is not an image that can be shown.')
    return new Bytes(store.get(file.hash), {
      ...inert,
      'content-type': file.media_type,
      'content-length': String(file.size),
      'content-disposition': 'inline',
    })
  }),
]

async function find(ctx: Context, id: number) {
  const me = ctx.actor.kind === 'user' ? ctx.actor.id : 0
  const templates = ctx.actor.kind === 'user' && ctx.actor.permissions.has('templates.read')
  const { rows } = await sql<{ hash: Buffer; name: string; media_type: string; size: number }>`
    select f.hash, f.name, f.media_type, f.size from attachments f left join tickets kept on kept.id = f.ticket_id
      left join tickets t on t.id = coalesce(kept.survivor_id, kept.id)
    where f.id = ${id} and ((f.ticket_id is null and f.template_id is null and f.uploaded_by = ${me})
      or (f.template_id is not null and ${templates}) or (t.id is not null and ${visible(ctx)}))`.execute(ctx.db)
  const file = rows[0]
  if (!file) throw new NotFound('There is no such attachment.')
  return file
}

const encode = (name: string) => encodeURIComponent(name).replaceAll(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)

/** By the ending, for icons and for showing images; what a browser says about a file is not to be trusted. */
const endings: Record<string, string> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  bmp: 'image/bmp',
  avif: 'image/avif',
  svg: 'image/svg+xml',
  pdf: 'application/pdf',
  txt: 'text/plain',
  csv: 'text/csv',
  zip: 'application/zip',
  eml: 'message/rfc822',
  doc: 'application/msword',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xls: 'application/vnd.ms-excel',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}
const mediaTypeOf = (name: string) => endings[name.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'application/octet-stream'
