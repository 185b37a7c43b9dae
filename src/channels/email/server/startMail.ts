/** Everything about mail that runs by itself: the listener, the mailboxes, reading what arrived, filing it, and sending. */
import { join } from 'node:path'
import type { Kysely } from 'kysely'
import type pg from 'pg'
import type { FileStore } from '#files/server/fileStore.ts'
import type { Announcer } from '#platform/server/announce.ts'
import type { Config } from '#platform/server/config.ts'
import type { Log } from '#platform/server/log.ts'
import type { Secrets } from '#platform/server/secrets.ts'
import type { DB } from '#platform/server/tables.ts'
import { startWorkers } from '#platform/server/workers.ts'
import { fileNext } from './fileRaw.ts'
import { clearSpool } from './intake.ts'
import { startMailboxes } from './mailboxes.ts'
import { processNext } from './processMail.ts'
import { startListener } from './smtpListener.ts'

export interface MailDeps {
  db: Kysely<DB>
  pool: pg.Pool
  /** Of the database. */
  url: string
  config: Pick<Config, 'host' | 'smtpPort' | 'publicUrl'>
  dataFolder: string
  secrets: Secrets
  store: FileStore
  log: Log
  announcer: Announcer
}

export interface Mail {
  /** Where the listener listens. */
  smtpPort: number
  /** Rejects when mail that was accepted is not being worked on. */
  health: () => Promise<void>
  /** What was accepted is either done or stays for the next start. */
  stop: () => Promise<void>
}

const readers = 4
const lookEvery = 1_000

/** Rejects when the listener's port is taken; nothing runs then. */
export async function startMail(deps: MailDeps): Promise<Mail> {
  const { db, pool, url, config, dataFolder, secrets, store, log, announcer } = deps
  const spool = join(dataFolder, 'arriving-mail')
  await clearSpool(spool)
  const processing = { db, store, announcer, log, key: secrets.key('mail-signature') }
  const filing = startWorkers({
    count: 1,
    every: 5 * lookEvery,
    work: () => fileNext({ db, store }),
    failed: (error) => log.error({ err: error }, 'a mail could not be filed'),
  })
  const reading = startWorkers({
    count: readers,
    every: lookEvery,
    async work() {
      const worked = await processNext(processing)
      if (worked) filing.wake()
      return worked
    },
    failed: (error) => log.error({ err: error }, 'mail cannot be read at the moment'),
  })
  const intake = { pool, spool, arrived: reading.wake }
  const listener = await startListener({ host: config.host, port: config.smtpPort, db, intake, log }).catch(async (error: unknown) => {
    await Promise.all([reading.stop(), filing.stop()])
    throw error
  })
  const mailboxes = startMailboxes({ db, url, secrets, intake, log })
  return {
    smtpPort: listener.port,
    async health() {
      const { rows } = await pool.query<{ waiting: boolean }>(
        `select exists (select from incoming_mails where state = 'received' and received_at < now() - interval '10 minutes') as waiting`,
      )
      if (rows[0]?.waiting) throw new Error('mail waits to be read')
    },
    async stop() {
      await Promise.all([listener.stop(), mailboxes.stop()])
      await reading.stop()
      await filing.stop()
    },
  }
}
