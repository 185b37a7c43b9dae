/** The doors of spam: mark it, see and change who is blocked, and let go on what was held back. */
import { z } from 'zod'
import { endpoint } from '#platform/endpoint.ts'
import { done, id, instant, line } from '#platform/shapes.ts'

export const markSpam = endpoint({
  method: 'POST',
  path: '/api/v1/tickets/{id}/spam',
  summary: 'Mark as spam: the ticket goes to the bin and its sender is blocked for the Email queue it came to; restoring it lifts both',
  access: 'tickets.delete',
  input: z.object({ id }),
  output: done,
})
export const listBlocked = endpoint({
  method: 'GET',
  path: '/api/v1/email-queues/{id}/blocked-senders',
  summary: 'Whose mail to an Email queue is held back',
  access: 'queues.read',
  input: z.object({ id }),
  output: z.strictObject({
    senders: z.array(
      z.strictObject({
        address: z.string(),
        since: instant,
        by: z.strictObject({ id: z.int(), name: z.string() }).nullable(),
        /** Marked as spam; those that the reader may see. */
        tickets: z.array(z.int()),
      }),
    ),
  }),
})
export const blockSender = endpoint({
  method: 'POST',
  path: '/api/v1/email-queues/{id}/blocked-senders',
  summary: 'Hold back mail of an address to an Email queue',
  access: 'queues.update',
  input: z.object({ id, address: line(254) }),
  output: done,
})
export const unblockSender = endpoint({
  method: 'DELETE',
  path: '/api/v1/email-queues/{id}/blocked-senders',
  summary: 'Take mail of an address again; what was held back waits in the mail ledger',
  access: 'queues.update',
  input: z.object({ id, address: line(254) }),
  output: done,
})
export const releaseMail = endpoint({
  method: 'POST',
  path: '/api/v1/mail-ledger/{id}/release',
  summary: 'Let a quarantined mail go on as if it had just come; it is not held back again',
  access: 'ledger.read',
  input: z.object({ id }),
  output: done,
})
