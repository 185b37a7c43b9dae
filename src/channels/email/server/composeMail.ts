/** Builds an outgoing mail so that every mail program threads it, shows it, and answers to the right place; nothing in it depends on the clock or on chance. */
import type { Readable } from 'node:stream'
import type Mail from 'nodemailer/lib/mailer'
import { displayName, type Mailbox, normaliseAddress } from '#platform/emailAddress.ts'
import { subjectLine, taggedSubject } from '../subject.ts'
import { fileName } from '#files/server/fileName.ts'
import { htmlToText } from './htmlText.ts'
import { sanitizeMail } from './sanitizeMail.ts'

export interface OutgoingFile {
  name: string
  mediaType: string
  /** By which the HTML refers to it (`cid:`), without angle brackets. */
  contentId: string | null
  content: Buffer | Readable
}

export interface OutgoingMail {
  /** The queue's address or alias, with its display name. */
  from: Mailbox
  to: readonly Mailbox[]
  cc: readonly Mailbox[]
  bcc: readonly Mailbox[]
  /** As written or kept from what is answered; the tag is added here. */
  subject: string
  ticketId: number
  /** The queue puts `[#1024]` into subjects. */
  subjectTag: boolean
  /** As written in the editor; null for a plain message. Sanitised here. */
  html: string | null
  /** The plain text; derived from the HTML where null. */
  text: string | null
  /** Ids without angle brackets. `references` is the thread, oldest first, without this message. */
  messageId: string
  inReplyTo: string | null
  references: readonly string[]
  sentAt: Date
  /** The token address, where the queue wants answers to go to it. */
  replyTo: string | null
  /** Null for a person's message. Automatic mail says so and has a null return path, so that no program answers it (RFC 3834). */
  automatic: 'auto-replied' | 'auto-generated' | null
  files: readonly OutgoingFile[]
}

const maxReferences = 50
const maxId = 900 // with its header's name it fits a line

/** The mail as the transport takes it. Recipients that are no addresses are left out: who sends has checked them. */
export function composeMail(mail: OutgoingMail): Mail.Options {
  const [to, cc, bcc] = [mail.to, mail.cc, mail.bcc].map((list) => list.flatMap(mailbox))
  const from = mailbox(mail.from)[0]
  if (from === undefined || !isId(mail.messageId))
    throw new TypeError('An outgoing mail needs the address of its queue and its own Message-ID.')
  const html = mail.html === null ? null : outgoingHtml(mail.html)
  const references = threadOf(mail.references, mail.inReplyTo)
  const replyTo = mail.replyTo === null ? null : normaliseAddress(mail.replyTo)
  return {
    from,
    to,
    cc,
    // No Bcc in the header: the envelope alone knows of these, whatever transport takes the mail.
    envelope: {
      from: mail.automatic === null ? from.address : '',
      to: [...(to ?? []), ...(cc ?? []), ...(bcc ?? [])].map((m) => m.address),
    },
    ...(replyTo === null ? {} : { replyTo: { name: from.name, address: replyTo } }),
    subject: mail.subjectTag ? taggedSubject(mail.subject, mail.ticketId) : subjectLine(mail.subject),
    date: mail.sentAt,
    messageId: bracketed(mail.messageId),
    ...(mail.inReplyTo === null || !isId(mail.inReplyTo) ? {} : { inReplyTo: bracketed(mail.inReplyTo) }),
    ...(references.length === 0 ? {} : { references: references.map(bracketed) }),
    text: mail.text ?? (html === null ? '' : htmlToText(html)),
    ...(html === null ? {} : { html: document(html) }),
    attachments: mail.files.map((file, i) => attachment(file, i, html)),
    headers: mail.automatic === null ? {} : { 'Auto-Submitted': mail.automatic, 'X-Auto-Response-Suppress': 'All' },
    // Nothing that a text names is ever fetched or read from the disk.
    disableFileAccess: true,
    disableUrlAccess: true,
  }
}

function mailbox({ address, name }: Mailbox): Mailbox[] {
  const normal = normaliseAddress(address)
  return normal === null ? [] : [{ name: displayName(name), address: normal }]
}

const isId = (id: string) => /^[^\s<>\p{C}]+$/u.test(id) && id.length <= maxId
const bracketed = (id: string) => `<${id}>`

/** The first names the whole thread, the last are nearest: both stay when the middle has to go. What is answered stands last. */
function threadOf(references: readonly string[], inReplyTo: string | null): string[] {
  const all = [...references.filter((id) => id !== inReplyTo), ...(inReplyTo === null ? [] : [inReplyTo])].filter(isId)
  const unique = [...new Set(all)]
  return unique.length <= maxReferences ? unique : [...unique.slice(0, 1), ...unique.slice(1 - maxReferences)]
}

/** As it leaves: sanitised too, for what was pasted into the editor came from anywhere. */
function outgoingHtml(html: string) {
  const { html: clean } = sanitizeMail(html, { allowRemoteImages: true, cidUrl: (cid) => `cid:${cid}`, markQuotes: false })
  return clean
    .replaceAll(/ data-[a-z]+="[^"]*"/g, '')
    .replaceAll(/<blockquote(?=[ >])/g, '<blockquote type="cite" style="margin:0 0 0 0.8ex;border-left:2px solid #ccc;padding-left:1ex"')
}

const document = (html: string) => `<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>${html}</body></html>`

function attachment(file: OutgoingFile, index: number, html: string | null): Mail.Attachment {
  const contentId = file.contentId === null || !/^[\w.@+-]{1,200}$/.test(file.contentId) ? null : file.contentId
  const shown = contentId !== null && html !== null && html.includes(`"cid:${contentId}"`)
  return {
    filename: fileName(file.name, file.mediaType, index),
    contentType: /^[\w.+-]+\/[\w.+-]+$/.test(file.mediaType) ? file.mediaType : 'application/octet-stream',
    content: file.content,
    contentDisposition: shown ? 'inline' : 'attachment',
    ...(shown ? { cid: contentId } : {}),
  }
}
