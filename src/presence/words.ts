/** The words of presence. */
export const english = {
  presence: {
    label: 'Also in this ticket',
    viewing: '{{name}} is looking',
    form: '{{name}} is changing the form',
    reply: '{{name}} is writing an email',
    comment: '{{name}} is writing a comment',
    and: '{{what}} {{more}}',
    also: {
      viewing: 'and looking',
      form: 'and changing the form',
      reply: 'and writing an email',
      comment: 'and writing a comment',
    },
    since: '{{what}}, since {{time}}',
    many: '{{count}} more',
    someone: 'Somebody',
  },
} as const
