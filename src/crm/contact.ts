/** A Contact: the customer, with the addresses and numbers by which they are known. */
import { z } from 'zod'
import { addressKey, isAddress } from '#platform/emailAddress.ts'
import { normalisePhone } from '#platform/phoneNumber.ts'
import { id, instant, line, text } from '#platform/shapes.ts'
import { customValues, longestNote } from './customer.ts'

const named = z.strictObject({ id: z.int(), name: z.string() })

/** A Contact as pickers and tickets show it; the first address is the main one. */
export const contact = z.strictObject({ id: z.int(), name: z.string(), emails: z.array(z.string()), account: named.nullable() })
export type Contact = z.infer<typeof contact>

/** A row of the list of Contacts. */
export const contactRow = contact.safeExtend({ version: z.int(), phones: z.array(z.string()), changedAt: instant })
export type ContactRow = z.infer<typeof contactRow>

/** Everything about a Contact. Asked for by the number of one that was merged, it is the survivor. */
export const contactShown = contactRow.safeExtend({
  note: z.string(),
  custom: z.record(z.string(), z.unknown()),
  createdAt: instant,
  changedBy: named.nullable(),
})
export type ContactShown = z.infer<typeof contactShown>

const email = z
  .string()
  .max(320)
  .transform((given, ctx) => {
    if (isAddress(given)) return addressKey(given)
    ctx.addIssue({ code: 'custom', message: 'This is no email address.', params: { code: 'malformed_address' } })
    return z.NEVER
  })
const phone = z
  .string()
  .max(200)
  .transform((given, ctx) => {
    const number = normalisePhone(given)
    if (number === null) ctx.addIssue({ code: 'custom', message: 'This is no phone number.', params: { code: 'malformed_phone' } })
    return number ?? z.NEVER
  })
const once = (list: string[]) => [...new Set(list)]

/** What people fill in. */
export const contactInput = z.object({
  name: line(200),
  /** In order; the first is the main one. */
  emails: z.array(email).max(100).transform(once).default([]),
  phones: z.array(phone).max(100).transform(once).default([]),
  accountId: id.nullable().default(null),
  note: text(longestNote).default(''),
  custom: customValues,
})
export type ContactValues = z.output<typeof contactInput>
