/** What an Email queue does by itself with mail that comes: answers to new tickets, and mail that is held back as spam. */
import { z } from 'zod'
import { id } from '#platform/shapes.ts'

/** How often the desk answers by itself, at most; what is over it is not made up for. */
export const limits = { addressPerHour: 3, addressPerDay: 10, queuePerHour: 120 } as const

export const automaticSettings = z.strictObject({
  /** When somebody is there; null: the Category's hours. */
  timeGroupId: id.nullable().default(null),
  /** Templates that answer a new ticket within and outside these hours; null: nothing does. */
  insideTemplateId: id.nullable().default(null),
  outsideTemplateId: id.nullable().default(null),
  /** Mail that the mail server marked as spam is held back in the ledger. */
  quarantineSpamFlag: z.boolean().default(true),
  /** Mail whose sender failed DMARC by the mail server's own word is, too. */
  quarantineDmarc: z.boolean().default(false),
})

export const automaticCounts = z.strictObject({
  /** Answers in the last hour and the last day. */
  hour: z.int(),
  day: z.int(),
  /** The queue's breaker is open: nothing is answered by itself until fewer were in the last hour. */
  open: z.boolean(),
  keptBack: z.array(z.strictObject({ reason: z.string(), hour: z.int(), day: z.int() })),
})
export type AutomaticCounts = z.infer<typeof automaticCounts>
