/** Runs as their own User sees them; nobody else does. */
import { sql } from 'kysely'
import { visible } from '#tickets/server/ticketQueries.ts'
import { NotAllowed, NotFound } from '#platform/problem.ts'
import type { Context } from '#platform/server/context.ts'
import type { Outcome, Run } from '#runs/run.ts'

export function owner({ actor }: Pick<Context, 'actor'>): number {
  if (actor.kind !== 'user') throw new NotAllowed('Only a User has runs.')
  return actor.id
}

/** An edit, a Macro or an import can be taken back as long as nobody has, for 30 days. */
const undoable = sql<boolean>`(r.kind in ('edit', 'macro', 'import') and r.undoes is null and r.state in ('done', 'stopped', 'failed') and r.changed > 0
  and r.ended_at > now() - interval '30 days' and not exists (select from runs u where u.undoes = r.id))`

export async function listRuns(ctx: Context, { limit, only }: { limit: number; only?: number }): Promise<Run[]> {
  const { rows } = await sql<Run>`
    select r.id, r.kind, r.state, r.total, r.finished, r.changed, r.created, r.refused, r.skipped, r.error, r.undoes,
      (select max(u.id) from runs u where u.undoes = r.id) as "undoneBy", ${undoable} as undoable, r.import_id as "importId", r.file_size as "fileSize",
      r.created_at as "createdAt", r.ended_at as "endedAt"
    from runs r where r.user_id = ${owner(ctx)} ${only === undefined ? sql`` : sql`and r.id = ${only}`} order by r.id desc limit ${limit}`.execute(
    ctx.db,
  )
  return rows
}

export async function getRun(ctx: Context, id: number): Promise<Run> {
  const [run] = await listRuns(ctx, { limit: 1, only: id })
  if (!run) throw new NotFound(`There is no run ${id} of yours.`)
  return run
}

interface Row {
  n: number
  ticketId: number | null
  title: string | null
  outcome: Outcome
  problems: { field: string; code: string; details?: Record<string, unknown> }[]
}

/** The number and title of a ticket that went out of sight are not told any more. */
export async function listRunRows(
  ctx: Context,
  { id, outcome, after, limit }: { id: number; outcome?: Outcome | undefined; after: number; limit: number },
) {
  await getRun(ctx, id)
  const { rows } = await sql<Row>`
    select x.n, t.id as "ticketId", t.title, x.outcome, coalesce(x.detail, '[]') as problems
    from run_rows x left join tickets t on t.id = x.ticket_id and ${visible(ctx)}
    where x.run_id = ${id} and x.n > ${after} ${outcome ? sql`and x.outcome = ${outcome}` : sql``} order by x.n limit ${limit + 1}`.execute(
    ctx.db,
  )
  return { rows: rows.slice(0, limit), more: rows.length > limit }
}
