/** The doors of views and lists. */
import { z } from 'zod'
import { endpoint } from '#platform/endpoint.ts'
import { id } from '#platform/shapes.ts'
import { row, states } from '#tickets/ticket.ts'
import { openingViews, sortFields } from './view.ts'

export const listViews = endpoint({
  method: 'GET',
  path: '/api/v1/views',
  summary: 'The sidebar: views with their exact counts for this User',
  access: 'tickets.read',
  input: z.object({}),
  output: z.strictObject({ views: z.array(z.strictObject({ key: z.enum(openingViews), count: z.int() })) }),
})
export const listTickets = endpoint({
  method: 'GET',
  path: '/api/v1/tickets',
  summary: 'Tickets of a view, 50 a page; `after` is the cursor that the page before gave',
  access: 'tickets.read',
  input: z.object({
    view: z.enum(openingViews).default('all'),
    state: z.enum(states).optional(),
    category: id.optional(),
    user: id.optional(),
    contact: id.optional(),
    account: id.optional(),
    sort: z.enum(sortFields).default('lastActivityAt'),
    order: z.enum(['asc', 'desc']).default('desc'),
    after: z.string().max(200).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  output: z.strictObject({ rows: z.array(row), next: z.string().nullable() }),
})
/** For a row that changed while the list is open: where it stands now, or that it is no longer in this view. */
export const listRows = endpoint({
  method: 'GET',
  path: '/api/v1/tickets/rows',
  summary: 'The named tickets as rows, those of them that are in this view now',
  access: 'tickets.read',
  input: z.object({
    view: z.enum(openingViews).default('all'),
    ids: z
      .string()
      .max(2000)
      .regex(/^\d{1,15}(,\d{1,15}){0,99}$/),
  }),
  output: z.strictObject({ rows: z.array(row) }),
})
