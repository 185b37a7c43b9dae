/**
 * The server is killed at random moments while mail pours in by SMTP and IMAP and answers go out. Afterwards every accepted message is in the
 * desk exactly once, and nothing was sent twice. `TESSERA_KILL_SECONDS=600` does it for longer.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from '@playwright/test'
import { dovecotProgram, startDovecot, type Dovecot } from '#channels/email/server/testing/dovecot.ts'
import { mailText, sendRaw } from '#channels/email/server/testing/mailClient.ts'
import { databaseFolder } from '#platform/server/dataFolder.ts'
import { connect } from '#platform/server/database.ts'
import { embeddedUrl } from '#platform/server/embedded/startEmbedded.ts'
import { ownerOf } from '#platform/server/owner.ts'
import { Random } from '#platform/server/random.ts'
import { administrator, startDesk, type Desk } from './support/desk.ts'
import { startRelay, type Relay } from './support/relay.ts'
import { imapQueue, sendThrough } from './support/world.ts'

const seconds = Number(process.env['TESSERA_KILL_SECONDS'] ?? 20)
const seed = Number(process.env['TESSERA_KILL_SEED'] ?? Date.now() % 100_000)
const random = new Random(seed)

interface Story {
  over: () => boolean
  /** Subjects of messages that the listener acknowledged. */
  accepted: Set<string>
  /** Subjects of messages that lay in the mailbox. */
  inMailbox: Set<string>
  /** Subjects of answers that the API confirmed, and of those that it may have stored. */
  confirmed: Set<string>
  attempted: Set<string>
}

test('Killed at any moment, the desk loses no accepted mail and sends none twice', async () => {
  test.skip(!dovecotProgram(), 'no Dovecot here')
  test.setTimeout((seconds + 150) * 1000)
  const dovecot = await startDovecot()
  // An outside server that takes its time, so that kills fall between handing over and writing down.
  const relay = await startRelay({ deliver: () => pause(random.below(60)) })
  const desk = await startDesk({ TESSERA_ADMIN_EMAIL: administrator.email, TESSERA_ADMIN_PASSWORD: administrator.password })
  try {
    const api = await desk.api()
    await sendThrough(api, relay)
    await imapQueue(api, relay, dovecot, 'claims')
    const until = Date.now() + seconds * 1000
    const story: Story = {
      over: () => Date.now() > until,
      accepted: new Set(),
      inMailbox: new Set(),
      confirmed: new Set(),
      attempted: new Set(),
    }
    const senders = [1, 2, 3].map((n) => sendBySmtp(desk, story, n))
    const work = Promise.all([...senders, putIntoMailbox(dovecot, story), answerTickets(desk, api.token, story)])
    const kills = await killAgainAndAgain(desk, story)
    await work
    await desk.restart('SIGKILL')
    await settled(desk, story)
    await judge(desk, relay, story, kills)
  } finally {
    await desk.remove()
    await relay.stop()
    await dovecot.stop()
  }
})

async function killAgainAndAgain(desk: Desk, story: Story): Promise<number> {
  let kills = 0
  while (!story.over()) {
    await pause(random.chance(0.2) ? random.below(400) : 400 + random.below(2500))
    await desk.restart('SIGKILL')
    kills += 1
  }
  return kills
}

/** As a mail server does: what was not acknowledged is sent again, the same message, until it is. */
async function sendBySmtp(desk: Desk, story: Story, n: number) {
  for (let i = 0; !story.over(); i++) {
    const subject = `smtp ${n}.${i}`
    const raw = mailText(
      { From: `sender${n}@customer.example`, Subject: subject, 'Message-ID': `<kill.smtp.${seed}.${n}.${i}@customer.example>` },
      `Message ${subject}\r\n`,
    )
    for (;;) {
      const sent = await sendRaw(desk.smtpPort, raw, { from: `sender${n}@customer.example` }).then(
        () => true,
        () => false,
      )
      if (sent) break
      await pause(100)
    }
    story.accepted.add(subject)
  }
}

async function putIntoMailbox(dovecot: Dovecot, story: Story) {
  for (let i = 0; !story.over(); i++) {
    const subject = `imap ${i}`
    await dovecot.append(
      'claims',
      mailText(
        {
          From: 'writer@customer.example',
          To: 'claims@desk.example',
          Subject: subject,
          'Message-ID': `<kill.imap.${seed}.${i}@customer.example>`,
        },
        `Message ${subject}\r\n`,
      ),
    )
    story.inMailbox.add(subject)
    await pause(random.below(150))
  }
}

/** As a browser does: an answer whose fate is unknown is sent again with the same key. */
async function answerTickets(desk: Desk, token: string, story: Story) {
  const call = async (path: string, body?: unknown) => {
    const answer = await fetch(desk.url + path, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (answer.status >= 500) throw new Error(`${answer.status}`)
    return answer.json()
  }
  for (let i = 0; !story.over(); i++) {
    const subject = `answer ${i}`
    const sendKey = crypto.randomUUID()
    for (;;) {
      try {
        const { rows }: { rows: { id: number }[] } = await call(
          '/api/v1/tickets?limit=20&filter=%7B%22field%22:%22state%22,%22op%22:%22is%22,%22value%22:%22open%22%7D',
        )
        const { queues }: { queues: { id: number; address: string }[] } = await call('/api/v1/email-queues')
        const queue = queues.find((q) => q.address === 'support@localhost')
        const ticket = rows[i % 20]
        if (!ticket || !queue) break
        story.attempted.add(subject)
        let stored = await tryTo(() =>
          call(`/api/v1/tickets/${ticket.id}/emails`, {
            to: [{ address: 'customer@customer.example' }],
            subject,
            html: '<p>An answer.</p>',
            queueId: queue.id,
            from: queue.address,
            sendKey,
          }),
        )
        while (!stored) {
          await pause(100)
          stored = await tryTo(() =>
            call(`/api/v1/tickets/${ticket.id}/emails`, {
              to: [{ address: 'customer@customer.example' }],
              subject,
              html: '<p>An answer.</p>',
              queueId: queue.id,
              from: queue.address,
              sendKey,
            }),
          )
        }
        story.confirmed.add(subject)
        break
      } catch {
        await pause(100)
      }
    }
    await pause(random.below(120))
  }
}

const tryTo = (work: () => Promise<unknown>) =>
  work().then(
    () => true,
    () => false,
  )

function databaseOf(desk: Desk) {
  const port = ownerOf(desk.dataFolder)?.databasePort
  if (!port) throw new Error('The desk has no database.')
  return connect(embeddedUrl(databaseFolder(desk.dataFolder), port), { name: 'judge', max: 2 })
}

/** Waits until nothing is under way any more. */
async function settled(desk: Desk, story: Story) {
  const { pool, close } = databaseOf(desk)
  const wait = async () => {
    const { rows } = await pool.query<{ mails: number; failures: string | null; sending: number; imap: number }>(
      `select (select count(*) from incoming_mails where state = 'received') as mails,
        (select string_agg(distinct failure, '; ') from incoming_mails where state = 'received') as failures,
        (select count(*) from activities where delivery in ('queued', 'sending')) as sending,
        (select count(*) from tickets where title like 'imap %') as imap`,
    )
    return rows[0]
  }
  await expect
    .poll(wait, { timeout: 100_000, intervals: [250] })
    .toMatchObject({ mails: 0, failures: null, sending: 0, imap: story.inMailbox.size })
  await close()
}

async function judge(desk: Desk, relay: Relay, story: Story, kills: number) {
  const { pool, close } = databaseOf(desk)
  const { rows: tickets } = await pool.query<{ title: string; n: number }>('select title, count(*) as n from tickets group by title')
  const { rows: answers } = await pool.query<{ subject: string; delivery: string; n: number }>(
    `select subject, min(delivery) as delivery, count(*) as n from activities where direction = 'out' group by subject`,
  )
  await close()
  const made = new Map(tickets.map((t) => [t.title, t.n]))
  const lost = [...story.accepted, ...story.inMailbox].filter((subject) => !made.has(subject))
  const twice = tickets.filter((t) => t.n > 1)
  const handed = new Map<string, number>()
  for (const { raw } of relay.handed) {
    const subject =
      /^Subject: (.*)$/m
        .exec(raw.toString())?.[1]
        ?.trim()
        .replace(/ \[#\d+\]$/, '') ?? ''
    handed.set(subject, (handed.get(subject) ?? 0) + 1)
  }
  const stored = new Map(answers.map((a) => [a.subject.replace(/ \[#\d+\]$/, ''), a]))
  const said = {
    seed,
    kills,
    accepted: story.accepted.size,
    mailbox: story.inMailbox.size,
    answers: story.confirmed.size,
    handed: relay.handed.length,
    held: answers.filter((a) => a.delivery === 'held').length,
  }
  process.stdout.write(`${JSON.stringify(said)}\n`)
  expect({ lost, twice }, `mail in: ${JSON.stringify(said)}`).toEqual({ lost: [], twice: [] })
  expect([...story.confirmed].filter((subject) => !stored.has(subject))).toEqual([])
  expect(answers.filter((a) => a.n > 1)).toEqual([])
  expect([...handed].filter(([, n]) => n > 1)).toEqual([])
  // Whatever the desk calls accepted was handed over; whatever was not is held, for a person to decide.
  expect(answers.filter((a) => a.delivery === 'accepted' && !handed.has(a.subject.replace(/ \[#\d+\]$/, '')))).toEqual([])
  expect(answers.filter((a) => a.delivery !== 'accepted' && a.delivery !== 'held')).toEqual([])
  expect(kills).toBeGreaterThan(0)
  expect(story.accepted.size).toBeGreaterThan(0)
  expect(story.confirmed.size).toBeGreaterThan(0)
}
