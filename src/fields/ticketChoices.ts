/** The ticket's own fields that a condition can look at, and what they can be. They are said here because conditions come before tickets. */

/** A Category is named by its number. */
export const ticketChoices = {
  categoryId: null,
  priority: ['low', 'medium', 'high'],
  state: ['open', 'waiting', 'closed', 'archived'],
} as const
export type TicketChoice = keyof typeof ticketChoices
