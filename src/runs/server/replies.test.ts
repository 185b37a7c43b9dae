/** One reply to many tickets: each its own mail, by the rules of answering, never twice. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { minter } from '#channels/email/server/mintMessageId.ts'
import { folderStore } from '#files/server/fileStore.ts'
import { testDesk } from '#people/server/testing/desk.ts'
import * as api from '#runs/api.ts'
import { keyOf } from './messageRows.ts'
import { givenTicket } from '#tickets/server/given.ts'
import { getTicket } from '#tickets/server/ticketQueries.ts'
import { runRoutes } from './routes.ts'
import { workRuns } from './workRun.ts'

const store = await folderStore(mkdtempSync(join(tmpdir(), 'tessera-replies-')), Buffer.from('salt'))
const desk = await testDesk(runRoutes(store))
afterAll(() => desk.close())
const { db, pool } = desk.database
const ada = await desk.user({ access: 'Administrator', name: 'Ada Agent' })
const mint = minter(Buffer.alloc(32))
const worker = workRuns({ db, store, announcer: { announce: () => {} }, mint })
let [support, sales, billing] = [0, 0, 0]

beforeAll(async () => {
  // The job's table is the library's; here the work is called by hand.
  await pool.query(`create schema if not exists graphile_worker;
    create or replace function graphile_worker.add_job(name text, payload json, job_key text) returns void language sql as 'select';
    create or replace function graphile_worker.add_job(name text, payload json, job_key text, run_at timestamptz) returns void language sql as 'select'`)
  const shipped = await pool.query<{ id: number }>(
    `update email_queues set address = 'support@desk.example', aliases = '{help@desk.example}', active = true returning id`,
  )
  support = Number(shipped.rows[0]?.id)
  const { rows } = await pool.query<{ id: number }>(`
    insert into email_queues (name, address, category_id) select 'Sales', 'sales@desk.example', min(id) from categories returning id`)
  sales = Number(rows[0]?.id)
  const made = await pool.query<{ id: number }>(`insert into categories (name, default_queue_id) values ('Billing', $1) returning id`, [
    sales,
  ])
  billing = Number(made.rows[0]?.id)
})

let n = 0
/** A ticket of a Contact with an address, and unless told otherwise a mail from them. */
async function givenMail({ address = true, mail = true, categoryId }: { address?: boolean; mail?: boolean; categoryId?: number } = {}) {
  n += 1
  const { rows } = await pool.query<{ id: number }>(
    `insert into contacts (name, created_at) values ('Contact ' || $1::int, now()) returning id`,
    [n],
  )
  const contactId = Number(rows[0]?.id)
  if (address)
    await pool.query(`insert into contact_addresses (contact_id, kind, address) values ($1, 'email', $2)`, [contactId, `c${n}@example.com`])
  const ticket = await givenTicket(desk.ctx(), { contactId, title: `Question ${n}`, ...(categoryId ? { categoryId } : {}) })
  if (mail) await wrote(ticket.id, address ? `c${n}@example.com` : 'support@desk.example')
  return ticket.id
}
async function wrote(ticketId: number, from: string, at = new Date(Date.now() - 60_000)) {
  const { rows } = await pool.query<{ id: number }>(
    `insert into activities (ticket_id, kind, direction, at, created_at, from_address, from_name, subject, text, message_id, queue_id)
    values ($1, 'email', 'in', $2, $2, $3, 'Customer', 'My question', 'Hello', gen_random_uuid() || '@example.com', $4) returning id`,
    [ticketId, at, from, support],
  )
  await pool.query(
    `insert into activity_recipients (activity_id, role, address, name, state) values ($1, 'to', 'help@desk.example', '', null)`,
    [rows[0]?.id],
  )
  await pool.query('update tickets set last_customer_at = $2 where id = $1', [ticketId, at])
}

const html = '<p>Dear {{contact.firstName|customer}}, about {{ticket.title}}.</p>'
const start = (ids: number[], more: object = {}, who = ada) =>
  who.call(api.startRun, { run: { kind: 'reply', request: { html, ...more }, rows: { ids } } })
async function done(ids: number[], more: object = {}, who = ada) {
  const { id } = (await start(ids, more, who)).body
  await worker.run({ id })
  return { ...(await who.call(api.getRun, { id })).body, rows: (await who.call(api.listRunRows, { id, limit: 500 })).body.rows }
}
const sent = async (ticketId: number) =>
  (
    await pool.query<{ subject: string; html: string; text: string; from_address: string; answers_id: number | null; to: string[] }>(
      `select a.subject, a.html, a.text, a.from_address, a.answers_id, array(select address from activity_recipients r where r.activity_id = a.id order by id) as to
      from activities a where a.ticket_id = $1 and a.direction = 'out' order by a.id`,
      [ticketId],
    )
  ).rows
const pending = async (name: string) => {
  const hash = Buffer.alloc(32, Math.floor(Math.random() * 256))
  await pool.query('insert into blobs (hash, size, stored_at) values ($1, 7, now()) on conflict do nothing', [hash])
  const { rows } = await pool.query<{ id: number }>(
    `insert into attachments (hash, name, media_type, size, uploaded_by, created_at) values ($1, $2, 'application/pdf', 7, $3, now()) returning id`,
    [hash, name, ada.id],
  )
  return Number(rows[0]?.id)
}

test('each ticket gets its own mail: its placeholders, its recipient, its queue and alias, its subject; and the state is set', async () => {
  const ids = [await givenMail(), await givenMail({ categoryId: billing }), await givenMail({ mail: false })]
  const [first = 0, second = 0, third = 0] = ids
  const run = await done(ids, { setState: 'waiting', subject: 'News of #{{ticket.number}}' })
  expect(run).toMatchObject({ state: 'done', changed: 3, refused: 0, skipped: 0, undoable: false })
  const number = (id: number) => id - first + n - 2
  expect(await sent(first)).toMatchObject([
    {
      subject: 'Re: My question',
      from_address: 'help@desk.example',
      to: [`c${number(first)}@example.com`],
      answers_id: expect.any(Number),
    },
  ])
  expect((await sent(first))[0]?.text).toContain(`Dear Contact, about Question ${number(first)}.`)
  expect((await sent(first))[0]?.html).toContain('<blockquote type="cite"')
  expect(await sent(second)).toMatchObject([{ from_address: 'sales@desk.example' }])
  expect(await sent(third)).toMatchObject([{ subject: `News of #${third}`, answers_id: null, from_address: 'support@desk.example' }])
  for (const id of ids) expect((await getTicket(desk.ctx(), id)).state).toBe('waiting')
})

test('who has no address and who was not reached is counted and named beforehand, and is left out', async () => {
  const [good, nobody, failed] = [await givenMail(), await givenMail({ address: false }), await givenMail()]
  await pool.query('update tickets set undelivered = true where id = $1', [failed])
  const rows = { ids: [good, nobody, failed] }
  const preview = (await ada.call(api.previewReply, { request: { html }, rows })).body
  expect(preview).toMatchObject({
    total: 3,
    gets: 1,
    shown: { id: good, to: [expect.stringContaining('@example.com')], subject: 'Re: My question' },
  })
  expect(preview.shown?.html).toContain('Dear Contact, about Question')
  expect(Object.fromEntries(preview.reasons.map(({ code, tickets }) => [code, tickets.map(({ id }) => id)]))).toEqual({
    no_address: [nobody],
    undelivered: [failed],
  })
  const run = await done(rows.ids)
  expect(run.rows.map(({ ticketId, outcome, problems }) => [ticketId, outcome, problems[0]?.code])).toEqual([
    [good, 'changed', undefined],
    [nobody, 'refused', 'no_address'],
    [failed, 'skipped', 'undelivered'],
  ])
  expect((await done([failed], { evenUndelivered: true })).changed).toBe(1)
})

test('whoever wrote after it was confirmed is not answered by it', async () => {
  const id = await givenMail()
  const { body } = await start([id])
  await wrote(id, `c${n}@example.com`, new Date(Date.now() + 1000))
  await worker.run({ id: body.id })
  expect((await ada.call(api.listRunRows, { id: body.id })).body.rows).toMatchObject([
    { outcome: 'skipped', problems: [{ code: 'came_since' }] },
  ])
  expect(await sent(id)).toEqual([])
})

test('broken off anywhere and begun again, nobody gets it twice', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 4 }), fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }), async (count, forgotten) => {
      const ids: number[] = []
      for (let made = 0; made < count; made++) ids.push(await givenMail())
      const { id } = (await start(ids)).body
      await worker.run({ id })
      // As if what was noted of some rows had been lost, while what was sent stayed.
      const lost = ids.filter((_, at) => forgotten[at])
      await pool.query(`update run_rows set outcome = 'waiting' where run_id = $1 and ticket_id = any($2)`, [id, lost])
      await pool.query(`update runs set state = 'running', last_id = 0, ended_at = null where id = $1`, [id])
      await worker.run({ id })
      for (const ticket of ids) expect(await sent(ticket)).toHaveLength(1)
      expect((await ada.call(api.listRunRows, { id })).body.rows.every(({ outcome }) => outcome === 'changed')).toBe(true)
    }),
    { numRuns: 8 },
  )
})

test('the keys of messages are those of their rows alone', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 50 }), (rows) => {
      const begunAt = '2026-11-23T06:00:00.000Z'
      const keys = rows.map(([runId, row]) => keyOf({ runId, n: row, begunAt }))
      expect(new Set(keys).size).toBe(new Set(rows.map(String)).size)
      for (const key of keys) expect(key).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/)
    }),
  )
})

test('a rule that refuses the state lets that ticket’s message not leave, and the others go on', async () => {
  await pool.query(`insert into categories (name, waiting_requires_reopen) values ('Strict', true) on conflict do nothing`)
  const { rows } = await pool.query<{ id: number }>(`select id from categories where name = 'Strict'`)
  const [strict, plain] = [await givenMail({ categoryId: Number(rows[0]?.id) }), await givenMail()]
  const run = await done([strict, plain], { setState: 'waiting' })
  expect(run).toMatchObject({ changed: 1, refused: 1 })
  expect(run.rows.find(({ ticketId }) => ticketId === strict)?.problems).toMatchObject([{ code: 'reopen_required' }])
  expect(await sent(strict)).toEqual([])
  expect(await sent(plain)).toHaveLength(1)
})

test('files and pictures go with every one of the messages', async () => {
  const ids = [await givenMail(), await givenMail()]
  const [terms, picture] = [await pending('terms.pdf'), await pending('picture.png')]
  const withPicture = `<p>See <img src="/api/v1/attachments/${picture}/inline"></p>`
  expect((await done(ids, { html: withPicture, attachmentIds: [terms] })).changed).toBe(2)
  for (const id of ids) {
    const { rows } = await pool.query('select name, inline from attachments where ticket_id = $1 order by name', [id])
    expect(rows).toEqual([
      { name: 'picture.png', inline: true },
      { name: 'terms.pdf', inline: false },
    ])
    expect((await sent(id))[0]?.html).toContain('src="cid:')
  }
  const gone = await start(ids, { attachmentIds: [999_999] })
  expect(gone.problem?.problems).toMatchObject([{ field: 'attachmentIds', code: 'file_gone' }])
})

test('more than 50 have to be confirmed by their number; a stopped run writes to nobody more', async () => {
  const ids: number[] = []
  for (let made = 0; made < 51; made++) ids.push(await givenMail())
  expect((await start(ids)).problem?.problems).toEqual([{ field: 'confirmed', code: 'confirm_count', details: { total: 51 } }])
  expect((await start(ids, { confirmed: 50 })).status).toBe(422)
  const started = await start(ids, { confirmed: 51 })
  expect(started.body).toMatchObject({ total: 51, state: 'waiting' })
  await ada.call(api.stopRun, { id: started.body.id })
  await worker.run({ id: started.body.id })
  expect((await pool.query(`select from activities where direction = 'out' and ticket_id = any($1)`, [ids])).rowCount).toBe(0)
})

test('with many in the outbox the run pauses, and goes on when they have left', async () => {
  const busy = await givenMail()
  await pool.query(
    `insert into activities (ticket_id, kind, direction, at, created_at, text, delivery, due_at) select $1, 'email', 'out', now(), now(), 'x', 'queued', now() from generate_series(1, 100)`,
    [busy],
  )
  const id = await givenMail()
  const { body } = await start([id])
  await worker.run({ id: body.id })
  expect((await ada.call(api.getRun, { id: body.id })).body).toMatchObject({ state: 'running', finished: 0 })
  await pool.query(`update activities set delivery = 'accepted', due_at = null where delivery = 'queued'`)
  await worker.run({ id: body.id })
  expect((await ada.call(api.getRun, { id: body.id })).body).toMatchObject({ state: 'done', changed: 1 })
})

test('a ticket out of sight, and a queue that is not of one’s Right, send nothing', async () => {
  const { rows } = await pool.query<{ id: number }>(`select min(id) as id from categories`)
  const first = Number(rows[0]?.id)
  const agent = await desk.user({ access: ['tickets.read', 'tickets.update', 'tickets.bulk_edit'], right: { workCategories: [first] } })
  const [seen, unseen] = [await givenMail({ categoryId: first }), await givenMail({ categoryId: billing })]
  const preview = await agent.call(api.previewReply, { request: { html }, rows: { ids: [seen, unseen] } })
  expect(preview.body).toMatchObject({ total: 1, gets: 0, reasons: [{ code: 'no_queue', count: 1 }] })
  const run = await done([seen, unseen], {}, agent)
  expect(run.rows.map(({ outcome, problems }) => [outcome, problems[0]?.code])).toEqual([
    ['refused', 'no_queue'],
    ['skipped', 'no_longer_matches'],
  ])
  const reader = await desk.user({ access: ['tickets.read', 'tickets.bulk_edit'] })
  expect((await start([seen], {}, reader)).status).toBe(403)
})

test('an empty message and a placeholder that is none are refused before the first', async () => {
  const id = await givenMail()
  expect((await start([id], { html: '<p> </p>' })).problem?.problems).toEqual([{ field: 'html', code: 'required' }])
  expect((await start([id], { html: '<p>{{contact.nmae}}</p>' })).problem?.problems).toMatchObject([
    { field: 'html', code: 'unknown_placeholder' },
  ])
})

test('a comment on many stands on each with its own facts, and no customer gets it', async () => {
  const ids = [await givenMail(), await givenMail()]
  const run = { kind: 'comment' as const, request: { text: 'Told {{contact.name}} by phone' }, rows: { ids } }
  const { id } = (await ada.call(api.startRun, { run })).body
  await worker.run({ id })
  expect((await ada.call(api.getRun, { id })).body).toMatchObject({ state: 'done', changed: 2, undoable: false })
  for (const ticket of ids) {
    const { rows } = await pool.query<{ text: string }>(`select text from activities where ticket_id = $1 and kind = 'comment'`, [ticket])
    expect(rows).toEqual([{ text: expect.stringMatching(/^Told Contact \d+ by phone$/) }])
    expect(await sent(ticket)).toEqual([])
  }
})
