/** The History speaks in names: of Statuses, people, Accounts, tickets and custom fields; what is out of sight stays unnamed. */
import { afterAll, expect, test } from 'vitest'
import { customFields } from '#fields/customField.ts'
import { keptCustomFields } from '#fields/server/customFields.ts'
import { listHistory } from '#history/api.ts'
import { testDesk } from '#people/server/testing/desk.ts'
import { changeTicket } from '#tickets/api.ts'
import { givenTicket } from '#tickets/server/given.ts'
import { ticketRoutes } from '#tickets/server/routes.ts'
import { customKey } from '#tickets/ticket.ts'
import { historyRoutes } from './routes.ts'

const desk = await testDesk([...ticketRoutes, ...keptCustomFields.routes, ...historyRoutes])
afterAll(() => desk.close())

test('values are names: Statuses, followers, the parent, and a custom field by its title and options', async () => {
  const eva = await desk.user({ access: 'Administrator', name: 'Eva' })
  const { pool } = desk.database
  const insert = async (text: string) => (await pool.query<{ id: number }>(`${text} returning id`)).rows[0]?.id ?? 0
  const sent = await insert(`insert into statuses (title, color, changed_at) values ('Sent', 'grey', now())`)
  const categoryId = await insert(`insert into categories (name, status_ids) values ('Named', array[${sent}]::bigint[])`)
  const hidden = await insert(`insert into categories (name) values ('Hidden')`)
  const guest = await desk.user({ access: 'Administrator', right: { workCategories: [categoryId] } })
  const field = await eva.call(customFields.doors.create, {
    subject: 'ticket',
    title: 'Carrier',
    type: 'select',
    options: [{ id: -1, title: 'Courier' }],
  })
  const option = field.body.options[0]?.id
  const parent = await givenTicket(desk.ctx(), { title: 'Above', categoryId: hidden })
  const { id } = await givenTicket(desk.ctx(), { title: 'Below', categoryId })
  const saved = await eva.call(changeTicket, {
    id,
    changes: {
      statusIds: { from: [], to: [sent] },
      followerIds: { from: [], to: [eva.id] },
      parentId: { from: null, to: parent.id },
      [customKey(field.body.id)]: { from: null, to: option },
    },
  })
  expect(saved.status).toBe(200)
  const changesFor = async (who: typeof eva) =>
    (await who.call(listHistory, { id })).body.entries.find((e) => e.name === 'ticket.changed')?.changes
  expect(await changesFor(eva)).toEqual({
    statusIds: { from: '', to: 'Sent' },
    followerIds: { from: '', to: 'Eva' },
    parentId: { from: null, to: `#${parent.id} Above` },
    [customKey(field.body.id)]: { from: null, to: 'Courier', title: 'Carrier' },
  })
  expect((await changesFor(guest))?.['parentId']).toEqual({ from: null, to: '#…' })
})

test('pages lead in both directions from the newest entry, or from the one that a link speaks of, and leave out activities when asked', async () => {
  const eva = await desk.user({ access: 'Administrator', name: 'Eva Pages' })
  const { id } = await givenTicket(desk.ctx(), { title: 'Title 0' })
  for (let n = 0; n < 9; n++) await eva.call(changeTicket, { id, changes: { title: { from: `Title ${n}`, to: `Title ${n + 1}` } } })
  const page = async (asked: { before?: number; after?: number; around?: number }) =>
    (await eva.call(listHistory, { id, activities: 'no', limit: 4, ...asked })).body
  const newest = await page({})
  expect(newest).toMatchObject({ newer: null, total: { changes: 10, people: 1 } })
  const older = await page({ before: newest.next ?? 0 })
  expect(older.total).toBeNull()
  const oldest = await page({ before: older.next ?? 0 })
  expect(oldest.next).toBeNull()
  const all = [...newest.entries, ...older.entries, ...oldest.entries]
  expect(all.map((entry) => entry.changes['title']?.to)).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1, 0].map((n) => `Title ${n}`))
  expect(all.at(-1)).toMatchObject({ name: 'ticket.created', changes: { title: { from: null } } })
  const ids = all.map((entry) => entry.id)
  expect((await page({ after: older.newer ?? 0 })).entries.map((entry) => entry.id)).toEqual(ids.slice(0, 4))
  const around = await page({ around: ids[5] ?? 0 })
  expect(around.entries.map((entry) => entry.id)).toEqual(ids.slice(3, 9))
  expect([around.newer, around.next]).toEqual([ids[3], ids[8]])
})
