import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createLog } from '#platform/server/log.ts'
import { lookIntoMailbox } from './lookIntoMailbox.ts'
import { backOff } from './mailbox.ts'
import { startMailboxes } from './mailboxes.ts'
import { changeQueue, createQueue, listQueues } from './queues.ts'
import { dovecotProgram, startDovecot, type Dovecot } from './testing/dovecot.ts'
import { mailDesk, type MailDesk } from './testing/mailDesk.ts'
import { mailText } from './testing/mailClient.ts'

const longAgo = new Date('2020-01-01T12:00:00Z')

async function until(wanted: () => Promise<boolean>, longest = 15_000) {
  const end = Date.now() + longest
  while (!(await wanted())) {
    if (Date.now() > end) throw new Error('waited in vain')
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

describe.skipIf(dovecotProgram() === null)('A queue that is an IMAP mailbox', () => {
  let desk: MailDesk
  let dovecot: Dovecot
  beforeAll(async () => {
    ;[desk, dovecot] = await Promise.all([mailDesk(), startDovecot()])
  })
  afterAll(async () => {
    await desk.close()
    await dovecot.stop()
  })

  const imap = (user: string, takeMailFrom: string | null) => ({
    host: '127.0.0.1',
    port: dovecot.port,
    security: 'none' as const,
    user,
    password: dovecot.password,
    folder: 'INBOX',
    takeMailFrom,
  })
  const makeQueue = async (takeMailFrom: string | null = null) => {
    const user = `u${randomUUID().slice(0, 8)}`
    const category = await desk.db.selectFrom('categories').select('id').executeTakeFirstOrThrow()
    const queue = await createQueue(desk.ctx(), desk.secrets, {
      name: user,
      address: `${user}@desk.example`,
      aliases: [],
      displayName: '',
      categoryId: category.id,
      active: true,
      subjectTag: true,
      headerThreading: true,
      sizeLimit: 52_428_800,
      signatureTemplateId: null,
      imap: imap(user, takeMailFrom),
      smtp: null,
    })
    return { ...queue, user }
  }
  const rows = (queueId: number) => desk.db.selectFrom('incoming_mails').selectAll().where('queue_id', '=', queueId).orderBy('id').execute()
  const processed = (queueId: number, n: number) =>
    until(async () => (await rows(queueId)).filter((r) => r.state === 'processed').length >= n)
  const health = async (queueId: number) => (await listQueues(desk.ctx(), desk.secrets)).queues.find((q) => q.id === queueId)?.health

  test('new mail becomes a ticket as it arrives, and the mailbox stays as it was', async () => {
    const queue = await makeQueue()
    await until(async () => (await health(queue.id))?.incomingOkAt !== null)
    await dovecot.append(queue.user, mailText({ To: queue.address, Subject: 'By IMAP' }))
    await processed(queue.id, 1)
    const [mail] = await rows(queue.id)
    expect(mail).toMatchObject({ source: 'imap', outcome: 'new_ticket', envelope_from: null })
    const client = await dovecot.client(queue.user)
    await client.mailboxOpen('INBOX')
    const messages = await client.fetchAll('1:*', { flags: true })
    expect(messages.map((m) => [...(m.flags ?? [])].filter((f) => f === '\\Seen'))).toEqual([[]])
    await client.logout()
  })

  test('before it is taken over, says how much lies there; older mail stays and is counted', async () => {
    const user = `u${randomUUID().slice(0, 8)}`
    for (let i = 0; i < 3; i++) await dovecot.append(user, mailText(), { at: longAgo })
    const seen = await lookIntoMailbox(desk.ctx(), desk.secrets, imap(user, null))
    expect(seen).toMatchObject({ folders: ['INBOX'], messages: 3, oldestAt: longAgo.toISOString() })
    await expect(lookIntoMailbox(desk.ctx(), desk.secrets, { ...imap(user, null), password: 'wrong' })).rejects.toMatchObject({
      problems: [{ field: 'password', code: 'refused' }],
    })

    const queue = await makeQueue(new Date(Date.now() - 60_000).toISOString())
    await dovecot.append(queue.user, mailText(), { at: longAgo })
    await dovecot.append(queue.user, mailText({ Subject: 'new' }))
    await processed(queue.id, 1)
    await until(async () => (await health(queue.id))?.leftThere === 1)
    expect((await rows(queue.id)).map((r) => r.subject)).toEqual(['new'])

    const { user: _, health: __, imap: ___, smtp: ____, incoming: _____, outgoing: ______, ...stored } = queue
    await changeQueue(desk.ctx(), desk.secrets, { ...stored, imap: imap(queue.user, null), smtp: null })
    await processed(queue.id, 2)
    expect((await rows(queue.id)).filter((r) => r.outcome === 'new_ticket')).toHaveLength(2)
  })

  test('comes back after the server was away, and loses and repeats nothing', async () => {
    const queue = await makeQueue()
    await dovecot.append(queue.user, mailText())
    await processed(queue.id, 1)
    await dovecot.halt()
    await until(async () => (await health(queue.id))?.incomingError !== null)
    await dovecot.restart()
    await dovecot.append(queue.user, mailText())
    await processed(queue.id, 2)
    expect(await rows(queue.id)).toHaveLength(2)
    await until(async () => (await health(queue.id))?.incomingError === null)
  }, 60_000)

  test('a mail of the very second in which the mailbox was connected is new, although mail servers tell whole seconds', async () => {
    const second = new Date(Math.floor(Date.now() / 1000) * 1000)
    const queue = await makeQueue(new Date(second.getTime() + 900).toISOString())
    await dovecot.append(queue.user, mailText({ To: queue.address, Subject: 'Just now' }), { at: second })
    await processed(queue.id, 1)
  })

  test('when the server numbers the mailbox afresh, what came before is recognised', async () => {
    const queue = await makeQueue()
    const raw = mailText()
    await dovecot.append(queue.user, raw)
    await processed(queue.id, 1)
    const client = await dovecot.client(queue.user)
    await client.mailboxDelete('INBOX').catch(() => undefined)
    await client.logout()
    await desk.db.updateTable('mailbox_places').set({ uid_validity: 1 }).where('queue_id', '=', queue.id).execute()
    await desk.db.updateTable('incoming_mails').set({ place: 'an older numbering' }).where('queue_id', '=', queue.id).execute()
    const before = (await desk.pool.query<{ n: number }>('select count(*)::int as n from tickets')).rows[0]?.n
    await desk.restart()
    await processed(queue.id, 2)
    expect((await rows(queue.id)).map((r) => r.outcome)).toEqual(['new_ticket', 'duplicate'])
    expect((await desk.pool.query<{ n: number }>('select count(*)::int as n from tickets')).rows[0]?.n).toBe(before)
  })

  test('several processes: one looks after it, and another takes over', async () => {
    const queue = await makeQueue()
    const log = createLog({ logLevel: 'silent' })
    const other = startMailboxes({
      db: desk.db,
      url: desk.url,
      secrets: desk.secrets,
      log,
      intake: { pool: desk.pool, spool: '/nonexistent', arrived: () => undefined },
    })
    await Promise.all(Array.from({ length: 10 }, () => dovecot.append(queue.user, mailText())))
    await processed(queue.id, 10)
    const inbox = await desk.pool.query<{ n: number }>(
      `select count(*)::int as n from pg_locks where locktype = 'advisory' and objid = $1 and granted`,
      [queue.id],
    )
    expect(inbox.rows[0]?.n).toBe(1)
    await desk.mail.stop()
    await dovecot.append(queue.user, mailText())
    await until(async () => (await rows(queue.id)).length === 11)
    await other.stop()
    await desk.restart()
    await processed(queue.id, 11)
    expect(await rows(queue.id)).toHaveLength(11)
  }, 60_000)

  test('an edited queue is looked after as it is now; one switched off is left alone', async () => {
    const queue = await makeQueue()
    await until(async () => (await health(queue.id))?.incomingOkAt !== null)
    const { user, health: _, imap: __, smtp: ___, incoming: ____, outgoing: _____, ...stored } = queue
    const off = await changeQueue(desk.ctx(), desk.secrets, { ...stored, active: false, imap: imap(user, null), smtp: null })
    await new Promise((resolve) => setTimeout(resolve, 1500))
    await dovecot.append(user, mailText())
    await new Promise((resolve) => setTimeout(resolve, 1500))
    expect(await rows(queue.id)).toEqual([])
    await changeQueue(desk.ctx(), desk.secrets, { ...stored, version: off.version, imap: imap(user, null), smtp: null })
    await processed(queue.id, 1)
  })

  test('a message that is larger than the queue takes stays there, and the ledger says so', async () => {
    const queue = await makeQueue()
    await desk.db
      .updateTable('email_queues')
      .set((e) => ({ size_limit: 10_000, version: e('version', '+', 1) }))
      .where('id', '=', queue.id)
      .execute()
    await new Promise((resolve) => setTimeout(resolve, 1500))
    await dovecot.append(queue.user, mailText({}, 'x\r\n'.repeat(10_000)))
    await until(async () => (await rows(queue.id)).length === 1)
    expect((await rows(queue.id))[0]).toMatchObject({ state: 'quarantined', reason: 'too_large' })
  })

  test('a large message comes in pieces and arrives whole', async () => {
    const queue = await makeQueue()
    await dovecot.append(queue.user, mailText({}, 'lorem ipsum dolor\r\n'.repeat(400_000)))
    await processed(queue.id, 1)
    expect((await rows(queue.id))[0]?.size).toBeGreaterThan(7_000_000)
  })

  test('a wrong password is shown and tried again later, each time more patiently', async () => {
    const queue = await makeQueue()
    const { user, health: _, imap: __, smtp: ___, incoming: ____, outgoing: _____, ...stored } = queue
    await changeQueue(desk.ctx(), desk.secrets, { ...stored, imap: { ...imap(user, null), password: 'wrong' }, smtp: null })
    await until(async () => /auth/i.test((await health(queue.id))?.incomingError ?? ''))
    expect([1, 2, 3, 20].map((n) => backOff(n, () => 1))).toEqual([1000, 2000, 4000, 300_000])
  })
})
