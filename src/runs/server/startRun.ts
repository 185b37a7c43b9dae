/** Starts a run: its rows are what was selected, or what matches at this moment; the work itself is a job's. */
import { sql } from 'kysely'
import { RuleBroken } from '#platform/problem.ts'
import { allow } from '#platform/server/allow.ts'
import { inTransaction, type Context } from '#platform/server/context.ts'
import { addJob } from '#platform/server/jobs.ts'
import { needs, type Rows, type Run, type WantedRun } from '#runs/run.ts'
import { listCondition } from '#views/server/lists.ts'
import { getRun, owner } from './runQueries.ts'

export const runJob = 'run'
/** Works on imports of tickets, and takes them back. */
export const importRunJob = 'import_tickets'
const chunk = 5000

interface Begun {
  kind: WantedRun['kind']
  /** As the work reads it. */
  request: unknown
  rows: Rows
  /** With more rows it is not begun. */
  most?: number | undefined
}

export async function startRun(ctx: Context, { kind, request, rows, most = Infinity }: Begun): Promise<Run> {
  for (const permission of needs[kind]) allow(ctx, permission)
  const me = owner(ctx)
  if (!('ids' in rows)) await listCondition(ctx, rows) // refused before anything is kept
  const { id } = await ctx.db
    .insertInto('runs')
    .values({ kind, user_id: me, via: ctx.via, request: JSON.stringify({ request, rows }), created_at: ctx.now })
    .returning('id')
    .executeTakeFirstOrThrow()
  await takeRows(ctx, id, rows)
  const tooMany = await inTransaction(ctx, async ({ db }) => {
    const { rows: counted } = await sql<{ n: number }>`select count(*) as n from run_rows where run_id = ${id}`.execute(db)
    const total = counted[0]?.n ?? 0
    if (total > most) {
      await db.deleteFrom('runs').where('id', '=', id).execute()
      return total
    }
    await db
      .updateTable('runs')
      .set(total === 0 && kind !== 'export' ? { total, state: 'done', ended_at: ctx.now } : { total })
      .where('id', '=', id)
      .execute()
    if (total > 0 || kind === 'export') await addJob(db, runJob, { id }, `run ${id}`)
    return null
  })
  if (tooMany !== null)
    throw new RuleBroken(
      'These are more tickets than were confirmed.',
      [{ field: 'confirmed', code: 'confirm_count', details: { total: tooMany } }],
      'confirm_count',
    )
  return getRun(ctx, id)
}

/** In the order of their numbers, some thousands at a time: one long transaction would hold up every reader of the events. */
async function takeRows(ctx: Context, id: number, rows: Rows) {
  if ('ids' in rows) {
    await sql`insert into run_rows (run_id, n, ticket_id, outcome)
      select ${id}, x.id, t.id, 'waiting' from unnest(${[...new Set(rows.ids)]}::bigint[]) as x (id) left join tickets t on t.id = x.id`.execute(
      ctx.db,
    )
    return
  }
  const condition = await listCondition(ctx, rows)
  for (let last = 0; ;) {
    const { rows: taken } = await sql<{ n: number }>`
      insert into run_rows (run_id, n, ticket_id, outcome)
      select ${id}, t.id, t.id, 'waiting' from tickets t where t.id > ${last} and t.id <> all(${rows.except}::bigint[]) and ${condition}
      order by t.id limit ${chunk} returning n`.execute(ctx.db)
    if (taken.length < chunk) return
    last = Math.max(...taken.map(({ n }) => n))
  }
}

/** A new run that takes back what an edit changed, where nobody has changed it since. */
export async function undoRun(ctx: Context, id: number): Promise<Run> {
  const run = await getRun(ctx, id)
  const imported = run.kind === 'import'
  for (const permission of imported ? (['tickets.import'] as const) : needs.edit) allow(ctx, permission)
  if (!run.undoable) throw new RuleBroken('This run cannot be taken back.', [{ field: 'id', code: 'not_undoable' }], 'not_undoable')
  const made = await inTransaction(ctx, async ({ db }) => {
    const { rows } = await sql<{ id: number }>`
      insert into runs (kind, user_id, via, request, import_id, undoes, created_at, total)
      select kind, user_id, ${imported ? 'import' : ctx.via}, request, import_id, id, ${ctx.now}, changed from runs where id = ${id} and not exists (select from runs u where u.undoes = ${id})
      returning id`.execute(db)
    const [row] = rows
    if (!row) throw new RuleBroken('This run is being taken back already.', [{ field: 'id', code: 'not_undoable' }], 'not_undoable')
    await sql`insert into run_rows (run_id, n, ticket_id, outcome, version)
      select ${row.id}, n, ticket_id, 'waiting', version from run_rows where run_id = ${id} and outcome in ('created', 'changed')`.execute(
      db,
    )
    await addJob(db, imported ? importRunJob : runJob, { id: row.id }, `run ${row.id}`)
    return row
  })
  return getRun(ctx, made.id)
}

export async function stopRun(ctx: Context, id: number) {
  await getRun(ctx, id)
  await sql`update runs set state = 'stopped', ended_at = ${ctx.now} where id = ${id} and state in ('waiting', 'running')`.execute(ctx.db)
  return { ok: true as const }
}
