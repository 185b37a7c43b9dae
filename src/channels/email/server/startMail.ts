/** Everything about mail that runs by itself: the listener, the mailboxes, reading what arrived, filing it, and sending. */
import { join } from 'node:path'
import type { Kysely } from 'kysely'
import type pg from 'pg'
import { recoverInterrupted, sendNext } from '#activities/server/outbox.ts'
import type { FileStore } from '#files/server/fileStore.ts'
import { channel, type Announcer } from '#platform/server/announce.ts'
import type { Config } from '#platform/server/config.ts'
import { startLeader } from '#platform/server/leader.ts'
import { listen } from '#platform/server/listen.ts'
import type { Log } from '#platform/server/log.ts'
import type { Secrets } from '#platform/server/secrets.ts'
import type { DB } from '#platform/server/tables.ts'
import { startWorkers, type Workers } from '#platform/server/workers.ts'
import { emailChannel } from './emailChannel.ts'
import { fileNext } from './fileRaw.ts'
import { clearSpool } from './intake.ts'
import { leaveNext } from './leaveDue.ts'
import { startMailboxes } from './mailboxes.ts'
import { minter } from './mintMessageId.ts'
import { processNext } from './processMail.ts'
import { startListener, tlsOf } from './smtpListener.ts'
import { recoverSystemMails, sendNextSystemMail, type SystemMailDeps } from './systemMail.ts'

export interface MailDeps {
  db: Kysely<DB>
  pool: pg.Pool
  /** Of the database. */
  url: string
  config: Pick<Config, 'host' | 'smtpPort'> & { smtpTls?: Config['smtpTls'] }
  /** For links in mail. */
  publicUrl: () => string
  notifications: SystemMailDeps['notifications']
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

const readers = 6
const senders = 5
const lookEvery = 1_000

/** Rejects when the listener's port is taken; nothing runs then. */
export async function startMail(deps: MailDeps): Promise<Mail> {
  const { db, pool, url, config, dataFolder, secrets, store, log, announcer } = deps
  const spool = join(dataFolder, 'arriving-mail')
  await clearSpool(spool)
  const processing = { db, store, announcer, log, key: secrets.key('mail-signature') }
  const toFile = { db, store, failed: new Set<number>() }
  const filing = startWorkers({
    count: 1,
    every: 5 * lookEvery,
    work: () => fileNext(toFile),
    failed: (error) => log.error({ err: error }, 'a mail could not be filed'),
  })
  let unfiled = false
  const reading = startWorkers({
    count: readers,
    every: lookEvery,
    async work() {
      const worked = await processNext(processing)
      // Filing waits until all is read; asking before would be in vain.
      if (!worked && unfiled) filing.wake()
      unfiled = worked
      return worked
    },
    failed: (error) => log.error({ err: error }, 'mail cannot be read at the moment'),
  })
  const intake = { pool, spool, arrived: reading.wake }
  const door = await startListener({ host: config.host, port: config.smtpPort, db, intake, log, ...(await tlsOf(config)) }).catch(
    async (error: unknown) => {
      await Promise.all([reading.stop(), filing.stop()])
      throw error
    },
  )
  const mailboxes = startMailboxes({ db, url, secrets, intake, log })
  const outbox = startOutbox(deps)
  const mint = minter(processing.key)
  const leaving = startWorkers({
    count: 1,
    every: lookEvery,
    work: () => leaveNext({ db, announcer, mint }, new Date()),
    failed: (error) => log.error({ err: error }, 'a message could not be handed over; it is tried again'),
  })
  // Whatever was recorded may be a message to send or an edited queue.
  const listener = listen({
    url,
    channel,
    log,
    hear(subjects) {
      outbox.wake()
      if (subjects === '' || subjects.includes('queue:')) mailboxes.wake()
    },
  })
  return {
    smtpPort: door.port,
    async health() {
      const { rows } = await pool.query<{ waiting: boolean }>(
        `select exists (select from incoming_mails where state = 'received' and received_at < now() - interval '10 minutes') as waiting`,
      )
      if (rows[0]?.waiting) throw new Error('mail waits to be read')
    },
    async stop() {
      await Promise.all([door.stop(), mailboxes.stop(), leaving.stop(), outbox.stop(), listener.stop()])
      await reading.stop()
      await filing.stop()
    },
  }
}

/** Of all processes one sends: it alone knows that what was being sent when it began was left by one that died. */
function startOutbox({ db, url, store, secrets, announcer, log, publicUrl, notifications }: MailDeps) {
  let sending: Workers | undefined
  const leader = startLeader({
    name: 'outbox',
    url,
    log,
    async lead() {
      const email = emailChannel({ db, store, secrets })
      const deps = { db, announcer, log, channels: { email } }
      await recoverInterrupted(deps)
      await recoverSystemMails(db)
      const workers = startWorkers({
        count: senders,
        every: lookEvery,
        gather: 50, // many events in a row are one look
        work: async () => (await sendNext(deps)) || (await sendNextSystemMail({ db, log, channel: email, publicUrl, notifications })),
        failed: (error) => log.error({ err: error }, 'the outbox cannot be worked on at the moment'),
      })
      sending = workers
      return {
        async stop() {
          sending = undefined
          await workers.stop()
          email.close()
        },
      }
    },
  })
  return { wake: () => sending?.wake(), stop: leader.stop }
}
