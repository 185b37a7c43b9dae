/** Spam: marked by people, or by the mail server; held back in the ledger, never answered, and let go on by one click. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { inTransaction } from '#platform/server/context.ts'
import { getTicket } from '#tickets/server/ticketQueries.ts'
import { restoreTicket } from '#tickets/server/restoreTicket.ts'
import { blockSender, listBlocked, unblockSender } from './blockedSenders.ts'
import { markSpam, spamOne } from './markSpam.ts'
import { releaseMail } from './releaseMail.ts'
import { newMessageId } from './signature.ts'
import { mailText } from './testing/mailClient.ts'
import { mailDesk, type MailDesk } from './testing/mailDesk.ts'

let desk: MailDesk
let queueId = 0
beforeAll(async () => {
  desk = await mailDesk()
  await desk.pool.query(`insert into categories (name, position) values ('Sales', 9)`)
  await desk.pool.query(
    `insert into email_queues (name, address, category_id) select 'Sales', 'sales@localhost', id from categories where name = 'Sales'`,
  )
  const { rows } = await desk.pool.query<{ id: number }>(`select id from email_queues where address = 'support@localhost'`)
  queueId = rows[0]?.id ?? 0
})
afterAll(() => desk.close())

const fresh = () => `c-${randomUUID()}@example.com`
const write = (headers: Record<string, string> = {}, to = ['support@localhost']) =>
  desk.deliver(mailText({ Date: new Date().toUTCString(), From: fresh(), To: to.join(', '), ...headers }), { to })
const held = { state: 'quarantined', outcome: 'quarantined', tickets: [] }
const read = async (id: number) => {
  await desk.settled()
  const mail = await desk.db.selectFrom('incoming_mails').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  const results = await desk.db.selectFrom('incoming_mail_results').select('ticket_id').where('mail_id', '=', id).execute()
  return { ...mail, tickets: results.map((r) => r.ticket_id) }
}

describe('Mark as spam', () => {
  test('bins the ticket and holds back its sender’s mail to that queue; restoring lifts both', async () => {
    const From = `Rich <${fresh().toUpperCase()}>`
    const { tickets } = await write({ From })
    const id = tickets[0] ?? 0
    await markSpam(desk.ctx(), { id })
    expect(await desk.db.selectFrom('tickets').select('deleted_at').where('id', '=', id).executeTakeFirstOrThrow()).not.toEqual({
      deleted_at: null,
    })
    expect(await write({ From })).toMatchObject({ ...held, reason: 'blocked_sender' })
    // To another queue it comes; to both, there alone.
    expect(await write({ From }, ['sales@localhost'])).toMatchObject({ outcome: 'new_ticket' })
    const both = await write({ From }, ['support@localhost', 'sales@localhost'])
    expect(both).toMatchObject({ outcome: 'new_ticket', tickets: [expect.any(Number)] })
    const events = await desk.db
      .selectFrom('events')
      .select('name')
      .where('subject', '=', 'ticket')
      .where('subject_id', '=', id)
      .orderBy('id')
      .execute()
    expect(events.map((e) => e.name)).toEqual(['ticket.created', 'activity.added', 'ticket.deleted', 'ticket.marked_spam'])
    await restoreTicket(desk.ctx(), { id })
    expect(await write({ From })).toMatchObject({ outcome: 'new_ticket' })
  })

  test('two tickets of one sender: who restores one keeps them blocked for the other', async () => {
    const From = fresh()
    const [one, two] = [(await write({ From })).tickets[0] ?? 0, (await write({ From })).tickets[0] ?? 0]
    await markSpam(desk.ctx(), { id: one })
    await markSpam(desk.ctx(), { id: two })
    await restoreTicket(desk.ctx(), { id: one })
    expect(await write({ From })).toMatchObject({ ...held, reason: 'blocked_sender' })
    expect((await listBlocked(desk.ctx(), { id: queueId })).senders).toMatchObject([{ address: From, by: null }])
    await unblockSender(desk.ctx(), { id: queueId, address: From })
    expect(await write({ From })).toMatchObject({ outcome: 'new_ticket' })
  })

  test('neither a User nor one of our own addresses, and nothing of a ticket that no mail began', async () => {
    await desk.pool.query(
      `insert into users (email, name, access_id, right_id, created_at)
        select 'ada@desk.example', 'Ada', (select min(id) from accesses), (select min(id) from rights), now()`,
    )
    const { tickets } = await write({ From: 'Ada <ada@desk.example>' })
    await expect(markSpam(desk.ctx(), { id: tickets[0] ?? 0 })).rejects.toMatchObject({ code: 'sender_is_ours' })
    expect((await getTicket(desk.ctx(), tickets[0] ?? 0)).state).toBe('open')
    await expect(blockSender(desk.ctx(), { id: queueId, address: 'Sales@localhost' })).rejects.toMatchObject({ code: 'sender_is_ours' })
    await expect(blockSender(desk.ctx(), { id: queueId, address: 'nobody' })).rejects.toMatchObject({
      problems: [{ code: 'malformed_address' }],
    })
    const { tickets: other } = await write()
    await desk.pool.query('update activities set from_address = null where ticket_id = $1', [other[0]])
    await expect(inTransaction(desk.ctx(), (ctx) => spamOne(ctx, other[0] ?? 0))).rejects.toMatchObject({ code: 'no_sender' })
  })
})

describe('What the mail server marked', () => {
  const failing = {
    'Authentication-Results': 'mx.desk.example; spf=pass (dmarc=fail is a comment) smtp.mailfrom=x; dmarc=fail header.from=bank.example',
  }

  test('as spam is held back, unless the queue says otherwise', async () => {
    expect(await write({ 'X-Spam-Flag': 'YES' })).toMatchObject({ ...held, reason: 'spam_flag' })
    expect(await write({ 'X-Spam-Flag': 'NO' })).toMatchObject({ outcome: 'new_ticket' })
    await desk.pool.query('update email_queues set quarantine_spam_flag = false')
    expect(await write({ 'X-Spam-Flag': 'YES' })).toMatchObject({ outcome: 'new_ticket' })
    await desk.pool.query('update email_queues set quarantine_spam_flag = true')
  })

  test('as failing DMARC is held back where the queue says so, by the topmost header alone', async () => {
    expect(await write(failing)).toMatchObject({ outcome: 'new_ticket' })
    await desk.pool.query('update email_queues set quarantine_dmarc = true')
    expect(await write(failing)).toMatchObject({ ...held, reason: 'dmarc_fail' })
    expect(
      await write({
        'Authentication-Results': `mx.desk.example; dmarc=pass\r\nAuthentication-Results: ${failing['Authentication-Results']}`,
      }),
    ).toMatchObject({
      outcome: 'new_ticket',
    })
    expect(await write({ 'Authentication-Results': 'mx.desk.example; spf=pass (dmarc=fail)' })).toMatchObject({ outcome: 'new_ticket' })
  })

  test('a bounce of our own message is no spam', async () => {
    const { tickets, activities } = await write()
    const about = newMessageId(desk.secrets.key('mail-signature'), tickets[0] ?? 0, activities[0] ?? 0, 'localhost')
    const bounce = await desk.deliver(
      mailText(
        { From: 'MAILER-DAEMON@mx.example', 'X-Spam-Flag': 'YES', 'X-Failed-Recipients': 'joe@x.example' },
        `Sorry.\r\n\r\nMessage-ID: <${about}>\r\n`,
      ),
      { from: '', to: ['support@localhost'] },
    )
    expect(bounce.state).toBe('processed')
  })
})

describe('Release', () => {
  test('makes the ticket, once; what was released is neither held back again nor answered', async () => {
    const { id } = await write({ 'X-Spam-Flag': 'YES' })
    await releaseMail(desk.ctx(), { id })
    const mail = await read(id)
    expect(mail).toMatchObject({ state: 'processed', outcome: 'new_ticket', tickets: [expect.any(Number)] })
    await expect(releaseMail(desk.ctx(), { id })).rejects.toMatchObject({ code: 'not_quarantined' })
    await expect(releaseMail(desk.ctx(), { id: 999_999 })).rejects.toMatchObject({ status: 404 })
  })
})
