/** A Contact: the customer, found by address. */
import { z } from 'zod'

export const contact = z.strictObject({
  id: z.int(),
  name: z.string(),
  emails: z.array(z.string()),
  account: z.strictObject({ id: z.int(), name: z.string() }).nullable(),
})
export type Contact = z.infer<typeof contact>
