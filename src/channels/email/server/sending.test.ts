/** How a queue sends: as fast as it may, under whose name, where answers go, signed, and what is told of it afterwards. */
import { createHash, createVerify, generateKeyPairSync, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { SendingSettings } from '#channels/email/sending.ts'
import { actorOf } from '#people/server/authenticate.ts'
import { inTransaction } from '#platform/server/context.ts'
import { getTicket, lockTicket } from '#tickets/server/ticketQueries.ts'
import { minter } from './mintMessageId.ts'
import { parseMail } from './parseMail.ts'
import { changeQueue, listQueues } from './queues.ts'
import { takePlace } from './rateLimit.ts'
import { setSender } from './senderName.ts'
import { readTokenAddress } from './signature.ts'
import { writeEmail } from './sendEmail.ts'
import { capturingServer, type CapturingServer } from './testing/capturingServer.ts'
import { mailText } from './testing/mailClient.ts'
import { mailDesk, type MailDesk } from './testing/mailDesk.ts'

let desk: MailDesk
let server: CapturingServer
let userId = 0
beforeAll(async () => {
  desk = await mailDesk()
  server = await capturingServer()
  const { rows } = await desk.pool.query<{ id: number }>(
    `insert into users (email, name, access_id, right_id, created_at)
      select 'anna@desk.example', 'Anna Berg', (select min(id) from accesses), (select min(id) from rights where everything), now() returning id`,
  )
  userId = rows[0]?.id ?? 0
})
afterAll(async () => {
  await desk.close()
  await server.stop()
})
beforeEach(() => {
  server.mails.length = 0
})

async function set(sending: Partial<SendingSettings> = {}) {
  const queue = (await listQueues(desk.ctx(), desk.secrets)).queues[0]
  if (!queue) throw new Error('no queue')
  const { id, version, name, categoryId } = queue
  return changeQueue(desk.ctx(), desk.secrets, {
    id,
    version,
    name,
    categoryId,
    address: 'support@desk.example',
    aliases: ['help@desk.example'],
    displayName: 'Support',
    active: true,
    subjectTag: true,
    headerThreading: true,
    sizeLimit: 50_000_000,
    signatureTemplateId: null,
    imap: null,
    smtp: { host: '127.0.0.1', port: server.port, security: 'none', user: '' },
    sending: { rate: null, replyToken: false, senderName: 'queue', dkim: null, ...sending },
  })
}

async function send(more: { from?: string; as?: number } = {}) {
  const address = `c-${randomUUID()}@example.com`
  const mail = await desk.deliver(mailText({ From: `Customer <${address}>`, To: 'support@desk.example' }), { to: ['support@desk.example'] })
  const ctx = { ...desk.ctx(), ...(more.as === undefined ? {} : { actor: await actorOfUser(more.as) }) }
  const queue = await desk.db.selectFrom('email_queues').select('id').executeTakeFirstOrThrow()
  const { activityId } = await inTransaction(ctx, async (writing) =>
    writeEmail(writing, minter(desk.secrets.key('mail-signature')), await lockTicket(writing, mail.tickets[0] ?? 0), {
      to: [{ address, name: 'Customer' }],
      cc: [],
      bcc: [],
      subject: 'Re: Where is my order?',
      html: '<p>It is on its way.</p>',
      queueId: queue.id,
      from: more.from ?? 'support@desk.example',
      attachmentIds: [],
      answersId: mail.activities[0] ?? null,
      sendKey: randomUUID(),
    }),
  )
  return { address, activityId, ticketId: mail.tickets[0] ?? 0 }
}

const actorOfUser = async (id: number) => {
  const actor = await actorOf(desk.db, id)
  if (!actor) throw new Error('no such User')
  return actor
}

async function until(wanted: () => Promise<boolean> | boolean): Promise<void> {
  if (await wanted()) return
  await new Promise((resolve) => setTimeout(resolve, 25))
  await until(wanted)
}
const sent = async (activityId: number) => {
  await until(async () => {
    const { delivery } = await desk.db.selectFrom('activities').select('delivery').where('id', '=', activityId).executeTakeFirstOrThrow()
    return delivery !== 'queued' && delivery !== 'sending'
  })
  return server.mails.at(-1)
}
const recipients = (activityId: number) =>
  desk.db.selectFrom('activity_recipients').select(['state', 'reason']).where('activity_id', '=', activityId).execute()

const namedBy = async (more: Parameters<typeof send>[0]) => {
  const { activityId } = await send(more)
  return (await parseMail(Buffer.from((await sent(activityId))?.raw ?? ''), { from: null, to: [] })).from
}

describe('A rate limit', () => {
  test('lets so many leave and the others wait their turn, which is no try', async () => {
    await set({ rate: { messages: 2, minutes: 60 } })
    const first = await send()
    const second = await send()
    await sent(first.activityId)
    await sent(second.activityId)
    const third = await send()
    await until(async () => {
      const { rows } = await desk.pool.query<{ waits: boolean }>(
        `select due_at > now() + interval '30 minutes' and delivery = 'queued' and tries = 0 as waits from activities where id = $1`,
        [third.activityId],
      )
      return rows[0]?.waits ?? false
    })
    expect(server.mails).toHaveLength(2)
    expect(await recipients(third.activityId)).toEqual([{ state: 'queued', reason: 'its Email queue has sent as many as it may' }])
    await desk.pool.query('delete from queue_sent')
    await desk.pool.query('update activities set due_at = now() where id = $1', [third.activityId])
    await sent(third.activityId)
    expect(server.mails).toHaveLength(3)
  })

  test('is never passed, however many come at once, and frees its places again', async () => {
    await desk.pool.query('delete from queue_sent')
    const { id } = await desk.db.selectFrom('email_queues').select('id').executeTakeFirstOrThrow()
    const at = new Date('2026-11-02T10:00:00Z')
    const limited = { id, rate_limit: 10, rate_minutes: 1 }
    const asked = await Promise.all(Array.from({ length: 25 }, () => takePlace(desk.db, limited, at)))
    expect(asked.filter((until_) => until_ === null)).toHaveLength(10)
    const again = asked.find((until_) => until_ !== null)
    expect(await takePlace(desk.db, limited, new Date(at.getTime() + 60_000))).not.toBeNull()
    expect(await takePlace(desk.db, limited, again ?? at)).toBeNull()
  })
})

describe('The reply address', () => {
  test('names the ticket, and an answer to it finds the ticket whatever its headers say', async () => {
    await set({ replyToken: true })
    const { activityId, ticketId } = await send()
    const read = await parseMail(Buffer.from((await sent(activityId))?.raw ?? ''), { from: null, to: [] })
    const address = read.replyTo[0]?.address ?? ''
    expect(readTokenAddress(desk.secrets.key('mail-signature'), address)).toEqual({ ticketId, address: 'support@desk.example' })
    const answer = await desk.deliver(mailText({ From: 'colleague@elsewhere.example', To: address, Subject: 'Hello' }), { to: [address] })
    expect(answer).toMatchObject({ outcome: 'added', reason: 'token', tickets: [ticketId] })
  })
})

describe('The name of the sender', () => {
  test('is that of the queue, of the User, or both, and what the User chose for themselves', async () => {
    await set()
    expect(await namedBy({ as: userId })).toEqual([{ address: 'support@desk.example', name: 'Support' }])
    await set({ senderName: 'user' })
    expect(await namedBy({ as: userId })).toEqual([{ address: 'support@desk.example', name: 'Anna Berg' }])
    await set({ senderName: 'user_and_queue' })
    expect(await namedBy({ as: userId })).toEqual([{ address: 'support@desk.example', name: 'Anna Berg, Support' }])
    const queue = await desk.db.selectFrom('email_queues').select('id').executeTakeFirstOrThrow()
    const me = { ...desk.ctx(), actor: await actorOfUser(userId) }
    await setSender(me, { id: queue.id, name: 'Anna', address: 'help@desk.example' })
    expect(await namedBy({ as: userId, from: 'help@desk.example' })).toEqual([{ address: 'help@desk.example', name: 'Anna, Support' }])
    await expect(setSender(me, { id: queue.id, name: '', address: 'boss@desk.example' })).rejects.toMatchObject({ status: 400 })
  })
})

describe('DKIM', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const pem = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString()
  const dkim = { domain: 'desk.example', selector: 'tessera', privateKey: pem }

  test('signs mail of its domain so that the record it shows proves it, and keeps the key to itself', async () => {
    const queue = await set({ dkim })
    const record = `v=DKIM1; k=rsa; p=${publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`
    expect(queue.sending.dkim).toEqual({ domain: 'desk.example', selector: 'tessera', record })
    expect(JSON.stringify(queue)).not.toContain('PRIVATE')
    const { activityId } = await send()
    const raw = (await sent(activityId))?.raw ?? ''
    expect(raw).toMatch(/^DKIM-Signature:/)
    expect(verified(raw, publicKey.export({ type: 'spki', format: 'pem' }).toString())).toBe(true)
    expect(verified(raw.replace('on its way', 'in its way'), publicKey.export({ type: 'spki', format: 'pem' }).toString())).toBe(false)
    expect(verified(raw.replace('From: Support', 'From: Boss'), publicKey.export({ type: 'spki', format: 'pem' }).toString())).toBe(false)
    // Left out, the stored key stays; another address is not signed.
    await set({ dkim: { domain: 'other.example', selector: 'tessera' } })
    const { activityId: unsigned } = await send()
    expect((await sent(unsigned))?.raw).not.toMatch(/DKIM-Signature/)
    await set()
    const { rows } = await desk.pool.query('select dkim_secret from email_queues')
    expect(rows).toEqual([{ dkim_secret: null }])
  })

  test('asks for a key that receivers check', async () => {
    const wrong = [
      { ...dkim, privateKey: 'no key' },
      { domain: 'desk.example', selector: 'a' },
      { ...dkim, domain: 'no domain' },
    ]
    for (const one of wrong) await expect(set({ dkim: one })).rejects.toMatchObject({ status: 400 })
  })
})

describe('Delivery reports', () => {
  test('are asked for where the server offers them, with our Message-ID to come back', async () => {
    await set()
    const { activityId } = await send()
    await sent(activityId)
    const { message_id: id } = await desk.db
      .selectFrom('activities')
      .select('message_id')
      .where('id', '=', activityId)
      .executeTakeFirstOrThrow()
    expect(server.asked.at(-1)).toEqual({ ret: 'HDRS', envid: id, notify: ['SUCCESS', 'FAILURE', 'DELAY'] })
  })

  test('of success marks the recipient delivered and adds nothing; of failure says why and raises the ticket', async () => {
    await set()
    const { activityId, ticketId, address } = await send()
    await sent(activityId)
    expect(await recipients(activityId)).toEqual([{ state: 'accepted', reason: null }])
    const { message_id: id } = await desk.db
      .selectFrom('activities')
      .select('message_id')
      .where('id', '=', activityId)
      .executeTakeFirstOrThrow()
    const report = (fields: string) =>
      desk.deliver(
        mailText(
          {
            From: 'MAILER-DAEMON@mx.example',
            To: 'support@desk.example',
            Subject: 'Report',
            'Content-Type': 'multipart/report; report-type=delivery-status; boundary=a',
          },
          `--a\r\n\r\nSee below.\r\n--a\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\nOriginal-Envelope-Id: ${id}\r\n\r\nFinal-Recipient: rfc822;${address}\r\n${fields}\r\n--a--\r\n`,
        ),
        { from: '', to: ['support@desk.example'] },
      )
    const before = await getTicket(desk.ctx(), ticketId)
    expect(await report('Action: delivered\r\nStatus: 2.0.0\r\n')).toMatchObject({
      outcome: 'report',
      reason: 'delivered',
      tickets: [ticketId],
    })
    expect(await recipients(activityId)).toEqual([{ state: 'delivered', reason: null }])
    expect((await getTicket(desk.ctx(), ticketId)).activityCount).toBe(before.activityCount)
    expect(await report('Action: failed\r\nStatus: 5.2.2\r\nDiagnostic-Code: smtp; 552 Mailbox full\r\n')).toMatchObject({
      outcome: 'bounce',
      tickets: [ticketId],
    })
    expect(await recipients(activityId)).toEqual([{ state: 'failed', reason: '5.2.2 552 Mailbox full' }])
    const { rows } = await desk.pool.query('select undelivered from tickets where id = $1', [ticketId])
    expect(rows).toEqual([{ undelivered: true }])
  })
})

const relaxed = (line: string) => {
  const at = line.indexOf(':')
  return `${line.slice(0, at).toLowerCase().trim()}:${line
    .slice(at + 1)
    .replaceAll('\r\n', '')
    .replaceAll(/\s+/g, ' ')
    .trim()}`
}

describe('A bounce in words', () => {
  test('that names our message in a header alone stands on the ticket, marks the recipient, and the ticket is undelivered', async () => {
    await set()
    const { activityId, ticketId, address } = await send()
    await sent(activityId)
    const { message_id: id } = await desk.db
      .selectFrom('activities')
      .select('message_id')
      .where('id', '=', activityId)
      .executeTakeFirstOrThrow()
    const bounce = await desk.deliver(
      mailText(
        {
          From: 'Mail Delivery Subsystem <mailer-daemon@googlemail.com>',
          To: 'support@desk.example',
          Subject: 'Delivery Status Notification (Failure)',
          'In-Reply-To': `<${id}>`,
        },
        `** Address not found **\r\n\r\nYour message wasn't delivered to ${address} because the address couldn't be found.\r\n\r\nThe response was:\r\n550 5.1.1 no such user\r\n`,
      ),
      { from: '', to: ['support@desk.example'] },
    )
    expect(bounce).toMatchObject({ outcome: 'bounce', tickets: [ticketId] })
    expect(await recipients(activityId)).toMatchObject([{ state: 'failed', reason: expect.stringContaining("couldn't be found") }])
    const { rows } = await desk.pool.query('select undelivered from tickets where id = $1', [ticketId])
    expect(rows).toEqual([{ undelivered: true }])
  })
})

/** The body's hash, and the signature over the headers it names (RFC 6376, relaxed/relaxed). */
function verified(raw: string, key: string) {
  const head = raw.slice(0, raw.indexOf('\r\n\r\n') + 2)
  const headers = head.match(/^[^\s:]+:[^\r]*\r\n(?:[ \t][^\r]*\r\n)*/gm) ?? []
  const signature = headers.find((line) => /^dkim-signature:/i.test(line)) ?? ''
  const named = /\bh=([^;]+);/.exec(signature.replaceAll(/\s+/g, ''))?.[1]?.split(':') ?? []
  const left = headers.map(relaxed)
  const chosen = named.flatMap((name) => {
    const at = left.findLastIndex((line) => line.startsWith(`${name.toLowerCase()}:`))
    return at < 0 ? [] : left.splice(at, 1)
  })
  const bare = relaxed(signature)
    .replace(/\bb=[^;]*$/, 'b=')
    .replace(/\bb=[^;]*;/, 'b=;')
  const body = raw
    .slice(raw.indexOf('\r\n\r\n') + 4)
    .replaceAll(/[ \t]+/g, ' ')
    .replaceAll(/ \r\n/g, '\r\n')
    .replace(/(?:\r\n)+$/, '')
  const hash = createHash('sha256').update(`${body}\r\n`).digest('base64')
  if (/\bbh=([^;]+)/.exec(signature.replaceAll(/\s+/g, ''))?.[1] !== hash) return false
  const given = /\bb=([^;]+)/.exec(signature.replaceAll(/\s+/g, '').replace(/.*?;b=/, ';b='))?.[1] ?? ''
  return createVerify('RSA-SHA256')
    .update(`${chosen.join('\r\n')}\r\n${bare}`)
    .verify(key, given, 'base64')
}
