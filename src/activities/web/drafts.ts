/** What is being written on a ticket, kept in this browser by ticket and kind until it is sent. */
import { z } from 'zod'
import { attachment } from '#activities/activity.ts'
import { clearJournal, journalKeys, readJournal, writeJournal } from '#platform/web/journal.ts'

const recipients = z.array(z.object({ address: z.string(), name: z.string() }))

/** `answer` is Reply and All, which share their text. */
export const draftKinds = ['answer', 'forward', 'new', 'comment'] as const
export type DraftKind = (typeof draftKinds)[number]

export const draft = z.object({
  kind: z.enum(draftKinds),
  /** The activity it answers, forwards or comments on. */
  activityId: z.number().int().nullable(),
  /** Of an answer: to everybody. */
  all: z.boolean(),
  to: recipients,
  cc: recipients,
  bcc: recipients,
  subject: z.string(),
  /** HTML of an email, plain text of a comment. */
  body: z.string(),
  quoteHtml: z.string(),
  takesQuote: z.boolean(),
  queueId: z.number().int().nullable(),
  from: z.string().nullable(),
  attachments: z.array(attachment),
  /** Made once per message, so that sending again after a lost connection never sends twice. */
  sendKey: z.uuid(),
})
export type Draft = z.infer<typeof draft>

export interface KeptDraft {
  key: string
  at: number
  draft: Draft
}

const beginning = (userId: number, ticketId: number) => `draft:${userId}:${ticketId}:`
const keyOf = (userId: number, ticketId: number, of: { kind: DraftKind; activityId: number | null }) =>
  `${beginning(userId, ticketId)}${of.kind}:${of.activityId ?? ''}`

/** Whether there is anything in it that one would miss. */
export const isWorthKeeping = (d: Draft) => plainText(d.body) !== '' || d.attachments.length > 0

/** A short text of the draft for the line that offers to go on with it. */
export const plainText = (html: string) =>
  html
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll('&nbsp;', ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replaceAll(/\s+/g, ' ')
    .trim()

export function keepDraft(userId: number, ticketId: number, d: Draft) {
  if (isWorthKeeping(d)) writeJournal(keyOf(userId, ticketId, d), d)
  else clearJournal(keyOf(userId, ticketId, d))
}

export const forgetDraft = (userId: number, ticketId: number, d: Draft) => clearJournal(keyOf(userId, ticketId, d))

export const findDraft = (userId: number, ticketId: number, of: { kind: DraftKind; activityId: number | null }) =>
  readJournal(keyOf(userId, ticketId, of), draft)?.value

/** The drafts of a ticket, the last written first. */
export const draftsOf = (userId: number, ticketId: number): KeptDraft[] =>
  journalKeys(beginning(userId, ticketId))
    .flatMap((key) => {
      const kept = readJournal(key, draft)
      return kept ? [{ key, at: kept.at, draft: kept.value }] : []
    })
    .toSorted((a, b) => b.at - a.at)

/** A version 4 UUID, also on plain http, where `crypto.randomUUID` is missing. */
export function newSendKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
