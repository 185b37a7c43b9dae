/** The words of the History: what happened, who did it and through what. */
import type { Via } from '#platform/actor.ts'
import type { Because } from '#tickets/events.ts'
import type { ShownEvent } from './ticketEvents.ts'

/** A dot separates the parts of a key, so the names of events stand here with another sign. */
export type EventKey = Underscored<ShownEvent>
type Underscored<S extends string> = S extends `${infer A}.${infer B}` ? `${A}_${Underscored<B>}` : S

export const english = {
  history: {
    title: 'History',
    event: {
      ticket_created: 'created the ticket',
      ticket_changed: 'changed',
      activity_added: 'wrote on the ticket',
      ticket_followed_up: 'a follow-up was made',
      delivery_changed: 'delivery changed',
      activity_tickets_suggested: 'other tickets were suggested',
    } satisfies Record<EventKey, string>,
    messageCame: 'sent a message',
    via: { ui: 'UI', api: 'API', mail: 'mail', timer: 'timer', rule: 'rule', import: 'import', cli: 'command line' } satisfies Record<
      Via,
      string
    >,
    because: {
      customer_message: 'the customer wrote',
      delivery_failed: 'a delivery failed',
    } satisfies Record<Because, string>,
    desk: 'Tessera',
    field: 'Field',
    before: 'Before',
    after: 'After',
    empty: 'empty',
    expand: 'Show old and new values',
    none: 'Nothing has changed yet.',
    older: 'Load older entries',
    beginning: 'The beginning of this ticket',
    loadFailed: 'The History could not be loaded.',
    retry: 'Try again',
  },
} as const
