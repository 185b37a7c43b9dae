/** The doors of Email queues, the mail ledger and the Outbox. */
import { z } from 'zod'
import { endpoint } from '#platform/endpoint.ts'
import { done, id, instant, line, text } from '#platform/shapes.ts'
import { lastChange, use } from '#platform/thing.ts'
import { queue, queueInput, securities } from './queue.ts'

export const listQueues = endpoint({
  method: 'GET',
  path: '/api/v1/email-queues',
  summary: 'Email queues',
  access: 'queues.read',
  input: z.object({}),
  output: z.strictObject({ queues: z.array(queue) }),
})
export const createQueue = endpoint({
  method: 'POST',
  path: '/api/v1/email-queues',
  summary: 'Create an Email queue',
  access: 'queues.create',
  input: queueInput,
  output: queue,
})
export const changeQueue = endpoint({
  method: 'PUT',
  path: '/api/v1/email-queues/{id}',
  summary: 'Change an Email queue; `version` is the one that was loaded',
  access: 'queues.update',
  input: queueInput.extend({ id, version: z.number().int() }),
  output: queue,
})
export const usesOfQueue = endpoint({
  method: 'GET',
  path: '/api/v1/email-queues/{id}/uses',
  summary: 'Where an Email queue is used, and who changed it last',
  access: 'queues.read',
  input: z.object({ id }),
  output: z.strictObject({ uses: z.array(use), last: lastChange.nullable() }),
})
export const removeQueue = endpoint({
  method: 'DELETE',
  path: '/api/v1/email-queues/{id}',
  summary: 'Delete an Email queue that is nowhere in use',
  access: 'queues.delete',
  input: z.object({ id }),
  output: done,
})
export const lookIntoMailbox = endpoint({
  method: 'POST',
  path: '/api/v1/email-queues/mailbox',
  summary: 'Connect to an IMAP mailbox and say how much mail lies there, before it is taken over',
  access: 'queues.update',
  input: z.object({
    /** A stored queue, to use its stored password. */
    id: id.optional(),
    host: line(253),
    port: z.number().int().min(1).max(65_535),
    security: z.enum(securities),
    user: text(254),
    password: text(1000).optional(),
    folder: line(200).default('INBOX'),
  }),
  output: z.strictObject({
    folders: z.array(z.string()),
    messages: z.int(),
    oldestAt: instant.nullable(),
    newestAt: instant.nullable(),
  }),
})
export const listLedger = endpoint({
  method: 'GET',
  path: '/api/v1/mail-ledger',
  summary: 'What became of each message ever accepted, newest first',
  access: 'ledger.read',
  input: z.object({ q: text(200).default(''), before: id.optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }),
  output: z.strictObject({
    mails: z.array(
      z.strictObject({
        id: z.int(),
        receivedAt: instant,
        source: z.string(),
        from: z.string().nullable(),
        to: z.array(z.string()),
        subject: z.string().nullable(),
        size: z.int(),
        state: z.enum(['received', 'processed', 'quarantined']),
        outcome: z.string().nullable(),
        reason: z.string().nullable(),
        failure: z.string().nullable(),
        tickets: z.array(z.int()),
      }),
    ),
    next: z.int().nullable(),
  }),
})
const outboxMail = z.strictObject({
  id: z.int(),
  ticketId: z.int().nullable(),
  at: instant,
  from: z.string(),
  to: z.array(z.string()),
  subject: z.string(),
  text: z.string(),
})
export const listOutbox = endpoint({
  method: 'GET',
  path: '/api/v1/outbox',
  summary: 'Mail of queues without SMTP settings, newest first, as it would have been sent',
  access: 'settings.read',
  input: z.object({ before: id.optional() }),
  output: z.strictObject({ mails: z.array(outboxMail), next: z.int().nullable() }),
})
export const readOutboxMail = endpoint({
  method: 'GET',
  path: '/api/v1/outbox/{id}',
  summary: 'One mail of the Outbox with its raw source',
  access: 'settings.read',
  input: z.object({ id }),
  output: outboxMail.extend({ html: z.string().nullable(), source: z.string() }),
})
export const getSystemAddress = endpoint({
  method: 'GET',
  path: '/api/v1/settings/system-address',
  summary: 'The Email queue from which the desk itself writes, and those that it could be',
  access: 'settings.read',
  input: z.object({}),
  output: z.strictObject({
    queueId: z.int().nullable(),
    queues: z.array(z.strictObject({ id: z.int(), name: z.string(), address: z.string() })),
  }),
})
export const changeSystemAddress = endpoint({
  method: 'PUT',
  path: '/api/v1/settings/system-address',
  summary: 'Choose the Email queue from which the desk itself writes; null: none',
  access: 'settings.update',
  input: z.object({ queueId: z.int().positive().nullable() }),
  output: done,
})
