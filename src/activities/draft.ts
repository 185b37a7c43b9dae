/** A message or comment while it is written: the same in the browser's journal, on the server, and when it waits to leave. */
import { z } from 'zod'
import { instant, text } from '#platform/shapes.ts'
import { seen } from '#tickets/seen.ts'
import { states } from '#tickets/ticket.ts'
import { attachment, type EmailInput } from './activity.ts'
import { unique } from './recipients.ts'

const recipients = z.array(z.object({ address: text(254), name: text(200) })).max(200)

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
  subject: text(998),
  /** HTML of an email, plain text of a comment. */
  body: text(2_000_000),
  quoteHtml: text(2_000_000),
  takesQuote: z.boolean(),
  queueId: z.number().int().nullable(),
  from: text(254).nullable(),
  /** `inline`: it is a picture of the text. */
  attachments: z.array(attachment).max(100),
  /** Made once per message, so that sending again after a lost connection never sends twice. */
  sendKey: z.uuid(),
  /** What its writer had seen of the ticket when it was begun, or when the send gate last asked. */
  seen: seen.nullable().default(null),
})
export type Draft = z.infer<typeof draft>

/** Why a message did not leave at its time. */
export const heldBecause = ['came_since', 'in_bin', 'not_seen', 'refused', 'user_gone', 'restored'] as const

export const keptDraft = z.strictObject({
  /** Where it was begun, which may be merged into the ticket where it shows. */
  ticketId: z.int(),
  content: draft,
  /** The window in which it was last written. */
  window: z.string(),
  savedAt: instant,
  /** It was sent and leaves at this time. */
  leavesAt: instant.nullable(),
  /** At a chosen time; otherwise it waits for undo alone. */
  scheduled: z.boolean(),
  setState: z.enum(states).nullable(),
  held: z.strictObject({ because: z.enum(heldBecause), reason: z.string().nullable() }).nullable(),
})
export type KeptDraft = z.infer<typeof keptDraft>

/** A colleague's draft: that it exists, never what it says. */
export const otherDraft = z.strictObject({
  user: z.strictObject({ id: z.int(), name: z.string() }),
  kind: z.enum(draftKinds),
  activityId: z.int().nullable(),
  since: instant,
  leavesAt: instant.nullable(),
})
export type OtherDraft = z.infer<typeof otherDraft>

/** A draft as the server takes it for sending. */
export const emailOf = (from: Draft) =>
  ({
    to: unique(from.to),
    cc: unique(from.cc),
    bcc: unique(from.bcc),
    subject: from.subject,
    html: from.body + (from.takesQuote ? from.quoteHtml : ''),
    queueId: from.queueId ?? 0,
    from: from.from ?? '',
    attachmentIds: from.attachments.filter((a) => !a.inline).map((a) => a.id),
    answersId: from.kind === 'answer' ? from.activityId : null,
    sendKey: from.sendKey,
  }) satisfies EmailInput

/** The uploads that stand as pictures in a text. */
const picturesOf = (body: string) =>
  [...body.matchAll(/<img\b[^>]*\bsrc="\/api\/v1\/attachments\/(\d{1,15})\/inline"/g)].map((m) => Number(m[1]))

/** The files of a draft: attached ones, and pictures in its text. Of a picture that was taken out, undo may bring it back. */
export const filesOf = ({ attachments, body }: Pick<Draft, 'attachments' | 'body'>): number[] => [
  ...new Set([...attachments.map((a) => a.id), ...picturesOf(body)]),
]

/** The files that leave with it: pictures only while they stand in the text. */
export function travelling({ attachments, body }: Pick<Draft, 'attachments' | 'body'>): Draft['attachments'] {
  const shown = new Set(picturesOf(body))
  return attachments.filter((a) => !a.inline || shown.has(a.id))
}
