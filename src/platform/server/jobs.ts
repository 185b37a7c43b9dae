/** Jobs: what takes time, waits, or repeats. Kept in the database, tried again with back-off, handed back when the server stops. */
import { Logger, parseCronItems, run, type TaskList } from 'graphile-worker'
import { sql, type Kysely } from 'kysely'
import type pg from 'pg'
import type { z } from 'zod'
import type { Log } from './log.ts'
import type { DB } from './tables.ts'

export interface Job<P extends z.ZodObject = z.ZodObject> {
  name: string
  payload: P
  /** When it runs by itself, as in crontab(5), UTC; its payload is then `{}`. */
  at?: string
  /** Safe to run twice: after a crash it may. Rethrows what it cannot handle, so that it is tried again. */
  run(payload: z.output<P>): Promise<void>
}

export const job = <P extends z.ZodObject>(declared: Job<P>): Job<P> => declared

/** Adds a job in the caller's transaction; several with one `key` are one. Never from a save: consequences hang on the event list. */
export async function addJob(db: Kysely<DB>, name: string, payload: object, key?: string) {
  await sql`select graphile_worker.add_job(${name}, payload := ${JSON.stringify(payload)}::json, job_key := ${key ?? null}::text)`.execute(
    db,
  )
}

/** The job goes on by itself after some seconds: it waits for something else without keeping others from their work. */
export async function continueJob(db: Kysely<DB>, name: string, payload: object, key: string, seconds: number) {
  await sql`select graphile_worker.add_job(${name}, payload := ${JSON.stringify(payload)}::json, job_key := ${key}::text,
    run_at := now() + make_interval(secs => ${seconds}))`.execute(db)
}

export interface Jobs {
  stop: () => Promise<void>
  /** Rejects when jobs are not being worked on. */
  health: () => Promise<void>
}

/** What the library says more quietly than this is its own affair. */
const levels: Record<string, 'error' | 'warn'> = { error: 'error', warning: 'warn' }

export async function startJobs({ pool, jobs, log }: { pool: pg.Pool; jobs: readonly Job[]; log: Log }): Promise<Jobs> {
  const taskList: TaskList = Object.fromEntries(
    jobs.map((j) => [j.name, async (payload: unknown) => j.run(j.payload.parse(payload && typeof payload === 'object' ? payload : {}))]),
  )
  const runner = await run({
    pgPool: pool,
    taskList,
    parsedCronItems: parseCronItems(jobs.flatMap((j) => (j.at ? [{ task: j.name, match: j.at, options: { backfillPeriod: 0 } }] : []))),
    concurrency: 4,
    noHandleSignals: true,
    logger: new Logger(() => (level, message, meta) => {
      const aloud = levels[level]
      if (aloud) log[aloud]({ job: meta?.['task_identifier'] }, message)
    }),
  })
  let ended = false
  void runner.promise.then(
    () => (ended = true),
    (error: unknown) => {
      ended = true
      log.error({ error }, 'jobs have stopped')
    },
  )
  return {
    stop: async () => {
      if (!ended) await runner.stop()
    },
    async health() {
      if (ended) throw new Error('jobs are not being worked on')
    },
  }
}
