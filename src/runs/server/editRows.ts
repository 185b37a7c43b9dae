/** Rows of an edit: the same saves as from the form, with the same rules; and the way back. */
import { sql } from 'kysely'
import { z } from 'zod'
import { holdingFor } from '#macros/server/macroForMany.ts'
import type { Filter } from '#platform/filter.ts'
import { Conflict } from '#platform/problem.ts'
import type { Writing } from '#platform/server/context.ts'
import type { FieldEdits } from '#tickets/fieldEdits.ts'
import { changesOf } from '#tickets/server/fieldEdits.ts'
import { lockParents } from '#tickets/server/ruleFacts.ts'
import { settleSave, type SettledSave } from '#tickets/server/saveTicket.ts'
import { batchOf, lockTickets, writeSaves } from '#tickets/server/saveTickets.ts'
import { inBin, type TicketRow } from '#tickets/server/ticketQueries.ts'
import { changes as changesShape } from '#tickets/ticket.ts'
import { gone, resultOf, type RowResult, type WaitingRow } from './runRows.ts'

type Chunk = readonly (WaitingRow & { ticketId: number })[]

export const editRows = (ctx: Writing, chunk: Chunk, edits: FieldEdits) =>
  saveRows(ctx, chunk, 'parentId' in edits, async (batch, row) =>
    settleSave(batch, row, await changesOf(batch, row, edits), { askRules: true }),
  )

/** A Macro is an edit of those for which its condition holds at their turn; the others are left as they are and named. */
export async function macroRows(ctx: Writing, chunk: Chunk, edits: FieldEdits, condition: Filter | null): Promise<RowResult[]> {
  const ids = chunk.map(({ ticketId }) => ticketId)
  await lockTickets(ctx, ids)
  const holding = await holdingFor(ctx, condition, ids)
  const meant = chunk.filter(({ ticketId }) => holding.has(ticketId))
  const results = new Map((await editRows(ctx, meant, edits)).map((result, at) => [meant[at]?.ticketId, result]))
  return chunk.map(
    ({ ticketId }) => results.get(ticketId) ?? { outcome: 'skipped', problems: [{ field: 'id', code: 'condition_not_met' }] },
  )
}

const told = z.object({ changes: z.record(z.string(), z.object({ from: z.unknown(), to: z.unknown() })) })

/** What the run changed becomes what it was, if it still is what the run made of it. The rules held before: they are not asked. */
export async function undoRows(ctx: Writing, chunk: Chunk): Promise<RowResult[]> {
  const { rows } = await sql<{ id: number; payload: unknown }>`
    select e.subject_id as id, e.payload from unnest(${chunk.map(({ ticketId }) => ticketId)}::bigint[], ${chunk.map(({ version }) => version)}::int[]) as x (id, version)
    join events e on e.subject = 'ticket' and e.subject_id = x.id and e.version = x.version and e.name = 'ticket.changed'`.execute(ctx.db)
  const before = new Map(rows.map(({ id, payload }) => [id, told.parse(payload).changes]))
  return saveRows(
    ctx,
    chunk,
    [...before.values()].some((changes) => 'parentId' in changes),
    async (batch, row) => {
      const changes = before.get(row.id)
      if (!changes) throw new Conflict('What it was is not known.', [{ field: 'id', code: 'conflict' }])
      const back = Object.fromEntries(Object.entries(changes).map(([key, { from, to }]) => [key, { from: to, to: from }]))
      return settleSave(batch, row, changesShape.parse(back), { askRules: false })
    },
  )
}

/** Each row is weighed for itself; what may be written is written together. */
async function saveRows(
  ctx: Writing,
  chunk: Chunk,
  parents: boolean,
  settle: (ctx: Writing, row: TicketRow) => Promise<SettledSave | null>,
): Promise<RowResult[]> {
  const ids = chunk.map(({ ticketId }) => ticketId)
  if (parents) await lockParents(ctx)
  const locked = await lockTickets(ctx, ids)
  const known = await batchOf(ctx, ids)
  const saves: SettledSave[] = []
  const results: RowResult[] = []
  for (const { ticketId } of chunk) {
    const row = locked.get(ticketId)
    // What became of its children in this chunk is looked up, and so must stand there.
    if (parents || known.parents.has(ticketId)) await writeSaves(ctx, saves.splice(0))
    results.push(await settled(known.batch, row, settle, saves))
  }
  await writeSaves(ctx, saves)
  return results
}

async function settled(
  ctx: Writing,
  row: TicketRow | undefined,
  settle: (ctx: Writing, row: TicketRow) => Promise<SettledSave | null>,
  saves: SettledSave[],
): Promise<RowResult> {
  if (!row) return { outcome: 'skipped', problems: [gone] }
  try {
    if (row.survivor_id !== null) throw new Conflict('It was merged.', [], 'merged')
    if (row.deleted_at !== null) throw inBin(row.id)
    const save = await settle(ctx, row)
    if (!save) return { outcome: 'same' }
    saves.push(save)
    return { outcome: 'changed', version: save.columns.version }
  } catch (error) {
    const refused = resultOf(error)
    if (!refused) throw error
    return refused
  }
}
