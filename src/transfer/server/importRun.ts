/** Works on a file of tickets: 500 rows in one short transaction with their results, so that broken off it goes on where it was; and takes an import back. */
import { sql, type Kysely } from 'kysely'
import { z } from 'zod'
import type { FileStore } from '#files/server/fileStore.ts'
import { actorOf } from '#people/server/authenticate.ts'
import { BadInput, Conflict } from '#platform/problem.ts'
import type { Announcer } from '#platform/server/announce.ts'
import { inTransaction, type Context, type Writing } from '#platform/server/context.ts'
import { job } from '#platform/server/jobs.ts'
import { record } from '#platform/server/record.ts'
import type { DB } from '#platform/server/tables.ts'
import { runMoved } from '#runs/run.ts'
import { undoRows } from '#runs/server/editRows.ts'
import { gone, keepResults, resultOf, type RowResult } from '#runs/server/runRows.ts'
import { importRunJob } from '#runs/server/startRun.ts'
import { binOne } from '#tickets/server/binTicket.ts'
import { importOf, type HeldImport } from './imports.ts'
import { comingIn, joinParents } from './importParents.ts'
import { importRows, keyOf, type FileRow, type ImportedRow } from './importRows.ts'
import { rowsOf } from './readFile.ts'

const atOnce = 500

interface Deps {
  db: Kysely<DB>
  store: FileStore
  announcer: Announcer
}

/** Ends the transaction of a rehearsal: all is as before. */
class Rehearsed extends Error {}

export const importTickets = (deps: Deps) =>
  job({
    name: importRunJob,
    payload: z.object({ id: z.int() }),
    async run({ id }) {
      const { db } = deps
      const held = await db
        .selectFrom('runs')
        .select(['state', 'kind', 'user_id', 'import_id', 'undoes'])
        .where('id', '=', id)
        .executeTakeFirst()
      if (!held || (held.state !== 'waiting' && held.state !== 'running')) return
      const actor = await actorOf(db, held.user_id)
      if (!actor?.permissions.has('tickets.import'))
        return end(db, id, 'failed', actor ? 'The permission tickets.import is missing.' : 'Its User is no longer active.')
      const ctx = (): Context => ({ db, announcer: deps.announcer, actor, now: new Date(), requestId: `run:${id}`, via: 'import' })
      await sql`update runs set state = 'running', started_at = coalesce(started_at, ${new Date()}) where id = ${id} and state = 'waiting'`.execute(
        db,
      )
      try {
        const file = held.import_id === null ? null : await importOf(db, held.import_id)
        if (held.undoes !== null) while (await undoChunk(ctx(), id, held.undoes));
        else if (!file?.reading.hash) return await end(db, id, 'failed', 'The file is no longer kept.')
        else if (file.choices.asTheyWere && !actor.permissions.has('settings.update'))
          return await end(db, id, 'failed', 'The permission settings.update is missing.')
        else if (!(await workFile(ctx, deps.store, id, file, held.kind === 'check'))) return
        await end(db, id, 'done')
      } catch (error) {
        if (!(error instanceof BadInput)) throw error
        await end(db, id, 'failed', error.message)
      }
      await inTransaction(ctx(), (writing) => tellIn(writing, id))
    },
  })

/** From the beginning of the file, for only so can its rows be told; what is behind is passed over. False where it was stopped, or another works on it. */
async function workFile(ctx: () => Context, store: FileStore, id: number, file: HeldImport, rehearsal: boolean): Promise<boolean> {
  const { rows } = await sql<{ last: number }>`select last_id as last from runs where id = ${id}`.execute(ctx().db)
  const last = rows[0]?.last ?? 0
  const earlier = new Set<string>()
  const coming = await comingIn(store, file)
  let n = -1
  let chunk: FileRow[] = []
  const work = async () => {
    const goesOn = await workChunk(ctx(), id, chunk, { ...file, rehearsal, earlier, coming })
    for (const row of chunk) remember(row)
    chunk = []
    return goesOn
  }
  const remember = (row: FileRow) => {
    const key = keyOf(row, file)
    if (key !== null) earlier.add(key)
  }
  for await (const cells of rowsOf(store, { ...file.reading, hash: file.reading.hash ?? Buffer.alloc(0) })) {
    n++
    if (n === 0) continue
    if (n <= last) remember({ n, cells })
    else if (chunk.push({ n, cells }) === atOnce && !(await work())) return false
  }
  if (chunk.length > 0 && !(await work())) return false
  if (coming.size > 0 && !rehearsal)
    for (let at: number | null = 0; at !== null;) at = await joinParents(ctx(), id, file.choices.source, at)
  return true
}

interface Working extends HeldImport {
  rehearsal: boolean
  earlier: ReadonlySet<string>
  coming: ReadonlySet<string>
}

/** False when it was stopped, or somebody else works on it. */
async function workChunk(ctx: Context, id: number, chunk: readonly FileRow[], working: Working): Promise<boolean> {
  if (!working.rehearsal)
    return inTransaction(ctx, async (writing) => {
      if (!(await isMine(writing, id, chunk))) return false
      await keepImported(writing, id, await importRows(writing, chunk, working))
      await tellIn(writing, id)
      return true
    })
  const results = await rehearse(ctx, chunk, working)
  return inTransaction(ctx, async (writing) => {
    if (!(await isMine(writing, id, chunk))) return false
    await keepImported(writing, id, results)
    await tellIn(writing, id)
    return true
  })
}

async function isMine({ db }: Writing, id: number, chunk: readonly FileRow[]): Promise<boolean> {
  const run = await db.selectFrom('runs').select(['state', 'last_id']).where('id', '=', id).forUpdate().executeTakeFirst()
  return run?.state === 'running' && run.last_id + 1 === chunk[0]?.n
}

/** What would become of these rows; `look` sees what they would make. */
export async function rehearse(
  ctx: Context,
  chunk: readonly FileRow[],
  working: Omit<Working, 'rehearsal'>,
  look?: (writing: Writing, results: readonly ImportedRow[]) => Promise<void>,
): Promise<ImportedRow[]> {
  let results: ImportedRow[] = []
  await inTransaction(ctx, async (writing) => {
    results = await importRows(writing, chunk, { ...working, rehearsal: true })
    await look?.(writing, results)
    throw new Rehearsed()
  }).catch((error: unknown) => {
    if (!(error instanceof Rehearsed)) throw error
  })
  return results
}

async function keepImported(ctx: Writing, id: number, results: readonly ImportedRow[]) {
  const details = results.map(({ problems }) => (problems && problems.length > 0 ? JSON.stringify(problems) : null))
  await sql`insert into run_rows (run_id, n, ticket_id, outcome, detail, version)
    select ${id}, r.n, r.ticket, r.outcome, r.detail::jsonb, r.version
    from unnest(${results.map(({ n }) => n)}::bigint[], ${results.map(({ ticketId }) => ticketId)}::bigint[], ${results.map(({ outcome }) => outcome)}::text[],
      ${details}::text[], ${results.map(({ version }) => version ?? null)}::int[]) as r (n, ticket, outcome, detail, version)`.execute(
    ctx.db,
  )
  const count = (...outcomes: RowResult['outcome'][]) => results.filter(({ outcome }) => outcomes.includes(outcome)).length
  await sql`update runs set finished = finished + ${results.length}, created = created + ${count('created')},
    changed = changed + ${count('created', 'changed')}, refused = refused + ${count('refused')}, skipped = skipped + ${count('skipped')},
    last_id = ${results.at(-1)?.n ?? 0} where id = ${id}`.execute(ctx.db)
}

/** The last rows first: children before their parents. */
async function undoChunk(ctx: Context, id: number, undoes: number): Promise<boolean> {
  return inTransaction(ctx, async (writing) => {
    const run = await writing.db.selectFrom('runs').select('state').where('id', '=', id).forUpdate().executeTakeFirst()
    if (run?.state !== 'running') return false
    const { rows } = await sql<{ n: number; ticketId: number | null; version: number | null; created: boolean }>`
      select x.n, x.ticket_id as "ticketId", x.version, o.outcome = 'created' as created
      from run_rows x join run_rows o on o.run_id = ${undoes} and o.n = x.n
      where x.run_id = ${id} and x.outcome = 'waiting' order by x.n desc limit ${atOnce}`.execute(writing.db)
    if (rows.length === 0) return false
    const there = rows.flatMap((row) => (row.ticketId === null ? [] : [{ ...row, ticketId: row.ticketId }]))
    const results = new Map<number, RowResult>()
    const changed = there.filter(({ created }) => !created)
    const undone = changed.length > 0 ? await undoRows(writing, changed) : []
    for (const [at, { n }] of changed.entries()) results.set(n, undone[at] ?? { outcome: 'skipped', problems: [gone] })
    for (const row of there) if (row.created) results.set(row.n, await unmake(writing, row))
    await keepResults(
      writing,
      id,
      rows.toReversed().map(({ n }) => ({ n, ...(results.get(n) ?? { outcome: 'skipped' as const, problems: [gone] }) })),
    )
    await tellIn(writing, id)
    return true
  })
}

/** Into the bin, if nobody has changed it since; imported again it is another ticket. Whoever imported it needs no permission to delete others'. */
async function unmake(ctx: Writing, { ticketId, version }: { ticketId: number; version: number | null }): Promise<RowResult> {
  await sql`savepoint one_row`.execute(ctx.db)
  try {
    const row = await ctx.db.selectFrom('tickets').select('version').where('id', '=', ticketId).forUpdate().executeTakeFirst()
    if (row?.version !== version) throw new Conflict('It was changed.', [{ field: 'id', code: 'changed_since' }])
    const { actor } = ctx
    const may = actor.kind === 'user' ? { ...actor, permissions: new Set([...actor.permissions, 'tickets.delete' as const]) } : actor
    const saved = await binOne({ ...ctx, actor: may }, ticketId)
    await ctx.db.deleteFrom('ticket_external_ids').where('ticket_id', '=', ticketId).execute()
    await sql`release savepoint one_row`.execute(ctx.db)
    return { outcome: 'changed', version: saved.version }
  } catch (error) {
    const refused = resultOf(error)
    if (!refused) throw error
    await sql`rollback to savepoint one_row`.execute(ctx.db)
    return refused
  }
}

async function end(db: Kysely<DB>, id: number, state: 'done' | 'failed', error: string | null = null) {
  await sql`update runs set state = ${state}, error = ${error}, ended_at = ${new Date()} where id = ${id} and state in ('waiting', 'running')`.execute(
    db,
  )
}

async function tellIn(ctx: Writing, id: number) {
  const run = await ctx.db.selectFrom('runs').select(['state', 'finished']).where('id', '=', id).executeTakeFirst()
  if (run) await record(ctx, runMoved, { id, version: run.finished }, run)
}
