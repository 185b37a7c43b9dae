/** Importing tickets from CSV and XLSX files. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ExcelJS from 'exceljs'
import { runMigrations } from 'graphile-worker'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readCsv } from '#crm/csv.ts'
import { folderStore } from '#files/server/fileStore.ts'
import { minter } from '#channels/email/server/mintMessageId.ts'
import { testDesk } from '#people/server/testing/desk.ts'
import * as runsApi from '#runs/api.ts'
import { runRoutes } from '#runs/server/routes.ts'
import { workRuns } from '#runs/server/workRun.ts'
import { givenTicket } from '#tickets/server/given.ts'
import { changeTicket } from '#tickets/server/changeTicket.ts'
import { getTicket } from '#tickets/server/ticketQueries.ts'
import { ticketRoutes } from '#tickets/server/routes.ts'
import * as api from '#transfer/api.ts'
import type { Choices, Column, TicketImport } from '#transfer/ticketImport.ts'
import { importTickets } from './importRun.ts'
import { transferRoutes } from './routes.ts'

const store = await folderStore(mkdtempSync(join(tmpdir(), 'tessera-transfer-')), Buffer.from('salt'))
const desk = await testDesk([...transferRoutes(store), ...runRoutes(store), ...ticketRoutes])
afterAll(() => desk.close())
const { db, pool } = desk.database
const ada = await desk.user({ access: 'Administrator', name: 'Ada Novak', email: 'ada@desk.example' })
const worker = importTickets({ db, store, announcer: { announce: () => {} } })
await runMigrations({ pgPool: pool })
const origin = 'http://localhost:3000'
let billing = 0

beforeAll(async () => {
  const { rows } = await pool.query<{ id: number }>(`insert into categories (name) values ('Billing') returning id`)
  billing = Number(rows[0]?.id)
  await pool.query(
    `insert into statuses (title, color, position, changed_at) values ('Refund', 'grey', 1, now()), ('On hold', 'grey', 2, now())`,
  )
})

type Who = typeof ada
async function send(bytes: Buffer | string, { fileName = 'zendesk.csv', who = ada }: { fileName?: string; who?: Who } = {}) {
  return desk.app.inject({
    method: 'POST',
    url: `/api/v1/ticket-imports?fileName=${encodeURIComponent(fileName)}`,
    headers: { cookie: who.cookie, origin, 'content-type': 'application/octet-stream' },
    payload: Buffer.from(bytes),
  })
}
async function upload(bytes: Buffer | string, options: Parameters<typeof send>[1] = {}): Promise<TicketImport> {
  const answer = await send(bytes, options)
  if (answer.statusCode !== 200) throw new Error(answer.body)
  return api.uploadTickets.output.parse(answer.json())
}
async function prepared(bytes: Buffer | string, choices: Partial<Choices> = {}, columns?: Column[], who = ada) {
  const held = await upload(bytes, { who })
  return (
    await who.call(api.changeTicketImport, { id: held.id, choices: { ...held.choices, ...choices }, ...(columns ? { columns } : {}) })
  ).body
}
async function work(id: number, which: 'check' | 'run' = 'run', who = ada) {
  const begun = (await who.call(which === 'check' ? api.checkTicketImport : api.startTicketImport, { id })).body
  await worker.run({ id: begun[which]?.id ?? 0 })
  return (await who.call(api.getTicketImport, { id })).body
}
const imported = async (bytes: Buffer | string, choices: Partial<Choices> = {}, columns?: Column[], who = ada) =>
  work((await prepared(bytes, choices, columns, who)).id, 'run', who)
const rowsOf = async (held: TicketImport, who = ada) =>
  (await who.call(runsApi.listRunRows, { id: held.run?.id ?? 0, limit: 500 })).body.rows
const problems = async (held: TicketImport) =>
  (await rowsOf(held)).flatMap((row) => row.problems.map(({ field, code }) => `${row.n} ${row.outcome} ${field} ${code}`))
const ticketsOf = async (held: TicketImport) => {
  const found = []
  for (const { ticketId } of await rowsOf(held)) if (ticketId !== null) found.push(await getTicket(ada.ctx(), ticketId))
  return found
}
const lines = (...rows: string[]) => `${rows.join('\n')}\n`

test('headings of our own export and of other systems are understood', async () => {
  const zendesk = await upload(
    lines(
      'Id,Requester,Requester email,Assignee,Group,Subject,Status,Priority,Created at,Solved at,Organization,Tags',
      '1,J,j@x.cz,Ada,Billing,S,Open,,,,,a',
    ),
  )
  expect(zendesk.columns).toEqual([
    'externalId',
    'contactName',
    'contact',
    'user',
    'category',
    'title',
    'state',
    'priority',
    'createdAt',
    'closedAt',
    'account',
    null,
  ])
  const own = await upload(
    lines('Number;Title;Priority;State;Category;User;Contact;Account;Status;Deadline;Last activity;Created', '1;a;;;;;;;;;;'),
  )
  expect(own.columns).toEqual([
    'number',
    'title',
    'priority',
    'state',
    'category',
    'user',
    'contact',
    'account',
    'statuses',
    'deadline',
    null,
    'createdAt',
  ])
  expect(own.delimiter).toBe(';')
  const rt = await upload(
    lines('id\tQueue\tSubject\tStatus\tOwner\tRequestors\tCreated\tResolved', '1\tBilling\tS\tstalled\tNobody\ta@x.cz\t\t'),
  )
  expect(rt.columns).toEqual(['externalId', 'category', 'title', 'state', 'user', 'contact', 'createdAt', 'closedAt'])
})

test('rows become tickets with their people and fields, the history says by import, and nothing unknown is guessed', async () => {
  const held = await imported(
    lines(
      'Id,Requester email,Requester,Assignee,Group,Subject,Status,Priority,Description',
      '501,jana@firma.cz,Jana Nová,ada@desk.example,Billing,Where is my order?,pending,Urgent,"Hello, ""you"""',
      '502,petr@firma.cz,,Nobody,Billing,Second,new,,',
      '503,x@y.cz,,Unknown Person,Billing,Third,open,,',
      '504,x@y.cz,,,Sales,Fourth,odd,,',
    ),
  )
  expect(held.run).toMatchObject({ state: 'done', finished: 4, created: 2, changed: 2, refused: 2, undoable: true })
  expect(await problems(held)).toEqual([
    '3 refused userId unknown_name',
    '4 refused state unknown_name',
    '4 refused categoryId unknown_name',
  ])
  const [first, second] = await ticketsOf(held)
  expect(first).toMatchObject({
    title: 'Where is my order?',
    state: 'waiting',
    priority: 'high',
    user: { id: ada.id },
    category: { id: billing },
    contact: { name: 'Jana Nová', emails: ['jana@firma.cz'] },
    description: 'Hello, "you"',
    origin: 'import',
  })
  expect(second).toMatchObject({ state: 'open', priority: 'medium', user: null })
  const { rows } = await pool.query(`select name, via, actor_id, version from events where subject = 'ticket' and subject_id = $1`, [
    first?.id,
  ])
  expect(rows).toEqual([{ name: 'ticket.created', via: 'import', actor_id: ada.id, version: 1 }])
  // What a refused row would have created is not there.
  expect((await pool.query(`select from contact_addresses where address = 'x@y.cz'`)).rowCount).toBe(0)
})

test('a row is known by its number in the other system: run again it changes nothing, and a changed one updates its ticket', async () => {
  const head = 'Id,Group,Subject,Priority'
  const first = await imported(lines(head, 'A-1,Billing,One,low', 'A-2,Billing,Two,low'))
  const again = await imported(
    lines(head, 'A-1,Billing,One,low', 'A-2,Billing,Two!,high', 'A-2,Billing,Twice,low', 'A-3,Billing,Three,low'),
  )
  expect(again.run).toMatchObject({ finished: 4, created: 1, changed: 2, refused: 1 })
  expect(await problems(again)).toEqual(['3 refused externalId twice_in_file'])
  const [one, two] = await ticketsOf(first)
  expect(one).toMatchObject({ title: 'One', version: 1 })
  expect(two).toMatchObject({ title: 'Two!', priority: 'high', version: 2 })
})

test('our own number updates the ticket that is there; an unknown or hidden one is refused', async () => {
  const { id } = await givenTicket(desk.ctx(), { title: 'Before' })
  const held = await imported(lines('Number,Title,State', `#${id},After,`, '99999999,Nobody,', 'abc,Nobody,'))
  expect(await problems(held)).toEqual(['2 refused number no_such_ticket', '3 refused number invalid_value'])
  expect(await getTicket(ada.ctx(), id)).toMatchObject({ title: 'After' })
})

test('the same rules as at every door refuse a row by name; for administrators, as it was, they only warn', async () => {
  await pool.query(`update categories set status_required = 'on_close', waiting_requires_reopen = true where id = $1`, [billing])
  const file = lines(
    'Ticket number,Queue,Subject,State,Created,Closed,First response,Pending till',
    '7,Billing,Old one,closed successful,2019-03-01 09:00,2019-03-05 10:30,01.03.2019 10:00,',
    '8,Billing,Old wait,pending,2019-03-01 09:00,,,2019-04-01',
  )
  const strict = await imported(file, { source: 'strict', zone: 'Europe/Prague' })
  expect(await problems(strict)).toEqual(['1 refused statusIds status_required', '2 refused reopenAt reopen_in_past'])
  const held = await imported(file, { source: 'as they were', zone: 'Europe/Prague', asTheyWere: true })
  expect(held.run).toMatchObject({ created: 2, refused: 0 })
  expect(await problems(held)).toEqual([
    '1 created statusIds status_required',
    '2 created reopenAt reopen_required',
    '2 created reopenAt reopen_in_past',
  ])
  const [old, waiting] = await ticketsOf(held)
  expect(old).toMatchObject({
    state: 'closed',
    createdAt: '2019-03-01T08:00:00.000Z',
    closedAt: '2019-03-05T09:30:00.000Z',
    firstAnswerAt: '2019-03-01T09:00:00.000Z',
  })
  expect(waiting).toMatchObject({ state: 'waiting', reopenAt: null, createdAt: '2019-03-01T08:00:00.000Z' })
  await pool.query(
    `insert into accesses (name, permissions) values ('Importer', array['tickets.read', 'tickets.create', 'tickets.update', 'tickets.import', 'contacts.create', 'accounts.create'])`,
  )
  const importer = await desk.user({ access: 'Importer' })
  const theirs = await upload(file, { who: importer })
  const refused = await importer.call(api.changeTicketImport, { id: theirs.id, choices: { ...theirs.choices, asTheyWere: true } })
  expect(refused).toMatchObject({ status: 403, problem: { code: 'settings.update' } })
  await pool.query(`update categories set status_required = 'never', waiting_requires_reopen = false where id = $1`, [billing])
})

test('what is unknown is refused, left empty or created, by choice', async () => {
  const field = await pool.query<{ id: number }>(
    `insert into custom_fields (subject, title, type, options, position, changed_at) values ('ticket', 'Product', 'select', '[{"id":1,"title":"Phone","removed":false}]', 0, now()) returning id`,
  )
  const custom = `custom.${Number(field.rows[0]?.id)}` as const
  const file = lines(
    'Subject,Group,Owner,Contact,Account,Statuses,Product',
    'Choice,Nowhere,Mr X,new@person.cz,New Ltd,"Refund, Fresh",Tablet',
  )
  const refused = await imported(file, { contacts: 'refuse', accounts: 'refuse' })
  expect(refused.columns.at(-1)).toBe(custom)
  expect(await problems(refused)).toEqual(
    ['categoryId', 'userId', 'contactId', 'accountId', 'statusIds', custom].map((name) => `1 refused ${name} unknown_name`),
  )
  const none = { users: 'empty', contacts: 'empty', accounts: 'empty', categories: 'empty', statuses: 'empty', options: 'empty' } as const
  await pool.query(`update categories set status_ids = (select array_agg(id) from statuses) where id = $1`, [billing])
  const [empty] = await ticketsOf(await imported(file, { ...none, categoryId: billing }))
  expect(empty).toMatchObject({ category: { id: billing }, user: null, contact: null, account: null, custom: {} })
  expect(empty?.statuses.map(({ title }) => title)).toEqual(['Refund'])
  const made = {
    users: 'empty',
    contacts: 'create',
    accounts: 'create',
    categories: 'create',
    statuses: 'create',
    options: 'create',
  } as const
  const check = await work((await prepared(file, made)).id, 'check')
  expect(check.check).toMatchObject({ state: 'done', created: 0, refused: 1 })
  expect((await pool.query(`select from categories where name = 'Nowhere'`)).rowCount).toBe(0)
  await pool.query(`update categories set several_statuses = true`)
  const done = await imported(file, made)
  expect(await problems(done)).toEqual(['1 refused statusIds too_many_statuses'])
  const one = lines('Subject,Group,Owner,Contact,Account,Statuses,Product', 'Choice,Nowhere,Mr X,new@person.cz,New Ltd,Fresh,Tablet')
  const [all] = await ticketsOf(await imported(one, made))
  expect(all).toMatchObject({
    category: { name: 'Nowhere' },
    contact: { name: 'new@person.cz' },
    account: { name: 'New Ltd' },
    statuses: [{ title: 'Fresh' }],
  })
  expect(Object.values(all?.custom ?? {})).toEqual([2])
})

test('the rehearsal says the same as the import will, keeps nothing, and uses up no numbers', async () => {
  const many = Array.from({ length: 1203 }, (_, n) => `R-${n},Billing,${n % 100 === 7 ? '' : `Row ${n}`},${n > 0 ? `R-${n - 1}` : ''}`)
  const held = await prepared(lines('Id,Group,Subject,Parent', ...many), { source: 'rehearsal', parents: 'empty' })
  const before = await pool.query(
    `select (select count(*) from tickets) as tickets, (select last_value from tickets_id_seq) as last, (select count(*) from events where subject <> 'run') as events`,
  )
  const checked = await work(held.id, 'check')
  expect(checked.check).toMatchObject({ state: 'done', finished: 1203, created: 1191, refused: 12 })
  expect(checked.reasons).toEqual([{ field: 'title', code: 'required', count: 12 }])
  expect(
    await pool.query(
      `select (select count(*) from tickets) as tickets, (select last_value from tickets_id_seq) as last, (select count(*) from events where subject <> 'run') as events`,
    ),
  ).toMatchObject({ rows: before.rows })
  const done = await work(held.id)
  expect(done.run).toMatchObject({ created: 1191, refused: 12 })
  const { rows } = await pool.query(
    `select count(*) as n from tickets t join ticket_external_ids e on e.ticket_id = t.id where e.source = 'rehearsal' and t.parent_id is not null`,
  )
  expect(rows).toEqual([{ n: 1190 - 12 }])
})

test('the refused rows come as a file with the reason, guarded as they came', async () => {
  const held = await imported(lines('Id,Group,Subject', "1,Billing,'=SUM(A1)", '2,Nowhere at all,@bad'), { source: 'errors' })
  const [fine] = await ticketsOf(held)
  expect(fine?.title).toBe('=SUM(A1)')
  const answer = await desk.app.inject({
    method: 'GET',
    url: `/api/v1/ticket-imports/${held.id}/problems`,
    headers: { cookie: ada.cookie },
  })
  expect([...readCsv(answer.body, ',')]).toEqual([
    ['Id', 'Group', 'Subject', 'Row', 'Refused because'],
    ['2', 'Nowhere at all', "'@bad", '2', 'categoryId: unknown_name (Nowhere at all)'],
  ])
})

test('killed in the middle it goes on where it was, and no row is imported twice', async () => {
  const many = Array.from({ length: 1100 }, (_, n) => `Billing,Crash ${n}`)
  const held = await prepared(lines('Group,Subject', ...many))
  const begun = (await ada.call(api.startTicketImport, { id: held.id })).body
  const id = begun.run?.id ?? 0
  let commits = 0
  const dying = importTickets({
    db,
    store,
    announcer: {
      announce: () => {
        if (++commits === 1) throw new Error('killed')
      },
    },
  })
  await expect(dying.run({ id })).rejects.toThrow('killed')
  expect((await ada.call(runsApi.getRun, { id })).body).toMatchObject({ state: 'running', finished: 500 })
  await Promise.all([worker.run({ id }), worker.run({ id })])
  await worker.run({ id })
  expect((await ada.call(runsApi.getRun, { id })).body).toMatchObject({ state: 'done', finished: 1100, created: 1100 })
  expect((await pool.query(`select count(*) as n, count(distinct title) as titles from tickets where title like 'Crash %'`)).rows).toEqual([
    { n: 1100, titles: 1100 },
  ])
})

test('stopped it stays as it is, and started again it goes on', async () => {
  const held = await prepared(lines('Group,Subject', 'Billing,Stopped 1', 'Billing,Stopped 2'))
  const begun = (await ada.call(api.startTicketImport, { id: held.id })).body
  await ada.call(api.stopTicketImport, { id: held.id })
  await worker.run({ id: begun.run?.id ?? 0 })
  expect((await pool.query(`select from tickets where title like 'Stopped %'`)).rowCount).toBe(0)
  const done = await work(held.id)
  expect(done.run).toMatchObject({ id: begun.run?.id, state: 'done', created: 2 })
  expect((await ada.call(api.startTicketImport, { id: held.id })).status).toBe(422)
  expect((await ada.call(api.changeTicketImport, { id: held.id, columns: ['title', null] })).status).toBe(422)
})

test('undo takes new tickets to the bin and changed fields back; those changed since are skipped and named', async () => {
  await imported(lines('Id,Group,Subject', 'U-1,Billing,Old title'), { source: 'undo' })
  const held = await imported(lines('Id,Group,Subject', 'U-1,Billing,New title', 'U-2,Billing,Fresh', 'U-3,Billing,Touched'), {
    source: 'undo',
  })
  const [old, fresh, touched] = await ticketsOf(held)
  await changeTicket(ada.ctx(), { id: touched?.id ?? 0, changes: { priority: { from: 'medium', to: 'high' } } })
  await ada.call(api.undoTicketImport, { id: held.id })
  const { run } = (await ada.call(api.getTicketImport, { id: held.id })).body
  await worker.run({ id: run?.undoneBy ?? 0 })
  const undo = (await ada.call(runsApi.getRun, { id: run?.undoneBy ?? 0 })).body
  expect(undo).toMatchObject({ state: 'done', changed: 2, skipped: 1 })
  expect(await getTicket(ada.ctx(), old?.id ?? 0)).toMatchObject({ title: 'Old title', bin: null })
  expect((await getTicket(ada.ctx(), fresh?.id ?? 0)).bin).not.toBeNull()
  expect((await getTicket(ada.ctx(), touched?.id ?? 0)).bin).toBeNull()
  expect((await ada.call(runsApi.listRunRows, { id: undo.id, outcome: 'skipped' })).body.rows).toMatchObject([
    { ticketId: touched?.id, problems: [{ code: 'changed_since' }] },
  ])
  const again = await imported(lines('Id,Group,Subject', 'U-2,Billing,Fresh'), { source: 'undo' })
  expect(again.run).toMatchObject({ created: 1 })
})

test('a workbook is read: shared and inline text, dates as dates, numbers, only its first sheet', async () => {
  const book = new ExcelJS.Workbook()
  const sheet = book.addWorksheet('Tickets')
  sheet.addRow(['Id', 'Group', 'Subject', 'Created', 'Empty', 'Description'])
  sheet.addRow([
    12,
    'Billing',
    'From <Excel> & co',
    new Date('2020-02-29T13:45:00Z'),
    null,
    { richText: [{ text: 'rich ' }, { text: 'text' }] },
  ])
  sheet.getCell('D2').numFmt = 'dd.mm.yyyy hh:mm'
  book.addWorksheet('Other').addRow(['no', 'tickets'])
  const held = await imported(Buffer.from(await book.xlsx.writeBuffer()), { source: 'excel', asTheyWere: true, zone: 'UTC' })
  expect(held).toMatchObject({
    format: 'xlsx',
    total: 1,
    sample: [['12', 'Billing', 'From <Excel> & co', '2020-02-29 13:45:00', '', 'rich text']],
  })
  const [ticket] = await ticketsOf(held)
  expect(ticket).toMatchObject({ title: 'From <Excel> & co', createdAt: '2020-02-29T13:45:00.000Z', description: 'rich text' })
})

test('what was exported can be imported again, and changes nothing', async () => {
  const made = await imported(
    lines('Id,Group,Subject,Priority,State', "E-1,Billing,'=1+1,high,open", 'E-2,Billing,"Plain, with comma",low,waiting'),
    { source: 'export' },
  )
  const ids = (await ticketsOf(made)).map(({ id }) => id)
  for (const format of ['csv', 'xlsx'] as const) {
    const run = (
      await ada.call(runsApi.startRun, {
        run: {
          kind: 'export',
          request: {
            format,
            columns: ['id', 'title', 'priority', 'state', 'category', 'user', 'contact', 'account', 'statuses', 'sla', 'createdAt'],
          },
          rows: { ids },
        },
      })
    ).body
    await workRuns({ db, store, announcer: { announce: () => {} }, mint: minter(Buffer.alloc(32)) }).run({ id: run.id })
    const file = await desk.app.inject({ method: 'GET', url: `/api/v1/runs/${run.id}/file`, headers: { cookie: ada.cookie } })
    const again = await imported(file.rawPayload)
    expect(await problems(again)).toEqual([])
    expect(again.run).toMatchObject({ finished: 2, changed: 0, refused: 0 })
  }
})

test('whoever imports does what they may: the permission, the Right, and one’s own imports', async () => {
  const right = await pool.query<{ id: number }>(
    `insert into rights (name, work_categories) values ('Only billing', array[$1::bigint]) returning id`,
    [billing],
  )
  const limited = await desk.user({ access: 'Administrator' })
  await pool.query(`update users set right_id = $1 where id = $2`, [right.rows[0]?.id, limited.id])
  const other = await pool.query<{ id: number; name: string }>(`insert into categories (name) values ('Secret') returning id, name`)
  const hidden = await givenTicket(desk.ctx(), { title: 'Hidden', categoryId: Number(other.rows[0]?.id) })
  const held = await imported(
    lines('Number,Title,Category,State', ',Mine,Billing,', ',Not mine,Secret,', ',Nowhere,Nonsense,', `${hidden.id},Seen?,,`),
    {},
    undefined,
    limited,
  )
  expect((await rowsOf(held, limited)).map(({ outcome, problems: [problem] }) => `${outcome} ${problem?.code ?? ''}`)).toEqual([
    'created ',
    'refused unknown_name',
    'refused unknown_name',
    'refused no_such_ticket',
  ])
  expect((await ada.call(api.getTicketImport, { id: held.id })).status).toBe(404)
  const agent = await desk.user({ access: 'Agent' })
  expect((await send('a,b', { who: agent })).statusCode).toBe(403)
})

test('hostile files are refused or read, and never bring the desk down', async () => {
  expect((await send(Buffer.from('504b0304ffffffff', 'hex'))).statusCode).toBe(400)
  expect((await send(Buffer.from('d0cf11e0a1b11ae1', 'hex'))).statusCode).toBe(400)
  expect((await send('')).statusCode).toBe(400)
  expect((await send(`${'a,'.repeat(1_000_000)}\n`)).json()).toMatchObject({ problems: [{ code: 'too_many_columns' }] })
  expect((await send(`Subject\n"${'x'.repeat(5_000_000)}`)).json()).toMatchObject({ problems: [{ code: 'row_too_long' }] })
  const nul = await imported(Buffer.from('Subject,Group\nNUL\0 here\ud800,Billing\n'), { source: 'nul' })
  expect((await ticketsOf(nul))[0]?.title).toMatch(/^NUL here/)
  const west = await upload(Buffer.from('Subject,Group\nCaf\xe9 \xfc,Billing\n', 'latin1'))
  expect(west).toMatchObject({ encoding: 'windows-1252', sample: [['Café ü', 'Billing']] })
  const utf16 = await upload(Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('Subject;Group\nČau;Billing\n', 'utf16le')]))
  expect(utf16).toMatchObject({ encoding: 'utf-16le', sample: [['Čau', 'Billing']] })
  const years = await imported(
    lines(
      'Id,Subject,Group,Created',
      '1,A,Billing,0000-01-01',
      '2,B,Billing,2020-02-30',
      '3,C,Billing,9999-01-01',
      '4,D,Billing,99999-01-01',
      '5,E,Billing,25/12/2019 5:30 PM',
    ),
    { source: 'years', asTheyWere: true, zone: 'UTC', dates: 'dmy' },
  )
  expect(await problems(years)).toEqual([
    '1 refused createdAt not_a_moment',
    '2 refused createdAt not_a_moment',
    '3 refused createdAt in_future',
    '4 refused createdAt not_a_moment',
  ])
  const circle = await imported(lines('Id,Subject,Group,Parent', 'P1,A,Billing,P2', 'P2,B,Billing,P1', 'P3,C,Billing,P3'), {
    source: 'circle',
  })
  // Further down in the file is soon enough; what would be a circle stands alone and says so.
  expect(await problems(circle)).toEqual(['1 created parentId parent_cycle', '3 created parentId parent_cycle'])
  const down = await imported(lines('Id,Subject,Group,Parent', 'D1,A,Billing,D2', 'D2,B,Billing,', 'D3,C,Billing,D9', 'D4,D,Billing,D1'), {
    source: 'down',
  })
  expect(await problems(down)).toEqual(['3 refused parentId unknown_name'])
  const { rows: joined } = await pool.query(
    `select c.external_id as child, p.external_id as parent from tickets t join ticket_external_ids c on c.ticket_id = t.id
    join ticket_external_ids p on p.ticket_id = t.parent_id where c.source = 'down' order by 1`,
  )
  expect(joined).toEqual([
    { child: 'D1', parent: 'D2' },
    { child: 'D4', parent: 'D1' },
  ])
  const made = await imported(lines('Id,Subject,Group,Parent', 'P1,A,Billing,', 'P2,B,Billing,P1'), { source: 'closing' })
  expect(made.run).toMatchObject({ created: 2 })
  const closing = await imported(lines('Id,Subject,Group,Parent', 'P1,A,Billing,P2'), { source: 'closing' })
  expect(await problems(closing)).toEqual(['1 refused parentId parent_cycle'])
})
