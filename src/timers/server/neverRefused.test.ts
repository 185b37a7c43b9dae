/** "Mail, timers and deliveries are never refused by a rule": every rule is broken at once, then each of them comes. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { reopenUndelivered } from '#activities/server/reopenUndelivered.ts'
import { minter } from '#channels/email/server/mintMessageId.ts'
import { writeEmail } from '#channels/email/server/sendEmail.ts'
import { mailText } from '#channels/email/server/testing/mailClient.ts'
import { mailDesk, type MailDesk } from '#channels/email/server/testing/mailDesk.ts'
import { inTransaction } from '#platform/server/context.ts'
import { readOnce } from '#platform/server/reader.ts'
import { saveTicket } from '#tickets/server/saveTicket.ts'
import { getTicket, lockTicket } from '#tickets/server/ticketQueries.ts'
import { reopenOne } from './reopenDue.ts'

let desk: MailDesk
beforeAll(async () => {
  desk = await mailDesk()
  await readOnce(desk.db, reopenUndelivered, new Date())
})
afterAll(() => desk.close())

test('every rule broken at once: people are refused, a mail, the re-open timer and a failed delivery are not', async () => {
  const address = `c-${randomUUID()}@example.com`
  const messageId = `${randomUUID()}@example.com`
  const mail = await desk.deliver(mailText({ From: `Customer <${address}>`, 'Message-ID': `<${messageId}>` }))
  const id = mail.tickets[0] ?? 0
  const state = async () => (await getTicket(desk.ctx(), id)).state
  const { pool } = desk
  await pool.query(`update categories set status_required = 'always', status_ids = '{}', several_statuses = false,
    waiting_requires_reopen = true, check_children = true`)
  await pool.query(
    `insert into custom_fields (subject, title, type, required, changed_at) values ('ticket', 'Asked', 'text', 'always', now())`,
  )
  await pool.query(
    `insert into tickets (title, category_id, state, parent_id, origin, begun_by, created_at, edited_at, last_activity_at)
     select 'Child', category_id, 'open', id, 'email', 'customer', now(), now(), now() from tickets where id = $1`,
    [id],
  )
  await pool.query(
    `insert into ticket_participants (ticket_id, address, name) select $1, 'm' || n || '@mail.example', '' from generate_series(1, 300) n`,
    [id],
  )
  const rest = (to: string, reopenAt: string | null) =>
    pool.query('update tickets set state = $2::ticket_state, reopen_at = $3 where id = $1', [id, to, reopenAt])

  const refused = inTransaction(desk.ctx(), async (ctx) =>
    saveTicket(ctx, await lockTicket(ctx, id), { state: { from: 'open', to: 'closed' } }, { askRules: true }),
  )
  await expect(refused).rejects.toThrow('The ticket was not saved.')

  await rest('waiting', null)
  const reply = mailText({ From: `Customer <${address}>`, Subject: 'Re: Where is my order?', 'In-Reply-To': `<${messageId}>` })
  expect((await desk.deliver(reply)).tickets).toEqual([id])
  expect(await state()).toBe('open')

  await rest('waiting', '2026-01-01T00:00:00Z')
  while (await reopenOne({ ...desk.ctx(), via: 'timer' })) {}
  expect(await state()).toBe('open')

  const queue = await desk.db.selectFrom('email_queues').select('id').where('address', '=', 'support@localhost').executeTakeFirstOrThrow()
  const { activityId } = await inTransaction(desk.ctx(), async (ctx) =>
    writeEmail(ctx, minter(desk.secrets.key('mail-signature')), await lockTicket(ctx, id), {
      to: [{ address, name: 'Customer' }],
      cc: [],
      bcc: [],
      subject: 'Re: Where is my order?',
      html: '<p>On its way.</p>',
      queueId: queue.id,
      from: 'support@localhost',
      attachmentIds: [],
      answersId: null,
      sendKey: randomUUID(),
    }),
  )
  await rest('closed', null)
  const sent = await desk.db.selectFrom('activities').select('message_id').where('id', '=', activityId).executeTakeFirstOrThrow()
  const report = `--b\r\nContent-Type: text/plain\r\n\r\nIt did not arrive.\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.com\r\n\r\nFinal-Recipient: rfc822; ${address}\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: <${sent.message_id}>\r\nSubject: x\r\n\r\nhello\r\n--b--\r\n`
  const bounce = await desk.deliver(
    mailText(
      {
        From: 'MAILER-DAEMON@example.com',
        'MIME-Version': '1.0',
        'Content-Type': 'multipart/report; report-type=delivery-status; boundary=b',
      },
      report,
    ),
    { from: '' },
  )
  expect(bounce).toMatchObject({ outcome: 'bounce', tickets: [id] })
  while (((await readOnce(desk.db, reopenUndelivered, new Date())) ?? 0) > 0);
  expect(await state()).toBe('open')
})
