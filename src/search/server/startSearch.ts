/** Keeps search documents fresh: within a second of what changed a ticket's words. */
import type { Kysely } from 'kysely'
import type { Announcer } from '#platform/server/announce.ts'
import type { Log } from '#platform/server/log.ts'
import type { DB } from '#platform/server/tables.ts'
import { startWorkers, type Workers } from '#platform/server/workers.ts'
import { refreshDocuments } from './refreshDocuments.ts'

const tick = 300

export const startSearch = ({ db, announcer, log }: { db: Kysely<DB>; announcer: Announcer; log: Log }): Workers =>
  startWorkers({
    count: 1,
    every: tick,
    work: () => refreshDocuments({ db, announcer, now: new Date() }),
    failed: (error) => log.warn({ error }, 'making search documents failed; the next try makes up for it'),
  })
