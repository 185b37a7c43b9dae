/** Anonymising and erasing: afterwards the removed data is nowhere in the database and in no file, and everything else is as it was. */
import { gunzipSync } from 'node:zlib'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addComment } from '#activities/server/addComment.ts'
import { deleteFile } from '#activities/server/deleteFile.ts'
import { mergeTickets } from '#activities/server/mergeTickets.ts'
import { mailDesk, type MailDesk } from '#channels/email/server/testing/mailDesk.ts'
import { mailText } from '#channels/email/server/testing/mailClient.ts'
import { givenUser, type GivenUser } from '#people/server/given.ts'
import { readOnce } from '#platform/server/reader.ts'
import type { Context } from '#platform/server/context.ts'
import { startRun } from '#runs/server/startRun.ts'
import { workRuns } from '#runs/server/workRun.ts'
import { noteChanges } from '#search/server/noteChanges.ts'
import { refreshDocuments } from '#search/server/refreshDocuments.ts'
import { changeTicket } from '#tickets/server/changeTicket.ts'
import { getTicket } from '#tickets/server/ticketQueries.ts'
import { anonymise, foreseeAnonymising } from '#erasure/server/anonymise.ts'
import { minter } from '#channels/email/server/mintMessageId.ts'
import { eraseContact } from '#erasure/server/eraseContact.ts'
import { exportContact } from '#erasure/server/exportContact.ts'
import { personalData, personalFiles, unmarked } from '#erasure/server/personalData.ts'
import { vacuumErased } from '#erasure/server/vacuum.ts'

let desk: MailDesk
let ada: GivenUser
let worker: ReturnType<typeof workRuns>
const as = (): Context => ({ ...desk.ctx(), actor: ada.actor, via: 'ui' })
beforeAll(async () => {
  desk = await mailDesk()
  ada = await givenUser(desk.ctx(), { access: 'Administrator' })
  worker = workRuns({
    db: desk.db,
    store: desk.store,
    announcer: desk.announcer,
    mint: minter(desk.secrets.key('mail-signature')),
  })
  await desk.pool.query(`create schema if not exists graphile_worker;
    create or replace function graphile_worker.add_job(name text, payload json, job_key text) returns void language sql as 'select'`)
  await settle()
})
afterAll(() => desk.close())

const settle = async () => {
  await readOnce(desk.db, noteChanges, new Date())
  while (await refreshDocuments({ db: desk.db, announcer: desk.announcer, now: new Date() }));
}

/** Every table as text, bytes as hex, and every file, unpacked where it is packed; returns where the word stands. */
async function grep(word: string): Promise<string[]> {
  const hex = Buffer.from(word).toString('hex')
  const { rows: tables } = await desk.pool.query<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'public' order by 1`,
  )
  const found: string[] = []
  for (const { name } of tables) {
    const { rows } = await desk.pool.query<{ n: number }>(
      `select count(*)::int as n from ${name} x where lower(x::text) like '%' || $1 || '%' or x::text like '%' || $2 || '%'`,
      [word, hex],
    )
    if ((rows[0]?.n ?? 0) > 0) found.push(name)
  }
  const { rows: blobs } = await desk.pool.query<{ hash: Buffer }>('select hash from blobs')
  for (const { hash } of blobs) {
    const bytes = await buffer(desk.store.get(hash))
    const text = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes
    if (text.toString('latin1').toLowerCase().includes(word)) found.push('file')
  }
  return found
}

const mail = (word: string, headers: Record<string, string> = {}) =>
  mailText(
    {
      From: `Quentin ${word} <quentin@${word}.example>`,
      Cc: `Second ${word} <second@${word}.example>`,
      Subject: `The ${word} case`,
      'Content-Type': 'multipart/mixed; boundary="b"',
      'Message-ID': `<${crypto.randomUUID()}@${word}.example>`,
      ...headers,
    },
    `--b\r\nContent-Type: text/plain\r\n\r\nMy name is ${word}.\r\n--b\r\nContent-Type: text/plain; name="${word}.txt"\r\nContent-Disposition: attachment; filename="${word}.txt"\r\n\r\nsecret ${word}\r\n--b--\r\n`,
  )

/** A ticket with the word wherever a ticket can hold one. */
async function given(word: string): Promise<number> {
  const { tickets } = await desk.deliver(mail(word))
  const id = tickets[0] ?? 0
  const { rows } = await desk.pool.query<{ id: number }>(
    `insert into custom_fields (subject, title, type, personal, changed_at) values ('ticket', $1, 'text', true, now()) returning id`,
    [`Field of ${id}`],
  )
  const field = Number(rows[0]?.id)
  const title = `The ${word} case`
  await changeTicket(as(), { id, changes: { title: { from: title, to: `Another ${word}` } } })
  await changeTicket(as(), {
    id,
    changes: { description: { from: '', to: `About ${word}` }, [`custom.${field}`]: { from: null, to: word } },
  })
  await addComment(as(), { id, text: `Talk to ${word}`, attachmentIds: [], sendKey: crypto.randomUUID() })
  const { rows: files } = await desk.pool.query<{ id: number }>(
    `insert into attachments (activity_id, ticket_id, hash, name, media_type, size, created_at)
      select activity_id, ticket_id, hash, $2, media_type, size, created_at from attachments where ticket_id = $1 limit 1 returning id`,
    [id, `gone ${word}.txt`],
  )
  await deleteFile(as(), { id: files[0]?.id ?? 0 })
  const edit = await startRun(as(), { kind: 'edit', request: { changes: { title: { to: `Third ${word}` } } }, rows: { ids: [id] } })
  await worker.run({ id: edit.id })
  const exported = await startRun(as(), {
    kind: 'export',
    request: { format: 'csv', columns: ['id', 'title', 'contact'] },
    rows: { ids: [id] },
  })
  await worker.run({ id: exported.id })
  await settle()
  return id
}

test('Anonymise replaces it all, shows beforehand what it will remove, and leaves a certificate', async () => {
  const id = await given('zyxwarson')
  const before = await grep('zyxwarson')
  for (const place of [
    'tickets',
    'activities',
    'activity_recipients',
    'attachments',
    'deleted_files',
    'events',
    'incoming_mails',
    'ticket_search',
    'search_words',
    'message_ids',
    'runs',
    'ticket_participants',
    'file',
  ])
    expect(before, `the test puts the word into ${place}`).toContain(place)
  const old = await getTicket(as(), id)
  const foreseen = await foreseeAnonymising(as(), id)
  expect(foreseen).toMatchObject({ ticketIds: [id], removed: { activities: 2, attachments: 1, mails: 1, customValues: 1 } })
  const certificate = await anonymise(as(), desk.store, id)
  expect(certificate).toMatchObject({ title: `#${id}`, removed: foreseen.removed, by: { id: ada.id } })
  await settle()
  // The Contact stays, and so do their addresses and history.
  expect(await grep('zyxwarson')).toEqual(['contact_addresses', 'contacts', 'events'])
  const { rows } = await desk.pool.query<{ subject: string }>(`select distinct subject from events where payload::text like '%zyxwarson%'`)
  expect(rows).toEqual([{ subject: 'contact' }])
  const now = await getTicket(as(), id)
  expect(now).toMatchObject({ title: 'Anonymised', state: 'archived', contact: null, account: null, participants: [], description: '' })
  expect([now.createdAt, now.activityCount]).toEqual([old.createdAt, old.activityCount])
  await expect(anonymise(as(), desk.store, id)).rejects.toMatchObject({ code: 'anonymised' })
  await vacuumErased(desk.pool).run({})
  const vacuumed = await desk.pool.query('select vacuumed_at from certificates where id = $1', [certificate.id])
  expect(vacuumed.rows[0]?.vacuumed_at).not.toBeNull()
})

test('it takes the ticket with those merged into it, and a later reply is a new ticket', async () => {
  const [survivor, other] = [await given('abrakowski'), await given('brabantova')]
  await mergeTickets(as(), { survivorId: survivor, ticketIds: [other] })
  const { rows } = await desk.pool.query<{ message_id: string }>(
    'select message_id from activities where ticket_id = $1 and message_id is not null',
    [other],
  )
  await settle()
  const { ticketIds } = await anonymise(as(), desk.store, survivor)
  expect(ticketIds).toEqual([survivor, other])
  const left = [...(await grep('abrakowski')), ...(await grep('brabantova'))]
  expect(new Set(left)).toEqual(new Set(['contact_addresses', 'contacts', 'events']))
  const reply = await desk.deliver(mail('brabantova', { 'In-Reply-To': `<${rows[0]?.message_id}>`, Subject: `Re: [#${other}]` }))
  expect(reply.outcome).toBe('new_ticket')
  expect([survivor, other]).not.toContain(reply.tickets[0])
})

test('quotes on other tickets are listed and not touched', async () => {
  const id = await given('quotewell')
  const { tickets } = await desk.deliver(mailText({ Subject: 'Forwarded' }, 'He is second@quotewell.example.\r\n'))
  await settle()
  const { elsewhere } = await foreseeAnonymising(as(), id)
  expect(elsewhere.map((ticket) => ticket.id)).toEqual(tickets)
  await anonymise(as(), desk.store, id)
  expect(await grep('second@quotewell')).toEqual(expect.arrayContaining(['activities']))
})

test('erasing a Contact does all of their tickets, and nothing of the person stays anywhere', async () => {
  const id = await given('erasmussen')
  await desk.deliver(mail('erasmussen', { Subject: 'Second erasmussen' }))
  await settle()
  const { contact } = await getTicket(as(), id)
  const file = await exportContact(as(), contact?.id ?? 0)
  const text = typeof file.body === 'string' || Buffer.isBuffer(file.body) ? String(file.body) : (await buffer(file.body)).toString()
  expect(JSON.parse(text)).toMatchObject({ contact: { name: 'Quentin erasmussen' }, tickets: [{ number: id }, {}] })
  const { ticketIds } = await eraseContact(as(), desk.store, contact?.id ?? 0)
  expect(ticketIds).toHaveLength(2)
  await settle()
  expect(await grep('erasmussen')).toEqual([])
})

test('it needs its permission, and sight of the ticket', async () => {
  const id = await given('rightsman')
  const agent = await givenUser(desk.ctx(), { access: 'Agent' })
  await expect(anonymise({ ...desk.ctx(), actor: agent.actor }, desk.store, id)).rejects.toMatchObject({ code: 'tickets.anonymise' })
  const blind = await givenUser(desk.ctx(), { access: 'Administrator', right: { workCategories: [] } })
  await expect(foreseeAnonymising({ ...desk.ctx(), actor: blind.actor }, id)).rejects.toThrow(`#${id}`)
})

test('every column and every kind of file says whose data it holds', async () => {
  expect(unmarked).toEqual({})
  const { rows } = await desk.pool.query<{ table: string; columns: string[] }>(
    `select table_name as table, array_agg(column_name::text) as columns from information_schema.columns where table_schema = 'public' group by 1`,
  )
  const marked = new Map(Object.entries(personalData).map(([table, marks]) => [table, new Set(Object.values(marks).flat())]))
  for (const { table, columns } of rows)
    for (const column of columns) expect(marked.get(table)?.has(column), `${table}.${column}`).toBe(true)
  const { rows: files } = await desk.pool.query<{ place: string }>(`
    select c.conrelid::regclass || '.' || a.attname as place from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
    where c.contype = 'f' and c.confrelid = 'blobs'::regclass order by 1`)
  for (const { place } of files) expect(Object.keys(personalFiles)).toContain(place)
})

test('many are anonymised by a run, each with its own certificate', async () => {
  const ids = [await given('manyone'), await given('manytwo')]
  const run = await startRun(as(), { kind: 'anonymise', request: {}, rows: { ids } })
  await worker.run({ id: run.id })
  await settle()
  for (const word of ['manyone', 'manytwo']) expect(new Set(await grep(word))).toEqual(new Set(['contact_addresses', 'contacts', 'events']))
  const { rows } = await desk.pool.query<{ n: number }>('select count(*)::int as n from certificates where subject_id = any($1)', [ids])
  expect(rows).toEqual([{ n: 2 }])
})
