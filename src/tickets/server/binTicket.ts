/** Deleting a ticket puts it into the bin for 30 days, with all that was merged into it; nothing of it is changed, and nothing leaves any more. */
import { sql } from 'kysely'
import { Conflict, RuleBroken } from '#platform/problem.ts'
import { allow } from '#platform/server/allow.ts'
import { inTransaction, type Context, type Writing } from '#platform/server/context.ts'
import { record } from '#platform/server/record.ts'
import { ticketDeleted } from '#tickets/events.ts'
import { childrenProblem } from '#tickets/rules.ts'
import { standClock } from './keepClock.ts'
import { categoryRules, openChildren } from './ruleFacts.ts'
import { lockTicket, partsOf, type TicketRow } from './ticketQueries.ts'

export async function binTicket(ctx: Context, { id }: { id: number }) {
  allow(ctx, 'tickets.delete')
  await inTransaction(ctx, (writing) => binOne(writing, id))
  return { ok: true as const }
}

/** The number of a merged ticket is refused: whoever deletes it does not mean its survivor. */
export async function binOne(ctx: Writing, id: number): Promise<TicketRow> {
  allow(ctx, 'tickets.delete')
  const row = await lockTicket(ctx, id)
  if (row.id !== id)
    throw new Conflict(`#${id} was merged into #${row.id}.`, [{ field: 'id', code: 'merged', details: { ticket: row.id } }], 'merged')
  const { category } = await categoryRules(ctx, row.category_id)
  const problems = childrenProblem(category, category?.checkChildren === true ? await openChildren(ctx, id) : [])
  if (problems.length > 0) throw new RuleBroken('The ticket was not deleted.', problems)
  // Whoever restores the ticket decides whether it is still to be sent.
  await sql`update activities set delivery = 'held', due_at = null, failure = 'The ticket went to the bin before this was sent.'
    where ticket_id = any(${partsOf(sql`${id}::bigint`)}) and delivery = 'queued'`.execute(ctx.db)
  const clock = await standClock(ctx, row, 'bin')
  const saved = await ctx.db
    .updateTable('tickets')
    .set({ ...clock, deleted_at: ctx.now, deleted_by: ctx.actor.kind === 'user' ? ctx.actor.id : null, version: row.version + 1 })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
  await record(ctx, ticketDeleted, saved, {})
  return saved
}
