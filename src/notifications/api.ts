/** The doors of notifications: what one was told, what is read, when one is away. The matrix is a preference. */
import { z } from 'zod'
import { endpoint } from '#platform/endpoint.ts'
import { id, instant } from '#platform/shapes.ts'
import { away } from '#people/away.ts'
import { kinds, whys } from './kinds.ts'

const person = z.strictObject({ id: z.int(), name: z.string() })
export const notification = z.strictObject({
  id: z.int(),
  kind: z.enum(kinds),
  why: z.enum(whys),
  at: instant,
  read: z.boolean(),
  /** It is to be shown by the desktop too. */
  desktop: z.boolean(),
  /** Of many tickets: how many. */
  times: z.int(),
  ticket: z.strictObject({ id: z.int(), title: z.string(), state: z.string() }).nullable(),
  activityId: z.int().nullable(),
  /** Whose rule it was. */
  category: z.string().nullable(),
  /** The Team one shares with who is away. */
  team: z.string().nullable(),
  /** The User who did it. */
  actor: person.nullable(),
  /** The colleague whose it is, and who is away. */
  awayFor: person.nullable(),
})
export type Notification = z.infer<typeof notification>

export const listNotifications = endpoint({
  method: 'GET',
  path: '/api/v1/notifications',
  summary: 'What one was told, newest first, as far as one may see it now; how much of it is unread',
  access: 'signed-in',
  input: z.object({
    before: z.coerce.number().int().optional(),
    unread: z.stringbool().optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  output: z.strictObject({ notifications: z.array(notification), unread: z.int(), next: z.int().nullable() }),
})
export const readNotifications = endpoint({
  method: 'POST',
  path: '/api/v1/notifications/read',
  summary: 'Mark single ones as read, those of a ticket, or with neither all of them',
  access: 'signed-in',
  input: z.object({ ids: z.array(id).max(1000).optional(), ticketId: id.optional() }),
  output: z.strictObject({ read: z.int() }),
})
export const getAway = endpoint({
  method: 'GET',
  path: '/api/v1/me/away',
  summary: 'The days on which one is away',
  access: 'signed-in',
  input: z.object({}),
  output: z.strictObject({ away: away.nullable() }),
})
export const setAway = endpoint({
  method: 'PUT',
  path: '/api/v1/me/away',
  summary: 'Be away on these days, both included, or not: what needs one then goes to one’s Teams too',
  access: 'signed-in',
  input: z.object({ away: away.nullable() }),
  output: z.strictObject({ away: away.nullable() }),
})
