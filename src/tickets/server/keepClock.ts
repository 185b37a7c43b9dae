/** What a save means for the ticket's clock: its facts are kept, and the deadline is folded from them. */
import type { Context, Writing } from '#platform/server/context.ts'
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

/** Where the deadline would be after a save, and whether it would be missed at once. */
export async function foreseeDeadline(ctx: Context, row: TicketRow, after: Changeable) {
  const to = after.deadline ?? row.computed_deadline_at
  const past = to !== null && Date.parse(to) <= ctx.now.getTime()
  return { from: row.deadline_at, to, breachesAtOnce: past && to !== row.deadline_at }
}
