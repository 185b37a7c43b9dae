/** What a save means for the ticket's clock: its facts are kept, and the deadline is folded from them. */
import type { Writing } from '#platform/server/context.ts'
import type { Changeable } from '#tickets/ticket.ts'
import type { TicketRow } from './ticketQueries.ts'

/** The columns that show the clock. */
export type ClockColumns = Partial<Pick<TicketRow, 'deadline_at' | 'deadline_by_hand' | 'computed_deadline_at'>>

/** Asked before the row is written; `before` is null for a new ticket. */
export async function keepClock(_ctx: Writing, before: TicketRow | null, after: Pick<Changeable, 'deadline'>): Promise<ClockColumns> {
  const byHand = after.deadline !== null
  if (before && before.deadline_by_hand === byHand && (!byHand || before.deadline_at === after.deadline)) return {}
  return { deadline_by_hand: byHand, deadline_at: after.deadline ?? before?.computed_deadline_at ?? null }
}
