/**
 * Un-merge: a ticket that was merged stands for itself again, as it was, with what arrived since: incoming where it came in, answers with
 * what they answer; the rest stays with the survivor. Nothing moves for it, because everything was kept where it belongs.
 */
import { sql } from 'kysely'
import { Conflict, NotFound } from '#platform/problem.ts'
import { allow } from '#platform/server/allow.ts'
import { inTransaction, type Context, type Writing } from '#platform/server/context.ts'
import { record } from '#platform/server/record.ts'
import { ticketChanged, ticketMerged, ticketUnmerged, ticketUnmergedFrom } from '#tickets/events.ts'
import { stateAfterIncoming } from '#tickets/lifecycle.ts'
import { resumeClock } from '#tickets/server/keepClock.ts'
import { saveTicket } from '#tickets/server/saveTicket.ts'
import { expectVisible, getTicket, lockTicket, type TicketRow } from '#tickets/server/ticketQueries.ts'
import { timeSpent } from '#tickets/server/timeSpent.ts'
import type { State, Ticket } from '#tickets/ticket.ts'
import { answersOn, settle } from './settle.ts'

export async function unmergeTicket(ctx: Context, { id }: { id: number }): Promise<Ticket> {
  allow(ctx, 'tickets.merge')
  return inTransaction(ctx, async (writing) => {
    await unmergeOne(writing, id)
    return getTicket(writing, id, true)
  })
}

/** `id` is the merged ticket's. Who sees the survivor may take it out; what was merged into it comes with it. */
export async function unmergeOne(ctx: Writing, id: number): Promise<TicketRow> {
  allow(ctx, 'tickets.merge')
  const survivor = await lockTicket(ctx, id)
  const merged = await ctx.db.selectFrom('tickets').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
  if (!merged) throw new NotFound(`There is no ticket #${id}.`)
  if (merged.survivor_id === null || merged.merged_at === null) throw new Conflict(`#${id} is not merged.`, [], 'not_merged')
  const parts = await partsBelow(ctx, id)
  await ctx.db.updateTable('tickets').set({ survivor_id: id }).where('id', 'in', parts).where('id', '<>', id).execute()
  const since = await arrivedSince(ctx, parts, merged.merged_at)
  const gone = await answersOn(ctx, parts)
  const own = await standAlone(ctx, merged, survivor, parts, since)
  await settleSurvivor(ctx, survivor, merged, gone)
  return own
}

/** The ticket with all that was merged into it before. */
async function partsBelow(ctx: Writing, id: number): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    with recursive part as (select id from tickets where id = ${id} union all select t.id from tickets t join part on t.merged_into = part.id)
    select id from part`.execute(ctx.db)
  return rows.map((row) => row.id)
}

interface Arrived {
  anything: boolean
  customer: boolean
}

async function arrivedSince(ctx: Writing, ids: readonly number[], since: string): Promise<Arrived> {
  const { rows } = await sql<Arrived>`
    select exists (select from activities where ticket_id = any(${[...ids]}::bigint[]) and created_at >= ${since}) as anything,
      exists (select from activities where ticket_id = any(${[...ids]}::bigint[]) and created_at >= ${since} and customer) as customer`.execute(
    ctx.db,
  )
  return rows[0] ?? { anything: false, customer: false }
}

async function standAlone(
  ctx: Writing,
  merged: TicketRow,
  survivor: TicketRow,
  parts: readonly number[],
  since: Arrived,
): Promise<TicketRow> {
  const { count } = await ctx.db
    .selectFrom('activities')
    .select((e) => e.fn.countAll<number>().as('count'))
    .where('ticket_id', 'in', [...parts])
    .executeTakeFirstOrThrow()
  const clock = await resumeClock(ctx, merged)
  let row = await ctx.db
    .updateTable('tickets')
    .set({
      ...clock,
      merged_into: null,
      merged_at: null,
      survivor_id: null,
      unread: survivor.unread && (merged.unread || since.customer),
      time_spent: await timeSpent(ctx, parts),
      version: merged.version + 1,
    })
    .where('id', '=', merged.id)
    .returningAll()
    .executeTakeFirstOrThrow()
  // As it was, unless something came or went meanwhile.
  if (since.anything || count !== merged.activity_count) row = await settle(ctx, row, { ids: parts })
  await record(ctx, ticketUnmergedFrom, row, { ticketId: survivor.id })
  if (!since.customer) return row
  const state = stateAfterIncoming(row.state, { fromCustomer: true, automatic: false })
  return saveTicket(ctx, row, { state: { from: row.state, to: state } }, { askRules: false, because: 'customer_message' })
}

/** What merging brought to it by itself goes with what was merged, unless somebody has made it their own since. */
async function settleSurvivor(ctx: Writing, survivor: TicketRow, merged: TicketRow, gone: readonly string[]) {
  const { ids } = await expectVisible({ ...ctx, actor: { kind: 'system' } }, survivor.id)
  const before = await beforeMerge(ctx, survivor.id, merged.id)
  const { customer } = await arrivedSince(ctx, ids, merged.merged_at ?? survivor.created_at)
  const unread = survivor.unread && (before === null || before.unread || customer)
  const settled = await settle(ctx, survivor, { ids, gone, unread })
  await record(ctx, ticketUnmerged, settled, { ticketId: merged.id })
  if (before === null || before.state === settled.state || customer || !(await openedByMerging(ctx, survivor.id))) return
  const { rows } = await sql<{ open: boolean }>`
    select exists (select from tickets where survivor_id = ${survivor.id} and state = 'open') as open`.execute(ctx.db)
  if (rows[0]?.open) return
  await saveTicket(ctx, settled, { state: { from: settled.state, to: before.state } }, { askRules: false, because: 'unmerged' })
}

async function beforeMerge(ctx: Writing, survivorId: number, mergedId: number) {
  const { rows } = await sql<{ before: { state: State; unread: boolean } }>`
    select payload -> 'before' as before from events where subject = 'ticket' and subject_id = ${survivorId} and name = ${ticketMerged.name}
      and payload -> 'ticketIds' @> ${JSON.stringify([mergedId])}::jsonb order by version desc limit 1`.execute(ctx.db)
  return rows[0]?.before ?? null
}

/** Nobody has changed its State since merging opened it. */
async function openedByMerging(ctx: Writing, ticketId: number) {
  const { rows } = await sql<{ because: string | null }>`
    select payload ->> 'because' as because from events where subject = 'ticket' and subject_id = ${ticketId} and name = ${ticketChanged.name}
      and payload -> 'changes' ? 'state' order by version desc limit 1`.execute(ctx.db)
  return rows[0]?.because === 'merged'
}
