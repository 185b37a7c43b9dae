/** The manual's page Email, tried with real servers on both sides. Nothing of it needs a page. */
import { listActivities, proposeEmail, retryDelivery, sendEmail } from '#activities/api.ts'
import type { Activity } from '#activities/activity.ts'
import { changeTicket, getTicket } from '#tickets/api.ts'
import { listTickets } from '#views/api.ts'
import type { Api } from './support/api.ts'
import { expect, imapQueue, mailText, sendRaw, test } from './support/world.ts'

const file = new TextEncoder().encode('%PDF-1.7 price list')

/** Waits for the ticket with this title. */
async function ticketTitled(api: Api, title: string) {
  let id = 0
  await expect
    .poll(async () => {
      const { rows } = await api.call(listTickets, { sort: 'id' })
      id = rows.find((r) => r.title === title)?.id ?? 0
      return id
    })
    .toBeGreaterThan(0)
  return api.call(getTicket, { id })
}

async function feed(api: Api, id: number): Promise<Activity[]> {
  return (await api.call(listActivities, { id })).activities
}

/** Answers the newest customer's message as the composer would, with a file. */
async function answer(api: Api, id: number, html: string) {
  const asked = (await feed(api, id)).find((a) => a.direction === 'in')
  const proposal = await api.call(proposeEmail, { id, kind: 'reply', activityId: asked?.id })
  const uploaded = await api.raw('POST', `/api/v1/attachments?name=${encodeURIComponent('Ceník 2026.pdf')}`, file, {
    'content-type': 'application/octet-stream',
  })
  expect(uploaded.status).toBe(200)
  const attachment: { id: number } = await uploaded.json()
  const email = {
    to: proposal.to,
    cc: proposal.cc,
    subject: proposal.subject,
    html: html + proposal.quoteHtml,
    queueId: proposal.queueId ?? 0,
    from: proposal.from ?? '',
    attachmentIds: [attachment.id],
    answersId: asked?.id ?? null,
    sendKey: crypto.randomUUID(),
  }
  const sent = await api.call(sendEmail, { id, ...email, setState: 'waiting' })
  // The same message sent again, as after a lost answer, is stored once.
  const again = await api.call(sendEmail, { id, ...email, setState: 'waiting' })
  expect(again.activity.id).toBe(sent.activity.id)
  return sent
}

/** A reply as a customer's mail program writes it. */
const replyTo = (
  mail: { messageId?: string | undefined; references?: string[] | string | undefined; subject?: string | undefined },
  from: string,
  to: string,
  text: string,
) =>
  mailText(
    {
      From: from,
      To: to,
      Subject: `Re: ${mail.subject ?? ''}`,
      'In-Reply-To': mail.messageId ?? '',
      References: [mail.references ?? [], mail.messageId ?? ''].flat().join(' '),
    },
    `${text}\r\n`,
  )

test('A mail becomes a ticket, the answer arrives in the customer’s mailbox, and a reply opens Waiting and Closed again', async ({
  desk,
  api,
  outside,
  relay,
}) => {
  const title = 'Reklamace čerpadla č. 88-2041'
  await sendRaw(
    desk.smtpPort,
    mailText(
      {
        From: 'Petr Novák <petr@customer.example>',
        Subject: `=?utf-8?B?${Buffer.from(title).toString('base64')}?=`,
        'Message-ID': '<first.smtp@customer.example>',
      },
      'The pump stops.\r\n',
    ),
    { from: 'petr@customer.example' },
  )
  const ticket = await ticketTitled(api, title)
  expect(ticket).toMatchObject({ state: 'open', unread: true, contact: { name: 'Petr Novák', emails: ['petr@customer.example'] } })

  const sent = await answer(api, ticket.id, '<p>The price list is attached.</p>')
  expect(sent.ticket.state).toBe('waiting')
  await relay.next((mail) => mail.subject?.includes(`[#${ticket.id}]`) ?? false)

  // As the customer's own mail program sees it: out of a real mailbox, by IMAP.
  const imap = await outside.mailboxes().client('petr')
  await imap.mailboxOpen('INBOX')
  await expect
    .poll(async () => {
      const status = await imap.status('INBOX', { messages: true })
      return status && status.messages
    })
    .toBe(1)
  const fetched = await imap.fetchOne('*', { source: true })
  await imap.logout()
  const { simpleParser } = await import('mailparser')
  const mail = await simpleParser(fetched && fetched.source ? fetched.source : '')
  expect(mail.inReplyTo).toBe('<first.smtp@customer.example>')
  expect([mail.references].flat()).toEqual(['<first.smtp@customer.example>'])
  expect(mail.messageId).toMatch(/^<[^<>@\s]+@[^<>@\s]+>$/)
  expect(mail.subject).toContain(title)
  expect(mail.from?.value[0]?.address).toBe('support@localhost')
  expect(mail.text).toContain('The price list is attached.')
  expect(mail.html).toContain('The price list is attached.')
  expect(mail.attachments.map((a) => [a.filename, a.content.toString()])).toEqual([['Ceník 2026.pdf', '%PDF-1.7 price list']])
  expect(mail.headers.get('auto-submitted')).toBeUndefined()
  await expect
    .poll(async () => (await feed(api, ticket.id)).find((a) => a.direction === 'out'))
    .toMatchObject({ delivery: 'accepted', recipients: [{ state: 'accepted' }] })

  await sendRaw(desk.smtpPort, replyTo(mail, 'Petr Novák <petr@customer.example>', 'support@localhost', 'Thank you, one more question.'), {
    from: 'petr@customer.example',
  })
  await expect.poll(async () => (await api.call(getTicket, { id: ticket.id })).activityCount).toBe(3)
  expect(await api.call(getTicket, { id: ticket.id })).toMatchObject({ state: 'open', unread: true })
  expect((await feed(api, ticket.id))[0]).toMatchObject({ direction: 'in', match: { rule: expect.any(String) } })

  const closed = await api.call(changeTicket, { id: ticket.id, changes: { state: { from: 'open', to: 'closed' } } })
  expect(closed.state).toBe('closed')
  await sendRaw(desk.smtpPort, replyTo(mail, 'petr@customer.example', 'support@localhost', 'It stopped again.'), {
    from: 'petr@customer.example',
  })
  await expect.poll(async () => (await api.call(getTicket, { id: ticket.id })).state).toBe('open')
})

test('The same by a mailbox: IMAP brings the mail, the answer goes out, the reply comes back by IMAP and threads into the same ticket', async ({
  api,
  outside,
  relay,
}) => {
  await outside.mailboxes().append(
    'claims',
    mailText({
      From: 'Katrin <katrin@customer.example>',
      To: 'claims@desk.example',
      Subject: 'Lieferung beschädigt?',
      'Message-ID': '<first.imap@customer.example>',
    }),
  )
  await imapQueue(api, relay, outside.mailboxes(), 'claims')
  const ticket = await ticketTitled(api, 'Lieferung beschädigt?')
  await answer(api, ticket.id, '<p>Ersatz ist unterwegs.</p>')
  const { mail } = await relay.next((m) => m.subject?.includes(`[#${ticket.id}]`) ?? false)
  expect(mail.from?.value[0]?.address).toBe('claims@desk.example')
  expect(mail.inReplyTo).toBe('<first.imap@customer.example>')
  await outside.mailboxes().append('claims', replyTo(mail, 'Katrin <katrin@customer.example>', 'claims@desk.example', 'Danke!'))
  await expect.poll(async () => (await api.call(getTicket, { id: ticket.id })).activityCount, { timeout: 20_000 }).toBe(3)
  expect(await api.call(getTicket, { id: ticket.id })).toMatchObject({ state: 'open' })
})

test('The same message delivered twice changes nothing', async ({ desk, api }) => {
  const raw = mailText({ From: 'twice@customer.example', Subject: 'Twice the same' })
  for (let n = 0; n < 3; n++) await sendRaw(desk.smtpPort, raw, { from: 'twice@customer.example' })
  const ticket = await ticketTitled(api, 'Twice the same')
  await new Promise((resolve) => setTimeout(resolve, 1500))
  const { rows } = await api.call(listTickets, { sort: 'id' })
  expect(rows.filter((r) => r.title === 'Twice the same')).toHaveLength(1)
  expect((await api.call(getTicket, { id: ticket.id })).activityCount).toBe(1)
})

test('An automatic reply opens nothing, and automatic mail is never answered', async ({ desk, api, relay }) => {
  await sendRaw(
    desk.smtpPort,
    mailText({ From: 'away@customer.example', Subject: 'Out soon', 'Message-ID': '<out.soon@customer.example>' }),
    { from: 'away@customer.example' },
  )
  const ticket = await ticketTitled(api, 'Out soon')
  await answer(api, ticket.id, '<p>Have a good time.</p>')
  const { mail } = await relay.next((m) => m.subject?.includes(`[#${ticket.id}]`) ?? false)
  const handed = relay.handed.length
  const away = replyTo(mail, 'away@customer.example', 'support@localhost', 'I am on holiday.').replace(
    'Subject:',
    'Auto-Submitted: auto-replied\r\nSubject:',
  )
  await sendRaw(desk.smtpPort, away, { from: 'away@customer.example' })
  await expect.poll(async () => (await api.call(getTicket, { id: ticket.id })).activityCount).toBe(3)
  expect(await api.call(getTicket, { id: ticket.id })).toMatchObject({ state: 'waiting' })
  expect(relay.handed.length).toBe(handed)
})

test('A reply to an Archived ticket makes a follow-up, once', async ({ desk, api }) => {
  await sendRaw(
    desk.smtpPort,
    mailText({ From: 'old@customer.example', Subject: 'Old matter', 'Message-ID': '<old.matter@customer.example>' }),
    { from: 'old@customer.example' },
  )
  const ticket = await ticketTitled(api, 'Old matter')
  await api.call(changeTicket, { id: ticket.id, changes: { state: { from: 'open', to: 'archived' } } })
  const mail = { messageId: '<old.matter@customer.example>', subject: 'Old matter' }
  for (const text of ['Is it really done?', 'Hello?'])
    await sendRaw(desk.smtpPort, replyTo(mail, 'old@customer.example', 'support@localhost', text), { from: 'old@customer.example' })
  await expect.poll(async () => (await api.call(getTicket, { id: ticket.id })).followUps.length).toBe(1)
  const [followUp] = (await api.call(getTicket, { id: ticket.id })).followUps
  await expect.poll(async () => (await api.call(getTicket, { id: followUp ?? 0 })).activityCount).toBe(2)
  expect(await api.call(getTicket, { id: ticket.id })).toMatchObject({ state: 'archived', activityCount: 1 })
})

test('A message that was refused is marked failed with the reason; Retry tries it again', async ({ desk, api, relay }) => {
  await sendRaw(desk.smtpPort, mailText({ From: 'nobody@customer.example', Subject: 'From nobody' }), { from: 'nobody@customer.example' })
  const ticket = await ticketTitled(api, 'From nobody')
  const sent = await answer(api, ticket.id, '<p>Who are you?</p>')
  const delivered = async () => (await feed(api, ticket.id)).find((a) => a.id === sent.activity.id)
  await expect
    .poll(async () => (await delivered())?.recipients[0])
    .toMatchObject({ state: 'failed', reason: expect.stringContaining('No such user') })
  // A ticket whose last answer failed to reach its Contact does not rest in Waiting.
  await expect.poll(async () => (await api.call(getTicket, { id: ticket.id })).state).toBe('open')
  await api.call(retryDelivery, { id: sent.activity.id })
  await expect.poll(async () => (await delivered())?.delivery).toBe('failed')
  expect(relay.handed.every((h) => !h.to.includes('nobody@customer.example'))).toBe(true)
})
