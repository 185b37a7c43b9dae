/** The words of the History: what happened, who did it and through what. */
export const english = {
  history: {
    title: 'History',
    event: {
      created: 'created the ticket',
      changed: 'changed',
      emailIn: 'sent a message',
      activity: 'wrote on the ticket',
      read: 'read the ticket',
      followedUp: 'a follow-up was made',
      participants: 'changed the participants',
      delivery: 'delivery changed',
      suggested: 'other tickets were suggested',
    },
    via: { ui: 'UI', api: 'API', mail: 'mail', timer: 'timer', rule: 'rule', import: 'import', cli: 'command line' },
    because: {
      customer_replied: 'the customer replied',
      delivery_failed: 'a delivery failed',
      on_send: 'on send',
    },
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
