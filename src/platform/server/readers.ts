/** Keeps all readers of the event list reading: woken by notifications, and once a second in case one was lost. */
import { sql, type Kysely } from 'kysely'
import { z } from 'zod'
import { channel } from './announce.ts'
import type { Happened } from './horizon.ts'
import { addJob, job } from './jobs.ts'
import { listen } from './listen.ts'
import type { Log } from './log.ts'
import { readersWithWork, readOnce, type Reader } from './reader.ts'
import type { DB } from './tables.ts'
import { startWorkers } from './workers.ts'

const tick = 1000
const gather = 50
const retry = 'retry_event'

/** An event on which a reader failed becomes a job, so that the line goes on without it. */
export const handOn =
  (reader: string): Reader['failed'] =>
  (trx, event) =>
    addJob(trx, retry, { reader, eventId: event.id }, `${reader} ${event.id}`)

/** The job that tries such an event again. */
export const retryEvent = (db: Kysely<DB>, readers: readonly Reader[]) =>
  job({
    name: retry,
    payload: z.object({ reader: z.string(), eventId: z.int() }),
    async run({ reader, eventId }) {
      const found = readers.find((r) => r.name === reader)
      const { rows } =
        await sql<Happened>`select id, tx::text as tx, at, name, subject, subject_id, version, actor_kind, actor_id, via, request_id, payload
        from events where id = ${eventId}`.execute(db)
      const event = rows[0]
      if (found && event) await db.transaction().execute(async (trx) => found.events[event.name]?.(trx, event))
    },
  })

export interface Readers {
  stop: () => Promise<void>
}

export function startReaders({ db, url, log, readers }: { db: Kysely<DB>; url: string; log: Log; readers: readonly Reader[] }): Readers {
  /** A reader that takes its time keeps no other waiting. */
  const busy = new Map<string, Promise<void>>()
  const read = async (reader: Reader) => {
    try {
      // Null: another process reads for this reader. While it was busy, more may have come.
      if ((await readOnce(db, reader, new Date())) ?? 0) reading.wake()
    } catch (error) {
      log.warn({ reader: reader.name, error }, 'reading events failed; the next try makes up for it')
    } finally {
      busy.delete(reader.name)
    }
  }
  const reading = startWorkers({
    count: 1,
    every: tick,
    gather,
    async work() {
      const idle = readers.filter(({ name }) => !busy.has(name))
      const waiting = await readersWithWork(db, idle, new Date())
      for (const reader of idle) if (waiting.has(reader.name)) busy.set(reader.name, read(reader))
      return false
    },
    failed: (error) => log.warn({ error }, 'events cannot be read at the moment'),
  })
  const listener = listen({ url, channel, log, hear: reading.wake })
  return {
    stop: async () => {
      await listener.stop()
      await reading.stop()
      await Promise.all(busy.values())
    },
  }
}
