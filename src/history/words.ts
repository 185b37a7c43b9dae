/** The words of the History: what happened, who did it and through what. */
import type { Via } from '#platform/actor.ts'
import type { Because } from '#tickets/events.ts'
import type { Sentence } from './ticketEvents.ts'

export const english = {
  history: {
    title: 'History',
    event: {
      created: 'created the ticket',
      changed: 'changed',
      activity: 'wrote on the ticket',
      followedUp: 'a follow-up was made: {{tickets}}',
      deadlineMoved: 'the deadline moved: an SLA, a Time group or its Category was changed',
      notArchived: 'was not archived by itself: a rule asks for something first',
      delivery: 'delivery changed',
      suggested: 'other tickets were suggested',
      merged: 'merged {{tickets}} into this ticket',
      mergedInto: 'merged this ticket into {{tickets}}',
      unmerged: 'took {{tickets}} out again, which was merged into this ticket',
      unmergedFrom: 'took this ticket out of {{tickets}} again',
      deleted: 'put the ticket into the bin',
      restored: 'took the ticket out of the bin',
      movedTo: 'moved an activity to {{tickets}}',
      movedFrom: 'moved an activity here from {{tickets}}',
      splitTo: 'split {{tickets}} from this ticket',
      splitFrom: 'split this ticket from {{tickets}}',
      anonymised: 'anonymised the ticket: what was written and whom it names is gone for good',
    } satisfies Record<Sentence, string>,
    messageCame: 'sent a message',
    via: { ui: 'UI', api: 'API', mail: 'mail', timer: 'timer', rule: 'rule', import: 'import', cli: 'command line' } satisfies Record<
      Via,
      string
    >,
    because: {
      customer_message: 'the customer wrote',
      delivery_failed: 'a delivery failed',
      contact_account: 'the Contact changed Account',
      contacts_merged: 'Contacts were merged',
      reopen_time: 'its time to re-open had come',
      auto_archive: 'its Category archives after so many days',
      merged: 'a ticket merged into it was Open',
      unmerged: 'the merge was undone',
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
