/** A Category: what a ticket is about. */
import { z } from 'zod'

export const category = z.strictObject({
  id: z.int(),
  name: z.string(),
  active: z.boolean(),
  defaultQueueId: z.int().nullable(),
  /** False: tickets may be handed to it, but not worked in. */
  mayWork: z.boolean(),
})
export type Category = z.infer<typeof category>
