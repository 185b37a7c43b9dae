import { createHash, randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTransport } from 'nodemailer'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { createLog } from '#platform/server/log.ts'
import { testDatabase, type TestDatabase } from '#platform/server/testing/database.ts'
import { startListener, tlsOf, type Listener } from './smtpListener.ts'
import { certificate } from './testing/certificate.ts'
import { converse, mailText, sendRaw } from './testing/mailClient.ts'

let desk: TestDatabase
let listener: Listener
let arrivals = 0
const spool = join(mkdtempSync(join(tmpdir(), 'tessera-spool-')), 'spool')
const log = createLog({ logLevel: 'silent' })
const start = (database: TestDatabase, tls?: { key: string; cert: string }) =>
  startListener({
    ...(tls ? { tls } : {}),
    host: '127.0.0.1',
    port: 0,
    db: database.db,
    intake: { pool: database.pool, spool, arrived: () => arrivals++ },
    log,
  })

beforeAll(async () => {
  desk = await testDatabase()
  listener = await start(desk)
})
afterAll(async () => {
  await listener.stop()
  await desk.close()
})

const sealed = (port: number) =>
  createTransport({ host: '127.0.0.1', port, requireTLS: true, tls: { ca: certificate.cert, servername: 'localhost' } })
const last = () => desk.db.selectFrom('incoming_mails').selectAll().orderBy('id', 'desc').limit(1).executeTakeFirstOrThrow()
const healthyQueues = () => desk.db.selectFrom('email_queues').select('id').where('incoming_ok_at', 'is not', null).execute()
const count = async () => Number((await desk.pool.query<{ n: string }>('select count(*) as n from incoming_mails')).rows[0]?.n)
const bytesOf = async (mailId: number) =>
  Buffer.concat(
    (await desk.db.selectFrom('incoming_mail_parts').select('bytes').where('mail_id', '=', mailId).orderBy('n').execute()).map(
      (p) => p.bytes,
    ),
  )

describe('The built-in mail listener', () => {
  test('says 250 only once the message is stored, byte by byte as it came', async () => {
    const raw = mailText({}, '.a line that begins with a dot\r\n')
    const answer = await sendRaw(listener.port, raw)
    expect(answer.response).toMatch(/^250/)
    const mail = await last()
    expect(mail).toMatchObject({
      source: 'listener',
      envelope_from: 'jane@example.com',
      envelope_to: ['support@localhost'],
      state: 'received',
    })
    expect((await bytesOf(mail.id)).toString()).toBe(raw)
    expect(mail.raw_hash).toEqual(createHash('sha256').update(raw).digest())
    expect(arrivals).toBeGreaterThan(0)
    await vi.waitFor(async () => expect(await healthyQueues()).toHaveLength(1))
  })

  test('offers STARTTLS where its settings name a certificate, and not otherwise', async () => {
    const files = mkdtempSync(join(tmpdir(), 'tessera-tls-'))
    const smtpTls = { cert: join(files, 'cert.pem'), key: join(files, 'key.pem') }
    await expect(tlsOf({ smtpTls })).rejects.toThrow('TESSERA_SMTP_TLS_CERT names a file that cannot be read')
    writeFileSync(smtpTls.cert, certificate.cert)
    writeFileSync(smtpTls.key, certificate.key)
    const { tls } = await tlsOf({ smtpTls })
    const safe = await start(desk, tls)
    const mail = { from: 'jane@example.com', to: 'support@localhost', subject: 'Sealed', text: 'Nobody read this.' }
    expect((await sealed(safe.port).sendMail(mail)).response).toMatch(/^250/)
    await safe.stop()
    await expect(sealed(listener.port).sendMail(mail)).rejects.toThrow(/STARTTLS/)
  })

  test('takes mail for aliases and for addresses with a token, whatever their case', async () => {
    await desk.db
      .updateTable('email_queues')
      .set({ aliases: ['help@desk.example'] })
      .execute()
    for (const to of ['HELP@desk.example', 'support+t1.abc@localhost', 'help+x@DESK.example'])
      expect((await sendRaw(listener.port, mailText(), { to: [to] })).response).toMatch(/^250/)
  })

  test('refuses other recipients with 550 and says whom', async () => {
    await expect(sendRaw(listener.port, mailText(), { to: ['nobody@elsewhere.example'] })).rejects.toMatchObject({
      responseCode: 550,
      message: expect.stringContaining('There is no mailbox nobody@elsewhere.example here'),
    })
  })

  test('takes nothing for a queue that is switched off', async () => {
    await desk.db.updateTable('email_queues').set({ active: false }).execute()
    await new Promise((resolve) => setTimeout(resolve, 3_100))
    await expect(sendRaw(listener.port, mailText())).rejects.toMatchObject({ responseCode: 550 })
    await desk.db.updateTable('email_queues').set({ active: true }).execute()
    await sendRaw(listener.port, mailText())
  })

  test('takes mail without a return path', async () => {
    const answers = await converse(listener.port, ['EHLO x', 'MAIL FROM:<>', 'RCPT TO:<support@localhost>', 'DATA', `${mailText()}.`])
    expect(answers.at(-1)).toMatch(/^250/)
    expect((await last()).envelope_from).toBe('')
  })

  test('takes an empty message', async () => {
    const answers = await converse(listener.port, ['EHLO x', 'MAIL FROM:<a@b.example>', 'RCPT TO:<support@localhost>', 'DATA', '.'])
    expect(answers.at(-1)).toMatch(/^250/)
    expect(await last()).toMatchObject({ size: 0 })
  })

  test('takes any bytes', async () => {
    const raw = Buffer.concat([
      Buffer.from(mailText()),
      randomBytes(5000).filter((b) => b !== 0x0d && b !== 0x0a),
      Buffer.from([0, 0, 0xff]),
    ])
    await sendRaw(listener.port, raw)
    const stored = await bytesOf((await last()).id)
    expect(stored.subarray(0, raw.length)).toEqual(raw)
  })

  test('announces the largest size it takes and refuses more with 552, keeping nothing', async () => {
    await desk.db.updateTable('email_queues').set({ size_limit: 20_000 }).execute()
    await new Promise((resolve) => setTimeout(resolve, 3_100))
    await sendRaw(listener.port, mailText())
    const before = await count()
    await expect(sendRaw(listener.port, mailText({}, 'x'.repeat(70) + '\r\n'.repeat(15_000)))).rejects.toMatchObject({ responseCode: 552 })
    const answers = await converse(listener.port, ['EHLO x', 'MAIL FROM:<a@b.example> SIZE=20001'])
    expect(answers.at(-1)).toMatch(/^552/)
    expect(await count()).toBe(before)
    await desk.db.updateTable('email_queues').set({ size_limit: 52_428_800 }).execute()
  })

  test('a message of 50 MB is stored in parts, without holding it in memory', async () => {
    await new Promise((resolve) => setTimeout(resolve, 3_100))
    const raw = Buffer.concat([Buffer.from(mailText()), Buffer.alloc(78 * 641_000, `${'y'.repeat(76)}\r\n`)])
    await sendRaw(listener.port, raw)
    const mail = await last()
    expect(mail.raw_hash).toEqual(createHash('sha256').update(raw).digest())
    expect(await bytesOf(mail.id)).toHaveLength(mail.size)
    expect(existsSync(spool) ? readdirSync(spool) : []).toEqual([])
  })

  test('after many recipients says 452, so that the rest is sent separately', async () => {
    await desk.db
      .updateTable('email_queues')
      .set({ aliases: ['help@desk.example'] })
      .execute()
    const recipients = Array.from({ length: 10_000 }, (_, i) => `RCPT TO:<support+${i}@localhost>`)
    const answers = await converse(listener.port, ['EHLO x', 'MAIL FROM:<a@b.example>', ...recipients])
    expect(answers.filter((a) => a.startsWith('250')).length).toBe(1000 + 2)
    expect(answers.at(-1)).toMatch(/^452/)
  })

  test('a sender who breaks off in the middle leaves nothing', async () => {
    const before = await count()
    const socket = connect(listener.port, '127.0.0.1')
    socket.on('error', () => undefined)
    socket.write('EHLO x\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<support@localhost>\r\nDATA\r\n')
    await new Promise((resolve) => setTimeout(resolve, 100))
    socket.write('Subject: half\r\n\r\nthe rest never')
    await new Promise((resolve) => setTimeout(resolve, 100))
    socket.destroy()
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(await count()).toBe(before)
  })

  test('when the database is away it says 451 and the sender tries again', async () => {
    const away = await testDatabase()
    const other = await start(away)
    await away.close()
    await expect(sendRaw(other.port, mailText())).rejects.toMatchObject({ responseCode: 451 })
    await other.stop()
  })

  test('stopping lets a message under way finish', async () => {
    const other = await start(desk)
    const before = await count()
    const sending = sendRaw(other.port, Buffer.concat([Buffer.from(mailText()), Buffer.alloc(78 * 64_000, `${'z'.repeat(76)}\r\n`)]))
    const outcome = sending.then(
      () => 'accepted',
      () => 'refused',
    )
    await new Promise((resolve) => setTimeout(resolve, 60))
    await other.stop()
    expect(await count()).toBe((await outcome) === 'accepted' ? before + 1 : before)
  })
})
