/** A desk for tests of the policy: tickets of four categories with all that hangs on them, whose numbers and words are found wherever they leak. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sendRaw } from '#channels/email/server/testing/mailClient.ts'
import { startMail } from '#channels/email/server/startMail.ts'
import { folderStore } from '#files/server/fileStore.ts'
import { testDesk } from '#people/server/testing/desk.ts'
import { startAnnouncer, type Announcer } from '#platform/server/announce.ts'
import type { Context } from '#platform/server/context.ts'
import { createLog } from '#platform/server/log.ts'
import { secretsFrom } from '#platform/server/secrets.ts'
import { LiveCounts } from '#views/server/live/liveCounts.ts'
import { routesOf } from '../routes.ts'

/** Seven digits that stand nowhere by chance: whatever names a ticket is found by them, and within the number of a request they are none. */
const firstTicket = 7_770_001
export const numbersIn = (text: string) =>
  new Set([...text.matchAll(/(?<![\da-f])7770\d{3}(?![\da-f])/g)].map(([number]) => Number(number)))
/** A word of one ticket alone, in its title, text, subject and file names. */
export const wordOf = (n: number) => `quince${String(n).padStart(3, '0')}`
export const wordsIn = (text: string) => new Set(text.match(/quince\d{3}/g))

const image = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

/** A mail with text, HTML, an inline image and a file. */
const mail = (n: number, to: string) =>
  [
    `From: Customer ${n} <customer${n}@example.com>`,
    `To: ${to}`,
    `Subject: ${wordOf(n)} is late`,
    `Message-ID: <m${n}@example.com>`,
    'Date: Sun, 22 Nov 2026 10:00:00 +0000',
    'MIME-Version: 1.0',
    'Content-Type: multipart/related; boundary=b',
    '',
    '--b',
    'Content-Type: text/html; charset=utf-8',
    '',
    `<p>Where is ${wordOf(n)}? <img src="cid:picture${n}"></p>`,
    '--b',
    `Content-Type: image/png; name="${wordOf(n)}.png"`,
    `Content-ID: <picture${n}>`,
    'Content-Disposition: inline',
    'Content-Transfer-Encoding: base64',
    '',
    image,
    '--b',
    'Content-Type: text/plain',
    `Content-Disposition: attachment; filename="${wordOf(n)}.txt"`,
    '',
    wordOf(n),
    '--b--',
    '',
  ].join('\r\n')

export interface KnownTicket {
  id: number
  categoryId: number
  word: string
}

/** `tickets` is what there is, straight from the database; everything else is asked through the doors. */
export async function rightsWorld(count: number) {
  const folder = mkdtempSync(join(tmpdir(), 'tessera rights '))
  const secrets = secretsFrom('a master key of at least 32 characters')
  const store = await folderStore(join(folder, 'files'), secrets.key('file-names'))
  const liveCounts = { for: (ctx: Context) => memory.for(ctx) }
  const routes = routesOf({ store, secrets, liveCounts, publicUrl: () => 'http://localhost:3000' })
  const announcing: { by?: Announcer } = {}
  const desk = await testDesk(routes, { announcer: { announce: (subjects) => announcing.by?.announce(subjects) } })
  const { db, pool, url } = desk.database
  const announcer = startAnnouncer(pool)
  const memory = new LiveCounts({ db, log: createLog({ logLevel: 'silent' }) })
  await memory.start({ file: join(folder, 'live-counts'), timeline: 'test' })
  announcer.onCommit(memory.wake)
  announcing.by = announcer
  await pool.query(`alter table tickets alter column id restart with ${firstTicket}`)
  await pool.query(`insert into categories (name, position) select 'Category ' || n, n from generate_series(1, 3) n`)
  await pool.query(`insert into email_queues (name, address, category_id)
    select 'Queue ' || id, 'queue' || id || '@localhost', id from categories where name like 'Category%'`)
  const { rows: queues } = await pool.query<{ id: number; address: string; category_id: number }>(
    'select id, address, category_id from email_queues order by id',
  )
  const running = await startMail({
    db,
    pool,
    url,
    config: { host: '127.0.0.1', smtpPort: 0 },
    publicUrl: () => 'http://localhost:3000',
    notifications: async () => null,
    dataFolder: folder,
    secrets,
    store,
    log: createLog({ logLevel: 'silent' }),
    announcer,
  })
  const settled = async (condition: string) => {
    for (let tries = 0; tries < 500; tries++) {
      const { rows } = await pool.query<{ n: number }>(`select count(*)::int as n from ${condition}`)
      if (rows[0]?.n === 0) return
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    throw new Error(`still there: ${condition}`)
  }
  for (let n = 0; n < count; n++) {
    const to = queues[n % queues.length]?.address ?? ''
    await sendRaw(running.smtpPort, mail(n, to), { from: `customer${n}@example.com`, to: [to] })
    await settled(`incoming_mails where state = 'received'`)
  }
  const tickets = async (): Promise<KnownTicket[]> => {
    const { rows } = await pool.query<KnownTicket>(
      `select id, category_id as "categoryId", substring(title from 'quince\\d{3}') as word from tickets order by id`,
    )
    return rows
  }
  return {
    desk,
    routes,
    queues,
    tickets,
    liveCounts: memory,
    sent: () => settled(`activities where delivery in ('queued', 'sending')`),
    async close() {
      await running.stop()
      await memory.stop()
      await announcer.flush()
      await desk.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
