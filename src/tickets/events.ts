/** What can happen to a ticket. */
import { z } from 'zod'
import { event } from '#platform/event.ts'

/** Why a ticket changed, where nobody chose it. */
export const becauses = [
  'customer_message',
  'delivery_failed',
  'contact_account',
  'contacts_merged',
  'accounts_merged',
  'reopen_time',
  'auto_archive',
  'merged',
  'unmerged',
] as const
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
/** What made the computed deadline move without a save of the ticket. */
export const deadlineCauses = ['sla', 'time_group', 'category', 'account'] as const
export type DeadlineCause = (typeof deadlineCauses)[number]
export const deadlineMoved = event({
  name: 'ticket.deadline_moved',
  subject: 'ticket',
  payload: z.object({ cause: z.enum(deadlineCauses), from: z.string().nullable(), to: z.string().nullable() }),
})
/** Auto-archive met a rule: the ticket stays Closed. */
export const notArchived = event({
  name: 'ticket.not_archived',
  subject: 'ticket',
  payload: z.object({ problems: z.array(z.object({ field: z.string(), code: z.string() })) }),
})
const numbers = z.array(z.int())
/** Others were merged into it; `before` is what merging may have changed of it. */
export const ticketMerged = event({
  name: 'ticket.merged',
  subject: 'ticket',
  payload: z.object({ ticketIds: numbers, before: z.object({ state: z.string(), unread: z.boolean() }) }),
})
export const ticketMergedInto = event({ name: 'ticket.merged_into', subject: 'ticket', payload: z.object({ ticketId: z.int() }) })
/** One that was merged into it stands for itself again. */
export const ticketUnmerged = event({ name: 'ticket.unmerged', subject: 'ticket', payload: z.object({ ticketId: z.int() }) })
export const ticketUnmergedFrom = event({ name: 'ticket.unmerged_from', subject: 'ticket', payload: z.object({ ticketId: z.int() }) })
export const ticketDeleted = event({ name: 'ticket.deleted', subject: 'ticket', payload: z.object({}) })
export const ticketRestored = event({ name: 'ticket.restored', subject: 'ticket', payload: z.object({}) })
/** It is gone for good, with all that was merged into it. */
export const ticketPurged = event({ name: 'ticket.purged', subject: 'ticket', payload: z.object({ categoryId: z.int() }) })
export const ticketRead = event({ name: 'ticket.read', subject: 'ticket', payload: z.object({}) })
export const followedUp = event({ name: 'ticket.followed_up', subject: 'ticket', payload: z.object({ followUpId: z.int() }) })
