/** What a message does to a ticket's state (product: Ticket, States). Pure. */
import type { State } from './ticket.ts'

/** A customer's message opens Waiting and Closed; an automatic reply opens nothing; Archived never reopens, it has follow-ups. */
export function stateAfterIncoming(state: State, message: { fromCustomer: boolean; automatic: boolean }): State {
  if (!message.fromCustomer || message.automatic) return state
  return state === 'waiting' || state === 'closed' ? 'open' : state
}

/** A failed delivery to the Contact: a ticket whose last answer did not arrive rests neither in Waiting nor in Closed. */
export const stateAfterFailedDelivery = (state: State): State => (state === 'waiting' || state === 'closed' ? 'open' : state)
