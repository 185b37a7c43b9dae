/** Time groups and SLAs as administrators keep them: what is refused, and what a save keeps. */
import { afterAll, expect, test } from 'vitest'
import { z } from 'zod'
import { categories } from '#categories/categorySettings.ts'
import { slas } from '#categories/sla.ts'
import { timeGroups } from '#categories/timeGroups.ts'
import { testDesk } from '#people/server/testing/desk.ts'
import { keptCategories } from './categorySettings.ts'
import { keptSlas } from './slas.ts'
import { keptTimeGroups } from './timeGroups.ts'

const desk = await testDesk([...keptTimeGroups.routes, ...keptSlas.routes, ...keptCategories.routes])
afterAll(() => desk.close())
const eva = await desk.user({ access: 'Administrator' })

const nine = [{ from: '09:00', to: '17:00' }]
const group = (title: string, more: object = {}) => ({
  title,
  zone: 'Europe/Prague',
  week: { monday: nine, tuesday: nine, wednesday: nine, thursday: nine, friday: nine, saturday: [], sunday: [] },
  ...more,
})
const given = async (title: string, more: object = {}) => (await eva.call(timeGroups.doors.create, group(title, more))).body

test('a Time group is kept with its hours, and each save adds a row of them for it and for those that include it', async () => {
  const holidays = await given('Holidays', { yearly: [{ kind: 'date', month: 12, date: 25, title: 'Christmas Day' }] })
  const office = await given('Office', { includes: [holidays.id] })
  await eva.call(timeGroups.doors.change, { ...group('Holidays'), id: holidays.id, version: 1 })
  const { rows } = await desk.database.pool.query<{ time_group_id: number; included: Record<string, { yearly: unknown[] }> }>(
    'select time_group_id, included from open_hours order by id',
  )
  expect(rows.map((row) => row.time_group_id)).toEqual([holidays.id, office.id, holidays.id, office.id])
  const first = rows[1]?.included[String(holidays.id)]
  const last = rows[3]?.included[String(holidays.id)]
  expect(first?.yearly).toHaveLength(1)
  expect(last?.yearly).toHaveLength(0)
})

test('groups that include each other in a circle, or one that is not there, are refused with the field named', async () => {
  const inner = await given('Inner')
  const outer = await given('Outer', { includes: [inner.id] })
  const circle = await eva.call(timeGroups.doors.change, { ...group('Inner', { includes: [outer.id] }), id: inner.id, version: 1 })
  expect(circle.problem?.problems).toEqual([{ field: 'includes.0', code: 'time_group_cycle' }])
  const unknown = await eva.call(timeGroups.doors.create, group('Lost', { includes: [inner.id, 999_999] }))
  expect(unknown.problem?.problems).toEqual([{ field: 'includes.1', code: 'unknown_time_group' }])
})

test('overlapping intervals and zones that do not exist are refused with the field named', async () => {
  const overlap = [
    { from: '09:00', to: '12:00' },
    { from: '11:00', to: '17:00' },
  ]
  const refused = await eva.call(timeGroups.doors.create, {
    ...group('Wrong'),
    zone: 'Middle/Earth',
    week: { ...group('').week, monday: overlap },
  })
  expect(refused.status).toBe(400)
  expect(refused.problem?.problems).toMatchObject([
    { field: 'zone', code: 'unknown_zone' },
    { field: 'week.monday.1', code: 'intervals_overlap' },
  ])
})

test('an SLA of no minutes or of a thousand years is refused with the field named', async () => {
  const times = { response: null, solution: 240 }
  const refused = await eva.call(slas.doors.create, {
    title: 'Never',
    unit: 'minutes',
    low: { ...times, solution: 0 },
    medium: { ...times, solution: 1_000_000_000 },
    high: times,
  })
  expect(refused.status).toBe(400)
  const fields = refused.problem?.problems?.map(({ field }) => field)
  expect(fields).toContain('low.solution')
  const long = await eva.call(slas.doors.create, {
    title: 'Long',
    unit: 'minutes',
    low: times,
    medium: { ...times, solution: 1e9 },
    high: times,
  })
  expect(long.problem?.problems).toMatchObject([{ field: 'medium.solution', code: 'too_long' }])
})

test('a Category names only what exists; what it names cannot be deleted, and neither can a Category with tickets or queues', async () => {
  const hours = await given('Hours')
  const made = (await eva.call(categories.doors.create, { name: 'Returns', timeGroupId: z.int().parse(hours.id), autoArchiveDays: 30 }))
    .body
  expect(made).toMatchObject({ name: 'Returns', active: true, dueSoonMinutes: 60, focusedTab: 'activities', autoArchiveDays: 30 })
  const refused = await eva.call(categories.doors.create, { name: 'Lost', slaId: 777, statusIds: [778], statusRequired: 'always' })
  expect(refused.problem?.problems).toEqual([
    { field: 'slaId', code: 'unknown' },
    { field: 'statusIds.0', code: 'unknown' },
  ])
  const inUse = await eva.call(timeGroups.doors.remove, { id: hours.id })
  expect(inUse.problem?.problems?.[0]).toMatchObject({
    code: 'in_use',
    details: { uses: [{ what: 'category', id: made.id, title: 'Returns' }] },
  })
  expect((await eva.call(categories.doors.remove, { id: made.id })).status).toBe(200)
})

test('a Status can only be asked for where some are offered, and one Category stays switched on', async () => {
  const refused = await eva.call(categories.doors.create, { name: 'Strict', statusRequired: 'always' })
  expect(refused.problem?.problems).toEqual([{ field: 'statusRequired', code: 'no_statuses' }])
  const { items } = (await eva.call(categories.doors.list, {})).body
  const [support] = z.array(z.object({ id: z.int(), version: z.int() })).parse(items)
  if (!support) throw new Error('a desk begins with a Category')
  const off = await eva.call(categories.doors.change, { ...support, name: 'Support', active: false })
  expect(off.problem?.problems).toEqual([{ field: 'active', code: 'last_active' }])
})
