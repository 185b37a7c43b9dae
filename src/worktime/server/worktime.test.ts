/** Timed activities: opening, closing, focus time, dead browsers, corrections, totals (product: Opening and working a ticket). */
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { mergeTickets } from '#activities/server/mergeTickets.ts'
import { unmergeTicket } from '#activities/server/unmergeTicket.ts'
import { testDesk } from '#people/server/testing/desk.ts'
import { givenTicket } from '#tickets/server/given.ts'
import * as api from '#worktime/api.ts'
import { endOne } from './endActivities.ts'
import { worktimeRoutes } from './routes.ts'

const desk = await testDesk(worktimeRoutes)
afterAll(() => desk.close())
const { pool } = desk.database
const begin = Date.parse('2026-11-23T08:00:00.000Z')
let now = begin
const at = (second: number) => {
  now = begin + second * 1000
  desk.setTime(new Date(now))
}
const iso = (second: number) => new Date(begin + second * 1000).toISOString()
type Someone = Awaited<ReturnType<typeof desk.user>>
let ada: Someone
beforeEach(async () => {
  at(0)
  ada = await desk.user({ name: 'Ada' })
})
/** A page of somebody's browser: tells what it has open and what was looked at, `[from, to]` in seconds since the beginning. */
function pageOf(user: Someone) {
  const page = randomUUID()
  const tell = (tickets: { id: number; open?: boolean; focus?: [number, number][] }[]) =>
    user.call(api.beat, {
      page,
      tickets: tickets.map(({ id, open = true, focus = [] }) => ({
        id,
        open,
        focus: focus.map(([from, to]) => ({ ago: now - begin - from * 1000, for: (to - from) * 1000 })),
      })),
    })
  return { page, tell, leave: () => tell([]) }
}
const timeOf = async (user: Someone, id: number) => (await user.call(api.ticketTime, { id })).body
const given = async () => (await givenTicket(desk.ctx())).id
const inKolkata = async (user: Someone) => {
  await pool.query(`update users set time_zone = 'Asia/Kolkata' where id = $1`, [user.id])
  return user
}
const drain = async () => {
  while (await endOne(desk.ctx())) {}
}
const kept = async (id: number) =>
  (await pool.query<{ time_spent: number }>('select time_spent from tickets where id = $1', [id])).rows[0]?.time_spent

test('Opening starts a User’s activity, another tab joins it, and it ends with the last', async () => {
  const id = await given()
  const [one, two] = [pageOf(ada), pageOf(ada)]
  await one.tell([{ id }])
  at(10)
  await two.tell([{ id, focus: [[5, 10]] }])
  at(20)
  await one.tell([{ id, open: false, focus: [[0, 8]] }])
  expect(await timeOf(ada, id)).toMatchObject({ activities: [{ openedAt: iso(0), closedAt: null, focus: 10 }] })
  at(25)
  await two.leave()
  const { activities, total } = await timeOf(ada, id)
  expect(activities).toMatchObject([{ user: { id: ada.id }, openedAt: iso(0), closedAt: iso(25), focus: 10, spent: 10 }])
  expect(total).toBe(10)
})

test('Two tabs never count the same second twice, whatever they tell and in whatever order', async () => {
  const second = fc.integer({ min: 0, max: 120 })
  const span = fc.tuple(second, second).map(([a, b]): [number, number] => [Math.min(a, b), Math.max(a, b)])
  const told = fc.array(fc.record({ tab: fc.integer({ min: 0, max: 2 }), ticket: fc.integer({ min: 0, max: 1 }), span }), { maxLength: 10 })
  await fc.assert(
    fc.asyncProperty(told, async (beats) => {
      const user = await desk.user()
      const tickets = [await given(), await given()]
      const pages = [pageOf(user), pageOf(user), pageOf(user)]
      at(121)
      for (const { tab, ticket, span: focus } of beats)
        await pages[tab]?.tell(tickets.map((id, n) => ({ id, focus: n === ticket ? [focus] : [] })))
      const seconds = new Set(beats.flatMap(({ span: [from, to] }) => Array.from({ length: to - from }, (_, n) => from + n)))
      const totals = await Promise.all(tickets.map(async (id) => (await timeOf(user, id)).total))
      expect(totals.reduce((sum, n) => sum + n, 0)).toBe(seconds.size)
    }),
    { numRuns: 25 },
  )
})

test('If the browser dies, the server ends it at the last heartbeat; returning within five minutes it goes on, later it is a new one', async () => {
  const id = await given()
  const page = pageOf(ada)
  await page.tell([{ id }])
  at(25)
  await page.tell([{ id, focus: [[0, 25]] }])
  at(99)
  await drain()
  expect((await timeOf(ada, id)).activities).toMatchObject([{ closedAt: null }])
  at(101)
  await drain()
  expect((await timeOf(ada, id)).activities).toMatchObject([{ closedAt: iso(25), focus: 25 }])
  at(320)
  await pageOf(ada).tell([{ id }])
  expect((await timeOf(ada, id)).activities).toMatchObject([{ openedAt: iso(0), closedAt: null }])
  // Nobody looked while the server was down: the return itself ends what was lost.
  at(2000)
  await pageOf(ada).tell([{ id }])
  expect((await timeOf(ada, id)).activities).toMatchObject([
    { openedAt: iso(2000), closedAt: null },
    { openedAt: iso(0), closedAt: iso(320) },
  ])
})

test('The server’s clock counts: what a page tells of the future or of more than five minutes ago does not', async () => {
  const id = await given()
  const page = pageOf(ada)
  at(0)
  await page.tell([{ id }])
  at(40)
  await ada.call(api.beat, { page: page.page, tickets: [{ id, open: true, focus: [{ ago: 10_000, for: 3_600_000 }] }] })
  expect((await timeOf(ada, id)).total).toBe(10)
  at(90)
  await page.tell([{ id }])
  at(150)
  await page.tell([{ id }])
  at(200)
  await page.tell([{ id }])
  at(270)
  await page.tell([{ id }])
  at(340)
  await page.tell([{ id, focus: [[0, 340]] }])
  // The first forty seconds are gone by, but for the last of the five minutes that overlap nothing counted before.
  expect((await timeOf(ada, id)).total).toBe(310)
})

test('Nobody speaks for another User’s page, and a ticket out of sight is not timed', async () => {
  const id = await given()
  const page = pageOf(ada)
  await page.tell([{ id }])
  const eve = await desk.user({ name: 'Eve' })
  expect((await eve.call(api.beat, { page: page.page, tickets: [] })).problem?.code).toBe('not_own_page')
  const blind = await desk.user({ right: { workCategories: [] } })
  expect((await pageOf(blind).tell([{ id }])).body).toEqual({ running: [] })
  expect((await blind.call(api.ticketTime, { id })).status).toBe(404)
  expect((await timeOf(ada, id)).activities).toMatchObject([{ closedAt: null }])
})

test('Own time can be corrected, others’ with time.correct; it never falls below nothing and stands in the History', async () => {
  const id = await given()
  const page = pageOf(ada)
  await page.tell([{ id }])
  at(180)
  await page.tell([{ id, focus: [[0, 180]] }])
  const [activity] = (await timeOf(ada, id)).activities
  if (!activity) throw new Error('no activity')
  const correct = (user: Someone, minutes: number) => user.call(api.correctTime, { id: activity.id, minutes, reason: ' On the phone ' })
  expect((await correct(ada, 10)).body).toMatchObject({
    focus: 180,
    spent: 780,
    corrections: [{ minutes: 10, reason: 'On the phone', by: { id: ada.id } }],
  })
  expect(await kept(id)).toBe(13)
  expect((await correct(ada, -14)).problem?.problems).toEqual([{ field: 'minutes', code: 'below_zero' }])
  const plain = await desk.user({ access: ['tickets.read'] })
  expect((await correct(plain, 1)).problem?.code).toBe('time.correct')
  expect((await timeOf(plain, id)).activities).toMatchObject([{ mayCorrect: false }])
  const lead = await desk.user({ access: ['tickets.read', 'time.correct'] })
  expect((await correct(lead, -13)).body).toMatchObject({ spent: 0 })
  expect(
    (await Promise.all([correct(ada, 3), correct(lead, -3), correct(lead, -3)])).filter(({ status }) => status >= 300).length,
  ).toBeGreaterThan(0)
  const { rows } = await pool.query<{ payload: unknown }>(
    `select payload from events where subject_id = $1 and name = 'ticket.time_corrected' order by id limit 2`,
    [id],
  )
  expect(rows).toMatchObject([{ payload: { userId: ada.id, minutes: 10 } }, { payload: { userId: ada.id, minutes: -13 } }])
})

test('A merged ticket’s time shows on the survivor, and goes with it when it is taken out; the ticket keeps its whole minutes', async () => {
  const [survivor, merged] = [await given(), await given()]
  const page = pageOf(ada)
  await page.tell([{ id: survivor }, { id: merged }])
  at(210)
  await page.tell([
    { id: survivor, open: false, focus: [[0, 90]] },
    { id: merged, open: false, focus: [[90, 210]] },
  ])
  expect([await kept(survivor), await kept(merged)]).toEqual([1, 2])
  await mergeTickets(desk.ctx(), { survivorId: survivor, ticketIds: [merged] })
  expect(await timeOf(ada, survivor)).toMatchObject({ total: 210 })
  expect(await timeOf(ada, merged)).toMatchObject({ total: 210 })
  expect(await kept(survivor)).toBe(3)
  // A tab that is still open on the merged number works on the survivor.
  at(270)
  await page.tell([{ id: merged, focus: [[210, 270]] }])
  await page.leave()
  expect(await kept(survivor)).toBe(4)
  await unmergeTicket(desk.ctx(), { id: merged })
  expect(((await kept(survivor)) ?? 0) + ((await kept(merged)) ?? 0)).toBe(4)
})

test('Total time is reported per User and day of the reader’s zone; a ticket out of sight counts and is not named', async () => {
  const user = await inKolkata(await desk.user({ name: 'Grace' }))
  const [seen, hidden] = [await given(), await given()]
  const page = pageOf(user)
  // 18:30 UTC is midnight there.
  const midnight = (Date.parse('2026-11-23T18:30:00.000Z') - begin) / 1000
  at(midnight - 60)
  await page.tell([{ id: seen }, { id: hidden }])
  at(midnight + 10)
  await page.tell([{ id: seen, focus: [[midnight - 60, midnight + 10]] }, { id: hidden }])
  at(midnight + 30)
  await page.tell([
    { id: seen, open: false },
    { id: hidden, open: false, focus: [[midnight + 10, midnight + 30]] },
  ])
  await pool.query('update tickets set deleted_at = now(), deleted_by = $2 where id = $1', [hidden, ada.id])
  const blind = await inKolkata(await desk.user({ access: ['tickets.read', 'time.correct'] }))
  const asked = { user: user.id, from: '2026-11-23', to: '2026-11-24' }
  const { body } = await blind.call(api.timeByDay, asked)
  expect(body.zone).toBe('Asia/Kolkata')
  expect(body.rows.map(({ day, ticket, spent }) => [day, ticket?.id ?? null, spent])).toEqual([
    ['2026-11-23', seen, 60],
    ['2026-11-24', null, 20],
    ['2026-11-24', seen, 10],
  ])
  expect(body.totals).toMatchObject([
    { day: '2026-11-23', spent: 60 },
    { day: '2026-11-24', spent: 30 },
  ])
  const plain = await desk.user({ access: ['tickets.read'] })
  expect((await plain.call(api.timeByDay, asked)).status).toBe(403)
  expect((await plain.call(api.timeByDay, { ...asked, user: 'all' })).body.rows).toEqual([])
  expect((await user.call(api.timeByDay, { from: '2026-11-23', to: '2026-11-24' })).body.totals).toHaveLength(2)
  expect((await user.call(api.timeByDay, { from: '2026-11-23', to: '2029-11-24' })).status).toBe(400)
  // What is gone for good still took its time.
  await pool.query('delete from tickets where id = $1', [hidden])
  expect((await blind.call(api.timeByDay, asked)).body.totals).toMatchObject([{ spent: 60 }, { spent: 30 }])
})
