/** The doors by which a User says how they sign the mail of each Email queue. */
import { z } from 'zod'
import { endpoint } from '#platform/endpoint.ts'
import { id, line, text } from '#platform/shapes.ts'

const sender = z.strictObject({
  /** Of the queue. */
  id: z.int(),
  queue: z.string(),
  addresses: z.array(z.string()),
  /** One's own name there; empty: that of the User. */
  name: z.string(),
  /** The address that one writes from there; null: the queue's. */
  address: z.string().nullable(),
  /** As recipients read it. */
  shownAs: z.string(),
  /** The queue shows only its own name. */
  ofQueue: z.boolean(),
})

export const mySenders = endpoint({
  method: 'GET',
  path: '/api/v1/me/senders',
  summary: 'How one signs the mail of each Email queue that one may write from',
  access: 'signed-in',
  input: z.object({}),
  output: z.strictObject({ senders: z.array(sender) }),
})
export const setMySender = endpoint({
  method: 'PUT',
  path: '/api/v1/me/senders/{id}',
  summary: 'Choose one’s own name and address for the mail of an Email queue',
  access: 'signed-in',
  input: z.object({ id, name: text(120), address: line(254).nullable() }),
  output: sender,
})
