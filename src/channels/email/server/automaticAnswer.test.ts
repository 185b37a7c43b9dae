/** A new ticket may be answered automatically; nothing that a program wrote ever is, and two desks that write to each other fall silent. */
import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { limits } from '#channels/email/automatic.ts'
import { getTicket } from '#tickets/server/ticketQueries.ts'
import { parseMail } from './parseMail.ts'
import { listQueues } from './queues.ts'
import { capturingServer, type CapturingServer } from './testing/capturingServer.ts'
import { mailText } from './testing/mailClient.ts'
import { mailDesk, type MailDesk } from './testing/mailDesk.ts'

let desk: MailDesk
let server: CapturingServer
beforeAll(async () => {
  desk = await mailDesk()
  server = await capturingServer()
  await answering(desk, 'support@desk.example', server.port)
})
afterAll(async () => {
  await desk.close()
  await server.stop()
})
beforeEach(() => desk.pool.query('delete from automatic_answers'))
afterEach(() => {
  server.onRecipient = () => null
  server.mails.length = 0
})

const template = async ({ pool }: MailDesk, name: string, body: string) => {
  const { rows } = await pool.query<{ id: number }>(
    `insert into templates (name, kind, subject, format, body, changed_at) values ($1, 'email', '', 'plain', $2, now()) returning id`,
    [name, body],
  )
  return rows[0]?.id ?? 0
}

/** The first queue, under this address, answering within its hours, its mail leaving by this port. */
async function answering(on: MailDesk, address: string, port: number) {
  const inside = await template(on, 'Received', 'Dear {{contact.name}}, we have it as #{{ticket.number}}.')
  await on.pool.query(
    `update email_queues set address = $1, inside_template_id = $2, outgoing = 'smtp', smtp_host = '127.0.0.1', smtp_port = $3, smtp_security = 'none'`,
    [address, inside, port],
  )
}

const setHours = async (open: boolean) => {
  const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
  const week = Object.fromEntries(days.map((day) => [day, open ? [{ from: '00:00', to: '24:00' }] : []]))
  const { rows } = await desk.pool.query<{ id: number }>(
    `insert into time_groups (title, zone, week, changed_at) values ($1, 'UTC', $2, now()) returning id`,
    [randomUUID(), JSON.stringify(week)],
  )
  const definition = { zone: 'UTC', week, includes: [], yearly: [], exceptions: [] }
  await desk.pool.query('insert into open_hours (time_group_id, since, definition, included) values ($1, now(), $2, $3)', [
    rows[0]?.id,
    JSON.stringify(definition),
    '{}',
  ])
  await desk.pool.query('update email_queues set time_group_id = $1', [rows[0]?.id])
}

const fresh = () => `c-${randomUUID()}@example.com`
const write = (headers: Record<string, string> = {}, envelope: { from?: string } = {}) =>
  desk.deliver(mailText({ To: 'support@desk.example', Date: new Date().toUTCString(), From: `Jane Doe <${fresh()}>`, ...headers }), {
    to: ['support@desk.example'],
    ...envelope,
  })
const decided = async () => {
  const { rows } = await desk.pool.query<{ kept_back: string | null }>('select kept_back from automatic_answers order by id')
  return rows.map((row) => row.kept_back)
}
/** Waits until what was written has left. */
async function left({ pool }: Pick<MailDesk, 'pool'>): Promise<void> {
  const { rows } = await pool.query<{ n: number }>(`select count(*)::int as n from activities where delivery in ('queued', 'sending')`)
  if (rows[0]?.n === 0) return
  await new Promise((resolve) => setTimeout(resolve, 20))
  await left({ pool })
}

const counts = async () => (await listQueues(desk.ctx(), desk.secrets)).queues[0]?.automatic.counts

const mailsOf = async ({ pool }: MailDesk) => {
  const { rows } = await pool.query<{ outcome: string }>(
    `select outcome from incoming_mails where from_address like '%@other.example' or from_address like '%@desk.example' order by id`,
  )
  return rows.map((row) => row.outcome)
}

// A gateway that passes each mail on as if a person had written it, as a new conversation.
const stripped = (raw: string) =>
  raw.replaceAll(/^(?:Auto-Submitted|X-Auto-Response-Suppress|In-Reply-To|References|Message-ID):.*\r\n(?:[ \t].*\r\n)*/gim, '')

describe('An automatic answer', () => {
  test('goes to a new ticket’s Contact, says of itself what it is, and is nobody’s answer', async () => {
    const address = fresh()
    const id = `${randomUUID()}@example.com`
    const { tickets } = await write({ From: `Jane Doe <${address}>`, 'Message-ID': `<${id}>` })
    await left(desk)
    expect(server.mails).toMatchObject([{ from: '', to: [address] }])
    const read = await parseMail(Buffer.from(server.mails[0]?.raw ?? ''), { from: '', to: [] })
    expect(read.automatic).toEqual({ kind: 'auto-replied', reason: 'auto-submitted: auto-replied' })
    expect(read).toMatchObject({
      subject: `Re: Where is my order? [#${tickets[0]}]`,
      inReplyTo: [id],
      from: [{ address: 'support@desk.example' }],
    })
    expect(read.text).toContain(`Dear Jane Doe, we have it as #${tickets[0]}.`)
    expect(await getTicket(desk.ctx(), tickets[0] ?? 0)).toMatchObject({
      state: 'open',
      unread: true,
      firstAnswerAt: null,
      activityCount: 2,
    })
    const { rows } = await desk.pool.query('select last_direction, last_agent_at from tickets where id = $1', [tickets[0]])
    expect(rows).toEqual([{ last_direction: 'in', last_agent_at: null }])
    // Only a new ticket: what joins it is not answered again.
    await write({ From: `Jane Doe <${address}>`, 'In-Reply-To': `<${id}>` })
    expect(await decided()).toEqual([null])
  })

  test('differs within and outside the hours of the queue; without a Template for them nothing is said', async () => {
    const outside = await template(desk, 'Closed', 'We are closed.')
    await setHours(false)
    await write()
    expect(await decided()).toEqual([])
    await desk.pool.query('update email_queues set outside_template_id = $1', [outside])
    await write()
    await left(desk)
    expect(server.mails.map((mail) => mail.raw.includes('We are closed.'))).toEqual([true])
    await setHours(true)
    await write()
    await left(desk)
    expect(server.mails.map((mail) => mail.raw.includes('We are closed.'))).toEqual([true, false])
  })

  test.each([
    ['an auto-reply', { 'Auto-Submitted': 'auto-replied' }, {}, 'auto-replied'],
    ['a message of a program', { 'Auto-Submitted': 'auto-generated' }, {}, 'auto-generated'],
    ['a list', { 'List-Id': '<news.example>' }, {}, 'list'],
    ['a null return path', {}, { from: '' }, 'auto-replied'],
    ['a bounce', { From: 'MAILER-DAEMON@mx.example', 'X-Failed-Recipients': 'joe@x.example' }, { from: '' }, 'no_address'],
    ['an address that takes no mail', { From: 'Shop <no-reply@shop.example>' }, {}, 'takes_no_mail'],
    ['one of our own addresses', { From: 'Support <support@desk.example>', 'Reply-To': 'support+x@desk.example' }, {}, 'no_address'],
    ['a mail of last week', { Date: new Date(Date.now() - 7 * 86_400_000).toUTCString() }, {}, 'old_mail'],
  ])('is never given to %s', async (_, headers, envelope, reason) => {
    const { outcome } = await write(headers, envelope)
    expect(outcome).toBe('new_ticket')
    expect(await decided()).toEqual([reason])
    await left(desk)
    expect(server.mails).toEqual([])
  })

  test('goes to the customer whom a form on one’s own website names in Reply-To', async () => {
    const address = fresh()
    await write({ From: 'Website <support@desk.example>', 'Reply-To': `Jane <${address}>` })
    await left(desk)
    expect(server.mails.map((mail) => mail.to)).toEqual([[address]])
  })

  test('is never given to what lay in a mailbox before it was connected', async () => {
    const imap = async (place: string, date: Date) => {
      const raw = mailText({ To: 'support@desk.example', From: `Jane <${fresh()}>`, Date: date.toUTCString() })
      await desk.pool.query(
        `with mail as (insert into incoming_mails (received_at, source, queue_id, envelope_to, size, raw_hash, place, due_at)
            select now(), 'imap', id, '{}', $1, sha256($2::bytea), $3, now() from email_queues returning id)
          insert into incoming_mail_parts (mail_id, n, bytes) select id, 0, $2 from mail`,
        [raw.length, Buffer.from(raw), place],
      )
      await desk.settled()
    }
    await desk.pool.query(`insert into mailbox_places (queue_id, folder, uid_validity, last_uid, since)
      select id, 'INBOX', 1, 0, now() - interval '1 hour' from email_queues`)
    await imap('1/1', new Date(Date.now() - 2 * 3_600_000))
    await imap('1/2', new Date())
    expect(await decided()).toEqual(['old_mail', null])
  })

  test('that does not arrive raises nothing', async () => {
    server.onRecipient = () => 550
    const { tickets } = await write()
    await left(desk)
    const { rows } = await desk.pool.query('select undelivered from tickets where id = $1', [tickets[0]])
    expect(rows).toEqual([{ undelivered: false }])
  })
})

describe('On a ticket that is Waiting', () => {
  test.each([
    [{ 'Auto-Submitted': 'auto-replied' }, 'waiting'],
    [{ Subject: 'Automatic reply: Hello', 'X-Auto-Response-Suppress': 'All' }, 'waiting'],
    [{ 'Auto-Submitted': 'auto-generated' }, 'open'],
    [{ 'List-Id': '<news.example>' }, 'open'],
  ])('mail with %j leaves it %s', async (headers, state) => {
    const [id, From] = [`${randomUUID()}@example.com`, fresh()]
    const { tickets } = await write({ From, 'Message-ID': `<${id}>` })
    await desk.pool.query(`update tickets set state = 'waiting' where id = $1`, [tickets[0]])
    expect(await write({ From, 'In-Reply-To': `<${id}>`, ...headers })).toMatchObject({ outcome: 'added', tickets })
    expect((await getTicket(desk.ctx(), tickets[0] ?? 0)).state).toBe(state)
  })
})

describe('The breakers', () => {
  test('answer one address three times an hour, also of mails that come at once, and show it', async () => {
    const From = `Jane <${fresh()}>`
    await Promise.all(Array.from({ length: 6 }, () => write({ From })))
    const reasons = await decided()
    expect([reasons.filter((r) => r === null).length, reasons.filter((r) => r === 'address_limit').length]).toEqual([3, 3])
    expect(await counts()).toEqual({ hour: 3, day: 3, open: false, keptBack: [{ reason: 'address_limit', hour: 3, day: 3 }] })
  })

  test('keep a queue silent that has answered too often in the last hour, whomever', async () => {
    const { tickets } = await write({ 'Auto-Submitted': 'auto-generated' })
    await desk.pool.query(
      `insert into automatic_answers (at, queue_id, ticket_id, address) select now(), q.id, $1, 'x' || n from email_queues q, generate_series(1, $2) n`,
      [tickets[0], limits.queuePerHour],
    )
    await write()
    expect((await decided()).at(-1)).toBe('queue_limit')
    expect(await counts()).toMatchObject({ hour: limits.queuePerHour, open: true })
  })
})

describe('Two desks whose queues answer automatically', () => {
  let other: MailDesk
  let gateway: CapturingServer
  beforeAll(async () => {
    other = await mailDesk()
    gateway = await capturingServer()
    await answering(other, 'help@other.example', desk.mail.smtpPort)
    await desk.pool.query('update email_queues set version = version + 1, smtp_port = $1, time_group_id = null', [other.mail.smtpPort])
  })
  afterAll(async () => {
    await other.close()
    await gateway.stop()
  })
  const quiet = async () => {
    for (let still = 0, before = ''; still < 5;) {
      await left(desk)
      await left(other)
      await desk.settled()
      await other.settled()
      const { rows: a } = await desk.pool.query<{ n: string }>('select count(*) as n from activities')
      const { rows: b } = await other.pool.query<{ n: string }>('select count(*) as n from activities')
      const now = `${a[0]?.n} ${b[0]?.n}`
      still = now === before ? still + 1 : 0
      before = now
      await new Promise((resolve) => setTimeout(resolve, 60))
    }
  }

  test('say one thing to a mail of the other, and then nothing', async () => {
    const { tickets } = await write({ From: 'Help <help@other.example>' }, { from: 'help@other.example' })
    await quiet()
    expect(await decided()).toEqual([null])
    expect(await mailsOf(other)).toEqual(['new_ticket'])
    const { rows } = await other.pool.query('select kept_back from automatic_answers')
    expect(rows).toEqual([{ kept_back: 'auto-replied' }])
    expect(await getTicket(desk.ctx(), tickets[0] ?? 0)).toMatchObject({ activityCount: 2 })
  })

  test('come to rest also where something between them takes away every sign', async () => {
    await desk.pool.query('delete from automatic_answers')
    await other.pool.query('delete from automatic_answers')
    await desk.pool.query('update email_queues set version = version + 1, smtp_port = $1', [gateway.port])
    await other.pool.query('update email_queues set version = version + 1, smtp_port = $1', [gateway.port])
    await write({ From: 'Help <help@other.example>' }, { from: 'help@other.example' })
    for (let passed = 0, rests = 0; rests < 3;) {
      await quiet()
      const mail = gateway.mails[passed]
      if (!mail) rests += 1
      else {
        passed += 1
        const to = mail.to[0] === 'support@desk.example' ? desk : other
        await to.deliver(
          `Message-ID: <${randomUUID()}@gate.example>\r\n${stripped(mail.raw).replace(/^Subject: .*$/m, `Subject: ${randomUUID()}`)}`,
          {
            from: mail.to[0] === 'support@desk.example' ? 'help@other.example' : 'support@desk.example',
            to: mail.to,
          },
        )
      }
    }
    expect(gateway.mails).toHaveLength(2 * limits.addressPerHour)
  })
})
