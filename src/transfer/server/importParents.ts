/** Parents that stand further down in the file than their children: joined when all of its rows are there. */
import { sql } from 'kysely'
import type { FileStore } from '#files/server/fileStore.ts'
import type { FieldProblem } from '#platform/problem.ts'
import { inTransaction, type Context, type Writing } from '#platform/server/context.ts'
import { resultOf } from '#runs/server/runRows.ts'
import { lockParents } from '#tickets/server/ruleFacts.ts'
import { settleSave, weighSave } from '#tickets/server/saveTicket.ts'
import { lockTickets, writeSaves } from '#tickets/server/saveTickets.ts'
import type { TicketRow } from '#tickets/server/ticketQueries.ts'
import { valuesOf } from '#tickets/server/ticketValues.ts'
import type { HeldImport } from './imports.ts'
import { cellOf } from './knownNames.ts'
import { rowsOf } from './readFile.ts'

const later = 'parent_later'
/** What a row says until its parent is there. */
export const laterParent = (name: string): FieldProblem => ({ field: 'parentId', code: later, details: { name } })

/** All numbers of the other system in a file that speaks of parents; none otherwise. */
export async function comingIn(store: FileStore, { reading, columns }: HeldImport): Promise<ReadonlySet<string>> {
  const coming = new Set<string>()
  if (!reading.hash || !columns.includes('parent') || !columns.includes('externalId')) return coming
  for await (const cells of rowsOf(store, { ...reading, hash: reading.hash })) coming.add(cellOf(cells, columns, 'externalId'))
  coming.delete('')
  return coming
}

interface Waiting {
  n: number
  ticketId: number
  outcome: string
  version: number | null
  detail: FieldProblem[]
}

const atOnce = 100

/** The next rows after this one whose parents are still to be joined; the last of them, or null when there is none left or the run was stopped. */
export async function joinParents(ctx: Context, runId: number, source: string, after: number): Promise<number | null> {
  return inTransaction(ctx, async (writing) => {
    const run = await writing.db.selectFrom('runs').select('state').where('id', '=', runId).forUpdate().executeTakeFirst()
    if (run?.state !== 'running') return null
    const { rows } = await sql<Waiting>`select n, ticket_id as "ticketId", outcome, version, detail from run_rows
      where run_id = ${runId} and n > ${after} and ticket_id is not null and detail @> ${JSON.stringify([{ code: later }])}::jsonb
      order by n limit ${atOnce}`.execute(writing.db)
    await lockParents(writing)
    const locked = await lockTickets(
      writing,
      rows.map(({ ticketId }) => ticketId),
    )
    for (const row of rows) {
      const kept = row.detail.filter(({ code }) => code !== later)
      const name = String(row.detail.find(({ code }) => code === later)?.details?.['name'])
      const { version, problem } = await join(writing, locked.get(row.ticketId), source, name)
      const detail = [...kept, ...(problem ? [problem] : [])]
      const changed = version !== null && row.outcome === 'same'
      await sql`update run_rows set detail = ${detail.length > 0 ? JSON.stringify(detail) : null}::jsonb,
        outcome = ${changed ? 'changed' : row.outcome},
        version = case when version = ${(version ?? 0) - 1} then ${version} else version end where run_id = ${runId} and n = ${row.n}`.execute(
        writing.db,
      )
      if (changed) await sql`update runs set changed = changed + 1 where id = ${runId}`.execute(writing.db)
    }
    return rows.at(-1)?.n ?? null
  })
}

/** The ticket's version afterwards, or why it stands without its parent. */
async function join(
  ctx: Writing,
  row: TicketRow | undefined,
  source: string,
  name: string,
): Promise<{ version: number | null; problem: FieldProblem | null }> {
  const found = await ctx.db
    .selectFrom('ticket_external_ids')
    .select('ticket_id')
    .where('source', '=', source)
    .where('external_id', '=', name)
    .executeTakeFirst()
  if (!row || !found) return { version: null, problem: { field: 'parentId', code: 'unknown_name', details: { name } } }
  try {
    const { parentId } = await valuesOf(ctx, row, new Set(['parentId']))
    const changes = { parentId: { from: parentId, to: found.ticket_id } }
    const { problems } = await weighSave(ctx, row, changes, { askRules: true })
    const problem = problems.find(({ field }) => field === 'parentId') ?? null
    const save = problem ? null : await settleSave(ctx, row, changes, { askRules: false })
    if (save) await writeSaves(ctx, [save])
    return { version: save?.columns.version ?? null, problem }
  } catch (error) {
    const refused = resultOf(error)
    if (!refused) throw error
    return { version: null, problem: refused.problems?.[0] ?? { field: 'parentId', code: 'not_allowed' } }
  }
}
