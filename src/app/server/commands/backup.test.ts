/** A desk is backed up while it runs and brought back into a new cluster: everything is there, nothing is lost and nothing leaves twice. */
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runMigrations } from 'graphile-worker'
import type pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { backup } from '#app/server/commands/backup.ts'
import { restore } from '#app/server/commands/restore.ts'
import { seed } from '#app/server/commands/seed.ts'
import { startServer, type Running } from '#app/server/main.ts'
import { takeIn } from '#channels/email/server/intake.ts'
import { openSecret, sealSecret } from '#channels/email/server/queueSecrets.ts'
import { addAttachment } from '#files/server/attachments.ts'
import { folderStore } from '#files/server/fileStore.ts'
import { storedTables } from '#platform/server/backup/storedTables.ts'
import { readConfig } from '#platform/server/config.ts'
import type { Context } from '#platform/server/context.ts'
import { createLog } from '#platform/server/log.ts'
import { migrate, migrateTo } from '#platform/server/migrate.ts'
import { openDatabase, type OpenDatabase } from '#platform/server/openDatabase.ts'
import { runningParts } from '#platform/server/parts.ts'
import { readOnce, type Reader } from '#platform/server/reader.ts'
import { checkKey, openSecrets } from '#platform/server/secrets.ts'
import { databaseAt, onServer, testDatabase, testServer } from '#platform/server/testing/database.ts'
import { testFolder } from '#platform/server/testing/folder.ts'

const minutes = 60_000
const folder = testFolder()
afterAll(folder.remove)
afterEach(() => vi.unstubAllEnvs())
const at = (name: string) => join(folder.path, name)
const quiet = createLog({ logLevel: 'silent' })

/** Runs a command as the operator of that desk. */
async function run(command: typeof backup, words: string[], settings: Record<string, string>) {
  const said: string[] = []
  vi.unstubAllEnvs()
  for (const name of ['DATABASE_URL', 'TESSERA_SECRET_KEY']) vi.stubEnv(name, '')
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value)
  const hear = (line: string) => void said.push(line)
  const code = await command.run(words, { print: hear, say: hear }).catch((error: unknown) => {
    hear(error instanceof Error ? error.message : String(error))
    return 1
  })
  vi.unstubAllEnvs()
  return { code, said: said.join('\n') }
}

const refused = async (words: string[], settings: Record<string, string>, why: string) =>
  expect(await run(restore, words, settings)).toMatchObject({ code: 1, said: expect.stringContaining(why) })

/** What each table holds, without what a restore changes: transaction ids, the timeline, and whether messages wait or are held. */
async function contents(pool: pg.Pool) {
  const client = await pool.connect()
  const held: Record<string, unknown> = {}
  try {
    for (const { name, columns, transactions } of await storedTables(client)) {
      const changed = [...transactions, 'timeline', 'delivery', 'due_at', 'claimed_at', 'horizon']
      const list = columns.filter((c) => !changed.includes(c)).map((c) => `"${c}"`)
      const { rows } = await client.query(
        `select count(*) as n, md5(string_agg(r::text, '|' order by r::text)) as md5 from (select ${list.join(', ')} from "${name}") r`,
      )
      held[name] = rows[0]
    }
  } finally {
    client.release()
  }
  return held
}

const happened = (pool: pg.Pool, subject: number) =>
  pool.query(
    `insert into events (at, name, subject, subject_id, version, actor_kind, via, request_id, payload)
     values (now(), 'test.happened', 'ticket', $1, 1, 'system', 'cli', 'test', '{}')`,
    [subject],
  )

/** A reader that notes what it was told. */
function listener(name: string) {
  const heard: number[] = []
  const reader: Reader = {
    name,
    events: { 'test.happened': async (_trx, event) => void heard.push(event.subject_id) },
    failed: async () => {},
  }
  return { heard, reader }
}

describe('A desk in a new place', () => {
  let old: OpenDatabase
  let before: Record<string, unknown>
  let timeline: unknown
  beforeAll(async () => {
    vi.stubEnv('TESSERA_DATA', at('old'))
    const config = readConfig()
    mkdirSync(at('old'), { mode: 0o711 })
    // As the running server does: the backup then joins its database.
    old = await openDatabase(config, at('old'), { command: 'start' })
    const { pool, db } = old
    await migrate(pool)
    await pool.query('do $$ begin for i in 1..5000 loop perform pg_current_xact_id(); commit; end loop; end $$')
    await seed(pool, { tickets: 300 })
    const secrets = openSecrets(config, at('old'))
    await checkKey(db, secrets)
    const ctx: Context = {
      db,
      announcer: { announce: () => undefined },
      actor: { kind: 'system' },
      now: new Date(),
      requestId: 'test',
      via: 'cli',
    }
    const store = await folderStore(join(at('old'), 'files'), secrets.key('file-names'))
    const { rows: one } = await pool.query<{ id: number; ticket: number }>(
      'select id, ticket_id as ticket from activities order by id limit 1',
    )
    const belongs = { activityId: one[0]?.id ?? 0, ticketId: one[0]?.ticket ?? 0 }
    for (const text of ['hello', '', 'x'.repeat(300_000)])
      await addAttachment(ctx, store, { name: 'a.txt', mediaType: 'text/plain', bytes: Buffer.from(text) }, belongs)
    const { rows: queue } = await pool.query<{ id: number }>('select id from email_queues order by id limit 1')
    await pool.query('update email_queues set imap_secret = $1 where id = $2', [
      sealSecret(secrets, queue[0]?.id ?? 0, 'imap', 'the mailbox’s password'),
      queue[0]?.id,
    ])
    await takeIn(
      { pool, spool: at('spool'), arrived: () => undefined },
      { source: 'listener', envelope: { from: 'late@customer.example', to: ['support@localhost'] }, sizeLimit: 1e6 },
      (async function* () {
        yield Buffer.from('From: late@customer.example\r\nTo: support@localhost\r\nSubject: Just before the backup\r\n\r\nHello\r\n')
      })(),
    )
    await pool.query(`with a as (insert into activities (ticket_id, kind, direction, at, created_at, queue_id, from_address, subject, text, delivery, due_at)
        values (${belongs.ticketId}, 'email', 'out', now(), now(), ${queue[0]?.id}, 'support@localhost', 'Waiting to leave', 'Tab\there, \\ and line
        ends', 'queued', now()) returning id)
      insert into activity_recipients (activity_id, role, address, state, at) select id, 'to', 'c@customer.example', 'queued', now() from a`)
    await runMigrations({ pgPool: pool })
    await pool.query(
      `select graphile_worker.add_job('later', payload := '{"n": 7}'::json, job_key := 'seven', run_at := now() + interval '1 day')`,
    )
    const ahead = listener('ahead')
    const behind = listener('behind')
    for (const { reader } of [ahead, behind]) await readOnce(db, reader, new Date())
    await happened(pool, 1)
    await readOnce(db, ahead.reader, new Date())
    await happened(pool, 2)
    expect(ahead.heard).toEqual([1])
    before = await contents(pool)
    timeline = (await pool.query('select timeline from installation')).rows[0]
  }, 3 * minutes)
  afterAll(() => old.close())

  test('tessera backup writes database and files while the server runs, and only its owner can read them', async () => {
    const done = await run(backup, [at('kept')], { TESSERA_DATA: at('old') })
    expect(done).toMatchObject({
      code: 0,
      said: expect.stringMatching(/Database +\d+ tables, \d+ rows[\s\S]*Files +3, 300 kB[\s\S]*secret key/),
    })
    for (const name of readdirSync(at('kept'), { recursive: true, encoding: 'utf8' })) {
      const found = statSync(join(at('kept'), name))
      expect([name, found.mode & 0o77]).toEqual([name, 0])
    }
    expect(readFileSync(join(at('kept'), 'secret'), 'utf8')).toBe(readFileSync(join(at('old'), 'secret'), 'utf8'))
  })

  test(
    'tessera restore brings all of it back: every table, every file, the secret key, the jobs; no event is lost or read twice',
    async () => {
      expect(await run(restore, [at('kept')], { TESSERA_DATA: at('new') })).toMatchObject({
        code: 0,
        said: expect.stringMatching(/Files +3, 300 kB[\s\S]*1 message was still to be sent/),
      })
      vi.stubEnv('TESSERA_DATA', at('new'))
      const config = readConfig()
      const database = await openDatabase(config, at('new'), { command: 'test' })
      try {
        const { pool, db } = database
        expect(await contents(pool)).toEqual(before)
        expect((await pool.query('select timeline from installation')).rows[0]).not.toEqual(timeline)
        const secrets = openSecrets(config, at('new'))
        await checkKey(db, secrets)
        const { rows: queues } = await pool.query<{ id: number; secret: Buffer }>(
          'select id, imap_secret as secret from email_queues where imap_secret is not null',
        )
        expect(queues.map((q) => openSecret(secrets, q.id, 'imap', q.secret))).toEqual(['the mailbox’s password'])
        expect((await pool.query('select max(tx::text::bigint) as tx from events')).rows[0].tx).toBeLessThan(3)
        const { rows: keys } = await pool.query('select count(*) as n from pg_constraint where contype = $1', ['f'])
        expect(keys[0].n).toBeGreaterThan(20)

        const ahead = listener('ahead')
        const behind = listener('behind')
        await happened(pool, 3)
        for (const { reader } of [ahead, behind]) for (let n = 0; n < 3; n++) await readOnce(db, reader, new Date())
        expect(ahead.heard).toEqual([2, 3])
        expect(behind.heard).toEqual([1, 2, 3])
        const { rows: jobs } = await pool.query('select task_identifier as task, key from graphile_worker.jobs')
        expect(jobs).toEqual([{ task: 'later', key: 'seven' }])
        const { rows: next } = await pool.query(
          `select nextval(pg_get_serial_sequence('tickets', 'id')) > (select max(id) from tickets) as fresh`,
        )
        expect(next[0].fresh).toBe(true)
      } finally {
        await database.close()
      }
    },
    2 * minutes,
  )

  test(
    'the restored desk takes in the mail that was waiting, once, and holds what was about to leave',
    async () => {
      vi.stubEnv('TESSERA_DATA', at('new'))
      for (const name of ['PORT', 'TESSERA_SMTP_PORT']) vi.stubEnv(name, '0')
      const parts = runningParts((_part, error) => {
        throw error
      })
      const running: Running = await startServer(readConfig(), quiet, parts, () => {})
      try {
        vi.stubEnv('TESSERA_DATA', at('new'))
        const joined = await openDatabase(readConfig(), at('new'), { command: 'test' })
        const ask = async (sql: string) => (await joined.pool.query(sql)).rows
        await expect
          .poll(() => ask(`select outcome is not null as done from incoming_mails`), { timeout: 20_000 })
          .toEqual([{ done: true }])
        expect(await ask(`select count(*) as n from activities where subject = 'Just before the backup'`)).toEqual([{ n: 1 }])
        expect(await ask(`select delivery, text from activities where subject = 'Waiting to leave'`)).toEqual([
          { delivery: 'held', text: expect.stringContaining('Tab\there, \\ and line\n') },
        ])
        await joined.close()
        const still = await run(restore, [at('kept'), '--force'], { TESSERA_DATA: at('new') })
        expect(still).toMatchObject({ code: 1, said: expect.stringContaining('Stop it first; nothing was changed.') })
        expect(running.webAddress).toMatch(/^http/)
      } finally {
        await parts.stop()
      }
    },
    2 * minutes,
  )

  test(
    'a further backup to the same folder copies new files only and forgets what is gone; what is damaged is said',
    async () => {
      const files = join(at('kept'), 'files')
      const [first = ''] = readdirSync(files, { recursive: true, encoding: 'utf8' }).filter((name) => name.length > 60)
      const { mtimeMs } = statSync(join(files, first))
      mkdirSync(join(files, 'ff'), { recursive: true })
      writeFileSync(join(files, 'ff', 'f'.repeat(64)), 'erased on the desk since')
      expect(await run(backup, [at('kept')], { TESSERA_DATA: at('old') })).toMatchObject({ code: 0 })
      expect(statSync(join(files, first)).mtimeMs).toBe(mtimeMs)
      expect(existsSync(join(files, 'ff', 'f'.repeat(64)))).toBe(false)
      expect(readdirSync(at('kept')).filter((name) => name.startsWith('database-'))).toHaveLength(1)

      const original = join(at('old'), 'files', first)
      const content = readFileSync(original)
      appendFileSync(original, '!')
      const other = await run(backup, [at('other')], { TESSERA_DATA: at('old') })
      expect(other).toMatchObject({ code: 1, said: expect.stringContaining('is damaged in the data folder') })
      writeFileSync(original, content)
      expect(await run(backup, [at('old')], { TESSERA_DATA: at('old') })).toMatchObject({
        code: 1,
        said: expect.stringContaining('holds something that is not a backup'),
      })
    },
    minutes,
  )
})

describe('Any PostgreSQL, and one file', () => {
  const { server, template } = testServer()
  const empty = async (name: string) => {
    await onServer(server, `create database ${template}_${name}`)
    return databaseAt(server, `${template}_${name}`)
  }
  let desk: Awaited<ReturnType<typeof testDatabase>>
  let from: Record<string, string>
  beforeAll(async () => {
    desk = await testDatabase()
    from = { DATABASE_URL: desk.url, TESSERA_DATA: at('external'), TESSERA_SECRET_KEY: 'k'.repeat(40) }
    await seed(desk.pool, { tickets: 20 })
    await checkKey(desk.db, openSecrets({ secretKey: 'k'.repeat(40) }, at('external')))
    expect(await run(backup, [at('desk.tar')], from)).toMatchObject({
      code: 0,
      said: expect.stringContaining('TESSERA_SECRET_KEY is not in the backup'),
    })
  }, minutes)
  afterAll(async () => {
    await desk.close()
    for (const name of ['a', 'b', 'c']) await onServer(server, `drop database if exists ${template}_${name} with (force)`)
  })

  test('one file is restored like a folder, into an empty database; a desk is replaced only by --force', async () => {
    const to = { ...from, DATABASE_URL: await empty('a'), TESSERA_DATA: at('external 2') }
    expect(await run(restore, [at('desk.tar')], to)).toMatchObject({ code: 0 })
    expect(await run(restore, [at('desk.tar')], to)).toMatchObject({
      code: 1,
      said: expect.stringContaining('not empty: it holds at least a User'),
    })
    expect(await run(restore, [at('desk.tar'), '--force', '--send'], to)).toMatchObject({
      code: 0,
      said: expect.stringMatching(/^Database .*\nFiles .*$/),
    })
    expect(readdirSync(at('')).filter((name) => /tar\.(part|tables)/.test(name))).toEqual([])
    expect(await run(backup, [at('desk.tar')], from)).toMatchObject({ code: 1, said: expect.stringContaining('There is already a file') })
  })

  test('a wrong key, a changed byte, a cut end, another file: refused before anything is changed', async () => {
    const to = { ...from, DATABASE_URL: await empty('b'), TESSERA_DATA: at('external 3') }
    await refused([at('desk.tar')], { ...to, TESSERA_SECRET_KEY: 'w'.repeat(40) }, 'is not the key that the backup needs')
    await refused([at('none.tar')], to, 'There is no backup')
    const bytes = readFileSync(at('desk.tar'))
    const place = bytes.indexOf('/tickets.copy.gz') + 600
    bytes[place] = (bytes[place] ?? 0) ^ 1
    writeFileSync(at('changed.tar'), bytes)
    await refused([at('changed.tar')], to, 'tickets.copy.gz is not what was written')
    writeFileSync(at('cut.tar'), bytes)
    truncateSync(at('cut.tar'), bytes.length - 2000)
    await refused([at('cut.tar')], to, 'cut off')
    writeFileSync(at('letter.tar'), 'Dear customer,'.repeat(100))
    await refused([at('letter.tar')], to, 'is not a backup of Tessera')
    rmSync(at('letter.tar'))
    mkdirSync(at('begun'))
    await refused([at('begun')], to, 'not a complete backup')
  })

  test('a backup of an older version is brought up to date; one of a newer version is refused by name', async () => {
    const old = await openDatabase({ ...readConfig(), databaseUrl: await empty('c') }, at('external'), { command: 'test' })
    const { rows } = await desk.pool.query<{ name: string; hash: string }>('select name, hash from migrations order by name')
    const client = await old.pool.connect()
    await migrateTo(client, rows.slice(0, 10))
    client.release()
    const settings = { ...from, DATABASE_URL: old.url }
    expect(await run(backup, [at('older')], settings)).toMatchObject({ code: 0 })
    await old.close()
    const restored = await run(restore, [at('older')], settings)
    expect(restored).toMatchObject({ code: 0, said: expect.stringContaining('brought up to date: 0011_desk_settings') })

    const manifest = JSON.parse(readFileSync(join(at('older'), 'manifest.json'), 'utf8'))
    manifest.migrations.push({ name: '9999_from_the_future', hash: 'x' })
    writeFileSync(join(at('older'), 'manifest.json'), JSON.stringify(manifest))
    expect(await run(restore, [at('older')], settings)).toMatchObject({
      code: 1,
      said: expect.stringContaining('newer version of Tessera: its database has the migration 9999_from_the_future'),
    })
  })
})
