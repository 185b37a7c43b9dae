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
/** Whose mail to a queue is held back is a list of addresses, kept apart: they are of persons who may want to be forgotten. */
export const senderBlocked = event({ name: 'queue.sender_blocked', subject: 'queue', payload: z.object({}) })
export const senderUnblocked = event({ name: 'queue.sender_unblocked', subject: 'queue', payload: z.object({}) })
/** The sender of its first mail is blocked for the queue that it came to. */
export const markedSpam = event({ name: 'ticket.marked_spam', subject: 'ticket', payload: z.object({ queueId: z.int() }) })
