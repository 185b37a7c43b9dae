/** Mail of the whole world goes through the whole intake and is read as it was meant. */
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
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
