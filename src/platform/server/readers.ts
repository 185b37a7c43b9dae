/** Keeps all readers of the event list reading: woken by notifications, and once a second in case one was lost. */
import { z } from 'zod'
import type { Kysely } from 'kysely'
import { channel } from './announce.ts'
import type { Happened } from './horizon.ts'
import { addJob, job, type Job } from './jobs.ts'
import { listen } from './listen.ts'
import type { Log } from './log.ts'
import { readOnce, type Reader } from './reader.ts'
import type { DB } from './tables.ts'

const tick = 1000
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
      const event = await db.selectFrom('events').selectAll().where('id', '=', eventId).executeTakeFirst()
      if (found && event) await db.transaction().execute(async (trx) => found.events[event.name]?.(trx, event as Happened))
    },
  })

export function startReaders({ db, url, log, readers }: { db: Kysely<DB>; url: string; log: Log; readers: readonly Reader[] }) {
  let stopped = false
  const loops = readers.map((reader) => {
    let again = false
    let running: Promise<void> | undefined
    const read = async () => {
      while (again && !stopped) {
        again = false
        // A full batch says that there is more; null, that another process reads for this reader.
        for (let n = await readOnce(db, reader, new Date()); n !== null && n > 0 && !stopped;) n = await readOnce(db, reader, new Date())
      }
    }
    return {
      wake() {
        again = true
        running ??= read()
          .catch((error: unknown) => log.warn({ reader: reader.name, error }, 'reading events failed; the next try makes up for it'))
          .finally(() => (running = undefined))
      },
      ended: () => running,
    }
  })
  const wake = () => loops.forEach((loop) => loop.wake())
  const listener = listen({ url, channel, log, hear: wake })
  const clock = setInterval(wake, tick)
  return {
    async stop() {
      stopped = true
      clearInterval(clock)
      await listener.stop()
      await Promise.all(loops.map((loop) => loop.ended()))
    },
  }
}
