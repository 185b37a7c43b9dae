/** The door of the History: every change of a ticket, who made it, when and through what. */
import { z } from 'zod'
import { vias } from '#platform/actor.ts'
import { endpoint } from '#platform/endpoint.ts'
import { id, instant } from '#platform/shapes.ts'
import { becauses } from '#tickets/events.ts'
import { shownEvents } from './ticketEvents.ts'

export const entry = z.strictObject({
  id: z.int(),
  version: z.int(),
  at: instant,
  name: z.enum(shownEvents),
  who: z.strictObject({ kind: z.string(), id: z.int().nullable(), name: z.string().nullable() }),
  via: z.enum(vias),
  /** Old and new values by field, for people already in words: names of Users, Statuses, Categories, Contacts; `title` is a custom field's. */
  changes: z.record(z.string(), z.strictObject({ from: z.string().nullable(), to: z.string().nullable(), title: z.string().optional() })),
  because: z.enum(becauses).nullable(),
  /** The other tickets it speaks of: `#1024`, or `#…` for those out of the reader’s sight. */
  tickets: z.array(z.string()),
})
export type Entry = z.infer<typeof entry>

export const listHistory = endpoint({
  method: 'GET',
  path: '/api/v1/tickets/{id}/history',
  summary: 'What happened to a ticket, newest first',
  access: 'tickets.read',
  input: z.object({ id, before: id.optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }),
  output: z.strictObject({ entries: z.array(entry), next: z.int().nullable() }),
})
