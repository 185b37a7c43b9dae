/** The rows about mail coming in: how fast it is accepted for good, and how fast it becomes tickets. */
import { connect } from 'node:net'
import { createInterface } from 'node:readline'
import { simpleParser } from 'mailparser'
import type pg from 'pg'
import { SMTPServer } from 'smtp-server'
import { perSecond, ratio, type Row } from './measure.ts'

const words = 'The parcel that was promised for Monday has not arrived, and the tracking page says nothing new since then. '

const message = (i: number, run: string) =>
  [
    `From: Customer ${i} <customer${i}@bench.example>`,
    'To: support@localhost',
    `Subject: Order ${run}-${i} has not arrived`,
    'Date: Sun, 22 Nov 2026 10:00:00 +0000',
    `Message-ID: <${run}.${i}@bench.example>`,
    'MIME-Version: 1.0',
    'Content-Type: multipart/alternative; boundary=b',
    '',
    '--b',
    'Content-Type: text/plain; charset=utf-8',
    '',
    words.repeat(12).replaceAll('. ', '.\r\n'),
    '--b',
    'Content-Type: text/html; charset=utf-8',
    '',
    `<p>${words.repeat(12).replaceAll('. ', '.</p>\r\n<p>')}</p>`,
    '--b--',
    '',
  ].join('\r\n')

/** Sends `n` mails by SMTP over so many connections, each waiting for its 250; returns how many a second were acknowledged. */
async function pour(port: number, n: number, connections: number, run: string): Promise<number> {
  let next = 0
  const begun = performance.now()
  await Promise.all(
    Array.from({ length: connections }, async () => {
      const socket = connect(port, '127.0.0.1')
      const answers = createInterface({ input: socket })[Symbol.asyncIterator]()
      const expectAnswer = async (code: string) => {
        for (;;) {
          const { value, done } = await answers.next()
          if (done) throw new Error('The listener hung up.')
          if (value[3] === '-') continue
          if (!value.startsWith(code)) throw new Error(value)
          return
        }
      }
      const say = (text: string, code: string) => {
        socket.write(text)
        return expectAnswer(code)
      }
      await expectAnswer('220')
      await say('EHLO bench\r\n', '250')
      while (next < n) {
        const i = next++
        await say(`MAIL FROM:<customer${i}@bench.example>\r\n`, '250')
        await say('RCPT TO:<support@localhost>\r\n', '250')
        await say('DATA\r\n', '354')
        await say(`${message(i, run)}\r\n.\r\n`, '250')
      }
      socket.end('QUIT\r\n')
    }),
  )
  return n / ((performance.now() - begun) / 1000)
}

/** The library by itself, which stores nothing. */
async function bareListener(n: number, connections: number) {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    logger: false,
    onData: (stream, _session, done) => void stream.resume().on('end', () => done()),
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  const address = server.server.address()
  const rate = await pour(typeof address === 'object' && address ? address.port : 0, n, connections, 'bare')
  await new Promise<void>((resolve) => server.close(() => resolve()))
  return rate
}

/** The library that reads mail, and one transaction with the rows that a new ticket is made of. */
async function bareTickets(pool: pg.Pool, n: number, atOnce: number, run: string) {
  let next = 0
  const begun = performance.now()
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (next < n) {
        const i = next++
        const mail = await simpleParser(message(i, run), { skipHtmlToText: true, skipTextToHtml: true })
        await bareTicket(pool, mail.subject ?? '', mail.text ?? '', mail.html || '', mail.messageId ?? '', `customer${i}@bench.example`)
      }
    }),
  )
  return n / ((performance.now() - begun) / 1000)
}

async function bareTicket(pool: pg.Pool, title: string, text: string, html: string, messageId: string, from: string) {
  const client = await pool.connect()
  const now = new Date()
  try {
    await client.query('begin')
    const { rows: ticket } = await client.query(
      `insert into tickets (title, category_id, origin, begun_by, created_at, edited_at, last_activity_at) select $1, min(id), 'bench', 'customer', $2, $2, $2 from categories returning id`,
      [title, now],
    )
    const id = ticket[0].id
    const { rows: activity } = await client.query(
      `insert into activities (ticket_id, kind, direction, at, created_at, from_address, subject, text, html, message_id) values ($1, 'email', 'in', $2, $2, $3, $4, $5, $6, $7) returning id`,
      [id, now, from, title, text, html, messageId],
    )
    await client.query(`insert into message_ids (message_id, ticket_id, activity_id, kind) values ($1, $2, $3, 'seen')`, [
      messageId,
      id,
      activity[0].id,
    ])
    await client.query(`insert into ticket_participants (ticket_id, address) values ($1, $2)`, [id, from])
    for (const version of [1, 2])
      await client.query(
        `insert into events (at, name, subject, subject_id, version, actor_kind, via, request_id, payload) values ($1, 'bench.mail', 'ticket', $2, $3, 'system', 'mail', 'bench', '{}')`,
        [now, id, version],
      )
    await client.query('commit')
  } finally {
    client.release()
  }
}

export async function mailRows(pool: pg.Pool, smtpPort: number, n: number): Promise<Row[]> {
  const connections = 16
  const twin = await bareListener(n, connections)
  const run = Date.now().toString(36)
  const begun = performance.now()
  const accepted = await pour(smtpPort, n, connections, run)
  for (;;) {
    const { rows } = await pool.query<{ n: number }>(`select count(*) as n from incoming_mails where state = 'received'`)
    if (rows[0]?.n === 0) break
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  const tickets = n / ((performance.now() - begun) / 1000)
  const { rows: made } = await pool.query<{ n: number }>('select count(*) as n from tickets where title like $1', [`Order ${run}-%`])
  if (made[0]?.n !== n) throw new Error(`${n} mails were accepted and ${made[0]?.n} became tickets.`)
  const bare = await bareTickets(pool, n, 4, `${run}b`)
  return [
    {
      what: `mail in, durably accepted (${connections} connections; twin: the SMTP library, storing nothing)`,
      aim: '≥ 400 /s',
      ours: perSecond(accepted),
      twin: perSecond(twin),
      ratio: ratio(accepted, twin),
    },
    {
      what: 'mail in, as tickets (twin: the parser and bare inserts)',
      aim: '≥ 200 /s',
      ours: perSecond(tickets),
      twin: perSecond(bare),
      ratio: ratio(tickets, bare),
    },
  ]
}
