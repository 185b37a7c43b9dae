/** A raw mail becomes the one shape that every channel hands in. Any stream of bytes is read as far as it can be, in bounded time and memory. */
import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import { parseAddressHeader } from 'mailparser'
import type { IncomingAttachment, IncomingMessage, MessageAddress, MessageProblem } from '#activities/incomingMessage.ts'
import { addressKey, displayName, normaliseAddress } from '#platform/emailAddress.ts'
import { wellFormed } from '#platform/shapes.ts'
import { automaticKind } from './automaticMail.ts'
import { readReport } from './deliveryReport.ts'
import { fileName } from '#files/server/fileName.ts'
import { htmlToText } from './htmlText.ts'
import { type MailBody, type MailFile, readBody } from './mailBody.ts'
import { type MailHead, headerText, readHead, readable } from './mailHeaders.ts'
import { readMessageIds } from './messageIds.ts'
import { unpacked } from './unpackParts.ts'

export interface Envelope {
  /** `''` for a null return path, null where the way of intake knows none. */
  from: string | null
  to: string[]
}

/** A mail that could not be read. `readable` holds what its header told, with an empty body, or null where not even that could be had. */
export class UnreadableMail extends Error {
  readonly reason: 'too_large' | 'too_slow' | 'broken'
  readonly readable: IncomingMessage | null
  constructor(reason: UnreadableMail['reason'], details: string, readableMessage: IncomingMessage | null) {
    super(details)
    this.reason = reason
    this.readable = readableMessage
  }
}

const limits = {
  bytes: 160 * 1024 * 1024,
  milliseconds: 30_000,
  addresses: 500, // of one header
  writtenTo: 2_000,
  references: 200,
  text: 1024 * 1024,
  html: 1024 * 1024,
  subject: 2_000,
  shownHeaders: 300,
  shownHeader: 4_000,
}

/** Reads a mail. Throws {@link UnreadableMail} only where nothing of its body can be made out. */
export async function parseMail(input: Buffer | Readable, envelope: Envelope): Promise<IncomingMessage> {
  const raw = Buffer.isBuffer(input) ? input : await collect(input)
  const head = readHead(raw)
  try {
    const read = await readTolerantly(head, raw)
    const { body, damaged } = await unpacked(read, limits.milliseconds)
    return toMessage(head, { ...body, repaired: read.repaired ?? damaged[0] ?? null }, envelope, raw.length === 0)
  } catch (error) {
    const reason = error instanceof Error && /too long/.test(error.message) ? 'too_slow' : 'broken'
    throw new UnreadableMail(reason, error instanceof Error ? error.message : String(error), headerOnly(head, envelope))
  }
}

async function collect(stream: Readable) {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stream as AsyncIterable<Buffer | string>) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk
    size += bytes.length
    if (size > limits.bytes) throw new UnreadableMail('too_large', `more than ${limits.bytes} bytes`, null)
    chunks.push(bytes)
  }
  return Buffer.concat(chunks)
}

interface TolerantBody extends MailBody {
  repaired: string | null
}

/** A multipart mail whose boundary is missing or wrong is read by the boundary it uses, else as plain text: nobody would see it otherwise. */
async function readTolerantly(head: MailHead, raw: Buffer): Promise<TolerantBody> {
  const body = raw.subarray(head.bodyOffset)
  const read = await readBody(head.structure, body, limits.milliseconds)
  const isEmpty = read.text === '' && read.html === null && read.files.length === 0
  if (!isEmpty || !/^content-type:\s*(?:multipart|message)\//im.test(head.structure) || body.toString('latin1', 0, 4096).trim() === '')
    return { ...read, repaired: null }
  const boundary = /^--([^\s"]{1,70})[ \t]*\r?$/m.exec(body.toString('latin1', 0, 64 * 1024))?.[1]
  if (boundary !== undefined) {
    const again = await readBody(`Content-Type: multipart/mixed; boundary="${boundary}"\r\n`, body, limits.milliseconds)
    if (again.text !== '' || again.html !== null || again.files.length > 0) return { ...again, repaired: 'boundary' }
  }
  return { ...(await readBody('Content-Type: text/plain; charset=utf-8\r\n', body, limits.milliseconds)), repaired: 'read as text' }
}

const nothing: TolerantBody = { text: '', html: null, files: [], filesCut: 0, guessedCharsets: [], repaired: null }

function headerOnly(head: MailHead, envelope: Envelope) {
  try {
    return toMessage(head, nothing, envelope, false)
  } catch {
    return null
  }
}

function toMessage(head: MailHead, body: TolerantBody, envelope: Envelope, isEmpty: boolean): IncomingMessage {
  const problems: MessageProblem[] = []
  const problem = (code: MessageProblem['code'], details = '') => problems.push({ code, details: wellFormed(details.slice(0, 200)) })
  const charset = /charset\s*=\s*"?([^";\s]+)/i.exec(head.structure)?.[1] ?? ''
  const raw = (key: string) => head.lines.find((line) => line.key === key)?.value ?? ''
  const all = (key: string) => head.lines.filter((line) => line.key === key).map((line) => line.value)
  const header = (key: string) => readable(raw(key), charset)

  const mailboxes = (key: string): MessageAddress[] => {
    const found = all(key).flatMap((value) => readMailboxes(headerText(value, charset)))
    const good = found.flatMap(({ address, name }) => {
      const known = normaliseAddress(address)
      if (known === null) problem('bad_address', `${key}: ${name} <${address}>`)
      return known === null ? [] : [{ address: known, name }]
    })
    if (good.length > limits.addresses) problem('recipients_cut', `${key}: ${good.length}`)
    return good.slice(0, limits.addresses)
  }

  if (isEmpty) problem('empty')
  if (head.cut) problem('headers_cut')
  if (body.repaired !== null) problem('bad_structure', body.repaired)
  if (body.filesCut > 0) problem('attachments_cut', String(body.filesCut))
  for (const name of body.guessedCharsets) problem('unknown_charset', name)

  const sender = mailboxes('sender')
  const replyTo = mailboxes('reply-to')
  const from = senderOf(mailboxes('from'), sender, envelope, raw('return-path'), problem)
  const to = mailboxes('to')
  const cc = mailboxes('cc')
  const subject = header('subject').slice(0, limits.subject)
  const { text, html } = boundedText(body, problem)
  const sentAt = readDate(raw('date'), problem)
  const ids = readMessageIds(readable(raw('message-id'), charset))
  if (ids.length !== 1 && raw('message-id') !== '') problem('bad_message_id', raw('message-id'))
  const references = readMessageIds(
    all('references')
      .map((value) => readable(value, charset))
      .join(' '),
  )
  if (references.length > limits.references) problem('references_cut', String(references.length))
  const inReplyTo = readMessageIds(
    all('in-reply-to')
      .map((value) => readable(value, charset))
      .join(' '),
  ).slice(0, 20)
  const returnPath = envelope.from ?? (raw('return-path') === '' ? null : raw('return-path').replaceAll(/[<>\s]/g, ''))
  const report = readReport(body.files, text, {
    failedRecipients: header('x-failed-recipients'),
    from: from[0]?.address ?? '',
    fromName: from[0]?.name ?? '',
    subject,
    returnPath,
    answers: [...inReplyTo, ...references.toReversed()],
  })
  const externalId = ids[0] ?? null

  return {
    channel: 'email',
    externalId,
    contentHash: contentHash(from[0]?.address ?? '', sentAt, subject, text),
    sentAt,
    from,
    replyTo,
    sender,
    to,
    cc,
    addressesWrittenTo: writtenTo(envelope, all, to, cc),
    subject: wellFormed(subject),
    text,
    html,
    inReplyTo,
    // The first names the whole conversation, the last ones its nearest messages.
    references:
      references.length > limits.references ? [...references.slice(0, 1), ...references.slice(1 - limits.references)] : references,
    automatic: automaticKind({
      header,
      has: (key) => head.lines.some((line) => line.key === key),
      envelopeFrom: envelope.from,
      from: from[0]?.address ?? '',
      subject,
      contentType: raw('content-type'),
      report,
    }),
    report,
    attachments: body.files.map((file, i) => toAttachment(file, i, html)),
    headers: head.lines
      .slice(0, limits.shownHeaders)
      .map((line) => [line.name, wellFormed(readable(line.value.slice(0, limits.shownHeader * 2), charset).slice(0, limits.shownHeader))]),
    problems: problems.slice(0, 50),
    envelope: { from: envelope.from, to: envelope.to.slice(0, limits.writtenTo) },
  }
}

function readMailboxes(value: string): MessageAddress[] {
  // An address list ends at a comma where it has to be cut: nobody reads ten thousand recipients.
  const bounded = value.length > 64 * 1024 ? value.slice(0, value.lastIndexOf(',', 64 * 1024)) : value
  try {
    return parseAddressHeader(bounded, { flatten: true }).value.flatMap(({ address, name }) =>
      address || name ? [{ address: address ?? '', name: displayName(name) }] : [],
    )
  } catch {
    return [{ address: '', name: bounded.slice(0, 100) }]
  }
}

/** Who wrote it, even where From is missing or no address. */
function senderOf(
  from: MessageAddress[],
  sender: MessageAddress[],
  envelope: Envelope,
  returnPath: string,
  problem: (code: MessageProblem['code'], details?: string) => void,
) {
  if (from.length > 0) return from
  const fallback = sender[0]?.address ?? normaliseAddress(envelope.from ?? '') ?? normaliseAddress(returnPath)
  problem('no_sender', fallback ?? '')
  return fallback === null ? [] : [{ address: fallback, name: sender[0]?.name ?? '' }]
}

function writtenTo(envelope: Envelope, all: (key: string) => string[], to: MessageAddress[], cc: MessageAddress[]) {
  const named = ['delivered-to', 'x-original-to', 'x-delivered-to', 'envelope-to', 'x-envelope-to', 'resent-to']
    .flatMap(all)
    .flatMap((v) => v.split(','))
  const unique = new Map<string, string>()
  for (const written of [...envelope.to, ...named, ...to.map((m) => m.address), ...cc.map((m) => m.address)]) {
    const address = normaliseAddress(written)
    if (address !== null && !unique.has(addressKey(address))) unique.set(addressKey(address), address)
    if (unique.size >= limits.writtenTo) break
  }
  return [...unique.values()]
}

function readDate(value: string, problem: (code: MessageProblem['code'], details?: string) => void) {
  if (value === '') return null
  const time = Date.parse(
    value
      .replaceAll(/\([^()]*\)/g, ' ')
      .trim()
      .slice(0, 100),
  )
  const date = new Date(time)
  if (Number.isNaN(time) || date.getUTCFullYear() < 1980 || date.getUTCFullYear() > 2200) {
    problem('bad_date', value)
    return null
  }
  return date
}

function boundedText(body: MailBody, problem: (code: MessageProblem['code'], details?: string) => void) {
  if (body.text.length > limits.text) problem('text_cut', `text: ${body.text.length}`)
  if (body.html !== null && body.html.length > limits.html) problem('text_cut', `html: ${body.html.length}`)
  const html = body.html === null ? null : wellFormed(body.html.slice(0, limits.html))
  const text = wellFormed(body.text.slice(0, limits.text))
  // Some programs send an empty text beside the HTML that says everything.
  return { html, text: text.trim() === '' && html !== null ? htmlToText(html) : text }
}

const plain = (s: string) => s.replaceAll(/\s+/g, ' ').trim()

/** Author, date, subject and body, apart from white space, which relays change. */
function contentHash(author: string, sentAt: Date | null, subject: string, text: string): Uint8Array {
  return createHash('sha256')
    .update(JSON.stringify([addressKey(author), sentAt?.toISOString() ?? null, plain(subject), plain(text)]))
    .digest()
}

/** An attached message without a name goes by its subject. */
function subjectOf(file: MailFile, mediaType: string) {
  if (mediaType !== 'message/rfc822') return ''
  const subject = readHead(file.content.subarray(0, 64 * 1024)).lines.find((line) => line.key === 'subject')?.value ?? ''
  const said = readable(subject, '').slice(0, 100).trim()
  return said === '' ? '' : `${said.replaceAll(/[/\\]/g, '_')}.eml`
}

function toAttachment(file: MailFile, index: number, html: string | null): IncomingAttachment {
  const mediaType = /^[a-z0-9][\w.+-]*\/[\w.+-]+$/i.test(file.mediaType) ? file.mediaType.toLowerCase() : 'application/octet-stream'
  const contentId = wellFormed(file.contentId ?? '').slice(0, 250) || null
  const shown = contentId !== null && html !== null && html.includes(`cid:${contentId}`)
  return {
    name: fileName(file.name || subjectOf(file, mediaType), mediaType, index),
    mediaType,
    size: file.content.length,
    contentId,
    inline: shown || (file.related && file.disposition !== 'attachment' && mediaType.startsWith('image/')),
    content: file.content,
  }
}
