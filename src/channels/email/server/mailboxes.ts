/** Gives every IMAP queue one worker among all processes: whoever holds its advisory lock looks after it; edited queues start afresh. */
import type { Kysely } from 'kysely'
import pg from 'pg'
import type { Secrets } from '#platform/server/secrets.ts'
import type { DB } from '#platform/server/tables.ts'
import { startWorkers } from '#platform/server/workers.ts'
import { runMailbox, type Mailbox, type MailboxDeps } from './mailbox.ts'
import { openSecret } from './queueSecrets.ts'

export interface MailboxesDeps extends MailboxDeps {
  /** Of the database: locks need a connection of their own, whose end frees them. */
  url: string
  secrets: Secrets
}

const every = 1_000
const lockSpace = `hashtext('tessera mailbox')`

interface Worker {
  /** What it was started with; another text means that the queue was edited. */
  settings: string
  stop: () => Promise<void>
}

export function startMailboxes(deps: MailboxesDeps): { wake: () => void; stop: () => Promise<void> } {
  const workers = new Map<number, Worker>()
  let client: pg.Client | undefined
  let stopped = false

  const letGo = async (queueId: number) => {
    const worker = workers.get(queueId)
    workers.delete(queueId)
    await worker?.stop()
    await client?.query(`select pg_advisory_unlock(${lockSpace}, $1)`, [queueId]).catch(() => undefined)
  }
  const letAllGo = async () => {
    await Promise.all([...workers.values()].map((worker) => worker.stop()))
    for (const queueId of workers.keys()) await letGo(queueId)
  }
  const connected = async () => {
    if (client) return client
    const fresh = new pg.Client({ connectionString: deps.url, application_name: 'tessera mailboxes', keepAlive: true })
    // Without the connection the locks are gone, and another process may take over.
    fresh.on('error', () => {
      if (client === fresh) client = undefined
      void letAllGo()
    })
    await fresh.connect()
    client = fresh
    return fresh
  }
  const look = async () => {
    const locks = await connected()
    const wanted = await imapQueues(deps)
    await locks.query('select 1') // a lock is ours only as long as the connection is
    for (const [queueId, worker] of workers) if (wanted.get(queueId)?.settings !== worker.settings) await letGo(queueId)
    for (const [queueId, { settings, mailbox }] of wanted) {
      if (workers.has(queueId) || stopped) continue
      const { rows } = await locks.query<{ mine: boolean }>(`select pg_try_advisory_lock(${lockSpace}, $1) as mine`, [queueId])
      if (rows[0]?.mine) workers.set(queueId, { settings, ...runMailbox(mailbox, deps) })
    }
  }
  const looking = startWorkers({
    count: 1,
    every,
    async work() {
      await look()
      return false
    },
    failed: (error) => deps.log.warn({ err: error }, 'mailboxes cannot be looked after; trying again'),
  })
  return {
    wake: looking.wake,
    async stop() {
      stopped = true
      await looking.stop()
      await letAllGo()
      await client?.end().catch(() => undefined)
    },
  }
}

async function imapQueues({ db, secrets, log }: { db: Kysely<DB>; secrets: Secrets; log: MailboxDeps['log'] }) {
  const rows = await db
    .selectFrom('email_queues')
    .selectAll()
    .where('active', '=', true)
    .where('incoming', '=', 'imap')
    .where('imap_host', 'is not', null)
    .execute()
  const queues = new Map<number, { settings: string; mailbox: Mailbox }>()
  for (const q of rows) {
    let password = ''
    try {
      password = q.imap_secret ? openSecret(secrets, q.id, 'imap', q.imap_secret) : ''
    } catch (error) {
      log.error({ err: error, queue: q.id }, 'the stored password of a mailbox cannot be read')
      continue
    }
    queues.set(q.id, {
      settings: `${q.version} ${q.imap_secret?.toString('hex') ?? ''}`,
      mailbox: {
        queueId: q.id,
        host: q.imap_host ?? '',
        port: q.imap_port ?? 993,
        security: q.imap_security ?? 'tls',
        user: q.imap_user ?? '',
        password,
        folder: q.imap_folder,
        takeMailFrom: q.take_mail_from,
        sizeLimit: q.size_limit,
      },
    })
  }
  return queues
}
