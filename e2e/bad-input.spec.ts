/** Bad input gets a clear error or a visible quarantine, and nothing is lost. */
import { getTicket } from '#tickets/api.ts'
import { listTickets } from '#views/api.ts'
import { listLedger } from '#channels/email/api.ts'
import { listActivities } from '#activities/api.ts'
import { converse } from '#channels/email/server/testing/mailClient.ts'
import { expect, mailText, sendRaw, test } from './support/world.ts'
import type { Api } from './support/api.ts'

/** The ledger's rows of one sender, once none of them waits. */
async function ledgerOf(api: Api, from: string, rows = 1) {
  const mine = async () => (await api.call(listLedger, { limit: 200 })).mails.filter((m) => m.from === from)
  await expect.poll(async () => (await mine()).filter((m) => m.state !== 'received').length, { timeout: 30_000 }).toBe(rows)
  return mine()
}

/** So many bytes of text in lines. */
const part = (bytes: number) =>
  Buffer.alloc(bytes, 'x'.repeat(75) + '\n')
    .toString('latin1')
    .replaceAll('\n', '\r\n')

/** The status of an answer that is a proper problem. */
const problem = async (response: Response) => {
  expect(response.headers.get('content-type')).toContain('application/problem+json')
  const { status, type, title }: { status: number; type: string; title: string } = await response.json()
  expect(type).toBeTruthy()
  expect(title).toBeTruthy()
  return status
}

test('A malformed address is refused by the listener, and in headers it becomes a ticket', async ({ desk, api }) => {
  const answers = await converse(desk.smtpPort, [
    'EHLO me',
    'MAIL FROM:<a@b.example>',
    'RCPT TO:<not an address>',
    'RCPT TO:<nobody@elsewhere.example>',
    'RCPT TO:<support@localhost>',
  ])
  expect(answers.map((a) => a.slice(0, 1))).toEqual(['2', '2', '2', '5', '5', '2'])
  const raw = mailText({ From: 'Broken <<<x@@y>, "half', To: 'un closed <support@localhost', Cc: ',,,;@', Subject: 'Malformed addresses' })
  await sendRaw(desk.smtpPort, raw, { from: 'malformed@customer.example' })
  await expect.poll(async () => (await api.call(listTickets, { sort: 'id' })).rows.map((r) => r.title)).toContain('Malformed addresses')
})

test('A mail of 0 bytes is kept, and a ticket shows it', async ({ desk, api }) => {
  const before = (await api.call(listLedger, { limit: 200 })).mails.length
  await converse(desk.smtpPort, ['EHLO me', 'MAIL FROM:<empty@customer.example>', 'RCPT TO:<support@localhost>', 'DATA', '.', 'QUIT'])
  await expect.poll(async () => (await api.call(listLedger, { limit: 200 })).mails.length).toBe(before + 1)
  await expect.poll(async () => (await api.call(listLedger, { limit: 1 })).mails[0]?.state).not.toBe('received')
  const [mail] = (await api.call(listLedger, { limit: 1 })).mails
  expect(mail?.outcome).not.toBeNull()
})

test('A mail of 49 MB is taken whole; a larger one is refused before it is acknowledged', async ({ desk, api }) => {
  test.setTimeout(180_000)
  const large = mailText({ From: 'large@customer.example', Subject: 'Large' }, part(48_000_000))
  await sendRaw(desk.smtpPort, large, { from: 'large@customer.example' })
  const [row] = await ledgerOf(api, 'large@customer.example')
  expect(row).toMatchObject({ state: 'processed', tickets: [expect.any(Number)] })
  expect(row?.size).toBeGreaterThan(48_000_000)
  const ticket = row?.tickets[0] ?? 0
  expect(await api.call(getTicket, { id: ticket })).toMatchObject({ title: 'Large' })
  const tooLarge = mailText({ From: 'larger@customer.example', Subject: 'Larger' }, part(54_000_000))
  await expect(sendRaw(desk.smtpPort, tooLarge, { from: 'larger@customer.example' })).rejects.toMatchObject({ responseCode: 552 })
})

test('10,000 recipients: the listener takes its thousand, the header is read to its bound', async ({ desk, api }) => {
  const many = Array.from({ length: 10_000 }, (_, n) => `person${n}@customer.example`)
  await sendRaw(
    desk.smtpPort,
    mailText({ From: 'crowd@customer.example', To: `support@localhost,\r\n ${many.join(',\r\n ')}`, Subject: 'To everybody' }),
    { from: 'crowd@customer.example' },
  )
  const [row] = await ledgerOf(api, 'crowd@customer.example')
  const ticket = await api.call(getTicket, { id: row?.tickets[0] ?? 0 })
  expect(ticket.participants.length).toBeGreaterThan(1)
  const answers = await converse(desk.smtpPort, [
    'EHLO me',
    'MAIL FROM:<crowd@customer.example>',
    ...Array.from({ length: 1200 }, () => 'RCPT TO:<support@localhost>'),
  ])
  expect(answers.at(-1)?.slice(0, 1)).toMatch(/[245]/)
})

test('NUL bytes and a wrong charset name do not stop a mail', async ({ desk, api }) => {
  await sendRaw(desk.smtpPort, mailText({ From: 'nul@customer.example', Subject: 'NUL \0 inside' }, 'before \0 after\r\n'), {
    from: 'nul@customer.example',
  })
  await sendRaw(
    desk.smtpPort,
    mailText(
      { From: 'charset@customer.example', Subject: 'Wrong charset', 'Content-Type': 'text/plain; charset=klingon-8' },
      'plain words\r\n',
    ),
    { from: 'charset@customer.example' },
  )
  for (const from of ['nul@customer.example', 'charset@customer.example']) {
    const [row] = await ledgerOf(api, from)
    const { activities } = await api.call(listActivities, { id: row?.tickets[0] ?? 0 })
    expect(activities[0]?.text).toMatch(/before .*after|plain words/)
  }
})

test('Random bytes as mail are kept and shown', async ({ desk, api }) => {
  for (let n = 0; n < 20; n++) {
    const raw = Buffer.from(Array.from({ length: 2000 }, () => Math.floor(Math.random() * 256)))
    await sendRaw(desk.smtpPort, raw, { from: `random${n}@customer.example` })
  }
  await expect
    .poll(async () => (await api.call(listLedger, { limit: 200 })).mails.filter((m) => m.state === 'received').length, { timeout: 30_000 })
    .toBe(0)
})

test('Invalid JSON, wrong types, unknown ids and foreign tokens get a clear error', async ({ api }) => {
  expect(await problem(await api.raw('POST', '/api/v1/tickets', '{"title": '))).toBe(400)
  expect(await problem(await api.raw('POST', '/api/v1/tickets', '{"title": 7, "categoryId": "x"}'))).toBe(400)
  expect(await problem(await api.raw('POST', '/api/v1/tickets', JSON.stringify({ title: 'x', categoryId: 999_999 })))).toBe(422)
  expect(await problem(await api.raw('GET', '/api/v1/tickets/999999999'))).toBe(404)
  expect(await problem(await api.raw('GET', '/api/v1/tickets/abc'))).toBe(404)
  expect(await problem(await api.raw('GET', '/api/v1/tickets/9999999999999999999999'))).toBe(404)
  expect(await problem(await api.raw('GET', '/api/v1/nothing'))).toBe(404)
  expect(await problem(await api.raw('GET', '/api/v1/tickets?after=bm90aGluZw'))).toBe(400)
  expect(await problem(await api.raw('GET', '/api/v1/me', undefined, { authorization: 'Bearer somebody-elses' }))).toBe(401)
  expect(await problem(await api.raw('GET', '/api/v1/me', undefined, { authorization: 'Basic YTpi' }))).toBe(401)
  expect(await problem(await api.raw('POST', '/api/v1/tickets', `{"title": "${'x'.repeat(2_000_000)}"}`))).toBe(413)
  expect(await problem(await api.raw('PATCH', '/api/v1/tickets/999999999', '{"changes":{"state":{"from":"open","to":"closed"}}}'))).toBe(
    404,
  )
})
