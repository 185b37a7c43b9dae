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
const moved = z.object({ activityIds: z.array(z.int()), ticketId: z.int() })
/** `ticketId` is the other ticket: whereto, wherefrom. */
export const activitiesMovedTo = event({ name: 'activity.moved_to', subject: 'ticket', payload: moved })
export const activitiesMovedFrom = event({ name: 'activity.moved_from', subject: 'ticket', payload: moved })
export const ticketSplitTo = event({ name: 'activity.split_to', subject: 'ticket', payload: moved })
export const ticketSplitFrom = event({ name: 'activity.split_from', subject: 'ticket', payload: moved })
export const ticketsSuggested = event({
  name: 'activity.tickets_suggested',
  subject: 'ticket',
  payload: z.object({ activityId: z.int(), ticketIds: z.array(z.int()) }),
})
/** They were dismissed for everybody: the email stays where it is. */
export const suggestionsDismissed = event({
  name: 'activity.suggestions_dismissed',
  subject: 'ticket',
  payload: z.object({ activityId: z.int(), ticketIds: z.array(z.int()) }),
})
/** `fileId` is of the deleted file, which keeps its name until its ticket is anonymised. */
export const fileDeleted = event({
  name: 'activity.file_deleted',
  subject: 'ticket',
  payload: z.object({ activityId: z.int(), fileId: z.int() }),
})
/** Its author changed it; `mentioned` are those whom it names anew. What it said is kept beside it. */
export const commentEdited = event({
  name: 'activity.comment_edited',
  subject: 'ticket',
  payload: z.object({ activityId: z.int(), mentioned: z.array(z.int()) }),
})
export const commentWithdrawn = event({ name: 'activity.comment_withdrawn', subject: 'ticket', payload: z.object({ activityId: z.int() }) })
/** A draft was begun, sent off, held, taken back, ended, or goes on in another window. Its text is no event. */
export const draftChanged = event({ name: 'draft.changed', subject: 'ticket', payload: z.object({ draftId: z.string() }) })
