/** Counts as readers get them: true at every question, told to open pages as they move, and there again at once after a restart. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { testDesk } from '#people/server/testing/desk.ts'
import type { Wishes } from '#platform/live.ts'
import { inTransaction, type Context } from '#platform/server/context.ts'
import { createLog } from '#platform/server/log.ts'
import { record } from '#platform/server/record.ts'
import { givenTicket } from '#tickets/server/given.ts'
import { ticketChanged } from '#tickets/events.ts'
import * as api from '#views/api.ts'
import { examplesSeeded } from '#views/events.ts'
import { viewRoutes } from '../routes.ts'
import { readKept } from './keptMemberships.ts'
import { LiveCounts } from './liveCounts.ts'
import { LiveReaders, type Told } from './liveReaders.ts'

const log = createLog({ logLevel: 'silent' })
const folder = mkdtempSync(join(tmpdir(), 'tessera live counts '))
const file = join(folder, 'live-counts')
const running: { counts?: LiveCounts } = {}
const desk = await testDesk(viewRoutes({ for: async (ctx: Context) => (await started()).for(ctx) }))
const { db, pool } = desk.database

async function started(): Promise<LiveCounts> {
  if (running.counts) return running.counts
  const counts = new LiveCounts({ db, log })
  running.counts = counts
  await counts.start({ file, timeline: await timeline() })
  return counts
}
const timeline = async () => (await db.selectFrom('installation').select('timeline').executeTakeFirstOrThrow()).timeline
afterAll(async () => {
  await running.counts?.stop()
  await desk.close()
  rmSync(folder, { recursive: true })
})

let ada: Awaited<ReturnType<typeof desk.user>>
let eva: typeof ada
let other = 0
beforeAll(async () => {
  const { rows } = await pool.query<{ id: number }>(`insert into categories (name) values ('Other') returning id`)
  other = rows[0]?.id ?? 0
  ada = await desk.user({ access: 'Administrator' })
  eva = await desk.user({ right: { workCategories: [other] } })
  await started()
})

/** What the sidebar shows, beside what each of its lists has. */
async function bothOf(who: typeof ada) {
  const { counts } = (await who.call(api.getCounts, {})).body
  const lists = await Promise.all(
    counts.map(async ({ view, place }) => ({ view, place, count: (await who.call(api.countTickets, { view, place })).body.count })),
  )
  return { counts: counts.toSorted(byPlace), lists: lists.toSorted(byPlace) }
}
const byPlace = (a: { place: number | null }, b: { place: number | null }) => (a.place ?? 0) - (b.place ?? 0)
const viewOf = async (key: string) => (await ada.call(api.listAllViews, {})).body.views.find((view) => view.key === key)?.id ?? 0
const countOf = async (who: typeof ada, view: number) =>
  (await who.call(api.getCounts, {})).body.counts.find((one) => one.view === view)?.count

test('right after a save its counts are true, for every Right, and every view has one', async () => {
  for (let n = 0; n < 12; n++) {
    await givenTicket(desk.ctx(), { ...(n % 3 ? {} : { categoryId: other }), ...(n % 4 ? {} : { userId: ada.id }) })
    for (const who of [ada, eva]) {
      const { counts, lists } = await bothOf(who)
      expect(counts).toEqual(lists)
    }
  }
  expect((await ada.call(api.getCounts, {})).body.counts.length).toBeGreaterThan(10)
})

test('examples that are seeded beside a running server are counted at once, though no event tells of each', async () => {
  const all = await viewOf('all')
  const before = await countOf(ada, all)
  await pool.query(`insert into tickets (title, category_id, origin, begun_by, created_at, edited_at, last_activity_at)
    select 'Seeded ' || n, (select min(id) from categories), 'email', 'customer', now(), now(), now() from generate_series(1, 7) n`)
  await pool.query(
    `insert into events (at, name, subject, subject_id, version, actor_kind, via, request_id, payload)
     values (now(), $1, $2, 1, 1, 'system', 'cli', 'seed', '{"tickets": 7}')`,
    [examplesSeeded.name, examplesSeeded.subject],
  )
  await vi.waitFor(async () => expect(await countOf(ada, all)).toBe((before ?? 0) + 7), { timeout: 5000, interval: 50 })
})

test('a star counts for whoever set it', async () => {
  const { id } = await givenTicket(desk.ctx(), { categoryId: other })
  const starred = await viewOf('starred')
  await eva.call(api.starTicket, { id })
  expect([await countOf(ada, starred), await countOf(eva, starred)]).toEqual([0, 1])
  await eva.call(api.unstarTicket, { id })
  expect(await countOf(eva, starred)).toBe(0)
})

test('a ticket becomes overdue without anybody touching it, and counts from that moment', async () => {
  const { id } = await givenTicket(desk.ctx())
  const overdue = await viewOf('overdue')
  const before = (await countOf(ada, overdue)) ?? 0
  await inTransaction(desk.ctx(), async (writing) => {
    await writing.db
      .updateTable('tickets')
      .set({ deadline_at: new Date(Date.now() + 400) })
      .where('id', '=', id)
      .execute()
    await record(writing, ticketChanged, { id, version: 2 }, { changes: {} })
  })
  expect(await countOf(ada, overdue)).toBe(before)
  await vi.waitFor(async () => expect(await countOf(ada, overdue)).toBe(before + 1), { timeout: 3000, interval: 20 })
  const { counts, lists } = await bothOf(ada)
  expect(counts).toEqual(lists)
})

test('a view that was changed counts what it asks now', async () => {
  const { id, version, ...view } = (
    await ada.call(api.createView, { name: 'High', filter: { field: 'priority', op: 'is', value: 'high' } })
  ).body
  const { mineVersion } = (await ada.call(api.getSidebar, {})).body
  await ada.call(api.arrangeMine, { version: mineVersion, places: [{ viewId: id }] })
  await givenTicket(desk.ctx(), { priority: 'high' })
  expect(await countOf(ada, id)).toBe(1)
  const { name, icon, columns, sort, density } = view
  await ada.call(api.changeView, { id, version, name, icon, columns, sort, density, filter: { field: 'priority', op: 'is', value: 'low' } })
  expect(await countOf(ada, id)).toBe(0)
})

function page(readers: LiveReaders, who: typeof ada) {
  const heard: Told[] = []
  const reader = readers.add(
    () => who.actor,
    (told) => heard.push(told),
  )
  const lists = () => heard.flatMap(({ list }) => list ?? [])
  return { wish: (wishes: Wishes) => reader.wish(wishes), close: () => reader.close(), heard, lists }
}
const soon = (check: () => void) => vi.waitFor(check, { timeout: 5000, interval: 20 })

test('an open page hears of its counts and of who comes to its list and leaves it, within its Right', async () => {
  const readers = new LiveReaders(db, await started())
  const [adas, evas] = [page(readers, ada), page(readers, eva)]
  const open = await viewOf('open')
  const watch = { n: 7, view: open }
  await Promise.all([adas, evas].map(async (one) => one.wish({ counts: true, watch })))
  await soon(() => {
    expect(adas.lists()).toEqual([{ n: 7, arrived: [], left: [], begins: true }])
    expect(evas.lists()).toHaveLength(1)
    expect(evas.heard.some(({ counts }) => (counts?.counts.length ?? 0) > 5)).toBe(true)
  })
  const { id } = await givenTicket(desk.ctx())
  const theirs = await givenTicket(desk.ctx(), { categoryId: other })
  await soon(() => {
    expect(adas.lists().flatMap(({ arrived }) => arrived)).toEqual([id, theirs.id])
    expect(evas.lists().flatMap(({ arrived }) => arrived)).toEqual([theirs.id])
    expect(adas.heard.at(-1)?.counts?.counts.some(({ view }) => view === open)).toBe(true)
  })
  // From hers into a Category that she does not see: for her it left, for who sees all nothing moved.
  await inTransaction(desk.ctx(), async (writing) => {
    const { category_id } = await writing.db.selectFrom('tickets').select('category_id').where('id', '=', id).executeTakeFirstOrThrow()
    await writing.db.updateTable('tickets').set({ category_id }).where('id', '=', theirs.id).execute()
    await record(writing, ticketChanged, { id: theirs.id, version: 2 }, { changes: {} })
  })
  await soon(() => expect(evas.lists().flatMap(({ left }) => left)).toEqual([theirs.id]))
  expect(adas.lists().flatMap(({ left }) => left)).toEqual([])
  // What only the clock moves.
  const overdue = await viewOf('overdue')
  await adas.wish({ watch: { n: 8, view: overdue } })
  await soon(() => expect(adas.lists().at(-1)?.n).toBe(8))
  await inTransaction(desk.ctx(), async (writing) => {
    await writing.db
      .updateTable('tickets')
      .set({ deadline_at: new Date(Date.now() + 600) })
      .where('id', '=', id)
      .execute()
    await record(writing, ticketChanged, { id, version: 3 }, { changes: {} })
  })
  await soon(() => expect(adas.lists().at(-1)).toEqual({ n: 8, arrived: [id], left: [] }))
  await evas.wish({ watch: { n: 9, view: 999_999 }, counts: false })
  const heard = evas.heard.length
  await givenTicket(desk.ctx(), { categoryId: other })
  await soon(() => expect(adas.heard.at(-1)?.counts).toBeDefined())
  expect(evas.heard.length).toBe(heard)
  adas.close()
  evas.close()
  readers.stop()
})

async function restart(meanwhile: () => Promise<void>): Promise<LiveCounts> {
  await running.counts?.stop()
  delete running.counts
  await meanwhile()
  return started()
}

test('after a restart counts are there at once, with all that happened meanwhile; what belongs to another database is not believed', async () => {
  const counts = await restart(async () => {
    expect(await readKept(file, db)).not.toBeNull()
    for (let n = 0; n < 3; n++) await givenTicket(desk.ctx(), { categoryId: other, userId: eva.id })
  })
  expect(counts.memory.slots.size).toBeGreaterThan(5)
  for (const who of [ada, eva]) {
    const both = await bothOf(who)
    expect(both.counts).toEqual(both.lists)
  }
  await restart(async () => {
    await pool.query(
      `insert into tickets (title, category_id, origin, begun_by, created_at, edited_at, last_activity_at)
      values ('Past the event list', $1, 'import', 'us', now(), now(), now())`,
      [other],
    )
  })
  await vi.waitFor(
    async () => {
      const both = await bothOf(ada)
      expect(both.counts).toEqual(both.lists)
    },
    { timeout: 5000, interval: 50 },
  )
  const bytes = readFileSync(file)
  writeFileSync(`${file}.half`, bytes.subarray(0, bytes.length - 3))
  expect(await readKept(`${file}.half`, db)).toBeNull()
  expect(await readKept(`${file}.none`, db)).toBeNull()
  await pool.query(`update installation set timeline = gen_random_uuid()`)
  expect(await readKept(file, db)).toBeNull()
})
