/** What can happen to a ticket. */
import { z } from 'zod'
import { event } from '#platform/event.ts'

/** Why a ticket changed, where nobody chose it. */
export const becauses = ['customer_message', 'delivery_failed', 'contact_account', 'contacts_merged'] as const
export type Because = (typeof becauses)[number]

const change = z.object({ from: z.unknown(), to: z.unknown() })

export const ticketCreated = event({
  name: 'ticket.created',
  subject: 'ticket',
  payload: z.object({ origin: z.string(), fields: z.record(z.string(), z.unknown()), followUpOf: z.int().optional() }),
})
/** Every change of a field, whoever made it: the only source of History. */
export const ticketChanged = event({
  name: 'ticket.changed',
  subject: 'ticket',
  payload: z.object({
    changes: z.record(z.string(), change.optional()),
    because: z.enum(becauses).optional(),
  }),
})
export const activityAdded = event({
  name: 'activity.added',
  subject: 'ticket',
  payload: z.object({ activityId: z.int(), kind: z.string(), direction: z.string() }),
})
export const ticketRead = event({ name: 'ticket.read', subject: 'ticket', payload: z.object({}) })
export const followedUp = event({ name: 'ticket.followed_up', subject: 'ticket', payload: z.object({ followUpId: z.int() }) })
