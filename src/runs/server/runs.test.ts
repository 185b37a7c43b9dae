/** List actions as background runs: what they do, what they refuse, and the way back. */
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { mkdtempSync } from 'node:fs'
import ExcelJS from 'exceljs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readCsv } from '#crm/csv.ts'
import { folderStore } from '#files/server/fileStore.ts'
import { macros } from '#macros/macro.ts'
import { keptMacros } from '#macros/server/macros.ts'
import { minter } from '#channels/email/server/mintMessageId.ts'
import { testDesk } from '#people/server/testing/desk.ts'
import { inTransaction } from '#platform/server/context.ts'
import * as api from '#runs/api.ts'
import type { WantedRun } from '#runs/run.ts'
import { changeTicket } from '#tickets/server/changeTicket.ts'
import { givenTicket } from '#tickets/server/given.ts'
import { getTicket } from '#tickets/server/ticketQueries.ts'
import { ticketRoutes } from '#tickets/server/routes.ts'
import { activityRoutes } from '#activities/server/routes.ts'
import { runRoutes } from './routes.ts'
import { workRuns } from './workRun.ts'

const store = await folderStore(mkdtempSync(join(tmpdir(), 'tessera-runs-')), Buffer.from('salt'))
const desk = await testDesk([...runRoutes(store), ...ticketRoutes, ...activityRoutes(store)])
afterAll(() => desk.close())
const { db, pool } = desk.database
const ada = await desk.user({ access: 'Administrator' })
const worker = workRuns({ db, store, announcer: { announce: () => {} }, mint: minter(Buffer.alloc(32)) })
let billing = 0

beforeAll(async () => {
  // The job's table is the library's; here the work is called by hand.
  await pool.query(`create schema if not exists graphile_worker;
    create or replace function graphile_worker.add_job(name text, payload json, job_key text) returns void language sql as 'select'`)
  const { rows } = await pool.query<{ id: number }>(`insert into categories (name) values ('Billing') returning id`)
  billing = Number(rows[0]?.id)
})

const start = async (run: WantedRun | object, who = ada) => {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- also what is no run is sent
  const started = await who.call(api.startRun, { run: run as WantedRun })
  if (started.status === 200) await worker.run({ id: started.body.id })
  return started
}
const done = async (run: WantedRun | object, who = ada) => (await who.call(api.getRun, { id: (await start(run, who)).body.id })).body
const rowsOf = async (id: number, who = ada) => (await who.call(api.listRunRows, { id, limit: 500 })).body.rows
const many = async (count: number, wanted: object = {}) => {
  const made: number[] = []
  for (let n = 0; n < count; n++) made.push((await givenTicket(desk.ctx(), wanted)).id)
  return made
}
const ticket = (id: number) => getTicket(desk.ctx(), id)

test('Edit changes any field of all selected tickets, each with its entry in the history', async () => {
  const ids = await many(5, { title: 'Edit me' })
  const run = await done({ kind: 'edit', request: { changes: { userId: { to: ada.id }, priority: { to: 'high' } } }, rows: { ids } })
  expect(run).toMatchObject({ state: 'done', total: 5, finished: 5, changed: 5, refused: 0, skipped: 0, undoable: true })
  for (const id of ids) expect(await ticket(id)).toMatchObject({ priority: 'high', user: { id: ada.id } })
  const { rows } = await pool.query(
    `select count(*) as n from events where name = 'ticket.changed' and subject_id = any($1) and actor_id = $2`,
    [ids, ada.id],
  )
  expect(rows).toEqual([{ n: 5 }])
})

test('what a rule refuses is named by field, and the other rows go on', async () => {
  const ids = await many(3)
  await pool.query(`update categories set waiting_requires_reopen = true where id = $1`, [billing])
  const [strict] = await many(1, { categoryId: billing })
  const run = await done({ kind: 'edit', request: { changes: { state: { to: 'waiting' } } }, rows: { ids: [...ids, strict!] } })
  expect(run).toMatchObject({ changed: 3, refused: 1 })
  expect((await rowsOf(run.id)).find((row) => row.outcome === 'refused')).toMatchObject({
    ticketId: strict,
    problems: [{ field: 'reopenAt', code: 'reopen_required' }],
  })
})

test('the preview says what would change and what would be refused, and writes nothing', async () => {
  const ids = await many(2, { categoryId: billing, priority: 'low' })
  const [plain] = await many(1, { state: 'waiting' })
  const before = await pool.query('select count(*) from events')
  const { body } = await ada.call(api.previewEdit, { changes: { state: { to: 'waiting' } }, rows: { ids: [...ids, plain!] } })
  expect(body).toMatchObject({ total: 3, looked: 3, change: 0, same: 1, refused: 2, reasons: [{ code: 'reopen_required', count: 2 }] })
  expect((await pool.query('select count(*) from events')).rows).toEqual(before.rows)
  const values = await ada.call(api.previewEdit, { changes: { priority: { to: 'high' } }, rows: { ids } })
  expect(values.body.rows[0]?.changes).toEqual({ priority: { from: 'low', to: 'high' } })
})

test('sets take additions and removals, and what others put into them stays', async () => {
  const [id] = await many(1)
  const bob = await desk.user()
  await pool.query('insert into ticket_followers (ticket_id, user_id) values ($1, $2)', [id, bob.id])
  await done({ kind: 'edit', request: { changes: { followerIds: { add: [ada.id], remove: [] } } }, rows: { ids: [id!] } })
  expect(new Set((await ticket(id!)).followers.map((follower) => follower.id))).toEqual(new Set([ada.id, bob.id]))
})

test('undo takes an edit back; rows changed since are skipped and named; it can be done once', async () => {
  const ids = await many(3, { priority: 'low', title: 'Undo me' })
  const edit = await done({ kind: 'edit', request: { changes: { priority: { to: 'high' } } }, rows: { ids } })
  await changeTicket(ada.ctx(), { id: ids[0]!, changes: { priority: { from: 'high', to: 'medium' } } })
  await changeTicket(ada.ctx(), { id: ids[1]!, changes: { title: { from: 'Undo me', to: 'Other field' } } })
  const undo = await ada.call(api.undoRun, { id: edit.id })
  await worker.run({ id: undo.body.id })
  expect(await Promise.all(ids.map(async (id) => (await ticket(id)).priority))).toEqual(['medium', 'low', 'low'])
  expect((await rowsOf(undo.body.id)).filter((row) => row.outcome === 'skipped')).toMatchObject([
    { ticketId: ids[0], problems: [{ field: 'priority', code: 'changed_since' }] },
  ])
  expect((await ada.call(api.undoRun, { id: edit.id })).status).toBe(422)
})

test('Select all matching: what matches when it is confirmed is its rows, exceptions left out; one that no longer matches is skipped and named', async () => {
  const filter = { field: 'title', op: 'is', value: 'All of these' } as const
  const ids = await many(450, { title: 'All of these' })
  const started = await ada.call(api.startRun, {
    run: { kind: 'edit', request: { changes: { priority: { to: 'high' } } }, rows: { filter, except: [ids[0]!] } },
  })
  expect(started.body.total).toBe(449)
  await changeTicket(ada.ctx(), { id: ids[300]!, changes: { title: { from: 'All of these', to: 'Not any more' } } })
  await many(1, { title: 'All of these' })
  await worker.run({ id: started.body.id })
  const run = (await ada.call(api.getRun, { id: started.body.id })).body
  expect(run).toMatchObject({ state: 'done', changed: 448, skipped: 1 })
  expect((await rowsOf(run.id)).find((row) => row.outcome === 'skipped')).toMatchObject({
    ticketId: ids[300],
    problems: [{ code: 'no_longer_matches' }],
  })
  expect((await ticket(ids[0]!)).priority).toBe('medium')
})

test('an edit by which its rows left the list is taken back all the same', async () => {
  const filter = { field: 'title', op: 'is', value: 'Leaves the list' } as const
  const ids = await many(3, { title: 'Leaves the list' })
  const edit = await done({ kind: 'edit', request: { changes: { title: { to: 'Left' } } }, rows: { filter, except: [] } })
  expect(edit).toMatchObject({ changed: 3 })
  const undo = await ada.call(api.undoRun, { id: edit.id })
  await worker.run({ id: undo.body.id })
  expect((await ada.call(api.getRun, { id: undo.body.id })).body).toMatchObject({ changed: 3, skipped: 0 })
  expect((await ticket(ids[0]!)).title).toBe('Leaves the list')
})

test('a run goes on where it stood when the process had died, and no row is done twice', async () => {
  const ids = await many(4, { title: 'Crash' })
  const { body } = await ada.call(api.startRun, { run: { kind: 'edit', request: { changes: { title: { to: 'After' } } }, rows: { ids } } })
  await pool.query(`update run_rows set outcome = 'changed' where run_id = $1 and n = $2`, [body.id, ids[0]])
  await pool.query(`update runs set state = 'running', last_id = $2, finished = 1, changed = 1 where id = $1`, [body.id, ids[0]])
  await worker.run({ id: body.id })
  await worker.run({ id: body.id })
  expect((await ada.call(api.getRun, { id: body.id })).body).toMatchObject({ state: 'done', finished: 4, changed: 4 })
  expect((await ticket(ids[0]!)).title).toBe('Crash')
})

test('one sees and does only what one may: permissions, the Right, one’s own runs', async () => {
  const ids = await many(2)
  const agent = await desk.user({ access: 'Observer' })
  expect((await start({ kind: 'edit', request: { changes: { title: { to: 'x' } } }, rows: { ids } }, agent)).status).toBe(403)
  const lead = await desk.user({ access: 'Administrator', right: { workCategories: [billing] } })
  const run = await done({ kind: 'edit', request: { changes: { title: { to: 'x' } } }, rows: { ids } }, lead)
  expect(run).toMatchObject({ changed: 0, skipped: 2 })
  expect((await rowsOf(run.id, lead)).map((row) => [row.ticketId, row.title])).toEqual([
    [null, null],
    [null, null],
  ])
  expect((await ada.call(api.getRun, { id: run.id })).status).toBe(404)
})

test('whoever loses a permission while it waits does nothing by it', async () => {
  const ids = await many(1)
  const lead = await desk.user({ access: 'Administrator' })
  const { body } = await lead.call(api.startRun, { run: { kind: 'delete', request: {}, rows: { ids } } })
  await pool.query(`update users set access_id = (select id from accesses where name = 'Observer') where id = $1`, [lead.id])
  await worker.run({ id: body.id })
  expect((await ticket(ids[0]!)).bin).toBeNull()
})

test('Delete and restore, Merge into the oldest: each row by the same command as one alone', async () => {
  const ids = await many(3, { title: 'Merge us' })
  expect(await done({ kind: 'delete', request: {}, rows: { ids: [ids[2]!] } })).toMatchObject({ changed: 1 })
  expect((await ticket(ids[2]!)).bin).not.toBeNull()
  expect(await done({ kind: 'restore', request: {}, rows: { ids: [ids[2]!] } })).toMatchObject({ changed: 1 })
  // No mail began it: nobody could be blocked.
  expect(await done({ kind: 'spam', request: {}, rows: { ids: [ids[2]!] } })).toMatchObject({ changed: 0, refused: 1 })
  const merge = await done({ kind: 'merge', request: {}, rows: { ids } })
  expect(merge).toMatchObject({ changed: 2, undoable: false })
  expect((await ticket(ids[1]!)).id).toBe(ids[0])
})

test('what no ticket could take is refused before the first', async () => {
  const ids = await many(1)
  const refused = async (changes: object) => (await start({ kind: 'edit', request: { changes }, rows: { ids } })).status
  expect(await refused({ nonsense: { to: 1 } })).toBe(400)
  expect(await refused({ priority: { to: 'urgent' } })).toBe(400)
  expect(await refused({ 'custom.999': { to: 'x' } })).toBe(400)
  expect(await refused({ title: { add: ['x'] } })).toBe(400)
  expect(await refused({})).toBe(400)
})

async function fileOf(format: 'csv' | 'json' | 'xlsx', filter: object) {
  const columns = ['id', 'title', 'state', 'category', 'user', 'createdAt'] as const
  const run = await done({ kind: 'export', request: { format, columns: [...columns] }, rows: { filter, except: [] } })
  expect(run).toMatchObject({ state: 'done', fileSize: expect.any(Number) })
  const answer = await desk.app.inject({ url: `/api/v1/runs/${run.id}/file`, headers: { cookie: ada.cookie } })
  expect(answer.headers['content-disposition']).toContain(`.${format}"`)
  expect(Number(answer.headers['content-length'])).toBe(answer.rawPayload.length)
  return { run, bytes: answer.rawPayload }
}

test('Export has every row of one moment; formulas are guarded; only its User downloads it', async () => {
  const titles = ['=1+1', '+cmd|x', '@SUM(A1)', '-2+3+cmd', 'plain, "quoted"\nand lines', 'Žluťoučký 🐎', '\tTab']
  const ids: number[] = []
  for (const title of titles) ids.push(...(await many(1, { title: `${title} export` })))
  const filter = { field: 'title', op: 'contains', value: 'export' }
  const { bytes, run } = await fileOf('csv', filter)
  const [head, ...rows] = [...readCsv(bytes.toString(), ',')]
  expect(head).toEqual(['Number', 'Title', 'State', 'Category', 'User', 'Created'])
  expect(rows.map((row) => Number(row[0]))).toEqual(ids)
  expect(rows.some((row) => /^\s*[=+@\t]/.test(row[1] ?? ''))).toBe(false)
  const json: unknown = JSON.parse((await fileOf('json', filter)).bytes.toString())
  expect(json).toMatchObject(ids.map((id) => ({ id, state: 'open' })))
  const book = new ExcelJS.Workbook()
  const { bytes: xlsx } = await fileOf('xlsx', filter)
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the library's own type of a buffer is an older one
  await book.xlsx.load(xlsx as unknown as ArrayBuffer)
  const sheet = book.getWorksheet('Tickets')
  expect(sheet?.rowCount).toBe(titles.length + 1)
  expect(sheet?.getRow(2).getCell(2).value).toBe('=1+1 export')
  const other = await desk.user({ access: 'Administrator' })
  expect((await desk.app.inject({ url: `/api/v1/runs/${run.id}/file`, headers: { cookie: other.cookie } })).statusCode).toBe(404)
})

test('a stopped run leaves what it did and does no more', async () => {
  const ids = await many(2)
  const { body } = await ada.call(api.startRun, {
    run: { kind: 'edit', request: { changes: { title: { to: 'Stopped' } } }, rows: { ids } },
  })
  await ada.call(api.stopRun, { id: body.id })
  await worker.run({ id: body.id })
  expect((await ada.call(api.getRun, { id: body.id })).body).toMatchObject({ state: 'stopped', changed: 0 })
  await inTransaction(ada.ctx(), async () => undefined)
})

test('a Macro changes those for which its condition holds; the others are skipped and named; and it can be undone', async () => {
  const ids = await many(4, { priority: 'low', title: 'Macro me' })
  const [waiting = 0] = await many(1, { priority: 'low', state: 'waiting' })
  const macro = await keptMacros.create(ada.ctx(), {
    ...macros.parse({ name: 'Urgent', condition: { field: 'state', op: 'is', value: 'open' } }),
    changes: { priority: { to: 'high' }, userId: { to: ada.id } },
  })
  const wanted = { macroId: macro.id, version: macro.version }
  const rows = { ids: [...ids, waiting] }
  const preview = await ada.call(api.previewEdit, { macro: wanted, rows })
  expect(preview.body).toMatchObject({ total: 5, change: 4, skipped: 1, refused: 0 })
  const run = await done({ kind: 'macro', request: wanted, rows })
  expect(run).toMatchObject({ kind: 'macro', state: 'done', changed: 4, skipped: 1, undoable: true })
  for (const id of ids) expect(await ticket(id)).toMatchObject({ priority: 'high', user: { id: ada.id } })
  expect((await rowsOf(run.id)).filter(({ outcome }) => outcome === 'skipped')).toMatchObject([
    { ticketId: waiting, problems: [{ code: 'condition_not_met' }] },
  ])
  const undo = await ada.call(api.undoRun, { id: run.id })
  await worker.run({ id: undo.body.id })
  for (const id of ids) expect(await ticket(id)).toMatchObject({ priority: 'low', user: null })
})

test('what was confirmed of a Macro is what is done, whoever changes it then; one changed before that is refused', async () => {
  const [id = 0] = await many(1, { priority: 'low' })
  const macro = await keptMacros.create(ada.ctx(), macros.parse({ name: 'Moving', changes: { priority: { to: 'high' } } }))
  const wanted = { macroId: macro.id, version: macro.version }
  const started = await ada.call(api.startRun, { run: { kind: 'macro', request: wanted, rows: { ids: [id] } } })
  const { changedAt: _at, changedBy: _by, ...values } = macro
  await keptMacros.change(ada.ctx(), { ...values, changes: { priority: { to: 'medium' } } })
  await worker.run({ id: started.body.id })
  expect(await ticket(id)).toMatchObject({ priority: 'high' })
  expect((await start({ kind: 'macro', request: wanted, rows: { ids: [id] } })).problem?.problems).toEqual([
    { field: 'macroId', code: 'conflict' },
  ])
})
