/** What can happen to an activity, told of its ticket. */
import { z } from 'zod'
import { event } from '#platform/event.ts'

export const deliveryChanged = event({
  name: 'delivery.changed',
  subject: 'ticket',
  payload: z.object({
    activityId: z.int(),
    outcome: z.enum(['queued', 'accepted', 'failed', 'held']),
    /** Ids of the recipient rows that failed in this try. */
    failed: z.array(z.int()),
    permanent: z.boolean(),
  }),
})
export const ticketsSuggested = event({
  name: 'activity.tickets_suggested',
  subject: 'ticket',
  payload: z.object({ activityId: z.int(), ticketIds: z.array(z.int()) }),
})
