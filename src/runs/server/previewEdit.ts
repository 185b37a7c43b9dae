/** What an edit or a Macro would do, before anything is written: how many would change and be refused, and why; of the first ones what. */
import { sql } from 'kysely'
import type { z } from 'zod'
import { fieldsOf } from '#fields/server/fieldsOf.ts'
import type { FieldProblem } from '#platform/problem.ts'
import { BadInput } from '#platform/problem.ts'
import { holdingFor, macroForMany, type MacroForMany } from '#macros/server/macroForMany.ts'
import { allow } from '#platform/server/allow.ts'
import type { Context } from '#platform/server/context.ts'
import type * as api from '#runs/api.ts'
import { needs } from '#runs/run.ts'
import { changesOf, checkEdits } from '#tickets/server/fieldEdits.ts'
import type { Changed } from '#tickets/server/mergeFields.ts'
import { weighSave } from '#tickets/server/saveTicket.ts'
import { batchOf } from '#tickets/server/saveTickets.ts'
import { visible, type TicketRow } from '#tickets/server/ticketQueries.ts'
import { keysOf } from '#tickets/ticket.ts'
import { listCondition } from '#views/server/lists.ts'

/** More than these are not looked at beforehand: nobody should wait for their numbers. */
const most = 1000
const shown = 200

interface Weighed {
  changed: Changed
  problems: readonly FieldProblem[]
}
type Asked = z.output<(typeof api.previewEdit)['input']>
type Preview = z.input<(typeof api.previewEdit)['output']>

/** One of both, and the tickets that it is meant for. */
async function wantedOf(ctx: Context, { changes, macro }: Pick<Asked, 'changes' | 'macro'>): Promise<MacroForMany> {
  if (macro && !changes) return macroForMany(ctx, macro)
  if (!changes || macro) throw new BadInput('Name a Macro or say what changes, one of the two.', [{ field: 'changes', code: 'required' }])
  return { changes, condition: null }
}

export async function previewEdit(ctx: Context, { rows, ...asked }: Asked): Promise<Preview> {
  for (const permission of needs.edit) allow(ctx, permission)
  const { changes, condition: meant } = await wantedOf(ctx, asked)
  checkEdits(changes, await fieldsOf(ctx, 'ticket'))
  const condition =
    'ids' in rows
      ? sql<boolean>`t.id = any(${rows.ids}::bigint[]) and t.survivor_id is null and ${visible(ctx)}`
      : sql<boolean>`${await listCondition(ctx, rows)} and t.id <> all(${rows.except}::bigint[])`
  const { rows: counted } = await sql<{ n: number }>`select count(*) as n from tickets t where ${condition}`.execute(ctx.db)
  const { rows: tickets } =
    await sql<TicketRow>`select t.* from tickets t where ${condition} order by t.last_activity_at desc, t.id desc limit ${most}`.execute(
      ctx.db,
    )
  const holding = await holdingFor(
    ctx,
    meant,
    tickets.map(({ id }) => id),
  )
  const answer: Preview = {
    skipped: 0,
    total: counted[0]?.n ?? 0,
    looked: tickets.length,
    change: 0,
    same: 0,
    refused: 0,
    reasons: [],
    rows: [],
  }
  const reasons = new Map<string, { field: string; code: string; count: number }>()
  const { batch } = await batchOf(
    ctx,
    tickets.map(({ id }) => id),
  )
  for (const ticket of tickets) {
    const inBin = ticket.deleted_at !== null
    if (!inBin && !holding.has(ticket.id)) {
      answer.skipped++
      continue
    }
    const { changed, problems }: Weighed = inBin
      ? { changed: {}, problems: [{ field: 'id', code: 'in_bin' }] }
      : await weighSave(batch, ticket, await changesOf(batch, ticket, changes), { askRules: true })
    const touched = keysOf(changed)
    if (problems.length > 0) answer.refused++
    else if (touched.length > 0) answer.change++
    else answer.same++
    for (const { field, code } of problems) {
      const reason = reasons.get(`${field} ${code}`) ?? { field, code, count: 0 }
      reasons.set(`${field} ${code}`, { ...reason, count: reason.count + 1 })
    }
    if (answer.rows.length < shown && (problems.length > 0 || touched.length > 0))
      answer.rows.push({
        id: ticket.id,
        title: ticket.title,
        changes: Object.fromEntries(
          Object.entries(changed).map(([key, change]) => [key, { from: change?.from ?? null, to: change?.to ?? null }]),
        ),
        problems: problems.map(({ field, code, details }) => ({ field, code, ...(details ? { details } : {}) })),
      })
  }
  return { ...answer, reasons: [...reasons.values()].toSorted((a, b) => b.count - a.count) }
}
