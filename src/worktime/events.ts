/** What happens to the time of a ticket. */
import { z } from 'zod'
import { event } from '#platform/event.ts'

/** The kept time spent moved because an activity ended or went on; no change of the ticket, and not shown in its History. */
export const timePassed = event({ name: 'ticket.time_passed', subject: 'ticket', payload: z.object({}) })
/** Somebody corrected a User's time; why, the correction itself says. */
export const timeCorrected = event({
  name: 'ticket.time_corrected',
  subject: 'ticket',
  payload: z.object({ correctionId: z.int(), userId: z.int(), minutes: z.int() }),
})
