/** Mail of the whole world goes through the whole intake and is read as it was meant. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { letter } from '#activities/fileApi.ts'
import { NotFound } from '#platform/problem.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fileOfLetter, readLetter } from './attachedLetter.ts'
import { takeIn } from './intake.ts'
import { mailDesk, type MailDesk } from './testing/mailDesk.ts'
import { worldMails } from './testing/worldMails.ts'
import { parseMail } from './parseMail.ts'

let desk: MailDesk
beforeAll(async () => {
  desk = await mailDesk()
})
afterAll(() => desk.close())

async function standing(raw: Buffer) {
  const row = await desk.deliver(raw, { from: 'jane@customer.example', to: ['support@localhost'] })
  expect(row).toMatchObject({ state: 'processed', failure: null, tries: 0 })
  expect(row.tickets.length).toBeGreaterThan(0)
  const message = await desk.db.selectFrom('activities').selectAll().where('mail_id', '=', row.id).executeTakeFirstOrThrow()
  const files = await desk.db.selectFrom('attachments').selectAll().where('activity_id', '=', message.id).orderBy('id').execute()
  return { row, message, files }
}

describe('Any charset and any packing that programs use is read', () => {
  test.each(worldMails.map((mail) => [mail.name, mail] as const))('%s', async (_, { raw, text, subject, from, files, holds, problems }) => {
    const { message, files: stored } = await standing(raw)
    if (text !== undefined) expect(message.text.trim().replaceAll('\r', '')).toBe(text)
    if (subject !== undefined) expect(message.subject).toBe(subject)
    if (from !== undefined) expect(message.from_name).toBe(from)
    if (files !== undefined) expect(stored.map((f) => [f.name, f.media_type])).toEqual(files)
    for (const [n, content] of (holds ?? []).entries()) {
      const hash = stored[n]?.hash
      expect(hash && (await buffer(desk.store.get(hash))).toString('latin1')).toBe(content)
    }
    if (problems !== undefined) {
      const told = (await parseMail(raw, { from: null, to: [] })).problems.map((p) => p.code)
      for (const code of problems) expect(told).toContain(code)
    }
  })
})

const crlf = (text: string) => Buffer.from(text.replaceAll('\n', '\r\n'))

describe('An attached message', () => {
  const nested = crlf(
    `From: jane@customer.example
To: support@localhost
Subject: Fwd
Content-Type: multipart/mixed; boundary=a

--a

see attached
--a
Content-Type: message/rfc822

From: "Inner, Joe" <joe@customer.example>
To: jane@customer.example
Date: Tue, 3 Nov 2026 10:00:00 +0100
Subject: =?utf-8?Q?Inner_=C5=BE?=
Content-Type: multipart/mixed; boundary=i

--i
Content-Type: multipart/related; boundary=r

--r
Content-Type: text/html

<p>inner words<script>alert(1)</script> <img src="cid:p@x"> <img src="https://spy.example/1.gif"></p>
--r
Content-Type: image/png
Content-ID: <p@x>
Content-Transfer-Encoding: base64

iVBORw0KGgo=
--r--
--i
Content-Type: message/rfc822

Subject: Innermost
Content-Type: multipart/mixed; boundary=j

--j

innermost words
--j
Content-Type: text/plain; name="log.txt"

a log
--j--
--i--
--a--
`,
  )

  test('opens as a letter within the letter, as deep as they are, with its files', async () => {
    const { files } = await standing(nested)
    const id = files[0]?.id ?? 0
    const opened = letter.parse(await readLetter(desk.ctx(), desk.store, { id, path: '' }))
    expect(opened).toMatchObject({
      subject: 'Inner ž',
      from: [{ address: 'joe@customer.example', name: 'Inner, Joe' }],
      sentAt: '2026-11-03T09:00:00.000Z',
      blockedImages: 1,
      files: [
        { path: '0', inline: true },
        { path: '1', letter: true, mediaType: 'message/rfc822' },
      ],
    })
    expect(opened.html).toContain('inner words')
    expect(opened.html).toContain('src="data:image/png;base64,')
    expect(opened.html).not.toMatch(/script| src="https/)
    const innermost = letter.parse(await readLetter(desk.ctx(), desk.store, { id, path: '1' }))
    expect(innermost).toMatchObject({
      subject: 'Innermost',
      text: 'innermost words',
      files: [{ path: '1.0', name: 'log.txt', letter: false }],
    })
    const file = await fileOfLetter(desk.ctx(), desk.store, { id, path: '1.0' })
    expect(file.body).toEqual(Buffer.from('a log'))
  })

  test('that is none, or stands in none, is not found', async () => {
    const { files } = await standing(nested)
    const id = files[0]?.id ?? 0
    for (const path of ['0', '7', '1.0', '1.0.0'])
      await expect(readLetter(desk.ctx(), desk.store, { id, path })).rejects.toBeInstanceOf(NotFound)
    await expect(fileOfLetter(desk.ctx(), desk.store, { id, path: '' })).rejects.toBeInstanceOf(NotFound)
    await expect(fileOfLetter(desk.ctx(), desk.store, { id, path: '9' })).rejects.toBeInstanceOf(NotFound)
    await expect(readLetter(desk.ctx(), desk.store, { id: 999_999, path: '' })).rejects.toBeInstanceOf(NotFound)
  })
})

const megabytes = process.env['TESSERA_LONG_TESTS'] === '1' ? 100 : 12

test(`a mail of ${megabytes} MB is read within bounds, its file whole`, async () => {
  const line = Buffer.from(`${'QUJD'.repeat(19)}\r\n`)
  const lines = Math.floor((megabytes * 1024 * 1024) / line.length)
  const source = async function* () {
    yield crlf(
      'From: jane@customer.example\nTo: support@localhost\nSubject: Large\nContent-Type: multipart/mixed; boundary=a\n\n--a\n\nbody words\n--a\n',
    )
    yield crlf('Content-Type: application/pdf; name=large.pdf\nContent-Transfer-Encoding: base64\n\n')
    for (let left = lines; left > 0; left -= 1000) yield Buffer.concat(Array.from({ length: Math.min(left, 1000) }, () => line))
    yield crlf('--a--\n')
  }
  const folder = mkdtempSync(join(tmpdir(), 'tessera-large-'))
  const intake = { pool: desk.pool, spool: folder, arrived: () => undefined }
  const envelope = { from: 'jane@customer.example', to: ['support@localhost'] }
  const before = process.memoryUsage().rss
  const id = await takeIn(intake, { source: 'listener', envelope, sizeLimit: 200 * 1024 * 1024 }, source())
  expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024)
  await desk.settled()
  rmSync(folder, { recursive: true, force: true })
  const message = await desk.db.selectFrom('activities').select(['id', 'text']).where('mail_id', '=', id).executeTakeFirstOrThrow()
  expect(message.text.trim()).toBe('body words')
  const file = await desk.db
    .selectFrom('attachments')
    .select(['name', 'size'])
    .where('activity_id', '=', message.id)
    .executeTakeFirstOrThrow()
  expect(file).toEqual({ name: 'large.pdf', size: lines * 57 })
  // The mail itself, its decoded file, and what is under way between them.
  expect(process.memoryUsage().rss - before).toBeLessThan(400 * 1024 * 1024 + 6 * megabytes * 1024 * 1024)
}, 120_000)
