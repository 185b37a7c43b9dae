/** All that can happen to a ticket, by name: an event that is not here, or has no sentence in the words, does not compile. */
import {
  activitiesMovedFrom,
  activitiesMovedTo,
  deliveryChanged,
  commentEdited,
  commentWithdrawn,
  fileDeleted,
  suggestionsDismissed,
  ticketSplitFrom,
  ticketSplitTo,
  ticketsSuggested,
} from '#activities/events.ts'
import { markedSpam } from '#channels/email/events.ts'
import { ticketAnonymised } from '#erasure/events.ts'
import {
  activityAdded,
  deadlineMoved,
  followedUp,
  notArchived,
  ticketChanged,
  ticketCreated,
  ticketDeleted,
  ticketMerged,
  ticketMergedInto,
  ticketRestored,
  ticketUnmerged,
  ticketUnmergedFrom,
} from '#tickets/events.ts'
import { timeCorrected } from '#worktime/events.ts'

/** Each with the key of its sentence. `ticket.read` and `ticket.time_passed` are no change and are not shown. */
export const sentences = {
  [ticketCreated.name]: 'created',
  [ticketChanged.name]: 'changed',
  [activityAdded.name]: 'activity',
  [followedUp.name]: 'followedUp',
  [deadlineMoved.name]: 'deadlineMoved',
  [notArchived.name]: 'notArchived',
  [deliveryChanged.name]: 'delivery',
  [ticketsSuggested.name]: 'suggested',
  [suggestionsDismissed.name]: 'suggestionsDismissed',
  [fileDeleted.name]: 'fileDeleted',
  [commentEdited.name]: 'commentEdited',
  [commentWithdrawn.name]: 'commentWithdrawn',
  [ticketMerged.name]: 'merged',
  [ticketMergedInto.name]: 'mergedInto',
  [ticketUnmerged.name]: 'unmerged',
  [ticketUnmergedFrom.name]: 'unmergedFrom',
  [ticketDeleted.name]: 'deleted',
  [ticketRestored.name]: 'restored',
  [markedSpam.name]: 'markedSpam',
  [activitiesMovedTo.name]: 'movedTo',
  [activitiesMovedFrom.name]: 'movedFrom',
  [ticketSplitTo.name]: 'splitTo',
  [ticketSplitFrom.name]: 'splitFrom',
  [ticketAnonymised.name]: 'anonymised',
  [timeCorrected.name]: 'timeCorrected',
} as const

export type ShownEvent = keyof typeof sentences
export type Sentence = (typeof sentences)[ShownEvent]
export const shownEvents = [
  ticketCreated.name,
  ticketChanged.name,
  activityAdded.name,
  followedUp.name,
  deadlineMoved.name,
  notArchived.name,
  deliveryChanged.name,
  ticketsSuggested.name,
  suggestionsDismissed.name,
  fileDeleted.name,
  commentEdited.name,
  commentWithdrawn.name,
  ticketMerged.name,
  ticketMergedInto.name,
  ticketUnmerged.name,
  ticketUnmergedFrom.name,
  ticketDeleted.name,
  ticketRestored.name,
  markedSpam.name,
  activitiesMovedTo.name,
  activitiesMovedFrom.name,
  ticketSplitTo.name,
  ticketSplitFrom.name,
  ticketAnonymised.name,
  timeCorrected.name,
] as const satisfies readonly ShownEvent[]
