/** An activity: one message or comment on a ticket, as the feed shows it. */
import { z } from 'zod'
import { id, instant, text } from '#platform/shapes.ts'

export const address = z.strictObject({ address: z.string(), name: z.string() })
export const deliveryStates = ['queued', 'accepted', 'delivered', 'failed'] as const

/** What the desk says on a ticket by itself: activities were moved or split, and from a mail to a ticket in the bin this one was made. */
export const tellings = ['moved_to', 'moved_from', 'split_to', 'split_from', 'answers_binned'] as const
export type Telling = (typeof tellings)[number]

export const attachment = z.strictObject({
  id: z.int(),
  name: z.string(),
  mediaType: z.string(),
  size: z.int(),
  inline: z.boolean(),
})
export type Attachment = z.infer<typeof attachment>

export const activity = z.strictObject({
  id: z.int(),
  ticketId: z.int(),
  /** Kept on this ticket, which was merged into the one where it shows. */
  mergedFrom: z.int().nullable(),
  kind: z.enum(['email', 'comment', 'system']),
  direction: z.enum(['in', 'out', 'internal']),
  at: instant,
  user: z.strictObject({ id: z.int(), name: z.string() }).nullable(),
  contact: z.strictObject({ id: z.int(), name: z.string() }).nullable(),
  from: address.nullable(),
  recipients: z.array(
    z.strictObject({
      role: z.enum(['to', 'cc', 'bcc']),
      address: z.string(),
      name: z.string(),
      state: z.enum(deliveryStates).nullable(),
      reason: z.string().nullable(),
      at: instant.nullable(),
    }),
  ),
  subject: z.string(),
  /** Plain text; the quoted part begins at `quoteFrom` (characters), null when nothing is quoted. */
  text: z.string(),
  /** A comment that its author changed since, or took back: then without its text. */
  editedAt: instant.nullish(),
  withdrawnAt: instant.nullish(),
  /** The activity that a comment speaks of. */
  aboutId: z.int().nullish(),
  /** Users whom a comment names. */
  mentions: z.array(z.object({ id: z.int(), name: z.string() })).optional(),
  quoteFrom: z.int().nullable(),
  /** Where the signature begins that stands above the quote or at the end. */
  signatureFrom: z.int().nullish(),
  /** Whether the message has an HTML form, shown in its own sandboxed frame from `/api/v1/activities/{id}/body`. */
  hasHtml: z.boolean(),
  attachments: z.array(attachment),
  /** Files that it had, and who deleted them. */
  deletedFiles: z.array(z.strictObject({ id: z.int(), name: z.string(), size: z.int(), at: instant, by: z.string().nullable() })),
  /** Why it counts as automatic mail; null for a person's message. */
  automatic: z.string().nullable(),
  delivery: z.enum(['queued', 'sending', 'accepted', 'failed', 'held']).nullable(),
  failure: z.string().nullable(),
  /** Why it stands on this ticket: the matching rule and its evidence. */
  match: z.strictObject({ rule: z.string(), evidence: z.string().nullable() }).nullable(),
  /** Of the desk's own: what happened with which other ticket; without its number where the reader may not see it. */
  told: z.strictObject({ what: z.enum(tellings), count: z.int().nullable(), ticketId: z.int().nullable() }).nullable(),
  suggestedTickets: z.array(z.strictObject({ id: z.int(), title: z.string() })),
})
export type Activity = z.infer<typeof activity>

/** What the composer is filled with: recipients, sender and subject follow from what is answered (product: Email). */
export const proposal = z.strictObject({
  to: z.array(address),
  cc: z.array(address),
  subject: z.string(),
  queueId: z.int().nullable(),
  from: z.string().nullable(),
  /** `sizeLimit`: of a message, in bytes. `signature`: what is put under it, filled in for this ticket, in clean HTML; `''` for none. */
  queues: z.array(
    z.strictObject({ id: z.int(), name: z.string(), addresses: z.array(z.string()), sizeLimit: z.int(), signature: z.string() }),
  ),
  quoteHtml: z.string(),
  /** Everyone of the message that is answered, but for our own addresses; null where none is. */
  answered: z.array(address).nullable(),
})
export type Proposal = z.infer<typeof proposal>

const recipients = z.array(z.object({ address: z.string().max(254), name: text(200).default('') })).max(200)

/** An email as the composer sends it. */
export const emailInput = z.object({
  to: recipients,
  cc: recipients.default([]),
  bcc: recipients.default([]),
  /** One line, whatever was pasted into it. */
  subject: text(998).overwrite((s) => s.replaceAll(/\s+/g, ' ').trim()),
  html: text(2_000_000),
  queueId: id,
  /** The queue's address or one of its aliases. */
  from: z.string().max(254),
  attachmentIds: z.array(id).max(100).default([]),
  answersId: id.nullable().default(null),
  /** Made by the browser once per message: sending the same one twice stores it once. */
  sendKey: z.uuid(),
})
export type EmailInput = z.input<typeof emailInput>
