/** Works on a run: some hundred rows in one short transaction, as its User and with what they may do by then; broken off, it goes on where it was. */
import { sql, type Kysely } from 'kysely'
import { z } from 'zod'
import { mergeOne } from '#activities/server/mergeTickets.ts'
import { spamOne } from '#channels/email/server/markSpam.ts'
import type { MintMessageId } from '#channels/email/server/sendEmail.ts'
import type { FileStore } from '#files/server/fileStore.ts'
import { anonymiseOne } from '#erasure/server/anonymise.ts'
import { actorOf } from '#people/server/authenticate.ts'
import { vias } from '#platform/actor.ts'
import { BadInput, NotAllowed, NotFound } from '#platform/problem.ts'
import type { Announcer } from '#platform/server/announce.ts'
import { inTransaction, type Context, type Writing } from '#platform/server/context.ts'
import { continueJob, job } from '#platform/server/jobs.ts'
import { record } from '#platform/server/record.ts'
import type { DB } from '#platform/server/tables.ts'
import { keptMacro, needs, requests, rows, runKinds, runMoved, type RunKind, type Rows } from '#runs/run.ts'
import { binOne } from '#tickets/server/binTicket.ts'
import { restoreOne } from '#tickets/server/restoreTicket.ts'
import { listCondition } from '#views/server/lists.ts'
import { editRows, macroRows, undoRows } from './editRows.ts'
import { exportTickets } from './exportTickets.ts'
import { commentOne, replyOne } from './messageRows.ts'
import { gone, keepResults, nextRows, resultOf, type RowResult, type WaitingRow } from './runRows.ts'
import { runJob } from './startRun.ts'

const atOnce = 500
/** Messages are fewer at a time: so a stop is soon, and the outbox is never ahead of its senders by many. */
const messagesAtOnce = 20
/** So many may wait in the outbox; then the run pauses, and what colleagues write meanwhile leaves before the rest. */
const mostWaiting = 100
const pause = 5

interface Deps {
  db: Kysely<DB>
  store: FileStore
  announcer: Announcer
  mint: MintMessageId
}

const kept = z.object({ request: z.unknown(), rows })

type Row = WaitingRow & { ticketId: number }

interface Running {
  id: number
  kind: RunKind
  /** The list of which each row must still be at its turn; null where rows were picked one by one, or an edit is taken back. */
  list: Exclude<Rows, { ids: number[] }> | null
  /** The results of these rows, in their order. */
  work: (ctx: Writing, chunk: readonly Row[]) => Promise<RowResult[]>
  /** Files that nobody names once the chunk is durable. */
  files: Buffer[]
  atOnce: number
}

export const workRuns = (deps: Deps) =>
  job({
    name: runJob,
    payload: z.object({ id: z.int() }),
    async run({ id }) {
      const held = await deps.db.selectFrom('runs').selectAll().where('id', '=', id).executeTakeFirst()
      if (!held || (held.state !== 'waiting' && held.state !== 'running')) return
      const actor = await actorOf(deps.db, held.user_id)
      const kind = z.enum(runKinds).parse(held.kind)
      const missing = needs[kind].find((permission) => !actor?.permissions.has(permission))
      if (!actor || missing)
        return end(deps.db, id, 'failed', actor ? `The permission ${missing} is missing.` : 'Its User is no longer active.')
      const ctx = (): Context => ({
        db: deps.db,
        announcer: deps.announcer,
        actor,
        now: new Date(),
        requestId: `run:${id}`,
        via: z.enum(vias).parse(held.via),
      })
      await sql`update runs set state = 'running', started_at = coalesce(started_at, ${new Date()}) where id = ${id} and state = 'waiting'`.execute(
        deps.db,
      )
      const { request, rows: asked } = kept.parse(held.request)
      try {
        if (kind === 'export') await exportTickets(ctx(), deps.store, id, requests.export.parse(request), asked)
        else {
          const files: Buffer[] = []
          const list = 'ids' in asked || held.undoes !== null ? null : asked
          const work = await workOf(ctx(), {
            id,
            kind,
            request,
            undoes: held.undoes !== null,
            files,
            mint: deps.mint,
            begunAt: held.created_at,
          })
          const paced = kind === 'reply'
          do {
            for (const hash of files.splice(0)) await deps.store.remove(hash)
            if (paced && (await isFull(deps.db))) return await continueJob(deps.db, runJob, { id }, `run ${id}`, pause)
          } while (await workChunk(ctx(), { id, kind, list, work, files, atOnce: paced ? messagesAtOnce : atOnce }))
        }
        await end(deps.db, id, 'done')
      } catch (error) {
        if (!(error instanceof BadInput || error instanceof NotFound || error instanceof NotAllowed)) throw error
        await end(deps.db, id, 'failed', error.message)
      }
      await tell(ctx(), id)
    },
  })

interface Asked {
  id: number
  kind: Exclude<RunKind, 'export'>
  request: unknown
  undoes: boolean
  files: Buffer[]
  mint: MintMessageId
  begunAt: string
}

async function workOf(ctx: Context, { id, kind, request, undoes, files, mint, begunAt }: Asked): Promise<Running['work']> {
  if (undoes) return undoRows
  if (kind === 'edit') {
    const { changes } = requests.edit.parse(request)
    return (writing, some) => editRows(writing, some, changes)
  }
  if (kind === 'macro') {
    const { changes, condition } = keptMacro.parse(request)
    return (writing, some) => macroRows(writing, some, changes, condition)
  }
  if (kind === 'reply') {
    const reply = requests.reply.parse(request)
    return eachOf((writing, row) => replyOne(writing, mint, { ...row, runId: id, begunAt }, reply))
  }
  if (kind === 'comment') {
    const comment = requests.comment.parse(request)
    return eachOf((writing, row) => commentOne(writing, { ...row, runId: id, begunAt }, comment))
  }
  if (kind === 'delete')
    return eachOf(async (writing, { ticketId }) => ({ outcome: 'changed', version: (await binOne(writing, ticketId)).version }))
  if (kind === 'spam')
    return eachOf(async (writing, { ticketId }) => ({ outcome: 'changed', version: (await spamOne(writing, ticketId)).version }))
  if (kind === 'restore')
    return eachOf(async (writing, { ticketId }) => ({ outcome: 'changed', version: (await restoreOne(writing, ticketId)).version }))
  if (kind === 'anonymise')
    return eachOf(async (writing, { ticketId }) => {
      files.push(...(await anonymiseOne(writing, ticketId)).files)
      return { outcome: 'changed' }
    })
  const survivor = requests.merge.parse(request).survivorId ?? (await oldest(ctx, id))
  return eachOf(async (writing, { ticketId }) => {
    if (ticketId === survivor) return { outcome: 'same' }
    await mergeOne(writing, { survivorId: survivor, ticketIds: [ticketId] })
    return { outcome: 'changed' }
  })
}

/** One after the other, each in its own savepoint. */
function eachOf(one: (ctx: Writing, row: Row) => Promise<RowResult>): Running['work'] {
  return async (ctx, chunk) => {
    const results: RowResult[] = []
    for (const row of chunk) results.push(await tried(ctx, () => one(ctx, row)))
    return results
  }
}

/** Whether the outbox has as many messages as it should. */
async function isFull(db: Kysely<DB>) {
  const { rows: found } = await sql<{ n: number }>`select count(*)::int as n from (
    select from activities where delivery = 'queued' and due_at <= now() limit ${mostWaiting}) x`.execute(db)
  return (found[0]?.n ?? 0) >= mostWaiting
}

async function oldest({ db }: Context, id: number): Promise<number> {
  const { rows: found } = await sql<{ id: number }>`select t.id from run_rows x join tickets t on t.id = x.ticket_id where x.run_id = ${id}
    order by t.state = 'archived', t.created_at, t.id limit 1`.execute(db)
  return found[0]?.id ?? 0
}

/** False when no row waits any more, or the run was stopped. */
async function workChunk(ctx: Context, running: Running): Promise<boolean> {
  return inTransaction(ctx, async (writing) => {
    const run = await writing.db.selectFrom('runs').select(['state', 'last_id']).where('id', '=', running.id).forUpdate().executeTakeFirst()
    if (run?.state !== 'running') return false
    const waiting = await nextRows(writing, running.id, run.last_id, running.atOnce)
    if (waiting.length === 0) return false
    const matching = await stillThere(writing, running, waiting)
    const there = waiting.flatMap((row): Row[] =>
      row.ticketId !== null && matching.has(row.ticketId) ? [{ ...row, ticketId: row.ticketId }] : [],
    )
    const done = await running.work(writing, there)
    const results = new Map(there.map(({ n }, at) => [n, done[at]]))
    await keepResults(
      writing,
      running.id,
      waiting.map(({ n }) => ({ n, ...(results.get(n) ?? { outcome: 'skipped' as const, problems: [gone] }) })),
    )
    await tellIn(writing, running.id)
    return true
  })
}

/** Those of the list that still match; of picked rows those in sight are found out one by one. */
async function stillThere(ctx: Writing, running: Running, waiting: readonly WaitingRow[]): Promise<ReadonlySet<number>> {
  const ids = waiting.flatMap(({ ticketId }) => (ticketId === null ? [] : [ticketId]))
  if (running.list === null) return new Set(ids)
  const condition = await listCondition(ctx, running.list)
  const { rows: found } = await sql<{ id: number }>`select t.id from tickets t where t.id = any(${ids}::bigint[]) and ${condition}`.execute(
    ctx.db,
  )
  return new Set(found.map(({ id }) => id))
}

/** What a rule says of one row is that row's result; anything else breaks the chunk, which is tried again. */
async function tried(ctx: Writing, work: () => Promise<RowResult>): Promise<RowResult> {
  await sql`savepoint one_row`.execute(ctx.db)
  try {
    const result = await work()
    await sql`release savepoint one_row`.execute(ctx.db)
    return result
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

const tell = (ctx: Context, id: number) => inTransaction(ctx, (writing) => tellIn(writing, id))

async function tellIn(ctx: Writing, id: number) {
  const run = await ctx.db.selectFrom('runs').select(['state', 'finished']).where('id', '=', id).executeTakeFirst()
  if (run) await record(ctx, runMoved, { id, version: run.finished }, run)
}
