/** Files go in as bytes and come out through their ticket or their Template: who may not see that does not see its files. */
import * as api from '#activities/api.ts'
import * as fileApi from '#activities/fileApi.ts'
import { addAttachment } from '#files/server/attachments.ts'
import { fileName } from '#files/server/fileName.ts'
import type { FileStore } from '#files/server/fileStore.ts'
import { mediaTypeOf, shownAs } from '#files/shownAs.ts'
import { BadInput, NotFound } from '#platform/problem.ts'
import { Bytes, bytesRoute, route, type Route } from '#platform/server/route.ts'
import { readCalendar } from '#activities/calendar.ts'
import { deleteFile } from './deleteFile.ts'
import { findAttachment } from './findAttachment.ts'
import { readText } from './readText.ts'

/** A file of a customer is data: nothing in it may run, wherever it is opened. */
const inert = {
  'content-security-policy': "default-src 'none'; sandbox",
  'x-content-type-options': 'nosniff',
  'cache-control': 'private, max-age=3600',
}
/**
 * Browsers show a PDF in a program of their own, which has nothing of the page, and refuse to start it in a sandbox. In a frame of ours only; there
 * is no type that a browser would read these bytes as instead.
 */
const framed = {
  ...inert,
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'",
  'x-frame-options': 'SAMEORIGIN',
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
    const file = await findAttachment(ctx, id)
    return new Bytes(store.get(file.hash), {
      ...inert,
      'content-type': 'application/octet-stream',
      'content-length': String(file.size),
      'content-disposition': disposition('attachment', file.name),
    })
  }),
  bytesRoute(api.showAttachment, async (ctx, { id }, { range }) => {
    const file = await findAttachment(ctx, id)
    const shown = shownAs(file.media_type, file.name)
    if (!shown || shown.kind === 'text' || shown.kind === 'letter') throw new NotFound('This file is not shown in place.')
    const part = partOf(range, file.size)
    const headers = {
      ...(shown.kind === 'pdf' ? framed : inert),
      'content-type': shown.mediaType,
      'content-disposition': disposition('inline', file.name),
      'accept-ranges': 'bytes',
    }
    if (part === null) return new Bytes(store.get(file.hash), { ...headers, 'content-length': String(file.size) })
    return new Bytes(
      store.get(file.hash, part),
      {
        ...headers,
        'content-length': String(part.end - part.start + 1),
        'content-range': `bytes ${part.start}-${part.end}/${file.size}`,
      },
      206,
    )
  }),
  route(fileApi.readAttachment, async (ctx, { id }) => {
    const file = await findAttachment(ctx, id)
    if (shownAs(file.media_type, file.name)?.kind !== 'text') throw new NotFound('This file is not shown as text.')
    return readText(store, file)
  }),
  route(fileApi.readCalendarFile, async (ctx, { id }) => {
    const file = await findAttachment(ctx, id)
    if (shownAs(file.media_type, file.name)?.mediaType !== 'text/calendar') throw new NotFound('This file is no invitation.')
    return { events: readCalendar((await readText(store, file)).text) }
  }),
  route(fileApi.deleteAttachment, deleteFile),
]

/** One range of bytes, as players ask for to begin in the middle; whatever else is asked is answered with the whole file. */
function partOf(range: string | undefined, size: number): { start: number; end: number } | null {
  const [, from = '', to = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(range ?? '') ?? []
  if (from === '' && to === '') return null
  const start = from === '' ? Math.max(0, size - Number(to)) : Number(from)
  const end = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1)
  return start <= end ? { start, end } : null
}

const disposition = (how: 'inline' | 'attachment', name: string) =>
  `${how}; filename="${name.replaceAll(/[^\x20-\x7e]|["\\]/g, '_')}"; filename*=UTF-8''${encode(name)}`
const encode = (name: string) => encodeURIComponent(name).replaceAll(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
