/** Re-open: at that time the ticket becomes Open by itself, also when the desk was down meanwhile. */
import { sql } from 'kysely'
import { inTransaction, type Context } from '#platform/server/context.ts'
import { saveTicket } from '#tickets/server/saveTicket.ts'
import type { TicketRow } from '#tickets/server/ticketQueries.ts'

/** Opens one ticket whose time has come; false when there is none. What another process works on is left to it. */
export const reopenOne = (ctx: Context): Promise<boolean> =>
  inTransaction(ctx, async (writing) => {
    const { rows } = await sql<TicketRow>`
      select * from tickets where reopen_at <= ${writing.now} and state in ('waiting', 'closed') and not hidden
      order by reopen_at limit 1 for update skip locked`.execute(writing.db)
    const row = rows[0]
    if (!row) return false
    await saveTicket(writing, row, { state: { from: row.state, to: 'open' } }, { askRules: false, because: 'reopen_time' })
    return true
  })
