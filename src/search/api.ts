/** The doors of search, and what a hit says of itself. */
import { z } from 'zod'
import { endpoint } from '#platform/endpoint.ts'
import { states } from '#tickets/ticket.ts'

export const hit = z.strictObject({
  where: z.enum(['activity', 'description', 'attachment', 'people']),
  /** To jump to. */
  activityId: z.int().nullable(),
  marked: z.array(z.strictObject({ text: z.string(), hit: z.boolean() })),
})
export type Hit = z.infer<typeof hit>

export const search = endpoint({
  method: 'GET',
  path: '/api/v1/search',
  summary:
    'Tickets by words of their titles, descriptions, messages, senders’ addresses, attachments’ names, or by number; the newest ranked',
  access: 'tickets.read',
  input: z.object({
    q: z.string().max(1000),
    limit: z.coerce.number().int().min(1).max(100).default(20),
    after: z.coerce.number().int().min(0).max(10_000).default(0),
  }),
  output: z.strictObject({
    more: z.boolean(),
    tickets: z.array(
      z.strictObject({ id: z.int(), title: z.string(), state: z.enum(states), lastActivityAt: z.string(), hit: hit.nullable() }),
    ),
  }),
})
export const countSearch = endpoint({
  method: 'GET',
  path: '/api/v1/search/count',
  summary: 'How many tickets a search finds: exact, whatever it takes',
  access: 'tickets.read',
  input: z.object({ q: z.string().max(1000) }),
  output: z.strictObject({ count: z.int() }),
})
