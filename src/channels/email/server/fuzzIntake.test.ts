/**
 * Mangled mail through the whole intake: whatever the bytes, there is one row in the ledger with what became of them, on a ticket that can be read,
 * in bounded time and memory. Twenty seconds here; `npm run fuzz` takes ten.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { activity } from '#activities/activity.ts'
import { calendarEvent, readCalendar } from '#activities/calendar.ts'
import { letter } from '#activities/fileApi.ts'
import { getActivity } from '#activities/server/activityQueries.ts'
import { findAttachment } from '#activities/server/findAttachment.ts'
import { readText } from '#activities/server/readText.ts'
import { folderStore } from '#files/server/fileStore.ts'
import { NotFound } from '#platform/problem.ts'
import { startAnnouncer, type RunningAnnouncer } from '#platform/server/announce.ts'
import type { Context } from '#platform/server/context.ts'
import { createLog } from '#platform/server/log.ts'
import { testDatabase, type TestDatabase } from '#platform/server/testing/database.ts'
import { activityBody } from './activityBody.ts'
import { readLetter } from './attachedLetter.ts'
import { takeIn } from './intake.ts'
import { processNext, type ProcessDeps } from './processMail.ts'
import { mangledMail } from './testing/mangledMails.ts'

const seconds = Number(process.env['TESSERA_FUZZ_SECONDS'] ?? 20)
/** Of the wall, on a machine that does other things besides. */
const mostMilliseconds = 15_000
const mostMemory = 1.5 * 1024 ** 3

let database: TestDatabase
let deps: ProcessDeps
let announcer: RunningAnnouncer
const folder = mkdtempSync(join(tmpdir(), 'tessera-fuzz-'))
beforeAll(async () => {
  database = await testDatabase()
  const store = await folderStore(join(folder, 'files'), Buffer.alloc(32, 1))
  announcer = startAnnouncer(database.pool)
  deps = {
    db: database.db,
    store,
    announcer,
    log: createLog({ logLevel: 'silent' }),
    key: Buffer.alloc(32, 2),
  }
})
afterAll(async () => {
  await announcer.flush()
  await database.close()
  rmSync(folder, { recursive: true, force: true })
})

const ctx = (): Context => ({
  db: deps.db,
  actor: { kind: 'system' },
  now: new Date(),
  requestId: 'fuzz',
  via: 'mail',
  announcer: deps.announcer,
})

/** What is due by the database's clock: where that steps back a little, a mail is due a moment later. */
async function processed(id: number, begun = performance.now()): Promise<void> {
  while (await processNext(deps));
  const { state } = await deps.db.selectFrom('incoming_mails').select('state').where('id', '=', id).executeTakeFirstOrThrow()
  if (state !== 'received' || performance.now() - begun > mostMilliseconds) return
  await new Promise((resolve) => setTimeout(resolve, 50))
  await processed(id, begun)
}

async function received(bytes: Buffer) {
  const intake = { pool: database.pool, spool: folder, arrived: () => undefined }
  const envelope = { from: 'jane@customer.example', to: ['support@localhost'] }
  const id = await takeIn(
    intake,
    { source: 'listener', envelope, sizeLimit: 10_000_000 },
    (async function* () {
      yield bytes
    })(),
  )
  await processed(id ?? 0)
  const rows = await deps.db
    .selectFrom('incoming_mails')
    .selectAll()
    .where('id', '=', id ?? 0)
    .execute()
  expect(rows).toHaveLength(1)
  expect(rows[0]).toMatchObject({ tries: 0, failure: null })
  expect(rows[0]?.state).not.toBe('received')
  expect(rows[0]?.outcome).not.toBeNull()
  return id ?? 0
}

/** As a browser would read what became of it. */
async function readAgain(mailId: number) {
  const activities = await deps.db.selectFrom('activities').select(['id', 'html']).where('mail_id', '=', mailId).execute()
  for (const { id, html } of activities) {
    const shown = activity.parse(await getActivity(ctx(), id))
    if (html !== null) await activityBody(ctx(), { id, images: '1' })
    for (const file of shown.attachments.slice(0, 5)) {
      if (file.mediaType === 'text/calendar')
        for (const event of readCalendar((await readText(deps.store, await findAttachment(ctx(), file.id))).text))
          calendarEvent.parse(event)
      if (file.mediaType === 'message/rfc822')
        try {
          letter.parse(await readLetter(ctx(), deps.store, { id: file.id, path: '' }))
        } catch (error) {
          if (!(error instanceof NotFound)) throw error
        }
    }
  }
}

test(
  'whatever comes, one row of the ledger says what became of it, and it can be read',
  async () => {
    let [mails, slowest] = [0, 0]
    await fc.assert(
      fc.asyncProperty(mangledMail, async (bytes) => {
        const begun = performance.now()
        try {
          await readAgain(await received(bytes))
          expect(performance.now() - begun).toBeLessThan(mostMilliseconds)
        } catch (error) {
          const file = join(tmpdir(), 'tessera-fuzz-failure.eml')
          writeFileSync(file, bytes)
          throw new Error(`the mail is in ${file}`, { cause: error })
        }
        mails += 1
        slowest = Math.max(slowest, performance.now() - begun)
      }),
      { numRuns: 10_000_000, interruptAfterTimeLimit: seconds * 1000, markInterruptAsFailure: false, verbose: 0 },
    )
    expect(mails).toBeGreaterThan(seconds)
    expect(process.memoryUsage().rss).toBeLessThan(mostMemory)
    console.log(`${mails} mangled mails, the slowest in ${Math.round(slowest)} ms, ${Math.round(process.memoryUsage().rss / 1024 ** 2)} MB`)
  },
  seconds * 1000 + 120_000,
)
