import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { moveActivity } from '#activities/server/moveActivity.ts'
import { recoverInterrupted } from '#activities/server/outbox.ts'
import { reopenUndelivered } from '#activities/server/reopenUndelivered.ts'
import { addAttachment } from '#files/server/attachments.ts'
import { inTransaction } from '#platform/server/context.ts'
import { createLog } from '#platform/server/log.ts'
import { readOnce } from '#platform/server/reader.ts'
import { lockTicket, getTicket } from '#tickets/server/ticketQueries.ts'
import { saveTicket } from '#tickets/server/saveTicket.ts'
import type { State } from '#tickets/ticket.ts'
import { minter } from './mintMessageId.ts'
import { listOutbox, readOutboxMail } from './outboxPages.ts'
import { parseMail } from './parseMail.ts'
import { changeQueue, listQueues } from './queues.ts'
import { retryDelivery } from './retryDelivery.ts'
import { writeEmail, type NewEmail } from './sendEmail.ts'
import { capturingServer, type CapturingServer } from './testing/capturingServer.ts'
import { mailDesk, type MailDesk } from './testing/mailDesk.ts'
import { mailText } from './testing/mailClient.ts'

let desk: MailDesk
let server: CapturingServer
beforeAll(async () => {
  desk = await mailDesk()
  server = await capturingServer({ auth: true })
  await readOnce(desk.db, reopenUndelivered, new Date())
})
afterAll(async () => {
  await desk.close()
  await server.stop()
})
afterEach(() => {
  server.onRecipient = () => null
  server.onMessage = () => null
})

async function setOutgoing(to: { port: number } | null) {
  const queue = (await listQueues(desk.ctx(), desk.secrets)).queues.find((q) => q.address === 'support@localhost')
  if (!queue) throw new Error('no queue')
  const { id, version, name, address, aliases, displayName, categoryId, active, subjectTag, headerThreading, sizeLimit } = queue
  const smtp = to && { host: '127.0.0.1', port: to.port, security: 'none' as const, user: 'user', password: 'secret' }
  return changeQueue(desk.ctx(), desk.secrets, {
    id,
    version,
    name,
    address,
    aliases,
    displayName,
    categoryId,
    active,
    subjectTag,
    headerThreading,
    sizeLimit,
    signatureTemplateId: null,
    imap: null,
    smtp,
  })
}

const customer = async () => {
  const address = `c-${randomUUID()}@example.com`
  const messageId = `${randomUUID()}@example.com`
  const mail = await desk.deliver(
    mailText({ From: `Customer <${address}>`, 'Message-ID': `<${messageId}>`, References: `<root-${messageId}>` }),
  )
  return { address, messageId, ticketId: mail.tickets[0] ?? 0, activityId: mail.activities[0] ?? 0 }
}

async function answer(to: Awaited<ReturnType<typeof customer>>, more: Partial<NewEmail> = {}) {
  const ctx = desk.ctx()
  const queue = await desk.db.selectFrom('email_queues').select('id').where('address', '=', 'support@localhost').executeTakeFirstOrThrow()
  const email: NewEmail = {
    to: [{ address: to.address, name: 'Customer' }],
    cc: [],
    bcc: [],
    subject: 'Re: Where is my order?',
    html: '<p>It is <b>on its way</b>.</p>',
    queueId: queue.id,
    from: 'support@localhost',
    attachmentIds: [],
    answersId: to.activityId,
    sendKey: randomUUID(),
    ...more,
  }
  const { activityId } = await inTransaction(ctx, async (writing) =>
    writeEmail(writing, minter(desk.secrets.key('mail-signature')), await lockTicket(writing, to.ticketId), email),
  )
  return activityId
}

const setState = (id: number, to: State) =>
  inTransaction(desk.ctx(), async (ctx) => {
    const row = await lockTicket(ctx, id)
    await saveTicket(ctx, row, { state: { from: row.state, to } }, { askRules: false })
  })

const look = async (activityId: number) => {
  const activity = await desk.db.selectFrom('activities').selectAll().where('id', '=', activityId).executeTakeFirstOrThrow()
  const recipients = await desk.db
    .selectFrom('activity_recipients')
    .selectAll()
    .where('activity_id', '=', activityId)
    .orderBy('id')
    .execute()
  return { ...activity, recipients }
}
async function until(
  activityId: number,
  wanted: (now: Awaited<ReturnType<typeof look>>) => boolean,
): Promise<Awaited<ReturnType<typeof look>>> {
  for (let i = 0; i < 400; i++) {
    const now = await look(activityId)
    if (wanted(now)) return now
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  return look(activityId)
}
const ended = (activityId: number) => until(activityId, (a) => !['queued', 'sending'].includes(a.delivery ?? ''))
const tried = (activityId: number, times: number) => until(activityId, (a) => a.tries >= times && a.delivery === 'queued')
const due = (activityId: number) => desk.db.updateTable('activities').set({ due_at: new Date() }).where('id', '=', activityId).execute()
const follow = async () => {
  while (((await readOnce(desk.db, reopenUndelivered, new Date())) ?? 0) > 0);
}

const limit = (size: number) =>
  desk.db.updateTable('email_queues').set({ size_limit: size }).where('address', '=', 'support@localhost').execute()

describe('An answer leaves by the SMTP server of its queue', () => {
  test('one larger than its queue takes is refused, whatever program sends it', async () => {
    const to = await customer()
    await limit(10_000)
    const html = `<p>${'long '.repeat(1200)}</p>`
    await expect(answer(to, { html })).rejects.toMatchObject({
      problems: [{ field: 'attachmentIds', code: 'message_too_large', details: { limit: 10_000 } }],
    })
    await limit(52_428_800)
  })

  test('with sender, threading headers, both bodies and its attachment, and the customer’s reply finds the ticket', async () => {
    await setOutgoing(server)
    const to = await customer()
    const file = randomBytes(10_000)
    const activityId = await answer(to)
    const attached = await answer(to)
    await desk.db
      .updateTable('activities')
      .set({ due_at: new Date(Date.now() + 300) })
      .where('id', '=', attached)
      .execute()
    await addAttachment(
      desk.ctx(),
      desk.store,
      { name: 'bill.pdf', mediaType: 'application/pdf', bytes: file },
      { activityId: attached, ticketId: to.ticketId },
    )
    expect(await ended(activityId)).toMatchObject({ delivery: 'accepted', recipients: [{ state: 'accepted', reason: null }] })
    const sent = server.mails.find((m) => m.to.includes(to.address))
    const read = await parseMail(Buffer.from(sent?.raw ?? ''), { from: null, to: [] })
    expect(sent).toMatchObject({ from: 'support@localhost', to: [to.address] })
    expect(read).toMatchObject({
      from: [{ address: 'support@localhost', name: 'Support' }],
      subject: `Re: Where is my order? [#${to.ticketId}]`,
      inReplyTo: [to.messageId],
      references: [`root-${to.messageId}`, to.messageId],
      automatic: { kind: 'no' },
    })
    expect(read.text).toContain('on its way')
    expect(read.html).toContain('<b>on its way</b>')
    await ended(attached)
    const second = await parseMail(Buffer.from(server.mails.at(-1)?.raw ?? ''), { from: null, to: [] })
    expect(second.attachments.map((a) => [a.name, Buffer.from(a.content).equals(file)])).toEqual([['bill.pdf', true]])

    await setState(to.ticketId, 'waiting')
    const reply = await desk.deliver(
      mailText({ From: to.address, Subject: 'Re: x', 'In-Reply-To': `<${read.externalId}>`, References: `<${read.externalId}>` }),
    )
    expect(reply).toMatchObject({ outcome: 'added', tickets: [to.ticketId] })
    expect((await getTicket(desk.ctx(), to.ticketId)).state).toBe('open')
  })

  test('a server that is away or busy is tried again', async () => {
    const to = await customer()
    await setOutgoing({ port: 1 })
    const activityId = await answer(to)
    expect(await tried(activityId, 1)).toMatchObject({ delivery: 'queued', recipients: [{ state: 'queued' }] })
    expect((await listQueues(desk.ctx(), desk.secrets)).queues[0]?.health.outgoingError).toContain('ECONNREFUSED')
    await setOutgoing(server)
    server.onMessage = () => 451
    await due(activityId)
    expect((await tried(activityId, 2)).failure).toContain('451')
    server.onMessage = () => null
    await due(activityId)
    expect(await ended(activityId)).toMatchObject({ delivery: 'accepted', tries: 3, failure: null })
    expect(server.mails.filter((m) => m.to.includes(to.address))).toHaveLength(1)
  })

  test('one recipient that is refused for good fails alone; a retry sends to that one only', async () => {
    const to = await customer()
    server.onRecipient = (address) => (address === 'gone@example.com' ? 550 : null)
    const activityId = await answer(to, { cc: [{ address: 'gone@example.com', name: '' }] })
    const end = await ended(activityId)
    expect(end.delivery).toBe('failed')
    expect(end.recipients.map((r) => r.state)).toEqual(['accepted', 'failed'])
    expect(end.recipients[1]?.reason).toContain('550')
    server.onRecipient = () => null
    await retryDelivery(desk.ctx(), { id: activityId })
    expect((await ended(activityId)).recipients.map((r) => r.state)).toEqual(['accepted', 'accepted'])
    expect(server.mails.filter((m) => m.to.includes(to.address))).toHaveLength(1)
    expect(server.mails.at(-1)?.to).toEqual(['gone@example.com'])
  })

  test('a failed delivery to the Contact opens the ticket again', async () => {
    const to = await customer()
    server.onRecipient = () => 550
    const activityId = await answer(to)
    await setState(to.ticketId, 'waiting')
    await ended(activityId)
    await follow()
    expect((await getTicket(desk.ctx(), to.ticketId)).state).toBe('open')
    const because = await desk.pool.query<{ because: string }>(
      `select payload ->> 'because' as because from events where subject_id = $1 and name = 'ticket.changed' order by version desc limit 1`,
      [to.ticketId],
    )
    expect(because.rows[0]?.because).toBe('delivery_failed')
  })

  test('a ticket is undelivered while its last answer has not reached the Contact', async () => {
    const to = await customer()
    const undelivered = async () =>
      (await desk.db.selectFrom('tickets').select('undelivered').where('id', '=', to.ticketId).executeTakeFirstOrThrow()).undelivered
    server.onRecipient = (address) => (address === 'gone@example.com' || address === to.address ? 550 : null)
    const first = await answer(to)
    await ended(first)
    expect(await undelivered()).toBe(true)
    server.onRecipient = (address) => (address === 'gone@example.com' ? 550 : null)
    await ended(await answer(to, { cc: [{ address: 'gone@example.com', name: '' }] }))
    expect(await undelivered()).toBe(false) // somebody else missed it
    server.onRecipient = (address) => (address === to.address ? 550 : null)
    const last = await answer(to)
    await ended(last)
    expect(await undelivered()).toBe(true)
    server.onRecipient = () => null
    await retryDelivery(desk.ctx(), { id: last })
    expect(await undelivered()).toBe(false)
    expect((await ended(last)).delivery).toBe('accepted')
    expect(await undelivered()).toBe(false)
    server.onRecipient = (address) => (address === to.address ? 550 : null)
    const strayed = await answer(to)
    await ended(strayed)
    expect(await undelivered()).toBe(true)
    const mover = { ...desk.ctx(), now: new Date() }
    await moveActivity(mover, { id: strayed, ticketId: (await customer()).ticketId })
    expect(await undelivered()).toBe(false)
  })

  test('a wrong password is a matter of settings: the mail waits until it is mended', async () => {
    const to = await customer()
    await setOutgoing(server)
    await desk.db.updateTable('email_queues').set({ smtp_user: 'nobody' }).execute()
    await desk.db
      .updateTable('email_queues')
      .set((e) => ({ version: e('version', '+', 1) }))
      .execute()
    const activityId = await answer(to)
    expect(await tried(activityId, 1)).toMatchObject({ delivery: 'queued' })
    await setOutgoing(server)
    await due(activityId)
    expect((await ended(activityId)).delivery).toBe('accepted')
  })

  test('after three days without success it fails', async () => {
    const to = await customer()
    server.onMessage = () => 451
    const activityId = await answer(to)
    await tried(activityId, 1)
    await desk.db
      .updateTable('activities')
      .set({ created_at: new Date(Date.now() - 4 * 86_400_000), due_at: new Date() })
      .where('id', '=', activityId)
      .execute()
    expect(await ended(activityId)).toMatchObject({ delivery: 'failed', recipients: [{ state: 'failed' }] })
  })

  test('a connection that breaks after the message was handed over holds it for a person, and nothing is sent twice', async () => {
    const to = await customer()
    server.onMessage = () => 'break'
    const activityId = await answer(to)
    expect(await ended(activityId)).toMatchObject({ delivery: 'held', recipients: [{ state: 'queued' }] })
    server.onMessage = () => null
    await new Promise((resolve) => setTimeout(resolve, 1500))
    expect((await look(activityId)).delivery).toBe('held')
    await retryDelivery(desk.ctx(), { id: activityId })
    expect((await ended(activityId)).delivery).toBe('accepted')
  })

  test('what a killed process was sending is due again if nothing had left, else held', async () => {
    const to = await customer()
    const deps = { db: desk.db, announcer: desk.announcer, log: createLog({ logLevel: 'silent' }), channels: {} }
    await desk.mail.stop()
    const [before, leaving] = [await answer(to), await answer(to)]
    await desk.db.updateTable('activities').set({ delivery: 'sending', tries: 1 }).where('id', 'in', [before, leaving]).execute()
    await desk.db.updateTable('activities').set({ due_at: null }).where('id', '=', leaving).execute()
    await recoverInterrupted(deps)
    expect((await look(before)).delivery).toBe('queued')
    expect((await look(leaving)).delivery).toBe('held')
    await desk.restart()
    expect((await ended(before)).delivery).toBe('accepted')
  })

  test('a bounce marks its recipient failed, stands on the ticket and opens it', async () => {
    const to = await customer()
    const activityId = await answer(to)
    const sent = await ended(activityId)
    await setState(to.ticketId, 'closed')
    const bounce = await desk.deliver(
      mailText(
        {
          From: 'MAILER-DAEMON@example.com',
          Subject: 'Undelivered Mail Returned to Sender',
          'MIME-Version': '1.0',
          'Content-Type': 'multipart/report; report-type=delivery-status; boundary=b',
        },
        `--b\r\nContent-Type: text/plain\r\n\r\nIt did not arrive.\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.com\r\n\r\nFinal-Recipient: rfc822; ${to.address}\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 no such user\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: <${sent.message_id}>\r\nSubject: x\r\n\r\nhello\r\n--b--\r\n`,
      ),
      { from: '' },
    )
    expect(bounce).toMatchObject({ outcome: 'bounce', tickets: [to.ticketId] })
    expect((await getTicket(desk.ctx(), to.ticketId)).participants.map((p) => p.address)).toEqual([to.address])
    const now = await look(activityId)
    expect(now).toMatchObject({ delivery: 'failed', recipients: [{ state: 'failed', reason: expect.stringContaining('5.1.1') }] })
    await follow()
    expect((await getTicket(desk.ctx(), to.ticketId)).state).toBe('open')
  })
})

describe('An email says something', () => {
  const quoted = '<p>2026-11-19 09:00 UTC, Customer:</p><blockquote type="cite">Where is it?</blockquote>'
  test.each([['', '<p></p>', '<p> &nbsp; </p>', quoted, `<p></p>${quoted}`]].flat())('refused: %j', async (html) => {
    await expect(answer(await customer(), { html })).rejects.toThrow('An empty email says nothing.')
  })
  test('a word above the quote, or a forward of it alone, is something', async () => {
    const to = await customer()
    await answer(to, { html: `<p>Soon.</p>${quoted}` })
    await answer(to, { html: quoted, answersId: null })
  })
})

describe('A queue without an SMTP server', () => {
  test('puts mail into the Outbox, where it reads as it would have been sent', async () => {
    await setOutgoing(null)
    const to = await customer()
    const activityId = await answer(to)
    expect((await ended(activityId)).delivery).toBe('accepted')
    const { mails } = await listOutbox(desk.ctx(), {})
    expect(mails[0]).toMatchObject({ id: activityId, ticketId: to.ticketId, from: 'support@localhost', to: [to.address] })
    const mail = await readOutboxMail(desk.ctx(), desk, { id: activityId })
    expect(mail.source).toContain(`Subject: Re: Where is my order? [#${to.ticketId}]`)
    expect(mail.html).toContain('on its way')
  })
})
