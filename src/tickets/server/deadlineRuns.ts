/** Recomputing deadlines in the background after a change of settings: a run with its progress, safe to be broken off and gone on with. */
import { sql, type Kysely, type Transaction } from 'kysely'
import { z } from 'zod'
import { accountChanged, accountsMerged } from '#crm/events.ts'
import { categories } from '#categories/categorySettings.ts'
import { slas } from '#categories/sla.ts'
import { timeGroups } from '#categories/timeGroups.ts'
import type { Announcer } from '#platform/server/announce.ts'
import { deskWriting, type Context } from '#platform/server/context.ts'
import type { Happened } from '#platform/server/horizon.ts'
import { addJob, job } from '#platform/server/jobs.ts'
import type { Reader } from '#platform/server/reader.ts'
import { handOn } from '#platform/server/readers.ts'
import { record } from '#platform/server/record.ts'
import type { DB } from '#platform/server/tables.ts'
import { deadlineMoved } from '#tickets/events.ts'
import { factsOf, storeFacts } from './clockFacts.ts'
import { cause, recounter, touchedBy, type Cause } from './recompute.ts'
import type { TicketRow } from './ticketQueries.ts'

const name = 'recompute deadlines'
const jobName = 'recompute_deadlines'
const batch = 500

/** Which values of which settings a clock takes notice of. */
const noticed: Record<string, { what: Cause['what']; values: readonly string[] | 'any' }> = {
  [slas.events.changed.name]: { what: 'sla', values: ['unit', 'low', 'medium', 'high'] },
  [timeGroups.events.changed.name]: { what: 'time_group', values: ['zone', 'week', 'includes', 'yearly', 'exceptions'] },
  [categories.events.changed.name]: { what: 'category', values: ['slaId', 'timeGroupId', 'dueSoonMinutes', 'grantMinutes'] },
  [accountChanged.name]: { what: 'account', values: ['slaId'] },
  // Tickets came to it from Accounts with another SLA, whatever changed about itself.
  [accountsMerged.name]: { what: 'account', values: 'any' },
}

export const recomputeDeadlines: Reader = {
  name,
  events: Object.fromEntries(Object.keys(noticed).map((event) => [event, begin])),
  failed: handOn(name),
}

const changes = z.object({ changes: z.record(z.string(), z.unknown()) })

async function begin(trx: Transaction<DB>, event: Happened) {
  const found = noticed[event.name]
  const changed = changes.parse(event.payload).changes
  if (!found || (found.values !== 'any' && !found.values.some((value) => value in changed))) return
  const of: Cause = { what: found.what, id: event.subject_id }
  const { rows } = await sql<{ id: number }>`
    insert into deadline_runs (what, cause, event_id, started_at, started_by, total)
    values (${of.what}, ${JSON.stringify(of)}::jsonb, ${event.id}, ${event.at}, ${event.actor_kind === 'user' ? event.actor_id : null},
      (select count(*) from tickets t where ${touchedBy(of)}))
    on conflict (event_id) do nothing returning id`.execute(trx)
  if (rows[0]) await addJob(trx, jobName, { runId: rows[0].id }, `${jobName} ${rows[0].id}`)
}

export const recomputeJob = ({ db, announcer }: { db: Kysely<DB>; announcer: Announcer }) =>
  job({
    name: jobName,
    payload: z.object({ runId: z.int() }),
    async run({ runId }) {
      for (let more = true; more;) {
        const touched = new Set<string>()
        more = await db.transaction().execute((trx) => next(trx, runId, new Date(), touched))
        announcer.announce(touched)
      }
    },
  })

/** One batch: its tickets locked in the order of their numbers, and the place of the run moved in the same transaction. */
async function next(trx: Transaction<DB>, runId: number, now: Date, touched: Set<string>): Promise<boolean> {
  const { rows: runs } = await sql<{ cause: unknown; last_id: number }>`
    select cause, last_id from deadline_runs where id = ${runId} and finished_at is null for update`.execute(trx)
  const run = runs[0]
  if (!run) return false
  const of = cause.parse(run.cause)
  const ctx = { ...deskWriting(trx, { now, requestId: `run ${runId}`, via: 'rule' }), touched }
  const { rows } = await sql<TicketRow>`
    select t.* from tickets t where t.id > ${run.last_id} and ${touchedBy(of)} order by t.id limit ${batch} for update`.execute(trx)
  const facts = await factsOf(
    ctx,
    rows.map((row) => row.id),
  )
  const recount = recounter(ctx, of.what)
  let [moved, breached] = [0, 0]
  for (const row of rows) {
    const counted = await recount(row, facts.get(row.id))
    if (!counted) continue
    await storeFacts(ctx, row.id, counted.news)
    const { columns } = counted
    const moves = columns.deadline_at !== row.deadline_at
    const saved = { id: row.id, version: row.version + (moves ? 1 : 0) }
    await trx
      .updateTable('tickets')
      .set({ ...columns, version: saved.version })
      .where('id', '=', row.id)
      .execute()
    if (!moves) continue
    moved += 1
    if (isMissed(columns.deadline_at, now) && !isMissed(row.deadline_at, now)) breached += 1
    await record(ctx, deadlineMoved, saved, { cause: of.what, from: row.deadline_at, to: columns.deadline_at })
  }
  await sql`update deadline_runs set done = done + ${rows.length}, moved = moved + ${moved}, breached = breached + ${breached},
    last_id = ${rows.at(-1)?.id ?? run.last_id}, finished_at = ${rows.length < batch ? now : null} where id = ${runId}`.execute(trx)
  return rows.length === batch
}

export const isMissed = (deadline: string | null, now: Date) => deadline !== null && Date.parse(deadline) <= now.getTime()

/** The latest runs, those under way first; for who sees all tickets, because their numbers speak of all. */
export async function listDeadlineRuns({ db, actor }: Context) {
  if (actor.kind === 'user' && !actor.right.everything) return { runs: [] }
  const { rows } = await sql<{
    id: number
    what: Cause['what']
    subjectId: number
    startedAt: string
    finishedAt: string | null
    total: number
    done: number
    moved: number
    breached: number
  }>`select id, what, (cause ->> 'id')::bigint as "subjectId", started_at as "startedAt", finished_at as "finishedAt", total, done, moved, breached
    from deadline_runs order by finished_at is null desc, id desc limit 20`.execute(db)
  return { runs: rows }
}
