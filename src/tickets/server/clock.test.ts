/** Deadlines of tickets, through the API: the example of the manual, pauses, first answer, hand-set ones, changed settings, the receipt. */
import { runMigrations } from 'graphile-worker'
import { afterAll, expect, test } from 'vitest'
import { keptCategories } from '#categories/server/categorySettings.ts'
import { keptSlas } from '#categories/server/slas.ts'
import { keptTimeGroups } from '#categories/server/timeGroups.ts'
import { slas } from '#categories/sla.ts'
import { timeGroups } from '#categories/timeGroups.ts'
import { categories } from '#categories/categorySettings.ts'
import { testDesk } from '#people/server/testing/desk.ts'
import { inTransaction } from '#platform/server/context.ts'
import { readOnce } from '#platform/server/reader.ts'
import * as api from '#tickets/api.ts'
import type { Changes } from '#tickets/ticket.ts'
import { recomputeDeadlines, recomputeJob } from './deadlineRuns.ts'
import { givenTicket } from './given.ts'
import { noteActivity } from './noteActivity.ts'
import { ticketRoutes } from './routes.ts'
import { lockTicket } from './ticketQueries.ts'

const desk = await testDesk([...ticketRoutes, ...keptSlas.routes, ...keptTimeGroups.routes, ...keptCategories.routes])
afterAll(() => desk.close())
const eva = await desk.user({ access: 'Administrator' })
const { db, pool } = desk.database
await runMigrations({ pgPool: pool })
await readOnce(db, recomputeDeadlines, new Date())

const hours = [{ from: '09:00', to: '17:00' }]
const week = { monday: hours, tuesday: hours, wednesday: hours, thursday: hours, friday: hours }
const office = { title: 'Office', zone: 'Europe/Prague', week }
const officeHours = (await eva.call(timeGroups.doors.create, office)).body
const four = { response: null, solution: 4 }
const fourHours = (
  await eva.call(slas.doors.create, { title: 'Four hours', unit: 'hours', low: { solution: 8 }, medium: four, high: { solution: 1 } })
).body
const answered = (
  await eva.call(slas.doors.create, {
    title: 'Answer in one',
    unit: 'hours',
    low: four,
    medium: { response: 1, solution: 4 },
    high: four,
  })
).body
const category = async (name: string, set: object) => (await eva.call(categories.doors.create, { name, ...set })).body
const support = await category('Office', { slaId: fourHours.id, timeGroupId: officeHours.id })

/** Prague is an hour ahead of UTC in November. Thursday 2026-11-26. */
const at = (time: string) => new Date(`2026-11-${time}:00.000Z`)
const setTime = (time: string) => desk.setTime(at(time))
const given = (time: string, wanted = {}) => {
  setTime(time)
  return givenTicket(desk.ctx(), { categoryId: support.id, ...wanted })
}
const ticket = async (id: number) => (await eva.call(api.getTicket, { id })).body
const change = async (id: number, changes: Changes) => (await eva.call(api.changeTicket, { id, changes })).body
const iso = (time: string) => at(time).toISOString()
const work = async () => {
  await readOnce(db, recomputeDeadlines, new Date())
  const { rows } = await pool.query<{ id: number }>('select id from deadline_runs where finished_at is null')
  for (const { id } of rows) await recomputeJob({ db, announcer: { announce: () => undefined } }).run({ runId: id })
}

test('4 h solution, 9–17, ticket at 16:00 → 12:00 next working day', async () => {
  const { id } = await given('26T15:00')
  expect(await ticket(id)).toMatchObject({ deadlineAt: iso('27T11:00'), computedDeadlineAt: iso('27T11:00'), deadlineByHand: false })
  const friday = await given('27T15:00')
  expect((await ticket(friday.id)).deadlineAt).toBe(iso('30T11:00'))
})

test('the clock stands still in Waiting, keeps its value, and re-opening continues with what is left', async () => {
  const { id } = await given('26T15:00')
  setTime('26T15:30')
  expect((await change(id, { state: { from: 'open', to: 'waiting' } })).deadlineAt).toBe(iso('27T11:00'))
  setTime('27T14:00')
  expect((await ticket(id)).deadlineAt).toBe(iso('27T11:00'))
  // Three and a half hours are left: one hour of Friday, two and a half of Monday.
  setTime('27T15:00')
  expect((await change(id, { state: { from: 'waiting', to: 'open' } })).deadlineAt).toBe(iso('30T10:30'))
})

test('with a Response and no first answer: created + Response; after it created + Response + Solution', async () => {
  const quick = await category('Quick', { slaId: answered.id, timeGroupId: officeHours.id })
  const { id } = await given('26T09:00', { categoryId: quick.id })
  expect((await ticket(id)).deadlineAt).toBe(iso('26T10:00'))
  setTime('26T09:20')
  await inTransaction(desk.ctx(), async (ctx) =>
    noteActivity(ctx, await lockTicket(ctx, id), {
      activityId: 1,
      kind: 'email',
      direction: 'out',
      at: ctx.now,
      text: 'Hello',
      attachments: 0,
      fromCustomer: false,
      automatic: false,
      answer: true,
    }),
  )
  expect(await ticket(id)).toMatchObject({ deadlineAt: iso('26T14:00'), firstAnswerAt: iso('26T09:20') })
})

test('a hand-set deadline stays as set, through pauses, re-opening and recomputation; clearing it returns to the computed one', async () => {
  const { id } = await given('26T15:00')
  const set = await change(id, { deadline: { from: null, to: '2026-11-28T10:00:00+01:00' } })
  expect(set).toMatchObject({ deadlineAt: iso('28T09:00'), deadlineByHand: true, computedDeadlineAt: iso('27T11:00') })
  await change(id, { state: { from: 'open', to: 'waiting' } })
  await change(id, { state: { from: 'waiting', to: 'open' }, priority: { from: 'medium', to: 'high' } })
  expect(await ticket(id)).toMatchObject({ deadlineAt: iso('28T09:00'), computedDeadlineAt: iso('26T16:00') })
  expect(await change(id, { deadline: { from: iso('28T09:00'), to: null } })).toMatchObject({
    deadlineAt: iso('26T16:00'),
    deadlineByHand: false,
  })
})

test('a change of Priority recomputes against all the time counted so far; it may breach at once, and that is said before saving', async () => {
  const { id } = await given('26T09:00')
  setTime('26T11:00')
  const changes = { priority: { from: 'medium', to: 'high' as const } }
  const { deadline } = (await eva.call(api.checkChanges, { id, changes })).body
  expect(deadline).toEqual({ from: iso('26T13:00'), to: iso('26T10:00'), breachesAtOnce: true })
  expect((await change(id, changes)).deadlineAt).toBe(iso('26T10:00'))
})

test("the Account's SLA overrides the Category's", async () => {
  const { rows } = await pool.query<{ id: number }>(
    `insert into accounts (name, sla_id, created_at) values ('Acme', $1, now()) returning id`,
    [answered.id],
  )
  const { id } = await given('26T09:00', { accountId: rows[0]?.id ?? 0 })
  expect((await ticket(id)).deadlineAt).toBe(iso('26T10:00'))
  expect((await eva.call(api.getReceipt, { id })).body).toMatchObject({ sla: 'Answer in one', slaFrom: 'account', target: 'response' })
})

test('the receipt adds up: each interval with its rule', async () => {
  const { id } = await given('26T15:00')
  setTime('27T08:30')
  const { receipt, timeGroups: groups, running } = (await eva.call(api.getReceipt, { id })).body
  expect(running).toBe(true)
  expect(receipt.rows.map((row) => [row.kind, row.from, row.countedMs / 60_000])).toEqual([
    ['counted', iso('26T15:00'), 60],
    ['outside', iso('26T16:00'), 0],
    ['counted', iso('27T08:00'), 30],
  ])
  expect(receipt).toMatchObject({ countedMs: 90 * 60_000, targetMs: 240 * 60_000, leftMs: 150 * 60_000 })
  expect(Object.values(groups)).toEqual([{ title: 'Office', zone: 'Europe/Prague' }])
})

test('editing an SLA shows first how many deadlines move, then moves them in the background', async () => {
  const own = (await eva.call(slas.doors.create, { title: 'Own', unit: 'hours', low: four, medium: four, high: four })).body
  const where = await category('Own', { slaId: own.id, timeGroupId: officeHours.id })
  const [one, two, done] = [
    await given('26T09:00', { categoryId: where.id }),
    await given('26T14:00', { categoryId: where.id }),
    await given('26T09:00', { categoryId: where.id }),
  ]
  await change(done.id, { state: { from: 'open', to: 'closed' } })
  setTime('26T11:30')
  const sooner = { title: 'Own', unit: 'hours' as const, low: four, medium: { solution: 2 }, high: four }
  const preview = (await eva.call(api.previewDeadlines, { what: 'sla', id: own.id, sla: sooner })).body
  expect(preview).toEqual({ tickets: 2, moved: 2, breached: 1 })
  expect((await ticket(one.id)).deadlineAt).toBe(iso('26T13:00'))
  await eva.call(slas.doors.change, { id: own.id, version: 1, ...sooner })
  await work()
  expect((await ticket(one.id)).deadlineAt).toBe(iso('26T11:00'))
  expect((await ticket(two.id)).deadlineAt).toBe(iso('26T16:00'))
  // Closed and Archived keep their facts.
  expect((await ticket(done.id)).deadlineAt).toBe(iso('26T13:00'))
  const { runs } = (await eva.call(api.listDeadlineRuns, {})).body
  expect(runs[0]).toMatchObject({ what: 'sla', total: 2, done: 2, moved: 2 })
})

test('editing a Time group recounts Open and Waiting tickets from their creation, groups that include it too', async () => {
  const holidays = (await eva.call(timeGroups.doors.create, { title: 'Holidays', zone: 'UTC', week: {} })).body
  const group = (await eva.call(timeGroups.doors.create, { ...office, title: 'With holidays', includes: [holidays.id] })).body
  const where = await category('Holidays', { slaId: fourHours.id, timeGroupId: group.id })
  const { id } = await given('26T15:00', { categoryId: where.id })
  expect((await ticket(id)).deadlineAt).toBe(iso('27T11:00'))
  setTime('27T10:00')
  const closed = { title: 'Holidays', zone: 'UTC', week: {}, exceptions: [{ date: '2026-11-27', title: 'Day off' }] }
  const preview = (await eva.call(api.previewDeadlines, { what: 'time_group', id: holidays.id, timeGroup: closed })).body
  expect(preview).toEqual({ tickets: 1, moved: 1, breached: 0 })
  await eva.call(timeGroups.doors.change, { id: holidays.id, version: 1, ...closed })
  await work()
  // Friday does not count any more: three hours are left on Monday.
  expect((await ticket(id)).deadlineAt).toBe(iso('30T11:00'))
  expect((await eva.call(api.getReceipt, { id })).body.receipt.rows.map((row) => row.rule.code)).toContain('holiday')
})

test('a Category may grant tickets re-opened from Closed so much counted time: an entry on the receipt', async () => {
  const where = await category('Granting', { slaId: fourHours.id, timeGroupId: officeHours.id, grantMinutes: 120 })
  const { id } = await given('26T08:00', { categoryId: where.id })
  setTime('26T11:50')
  await change(id, { state: { from: 'open', to: 'closed' } })
  setTime('26T12:00')
  expect((await change(id, { state: { from: 'closed', to: 'open' } })).deadlineAt).toBe(iso('26T14:00'))
  const { receipt } = (await eva.call(api.getReceipt, { id })).body
  expect(receipt.rows.filter((row) => row.kind === 'granted')).toMatchObject([{ grantedMs: 110 * 60_000 }])
})

test('a Time group that never opens gives no deadline and a warning; none at all is around the clock', async () => {
  const never = (await eva.call(timeGroups.doors.create, { title: 'Never', zone: 'UTC', week: {} })).body
  const closed = await category('Never', { slaId: fourHours.id, timeGroupId: never.id })
  const { id } = await given('26T09:00', { categoryId: closed.id })
  expect(await ticket(id)).toMatchObject({ deadlineAt: null, clockWarning: 'never_opens' })
  const always = await category('Always', { slaId: fourHours.id })
  const open = await given('26T22:00', { categoryId: always.id })
  expect((await ticket(open.id)).deadlineAt).toBe(iso('27T02:00'))
})

test('a ticket that is older than its clock gets one from its history', async () => {
  const { id } = await given('26T15:00')
  setTime('26T15:30')
  await change(id, { state: { from: 'open', to: 'waiting' } })
  await pool.query('delete from clock_facts where ticket_id = $1', [id])
  setTime('27T15:00')
  expect((await change(id, { state: { from: 'waiting', to: 'open' } })).deadlineAt).toBe(iso('30T10:30'))
})
