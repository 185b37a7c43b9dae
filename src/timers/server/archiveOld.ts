/** A Category may archive its tickets so many days after the last closing. One that a rule keeps Closed stays so and says it. */
import { sql } from 'kysely'
import { inTransaction, type Context } from '#platform/server/context.ts'
import { record } from '#platform/server/record.ts'
import { notArchived } from '#tickets/events.ts'
import { saveTicket, weighSave } from '#tickets/server/saveTicket.ts'
import type { TicketRow } from '#tickets/server/ticketQueries.ts'

/** Archives one such ticket, or says why not; false when there is none. */
export const archiveOne = (ctx: Context): Promise<boolean> =>
  inTransaction(ctx, async (writing) => {
    const { rows } = await sql<TicketRow>`
      select t.* from categories c join tickets t on t.category_id = c.id and t.state = 'closed' and not t.hidden
        and t.closed_at <= ${writing.now}::timestamptz - c.auto_archive_days * interval '24 hours'
      where c.auto_archive_days is not null and (t.archive_refused_at is null or t.archive_refused_at <= ${dayBefore(writing.now)})
      order by t.id limit 1 for update of t skip locked`.execute(writing.db)
    const row = rows[0]
    if (!row) return false
    const changes = { state: { from: row.state, to: 'archived' as const } }
    const { problems } = await weighSave(writing, row, changes, { askRules: true })
    if (problems.length === 0) {
      await saveTicket(writing, row, changes, { askRules: false, because: 'auto_archive' })
      return true
    }
    const told = row.archive_refused_at !== null && row.closed_at !== null && row.archive_refused_at >= row.closed_at
    const saved = { id: row.id, version: row.version + (told ? 0 : 1) }
    await writing.db
      .updateTable('tickets')
      .set({ archive_refused_at: writing.now, version: saved.version })
      .where('id', '=', row.id)
      .execute()
    if (!told) await record(writing, notArchived, saved, { problems: problems.map(({ field, code }) => ({ field, code })) })
    return true
  })

const dayBefore = (now: Date) => new Date(now.getTime() - 24 * 60 * 60_000)
