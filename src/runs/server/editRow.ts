/** One row of an edit: the same save as from the form, with the same rules; and the way back. */
import { sql } from 'kysely'
import { z } from 'zod'
import { isSet } from '#tickets/fields.ts'
import { holdsSeveral, type FieldSet } from '#fields/customField.ts'
import { BadInput, type FieldProblem } from '#platform/problem.ts'
import type { Context, Writing } from '#platform/server/context.ts'
import type { Edits } from '#runs/run.ts'
import { saveTicket } from '#tickets/server/saveTicket.ts'
import { lockTicket, type TicketRow } from '#tickets/server/ticketQueries.ts'
import { valuesOf } from '#tickets/server/ticketValues.ts'
import { changes as changesShape, isCustomKey, keysOf, type Changes } from '#tickets/ticket.ts'
import type { RowResult } from './runRows.ts'

/** As a save of this row: what it holds now becomes what was asked, so that nobody's change stands in the way. */
export async function changesOf(ctx: Context, row: TicketRow, edits: Edits): Promise<Changes> {
  const before = await valuesOf(ctx, row, new Set(keysOf(edits)))
  const values = new Map<string, unknown>(Object.entries(before))
  return changesShape.parse(
    Object.fromEntries(
      Object.entries(edits).map(([key, edit]) => [key, 'to' in edit ? { from: values.get(key) ?? null, to: edit.to } : edit]),
    ),
  )
}

/** What no ticket could take, refused before the first. */
export function checkEdits(edits: Edits, fields: FieldSet) {
  const parsed = changesShape.safeParse(
    Object.fromEntries(Object.entries(edits).map(([key, edit]) => [key, 'to' in edit ? { from: null, to: edit.to } : edit])),
  )
  const problems: FieldProblem[] = parsed.success
    ? []
    : parsed.error.issues.map(({ path, code }) => ({ field: path.join('.') || 'changes', code }))
  for (const [key, edit] of Object.entries(edits)) {
    const custom = isCustomKey(key) ? fields.byId.get(Number(key.slice('custom.'.length))) : undefined
    if (isCustomKey(key) && !custom) problems.push({ field: key, code: 'no_such_field' })
    const set = custom ? holdsSeveral(custom) : keysOf({ [key]: 1 }).some((field) => !isCustomKey(field) && isSet(field))
    if (!('to' in edit) && !set) problems.push({ field: key, code: 'not_a_set' })
  }
  if (problems.length > 0) throw new BadInput('No ticket can be edited so.', problems)
}

export async function editRow(ctx: Writing, ticketId: number, edits: Edits): Promise<RowResult> {
  const row = await lockTicket(ctx, ticketId)
  const saved = await saveTicket(ctx, row, await changesOf(ctx, row, edits), { askRules: true })
  return saved.version === row.version ? { outcome: 'same' } : { outcome: 'changed', version: saved.version }
}

const told = z.object({ changes: z.record(z.string(), z.object({ from: z.unknown(), to: z.unknown() })) })

/** What the run changed becomes what it was, if it still is what the run made of it. The rules held before: they are not asked. */
export async function undoRow(ctx: Writing, ticketId: number, version: number): Promise<RowResult> {
  const row = await lockTicket(ctx, ticketId)
  const { rows } = await sql<{ payload: unknown }>`select payload from events
    where subject = 'ticket' and subject_id = ${row.id} and version = ${version} and name = 'ticket.changed'`.execute(ctx.db)
  if (!rows[0]) return { outcome: 'skipped', problems: [{ field: 'version', code: 'changed_since' }] }
  const { changes } = told.parse(rows[0].payload)
  const back = Object.fromEntries(Object.entries(changes).map(([key, { from, to }]) => [key, { from: to, to: from }]))
  const saved = await saveTicket(ctx, row, changesShape.parse(back), { askRules: false })
  return saved.version === row.version ? { outcome: 'same' } : { outcome: 'changed', version: saved.version }
}
