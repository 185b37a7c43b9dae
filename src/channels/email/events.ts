/** What can happen to an Email queue. */
import { z } from 'zod'
import { event } from '#platform/event.ts'

export const queueCreated = event({
  name: 'queue.created',
  subject: 'queue',
  payload: z.object({ values: z.record(z.string(), z.unknown()).optional() }),
})
export const queueDeleted = event({
  name: 'queue.deleted',
  subject: 'queue',
  payload: z.object({ values: z.record(z.string(), z.unknown()) }),
})
/** The settings that changed, with old and new values; of a password only that it did. */
export const queueChanged = event({
  name: 'queue.changed',
  subject: 'queue',
  payload: z.object({
    fields: z.array(z.string()),
    changes: z.record(z.string(), z.object({ from: z.unknown(), to: z.unknown() })).optional(),
  }),
})
