/** A desk with its mail running, for tests: a real database, the real listener, mailboxes and workers, and files in a folder of its own. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { folderStore, type FileStore } from '#files/server/fileStore.ts'
import { startAnnouncer, type Announcer } from '#platform/server/announce.ts'
import type { Context } from '#platform/server/context.ts'
import { createLog } from '#platform/server/log.ts'
import { secretsFrom, type Secrets } from '#platform/server/secrets.ts'
import { testDatabase, type TestDatabase } from '#platform/server/testing/database.ts'
import { startMail, type Mail } from '../startMail.ts'
import { sendRaw } from './mailClient.ts'

export interface MailDesk extends TestDatabase {
  mail: Mail
  store: FileStore
  secrets: Secrets
  announcer: Announcer
  /** What the desk itself does now. */
  ctx: () => Context
  /** Sends a message to the listener and returns its ledger row once it has been read. */
  deliver: (raw: string | Buffer, envelope?: { from?: string; to?: string[] }) => Promise<LedgerRow>
  /** Waits until nothing that was accepted is unread. */
  settled: () => Promise<void>
  /** Stops mail and starts it again. */
  restart: () => Promise<void>
}

export type LedgerRow = Awaited<ReturnType<typeof lastMail>>

export async function mailDesk(): Promise<MailDesk> {
  const database = await testDatabase()
  const folder = mkdtempSync(join(tmpdir(), 'tessera-mail-'))
  const secrets = secretsFrom('a key for tests that is long enough')
  const store = await folderStore(join(folder, 'files'), secrets.key('file-names'))
  const announcer = startAnnouncer(database.pool)
  const log = createLog({ logLevel: process.env['TESSERA_LOG_LEVEL'] === 'debug' ? 'debug' : 'silent' })
  const start = () =>
    startMail({
      db: database.db,
      pool: database.pool,
      url: database.url,
      config: { host: '127.0.0.1', smtpPort: 0 },
      publicUrl: () => 'http://localhost',
      notifications: async () => null,
      dataFolder: folder,
      secrets,
      store,
      log,
      announcer,
    })
  const settled = async () => {
    const { rows } = await database.pool.query<{ n: number }>(`select count(*)::int as n from incoming_mails where state = 'received'`)
    if (rows[0]?.n === 0) return
    await new Promise((resolve) => setTimeout(resolve, 15))
    await settled()
  }
  const desk: MailDesk = {
    ...database,
    mail: await start(),
    store,
    secrets,
    announcer,
    ctx: () => ({ db: database.db, actor: { kind: 'system' }, now: new Date(), requestId: 'test', via: 'mail', announcer }),
    async deliver(raw, envelope) {
      await sendRaw(desk.mail.smtpPort, raw, envelope)
      await settled()
      return lastMail(database)
    },
    settled,
    async restart() {
      await desk.mail.stop()
      desk.mail = await start()
    },
    async close() {
      await desk.mail.stop()
      await announcer.flush()
      await database.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
  return desk
}

async function lastMail({ db }: TestDatabase) {
  const mail = await db.selectFrom('incoming_mails').selectAll().orderBy('id', 'desc').limit(1).executeTakeFirstOrThrow()
  const results = await db
    .selectFrom('incoming_mail_results')
    .select(['ticket_id', 'activity_id'])
    .where('mail_id', '=', mail.id)
    .orderBy('activity_id')
    .execute()
  return { ...mail, tickets: results.map((r) => r.ticket_id), activities: results.map((r) => r.activity_id) }
}
