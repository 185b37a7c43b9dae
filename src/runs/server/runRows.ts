/** The rows of a run: each ends with one outcome, and says why where it was not changed. */
import { sql } from 'kysely'
import { BadInput, Conflict, NotAllowed, NotFound, RuleBroken, type FieldProblem } from '#platform/problem.ts'
import type { Writing } from '#platform/server/context.ts'
import type { Outcome } from '#runs/run.ts'

export const gone: FieldProblem = { field: 'id', code: 'no_longer_matches' }

export interface RowResult {
  outcome: Exclude<Outcome, 'waiting'>
  /** Of the ticket afterwards. */
  version?: number
  problems?: readonly FieldProblem[]
}
export interface WaitingRow {
  n: number
  ticketId: number | null
  version: number | null
}

/** The next rows that wait; the run itself is locked by the caller. */
export async function nextRows(ctx: Writing, runId: number, last: number, limit: number): Promise<WaitingRow[]> {
  const { rows } = await sql<WaitingRow>`select n, ticket_id as "ticketId", version from run_rows
    where run_id = ${runId} and n > ${last} and outcome = 'waiting' order by n limit ${limit}`.execute(ctx.db)
  return rows
}

/** Writes the results of a chunk, and how far the run is. */
export async function keepResults(ctx: Writing, runId: number, results: readonly (RowResult & { n: number })[]) {
  const details = results.map(({ problems }) => (problems && problems.length > 0 ? JSON.stringify(problems) : null))
  const places = results.map(({ n }) => n)
  // The range is what the index is asked for: a planner who has not met this run yet would read all its rows for each chunk.
  await sql`update run_rows x set outcome = r.outcome, detail = r.detail::jsonb, version = coalesce(r.version, x.version)
    from unnest(${places}::bigint[], ${results.map(({ outcome }) => outcome)}::text[], ${details}::text[],
      ${results.map(({ version }) => version ?? null)}::int[]) as r (n, outcome, detail, version)
    where x.run_id = ${runId} and x.n = r.n and x.n between ${places[0] ?? 0} and ${places.at(-1) ?? 0}`.execute(ctx.db)
  const count = (outcome: Outcome) => results.filter((result) => result.outcome === outcome).length
  await sql`update runs set finished = finished + ${results.length}, changed = changed + ${count('changed')}, refused = refused + ${count('refused')},
    skipped = skipped + ${count('skipped')}, last_id = greatest(last_id, ${results.at(-1)?.n ?? 0}) where id = ${runId}`.execute(ctx.db)
}

/** What a rule or somebody else's change means for one row; null for what is nobody's refusal. */
export function resultOf(error: unknown): RowResult | null {
  if (error instanceof NotFound) return { outcome: 'skipped', problems: [gone] }
  if (error instanceof Conflict)
    return {
      outcome: 'skipped',
      problems:
        error.problems.length > 0
          ? error.problems.map(({ field }) => ({ field, code: 'changed_since' }))
          : [{ field: 'id', code: error.code ?? 'conflict' }],
    }
  if (error instanceof RuleBroken || error instanceof BadInput) return { outcome: 'refused', problems: error.problems }
  if (error instanceof NotAllowed) return { outcome: 'refused', problems: [{ field: 'id', code: error.code ?? 'not_allowed' }] }
  return null
}
