import { createHash, randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { inTransaction } from '#platform/server/context.ts'
import { saveTicket } from '#tickets/server/saveTicket.ts'
import { getTicket, lockTicket } from '#tickets/server/ticketQueries.ts'
import type { State } from '#tickets/ticket.ts'
import { takeIn } from './intake.ts'
import { listLedger } from './ledger.ts'
import { readRaw } from './rawMail.ts'
import { newMessageId, tokenAddress } from './signature.ts'
import { mailDesk, type MailDesk } from './testing/mailDesk.ts'
import { mailText, sendRaw } from './testing/mailClient.ts'

let desk: MailDesk
beforeAll(async () => {
  desk = await mailDesk()
})
afterAll(() => desk.close())

const ticket = (id: number | undefined) => getTicket(desk.ctx(), id ?? 0)
const activity = (id: number | undefined) =>
  desk.db
    .selectFrom('activities')
    .selectAll()
    .where('id', '=', id ?? 0)
    .executeTakeFirstOrThrow()
const setState = (id: number, to: State) =>
  inTransaction(desk.ctx(), async (ctx) => {
    const row = await lockTicket(ctx, id)
    await saveTicket(ctx, row, { state: { from: row.state, to } }, { askRules: false })
  })
const count = async (table: 'tickets' | 'activities') =>
  (await desk.pool.query<{ n: number }>(`select count(*)::int as n from ${table}`)).rows[0]?.n ?? 0

const newThread = async () => {
  const id = `${crypto.randomUUID()}@example.com`
  const mail = await desk.deliver(mailText({ 'Message-ID': `<${id}>` }))
  return { id, ticketId: mail.tickets[0] ?? 0, mail }
}
const reply = (to: string, headers: Record<string, string> = {}) =>
  mailText({ Subject: 'Re: Where is my order?', 'In-Reply-To': `<${to}>`, References: `<${to}>`, ...headers })

describe('A mail becomes a ticket', () => {
  test('with its title, Contact, participants, text and ledger row', async () => {
    const mail = await desk.deliver(
      mailText(
        { Cc: 'Joe <joe@example.org>, support@localhost', From: '=?utf-8?q?J=C3=BCrgen?= <Juergen@Example.com>' },
        'Where is it?\r\n',
      ),
    )
    expect(mail).toMatchObject({ state: 'processed', outcome: 'new_ticket', reason: 'none', from_address: 'Juergen@example.com' })
    const made = await ticket(mail.tickets[0])
    expect(made).toMatchObject({
      title: 'Where is my order?',
      state: 'open',
      origin: 'email',
      unread: true,
      activityCount: 1,
      contact: { name: 'Jürgen', emails: ['juergen@example.com'] },
      category: { name: 'Support' },
    })
    expect(made.participants.map((p) => p.address)).toEqual(['Juergen@example.com', 'joe@example.org'])
    const message = await activity(mail.activities[0])
    expect(message).toMatchObject({ direction: 'in', from_name: 'Jürgen', mail_id: mail.id, automatic: null, match: { rule: 'none' } })
    expect(message.text.trim()).toBe('Where is it?')
    const events = await desk.db.selectFrom('events').select(['name', 'via']).where('subject_id', '=', made.id).orderBy('id').execute()
    expect(events.map((e) => e.name)).toEqual(['ticket.created', 'activity.added'])
    expect(events.every((e) => e.via === 'mail')).toBe(true)
  })

  test('with its attachments, byte by byte', async () => {
    const file = randomBytes(20_000)
    const mail = await desk.deliver(
      mailText(
        { 'MIME-Version': '1.0', 'Content-Type': 'multipart/mixed; boundary=x' },
        `--x\r\nContent-Type: text/plain\r\n\r\nhere\r\n--x\r\nContent-Type: application/pdf; name="bill.pdf"\r\nContent-Disposition: attachment; filename="bill.pdf"\r\nContent-Transfer-Encoding: base64\r\n\r\n${file.toString('base64').replaceAll(/.{76}/g, '$&\r\n')}\r\n--x--\r\n`,
      ),
    )
    const row = await desk.db
      .selectFrom('attachments')
      .selectAll()
      .where('activity_id', '=', mail.activities[0] ?? 0)
      .executeTakeFirstOrThrow()
    expect(row).toMatchObject({ name: 'bill.pdf', media_type: 'application/pdf', size: 20_000, ticket_id: mail.tickets[0] })
    expect(await buffer(desk.store.get(row.hash))).toEqual(file)
    expect((await ticket(mail.tickets[0])).attachmentCount).toBe(1)
  })

  test('one sender is one Contact, also when their first mails come at once', async () => {
    const from = `many-${crypto.randomUUID()}@example.com`
    await Promise.all(Array.from({ length: 8 }, () => sendRaw(desk.mail.smtpPort, mailText({ From: `Many <${from}>` }))))
    await desk.settled()
    const rows = await desk.db.selectFrom('contact_addresses').selectAll().where('address', '=', from).execute()
    expect(rows).toHaveLength(1)
    const made = await desk.db
      .selectFrom('tickets')
      .select('id')
      .where('contact_id', '=', rows[0]?.contact_id ?? 0)
      .execute()
    expect(made).toHaveLength(8)
  })

  test('written to several queues: one ticket per category, each suggesting the other', async () => {
    const { id: sales } = await desk.db.insertInto('categories').values({ name: 'Sales' }).returning('id').executeTakeFirstOrThrow()
    await desk.db.insertInto('email_queues').values({ name: 'Sales', address: 'sales@localhost', category_id: sales }).execute()
    const raw = mailText({ To: 'support@localhost, sales@localhost' })
    const mail = await desk.deliver(raw, { to: ['support@localhost', 'sales@localhost'] })
    expect(mail.tickets).toHaveLength(2)
    const made = await Promise.all(mail.tickets.map(ticket))
    expect(made.map((t) => t.category.name).toSorted()).toEqual(['Sales', 'Support'])
    const suggested = await desk.db.selectFrom('suggested_tickets').selectAll().where('activity_id', 'in', mail.activities).execute()
    expect(new Set(suggested.map((s) => s.ticket_id))).toEqual(new Set(mail.tickets))
    const again = await desk.deliver(raw, { to: ['sales@localhost'] })
    expect(again.outcome).toBe('duplicate')

    const hidden = mailText()
    const first = await desk.deliver(hidden)
    const second = await desk.deliver(hidden, { to: ['sales@localhost'] })
    expect(second).toMatchObject({ outcome: 'new_ticket' })
    expect((await ticket(second.tickets[0])).category.name).toBe('Sales')
    expect((await ticket(first.tickets[0])).activityCount).toBe(1)
  })
})

describe('Re-delivery of the same message', () => {
  test('changes nothing', async () => {
    const raw = mailText()
    const first = await desk.deliver(raw)
    const before = [await count('tickets'), await count('activities'), (await ticket(first.tickets[0])).version]
    const second = await desk.deliver(`Received: from elsewhere by here; Sun, 22 Nov 2026 10:00:01 +0000\r\n${raw}`)
    expect(second).toMatchObject({ outcome: 'duplicate', tickets: first.tickets, activities: first.activities })
    expect([await count('tickets'), await count('activities'), (await ticket(first.tickets[0])).version]).toEqual(before)
  })

  test('ten times at once makes one ticket', async () => {
    const raw = mailText()
    const before = await count('tickets')
    await Promise.all(Array.from({ length: 10 }, () => sendRaw(desk.mail.smtpPort, raw)))
    await desk.settled()
    expect(await count('tickets')).toBe(before + 1)
  })

  test('the same Message-ID and author with another text joins the first one’s ticket', async () => {
    const { id, ticketId } = await newThread()
    const mail = await desk.deliver(mailText({ 'Message-ID': `<${id}>` }, 'and another thing'))
    expect(mail).toMatchObject({ outcome: 'added', reason: 'twin', tickets: [ticketId] })
  })
})

describe('An answer finds its ticket', () => {
  test.each(['waiting', 'closed'] as const)('and re-opens it from %s', async (state) => {
    const { id, ticketId } = await newThread()
    await setState(ticketId, state)
    const mail = await desk.deliver(reply(id))
    expect(mail).toMatchObject({ outcome: 'added', reason: 'message_id', tickets: [ticketId] })
    expect(await ticket(ticketId)).toMatchObject({ state: 'open', activityCount: 2, unread: true })
  })

  test('an auto-reply joins it and opens nothing', async () => {
    const { id, ticketId } = await newThread()
    await setState(ticketId, 'waiting')
    const mail = await desk.deliver(reply(id, { 'Auto-Submitted': 'auto-replied' }))
    expect(mail.tickets).toEqual([ticketId])
    expect((await ticket(ticketId)).state).toBe('waiting')
    expect((await activity(mail.activities[0])).automatic).toContain('auto-replied')
  })

  test('by our signed address alone', async () => {
    const { ticketId } = await newThread()
    const to = tokenAddress(desk.secrets.key('mail-signature'), 'support@localhost', ticketId) ?? ''
    expect(await desk.deliver(mailText({ To: to, Subject: 'x' }), { to: [to] })).toMatchObject({ reason: 'token', tickets: [ticketId] })
    const forged = to.replace(/.@/, (c) => (c === 'a@' ? 'b@' : 'a@'))
    expect(await desk.deliver(mailText({ To: forged, Subject: 'y' }), { to: [forged] })).toMatchObject({ outcome: 'new_ticket' })
  })

  test('by our signed Message-ID, also one that was never stored', async () => {
    const { ticketId } = await newThread()
    const ours = newMessageId(desk.secrets.key('mail-signature'), ticketId, 1, 'localhost')
    expect(await desk.deliver(reply(ours))).toMatchObject({ reason: 'message_id', tickets: [ticketId] })
    const forged = `t.${ticketId}.1.aaaaaaaaaaaaaaaa.aaaaaaaaaaaaaaaaaaaa@localhost`
    expect(await desk.deliver(reply(forged))).toMatchObject({ outcome: 'new_ticket' })
  })

  test('by the number in the subject, if the sender takes part', async () => {
    const { ticketId } = await newThread()
    expect(await desk.deliver(mailText({ Subject: `about [#${ticketId}]` }))).toMatchObject({ reason: 'subject', tickets: [ticketId] })
    const stranger = await desk.deliver(mailText({ Subject: `about [#${ticketId}]`, From: 'eve@evil.example' }))
    expect(stranger.outcome).toBe('new_ticket')
    const suggested = await desk.db
      .selectFrom('suggested_tickets')
      .select('ticket_id')
      .where('activity_id', '=', stranger.activities[0] ?? 0)
      .execute()
    expect(suggested.map((s) => s.ticket_id)).toEqual([ticketId])
  })

  test('messages of one thread that come at once, in any order, make one ticket', async () => {
    const root = `${crypto.randomUUID()}@example.com`
    const others = Array.from({ length: 6 }, (_, i) => reply(root, { From: `p${i}@example.com` }))
    const before = await count('tickets')
    await Promise.all([...others, mailText({ 'Message-ID': `<${root}>` })].map((raw) => sendRaw(desk.mail.smtpPort, raw)))
    await desk.settled()
    expect(await count('tickets')).toBe(before + 1)
  })

  test('an answer to an Archived ticket makes its follow-up, once, however many come at once', async () => {
    const { id, ticketId } = await newThread()
    await setState(ticketId, 'archived')
    const before = await count('tickets')
    await Promise.all(Array.from({ length: 6 }, () => sendRaw(desk.mail.smtpPort, reply(id))))
    await desk.settled()
    expect(await count('tickets')).toBe(before + 1)
    const old = await ticket(ticketId)
    expect(old.state).toBe('archived')
    expect(old.followUps).toHaveLength(1)
    expect(await ticket(old.followUps[0])).toMatchObject({
      title: old.title,
      contact: old.contact,
      followUpOf: ticketId,
      activityCount: 6,
      state: 'open',
    })
    expect((await desk.deliver(reply(id, { 'Auto-Submitted': 'auto-replied' }))).tickets).toEqual([ticketId])
  })

  test('a User’s own mail stands on the ticket and opens nothing', async () => {
    const { rows } = await desk.pool.query<{ access: number; scope: number }>(
      'select (select min(id) from accesses) as access, (select min(id) from rights) as scope',
    )
    await desk.db
      .insertInto('users')
      .values({
        email: 'agent@desk.example',
        name: 'Agent',
        access_id: rows[0]?.access ?? 0,
        right_id: rows[0]?.scope ?? 0,
        created_at: new Date(),
      })
      .execute()
    const { id, ticketId } = await newThread()
    await setState(ticketId, 'closed')
    expect((await desk.deliver(reply(id, { From: 'agent@desk.example' }))).tickets).toEqual([ticketId])
    expect((await ticket(ticketId)).state).toBe('closed')
  })
})

describe('The sender becomes the Contact', () => {
  test('the person who filled in a form of ours, or stands behind a list or a no-reply', async () => {
    const jane = 'Jane Doe <jane.doe@behind.example>'
    for (const headers of [
      { From: 'Website <support@localhost>', 'Reply-To': jane },
      { From: 'Shop <no-reply@shop.example>', 'Reply-To': jane },
      { From: "'Jane Doe' via Sales <sales@groups.example>", 'X-Original-From': jane, 'List-Id': '<sales.groups.example>' },
    ]) {
      const mail = await desk.deliver(
        mailText({ Subject: `Question ${crypto.randomUUID()}`, 'Message-ID': `<${crypto.randomUUID()}@x>`, ...headers }),
      )
      expect((await ticket(mail.tickets[0])).contact?.name).toBe('Jane Doe')
      expect((await activity(mail.activities[0])).reply_to).toEqual(['jane.doe@behind.example'])
    }
  })

  test('the author of a mail that a User passes on to a queue; the answer goes to them', async () => {
    const text =
      'Please help her.\n\n---------- Forwarded message ---------\nFrom: Petra Nová <petra@passed.example>\nDate: Mon, 23 Nov 2026 at 10:00\nSubject: Invoice\nTo: <agent@desk.example>\n\nWhere is it?'
    const mail = await desk.deliver(
      mailText({ From: 'Agent <agent@desk.example>', Subject: 'Fwd: Invoice', 'Message-ID': '<passed-on@desk.example>' }, text),
    )
    expect(await ticket(mail.tickets[0])).toMatchObject({ state: 'open', contact: { name: 'Petra Nová' } })
    expect(await activity(mail.activities[0])).toMatchObject({
      from_address: 'agent@desk.example',
      reply_to: ['petra@passed.example'],
      customer: true,
    })
    const answer = await desk.deliver(reply('passed-on@desk.example', { From: 'petra@passed.example', Subject: 'Re: Invoice' }))
    expect(answer.tickets).toEqual(mail.tickets)
  })

  test('a colleague in CC who answers the customer’s original stands on the customer’s ticket, with header threading on', async () => {
    const { id, ticketId } = await newThread()
    const colleague = () => reply(id, { From: 'colleague@customer.example', 'Message-ID': `<${crypto.randomUUID()}@customer.example>` })
    expect((await desk.deliver(colleague())).tickets).toEqual([ticketId])
    await desk.db.updateTable('email_queues').set({ header_threading: false }).execute()
    expect((await desk.deliver(colleague())).tickets).not.toEqual([ticketId])
    await desk.db.updateTable('email_queues').set({ header_threading: true }).execute()
  })
})

describe('The mail ledger', () => {
  test('has a row and a reason for each message, newest first, and finds them', async () => {
    const subject = `unusual ${randomBytes(6).toString('hex')}`
    const mail = await desk.deliver(mailText({ Subject: subject }))
    const { mails } = await listLedger(desk.ctx(), { q: subject, limit: 10 })
    expect(mails).toMatchObject([
      { id: mail.id, subject, outcome: 'new_ticket', reason: 'none', tickets: mail.tickets, to: ['support@localhost'] },
    ])
    const page = await listLedger(desk.ctx(), { q: '', limit: 2 })
    expect(page.mails.map((m) => m.id)).toEqual([mail.id, mail.id - 1])
    const next = await listLedger(desk.ctx(), { q: '', limit: 2, before: page.next ?? 0 })
    expect(next.mails[0]?.id).toBe(mail.id - 2)
    expect((await listLedger(desk.ctx(), { q: '%_%', limit: 10 })).mails).toEqual([])
  })

  test('keeps mail that fails again and again: it becomes a ticket with the raw file', async () => {
    const before = await desk.deliver(mailText())
    await desk.mail.stop()
    const raw = mailText({ Subject: 'stubborn' })
    await takeIn(
      { pool: desk.pool, spool: '/nonexistent', arrived: () => undefined },
      { source: 'listener', envelope: { from: 'jane@example.com', to: ['support@localhost'] }, sizeLimit: 1_000_000 },
      Readable.from([Buffer.from(raw)]),
    )
    await desk.db.updateTable('incoming_mails').set({ tries: 5 }).where('state', '=', 'received').execute()
    await desk.restart()
    await desk.settled()
    const mail = await desk.db.selectFrom('incoming_mails').selectAll().where('id', '>', before.id).executeTakeFirstOrThrow()
    expect(mail).toMatchObject({ state: 'processed', outcome: 'unparsable' })
    const file = await desk.db
      .selectFrom('attachments as a')
      .innerJoin('incoming_mail_results as r', 'r.activity_id', 'a.activity_id')
      .select(['a.hash', 'a.name'])
      .where('r.mail_id', '=', mail.id)
      .executeTakeFirstOrThrow()
    expect(file.name).toBe('message.eml')
    expect((await buffer(desk.store.get(file.hash))).toString()).toBe(raw)
  })
})

describe('Any bytes', () => {
  test.each<[string, Buffer | string]>([
    ['nothing at all', ''],
    ['NUL bytes', Buffer.from(mailText({ Subject: 'a\0b' }, 'x\0y\0'))],
    ['a charset that does not exist', mailText({ 'Content-Type': 'text/plain; charset=klingon-8' }, 'qapla')],
    ['random bytes', randomBytes(3000)],
    ['only line breaks', '\r\n'.repeat(50)],
    ['a header without an end', `Subject: ${'x'.repeat(100_000)}`],
    [
      'nested multiparts without an end',
      `Content-Type: multipart/mixed; boundary=a\r\n\r\n${'--a\r\nContent-Type: multipart/mixed; boundary=a\r\n\r\n'.repeat(300)}`,
    ],
    ['malformed addresses', mailText({ From: '@@@', To: '<<>>,;:', Cc: 'x'.repeat(5000) })],
    ['ten thousand recipients', mailText({ To: Array.from({ length: 10_000 }, (_, i) => `u${i}@example.com`).join(',\r\n ') })],
  ])('become a ticket: %s', async (_, raw) => {
    const text = raw.length === 0 ? '\r\n' : raw
    const mail = await desk.deliver(text)
    expect(mail.state).toBe('processed')
    expect(mail.tickets.length).toBeGreaterThan(0)
    expect((await ticket(mail.tickets[0])).title).not.toBe('')
  })
})

describe('The raw file', () => {
  test('of 50 MB becomes a ticket with its attachment', async () => {
    const file = randomBytes(36_000_000)
    const mail = await desk.deliver(
      mailText(
        { 'MIME-Version': '1.0', 'Content-Type': 'multipart/mixed; boundary=x' },
        `--x\r\nContent-Type: text/plain\r\n\r\nhere\r\n--x\r\nContent-Type: application/zip; name="all.zip"\r\nContent-Transfer-Encoding: base64\r\n\r\n${file.toString('base64').replaceAll(/.{76}/g, '$&\r\n')}\r\n--x--\r\n`,
      ),
    )
    expect(mail).toMatchObject({ state: 'processed', outcome: 'new_ticket' })
    const row = await desk.db
      .selectFrom('attachments')
      .selectAll()
      .where('activity_id', '=', mail.activities[0] ?? 0)
      .executeTakeFirstOrThrow()
    expect(row.size).toBe(file.length)
  })

  test('moves, compressed, to the file store and reads the same from there', async () => {
    const raw = mailText({}, 'again and again\r\n'.repeat(100_000))
    const mail = await desk.deliver(raw)
    const filed = async (): Promise<Buffer> => {
      const row = await desk.db.selectFrom('incoming_mails').select('blob').where('id', '=', mail.id).executeTakeFirstOrThrow()
      if (row.blob) return row.blob
      await new Promise((resolve) => setTimeout(resolve, 50))
      return filed()
    }
    const blob = await filed()
    expect(await desk.db.selectFrom('incoming_mail_parts').select('n').where('mail_id', '=', mail.id).execute()).toEqual([])
    const stored = await desk.db.selectFrom('blobs').select('size').where('hash', '=', blob).executeTakeFirstOrThrow()
    expect(stored.size).toBeLessThan(raw.length / 50)
    const read = (await readRaw(desk.db, desk.store, mail.id)) ?? Buffer.alloc(0)
    expect(createHash('sha256').update(read).digest()).toEqual(mail.raw_hash)
  })
})
