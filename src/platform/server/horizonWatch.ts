/**
 * Watches for transactions that write for too long: whoever reads the event list by a horizon keeps in mind all that happened since the oldest of
 * them began, and vacuum cleans up nothing newer. Nobody waits for them, so the only sign is this one.
 */
import { sql, type Kysely } from 'kysely'
import { Gauge, type Registry } from 'prom-client'
import type { Log } from './log.ts'
import type { DB } from './tables.ts'

const every = 15_000
/** Seconds. */
const tooLong = 60

export function startHorizonWatch({ db, log, metrics }: { db: Kysely<DB>; log: Log; metrics: Registry }): { stop: () => Promise<void> } {
  const gauge = new Gauge({
    name: 'tessera_oldest_writing_seconds',
    help: 'Age of the oldest transaction that has written and not ended, in any database of the cluster',
    registers: [metrics],
  })
  const look = async () => {
    const age = await oldestWriting(db)
    gauge.set(age)
    if (age >= tooLong)
      log.warn({ seconds: Math.round(age) }, 'a transaction has been writing for long; readers of the event list carry on beside it')
  }
  let looking: Promise<void> = Promise.resolve()
  const clock = setInterval(() => {
    looking = look().catch((error: unknown) => log.warn({ error }, 'the age of the oldest transaction is not known'))
  }, every)
  return {
    async stop() {
      clearInterval(clock)
      await looking
    },
  }
}

/** Seconds; 0 where nobody writes. */
export async function oldestWriting(db: Kysely<DB>): Promise<number> {
  const { rows } = await sql<{ age: number }>`
    select coalesce(extract(epoch from clock_timestamp() - min(xact_start)), 0)::float8 as age
    from pg_stat_activity where backend_xid is not null and pid <> pg_backend_pid()`.execute(db)
  return Math.max(0, rows[0]?.age ?? 0)
}
