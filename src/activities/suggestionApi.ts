/** The doors of suggested tickets: what an email may belong to as well, until a person has decided. */
import { z } from 'zod'
import { endpoint } from '#platform/endpoint.ts'
import { id, instant } from '#platform/shapes.ts'
import { states } from '#tickets/ticket.ts'

export const suggestion = z.strictObject({
  activityId: z.int(),
  at: instant,
  from: z.string(),
  subject: z.string(),
  tickets: z.array(z.strictObject({ id: z.int(), title: z.string(), state: z.enum(states) })),
})
export type Suggestion = z.infer<typeof suggestion>

export const listSuggestions = endpoint({
  method: 'GET',
  path: '/api/v1/tickets/{id}/suggestions',
  summary: 'The emails of a ticket that may belong to other tickets, newest first, each with those that one may see',
  access: 'tickets.read',
  input: z.object({ id }),
  output: z.strictObject({ suggestions: z.array(suggestion) }),
})
export const dismissSuggestions = endpoint({
  method: 'POST',
  path: '/api/v1/activities/{id}/suggestions/dismiss',
  summary: 'The email stays where it is: what one sees suggested for it is suggested to nobody any more',
  access: 'tickets.update',
  input: z.object({ id }),
  output: z.strictObject({ suggestions: z.array(suggestion) }),
})
