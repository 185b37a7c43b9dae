/** What happens to search documents. */
import { z } from 'zod'
import { event } from '#platform/event.ts'

/** The ticket's search document is another one: what looks at words looks again. */
export const ticketIndexed = event({ name: 'ticket.indexed', subject: 'ticket', payload: z.object({}) })
