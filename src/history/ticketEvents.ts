/** All that can happen to a ticket, by name: an event that is not here, or has no sentence in the words, does not compile. */
import { deliveryChanged, ticketsSuggested } from '#activities/events.ts'
import { activityAdded, followedUp, ticketChanged, ticketCreated, ticketRead } from '#tickets/events.ts'

/** `ticket.read` is no change and is not shown. */
export const shownEvents = [
  ticketCreated.name,
  ticketChanged.name,
  activityAdded.name,
  followedUp.name,
  deliveryChanged.name,
  ticketsSuggested.name,
] as const
export const hiddenEvents = [ticketRead.name] as const
export type ShownEvent = (typeof shownEvents)[number]
