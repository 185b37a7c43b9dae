/** An Email queue: an address that mail comes to and goes out from. */
import { z } from 'zod'
import { id, instant, line, text } from '#platform/shapes.ts'
import { automaticCounts, automaticSettings } from './automatic.ts'
import { sendingSettings, sendingShown } from './sending.ts'

export const securities = ['tls', 'starttls', 'none'] as const
const address = z
  .string()
  .max(254)
  .overwrite((s) => s.trim().toLowerCase())

export const queue = z.strictObject({
  id: z.int(),
  name: z.string(),
  address: z.string(),
  aliases: z.array(z.string()),
  displayName: z.string(),
  categoryId: z.int(),
  active: z.boolean(),
  subjectTag: z.boolean(),
  headerThreading: z.boolean(),
  sizeLimit: z.int(),
  /** The Template that stands under what is written. */
  signatureTemplateId: z.int().nullable(),
  incoming: z.enum(['listener', 'imap']),
  imap: z.strictObject({
    host: z.string(),
    port: z.int(),
    security: z.enum(securities),
    user: z.string(),
    folder: z.string(),
    /** A password is stored; it is never sent back. */
    hasPassword: z.boolean(),
    takeMailFrom: instant.nullable(),
  }),
  outgoing: z.enum(['outbox', 'smtp']),
  smtp: z.strictObject({ host: z.string(), port: z.int(), security: z.enum(securities), user: z.string(), hasPassword: z.boolean() }),
  automatic: automaticSettings.extend({ counts: automaticCounts }),
  sending: sendingShown,
  health: z.strictObject({
    incomingOkAt: instant.nullable(),
    incomingError: z.string().nullable(),
    incomingErrorAt: instant.nullable(),
    outgoingOkAt: instant.nullable(),
    outgoingError: z.string().nullable(),
    outgoingErrorAt: instant.nullable(),
    /** IMAP: older mail that was left in the mailbox. */
    leftThere: z.int(),
  }),
  version: z.int(),
})
export type Queue = z.infer<typeof queue>

const server = {
  host: line(253),
  port: z.number().int().min(1).max(65_535),
  security: z.enum(securities),
  user: text(254),
  /** Left out: the stored password stays. */
  password: text(1000).optional(),
}
export const queueInput = z.object({
  name: line(120),
  address,
  aliases: z.array(address).max(100).default([]),
  displayName: text(120).default(''),
  categoryId: id,
  active: z.boolean().default(true),
  subjectTag: z.boolean().default(true),
  headerThreading: z.boolean().default(true),
  /** Bytes of the largest message taken. */
  sizeLimit: z.number().int().min(10_000).max(209_715_200).default(52_428_800),
  /** A Template of the kind signature; null for none. */
  signatureTemplateId: id.nullable().default(null),
  /** Null: mail comes by the built-in listener. */
  imap: z
    .object({
      ...server,
      folder: line(200).default('INBOX'),
      /** Null takes everything that lies there. */ takeMailFrom: instant.nullable(),
    })
    .nullable()
    .default(null),
  /** Null: mail stands in the Outbox, where it can be read as it would have been sent. */
  smtp: z.object(server).nullable().default(null),
  /** Left out: they stay as they are. */
  automatic: automaticSettings.optional(),
  sending: sendingSettings.optional(),
})
export type QueueInput = z.input<typeof queueInput>
