/**
 * Merge: one ticket survives and shows what the others hold; they stay as they are, redirect to it, and their clocks stand. Nothing is
 * rewritten, so that each can be taken out again.
 */
import { sql } from 'kysely'
import { BadInput, Conflict, NotFound, RuleBroken } from '#platform/problem.ts'
import { allow } from '#platform/server/allow.ts'
import { inTransaction, type Context, type Writing } from '#platform/server/context.ts'
import { record } from '#platform/server/record.ts'
import { ticketMerged, ticketMergedInto } from '#tickets/events.ts'
import { maySurvive, stateAfterMerge } from '#tickets/merging.ts'
import { standClock } from '#tickets/server/keepClock.ts'
import { lockParents } from '#tickets/server/ruleFacts.ts'
import { saveTicket } from '#tickets/server/saveTicket.ts'
import { expectVisible, getTicket, inBin, visible, type TicketRow } from '#tickets/server/ticketQueries.ts'
import type { Ticket } from '#tickets/ticket.ts'
import { settle } from './settle.ts'

export interface Merge {
  survivorId: number
  ticketIds: readonly number[]
}

export async function mergeTickets(ctx: Context, merge: Merge): Promise<Ticket> {
  allow(ctx, 'tickets.merge')
  return inTransaction(ctx, async (writing) => {
    await mergeOne(writing, merge)
    return getTicket(writing, merge.survivorId)
  })
}

/** All of them must be in sight: "Who sees the survivor sees it all: merging needs a Right to every category involved". */
export async function mergeOne(ctx: Writing, { survivorId, ticketIds }: Merge): Promise<TicketRow> {
  allow(ctx, 'tickets.merge')
  const others = [...new Set(ticketIds)].filter((id) => id !== survivorId)
  if (others.length === 0) throw new BadInput('A ticket is merged with at least one other.', [{ field: 'ticketIds', code: 'required' }])
  await lockParents(ctx)
  const rows = await lockAll(ctx, [survivorId, ...others])
  const survivor = rows.find((row) => row.id === survivorId)
  if (!survivor) throw new NotFound(`There is no ticket #${survivorId}.`)
  const merged = rows.filter((row) => row.id !== survivorId)
  if (!maySurvive(survivor, merged))
    throw new RuleBroken('An Archived ticket survives only among Archived ones.', [{ field: 'survivorId', code: 'archived_survivor' }])
  if (await inCircle(ctx, survivorId, others))
    throw new RuleBroken('As one ticket these would stand above themselves.', [{ field: 'ticketIds', code: 'parent_cycle' }])
  for (const row of merged) await redirect(ctx, row, survivorId)
  const { ids } = await expectVisible(ctx, survivorId)
  const settled = await settle(ctx, survivor, { ids, unread: rows.some((row) => row.unread) })
  const { state, unread } = survivor
  await record(ctx, ticketMerged, settled, { ticketIds: others.toSorted((a, b) => a - b), before: { state, unread } })
  const to = stateAfterMerge(
    state,
    merged.map((row) => row.state),
  )
  return saveTicket(ctx, settled, { state: { from: state, to } }, { askRules: false, because: 'merged' })
}

/** In the order of their numbers, so that two merges at once wait for each other. */
async function lockAll(ctx: Writing, ids: readonly number[]): Promise<TicketRow[]> {
  const { rows } = await sql<TicketRow>`
    select t.* from tickets t where t.id = any(${[...ids]}::bigint[]) and ${visible(ctx)} order by t.id for update`.execute(ctx.db)
  for (const id of ids) {
    const row = rows.find((one) => one.id === id)
    if (!row) throw new NotFound(`There is no ticket #${id}.`)
    if (row.survivor_id !== null)
      throw new Conflict(
        `#${id} was merged into #${row.survivor_id}.`,
        [{ field: 'ticketIds', code: 'merged', details: { ticket: id, into: row.survivor_id } }],
        'merged',
      )
    if (row.deleted_at !== null) throw inBin(id)
  }
  return rows
}

async function redirect(ctx: Writing, row: TicketRow, survivorId: number) {
  const clock = await standClock(ctx, row, 'merged')
  const saved = await ctx.db
    .updateTable('tickets')
    .set({ ...clock, merged_into: survivorId, merged_at: ctx.now, survivor_id: survivorId, version: row.version + 1 })
    .where('id', '=', row.id)
    .returning(['id', 'version'])
    .executeTakeFirstOrThrow()
  await ctx.db.updateTable('tickets').set({ survivor_id: survivorId }).where('survivor_id', '=', row.id).execute()
  await record(ctx, ticketMergedInto, saved, { ticketId: survivorId })
}

/** Whether somebody between them in the tree would stand above and below the survivor; parent and child as one are no circle. */
async function inCircle(ctx: Writing, survivorId: number, others: readonly number[]): Promise<boolean> {
  const { rows } = await sql<{ circle: boolean }>`
    with recursive one as (select id, id = ${survivorId} as survives from tickets t
        where t.id = any(${[survivorId, ...others]}::bigint[]) or t.survivor_id = any(${[survivorId, ...others]}::bigint[])),
      up as (
        select coalesce(p.survivor_id, p.id) as id from one join tickets t on t.id = one.id and one.survives join tickets p on p.id = t.parent_id
        where p.id not in (select id from one)
        union select coalesce(p.survivor_id, p.id) from up join tickets t on t.id = up.id join tickets p on p.id = t.parent_id
        where up.id not in (select id from one))
    select exists (select from up where id in (select id from one)) as circle`.execute(ctx.db)
  return rows[0]?.circle ?? false
}
