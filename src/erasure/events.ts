/** What erasing leaves behind: of the ticket that it was done, and the certificate. Never what was there. */
import { z } from 'zod'
import { event } from '#platform/event.ts'

const counts = z.record(z.string(), z.int())

export const ticketAnonymised = event({ name: 'ticket.anonymised', subject: 'ticket', payload: z.object({ certificateId: z.int() }) })
export const certificateIssued = event({
  name: 'certificate.issued',
  subject: 'certificate',
  payload: z.object({ values: z.object({ title: z.string(), ticketIds: z.array(z.int()), removed: counts, elsewhere: z.array(z.int()) }) }),
})
export const contactErased = event({ name: 'contact.erased', subject: 'contact', payload: z.object({}) })
