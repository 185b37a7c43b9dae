/** How mail of an Email queue leaves: how fast, under whose name, where answers go, and signed by which key. */
import { z } from 'zod'
import { line, text } from '#platform/shapes.ts'

export const senderNames = ['queue', 'user', 'user_and_queue'] as const
export const rateMinutes = [1, 60, 1440] as const

const rate = z.strictObject({
  messages: z.number().int().min(1).max(1_000_000),
  /** In a minute, an hour or a day. */
  minutes: z.literal(rateMinutes),
})
const domain = line(253).overwrite((written) => written.toLowerCase())
const names = { domain, selector: line(63).overwrite((written) => written.toLowerCase()) }

export const sendingSettings = z.strictObject({
  /** Null: as fast as the server takes them. */
  rate: rate.nullable().default(null),
  /** Answers go to a signed address that names the ticket; only where the mail server delivers `support+anything@`. */
  replyToken: z.boolean().default(false),
  senderName: z.enum(senderNames).default('queue'),
  /** Mail of this domain is signed. Left out, the stored key stays. */
  dkim: z
    .strictObject({ ...names, privateKey: text(10_000).optional() })
    .nullable()
    .default(null),
})

export const sendingShown = sendingSettings.extend({
  dkim: z
    .strictObject({
      ...names,
      /** What stands in the DNS under `selector._domainkey.domain`; empty where the stored key cannot be read. */
      record: z.string(),
    })
    .nullable(),
})
export type SendingSettings = z.output<typeof sendingSettings>
