/** A message attached to a message, opened: read and sanitised each time as mail is on its way in, its files within reach, letters in it too. */
import { buffer } from 'node:stream/consumers'
import type { IncomingAttachment, IncomingMessage } from '#activities/incomingMessage.ts'
import { findAttachment } from '#activities/server/findAttachment.ts'
import type { FileStore } from '#files/server/fileStore.ts'
import { shownAs } from '#files/shownAs.ts'
import { NotFound, TooLarge } from '#platform/problem.ts'
import type { Context } from '#platform/server/context.ts'
import { Bytes } from '#platform/server/route.ts'
import { parseMail, UnreadableMail } from './parseMail.ts'
import { sanitizeMail } from './sanitizeMail.ts'

/** A larger one is for a mail program. */
const maxLetter = 40 * 1024 * 1024
const maxText = 200_000
const maxPicture = 300 * 1024
const maxPictures = 3 * 1024 * 1024

interface Wanted {
  id: number
  path: string
}

export async function readLetter(ctx: Context, store: FileStore, { id, path }: Wanted) {
  const message = await letterAt(ctx, store, id, numbersOf(path))
  const { subject, from, to, cc, sentAt, attachments } = message
  const clean = message.html === null ? null : sanitizeMail(message.html, { allowRemoteImages: false, cidUrl: pictures(attachments) })
  return {
    subject,
    from,
    to,
    cc,
    sentAt: sentAt?.toISOString() ?? null,
    text: message.text.slice(0, maxText),
    html: clean?.html ?? null,
    blockedImages: clean?.blockedRemoteImages ?? 0,
    files: attachments.map((file, n) => ({
      path: path === '' ? String(n) : `${path}.${n}`,
      name: file.name,
      mediaType: file.mediaType,
      size: file.size,
      inline: file.inline,
      letter: isLetter(file),
    })),
  }
}

export async function fileOfLetter(ctx: Context, store: FileStore, { id, path }: Wanted) {
  const numbers = numbersOf(path)
  const file = (await letterAt(ctx, store, id, numbers.slice(0, -1))).attachments[numbers.at(-1) ?? -1]
  if (!file) throw new NotFound('There is no such file in this message.')
  return new Bytes(Buffer.from(file.content), {
    'content-type': 'application/octet-stream',
    'content-length': String(file.size),
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.name).replaceAll(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`)}`,
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, max-age=3600',
  })
}

const numbersOf = (path: string) => (path === '' ? [] : path.split('.').map(Number))
const isLetter = ({ mediaType, name }: IncomingAttachment) => shownAs(mediaType, name)?.kind === 'letter'

async function letterAt(ctx: Context, store: FileStore, id: number, numbers: readonly number[]): Promise<IncomingMessage> {
  const file = await findAttachment(ctx, id)
  if (shownAs(file.media_type, file.name)?.kind !== 'letter') throw new NotFound('This file is no message.')
  if (file.size > maxLetter) throw new TooLarge('This message is too large to be opened here.')
  let message = await read(await buffer(store.get(file.hash)))
  for (const n of numbers) {
    const inner = message.attachments[n]
    if (!inner || !isLetter(inner)) throw new NotFound('There is no such message in this message.')
    message = await read(Buffer.from(inner.content))
  }
  return message
}

async function read(raw: Buffer): Promise<IncomingMessage> {
  try {
    return await parseMail(raw, { from: null, to: [] })
  } catch (error) {
    if (error instanceof UnreadableMail) throw new NotFound('This message cannot be read.')
    throw error
  }
}

/** The pictures of its text travel within it: they have no address of their own. */
function pictures(files: readonly IncomingAttachment[]) {
  let left = maxPictures
  const given = new Map<string, string>()
  return (contentId: string) => {
    const known = given.get(contentId)
    if (known !== undefined) return known
    const file = files.find((f) => f.contentId === contentId)
    if (!file || file.size > Math.min(left, maxPicture) || !/^image\/(?:png|gif|jpe?g|webp|bmp)$/.test(file.mediaType)) return null
    left -= file.size
    const url = `data:${file.mediaType};base64,${Buffer.from(file.content).toString('base64')}`
    given.set(contentId, url)
    return url
  }
}
