/** The manual's page Working on a ticket: what came since one was here. */
import { afterAll, expect, test } from 'vitest'
import * as api from '#activities/api.ts'
import { folderStore } from '#files/server/fileStore.ts'
import { testDesk } from '#people/server/testing/desk.ts'
import { testFolder } from '#platform/server/testing/folder.ts'
import { givenTicket } from '#tickets/server/given.ts'
import { activityRoutes } from './routes.ts'

const folder = testFolder()
const desk = await testDesk(activityRoutes(await folderStore(folder.path, Buffer.alloc(32))))
afterAll(async () => {
  await desk.close()
  folder.remove()
})
const [eva, jan] = [await desk.user({ name: 'Eva' }), await desk.user({ name: 'Jan' })]
const say = async (who: typeof eva, id: number, text: string) =>
  (await who.call(api.addComment, { id, text, sendKey: crypto.randomUUID() })).body.activity.id
const reading = async (who: typeof eva, id: number) => (await who.call(api.getReading, { id })).body
const eventsOf = async (id: number) =>
  (await desk.database.pool.query(`select from events where subject = 'ticket' and subject_id = $1`, [id])).rowCount

test('each User has their own place in a ticket; what others wrote after it is new to them, their own is not', async () => {
  const { id } = await givenTicket(desk.ctx(), {})
  const first = await say(eva, id, 'First')
  expect(await reading(jan, id)).toEqual({ upTo: null, first: null, count: 0 })
  await jan.call(api.setReading, { id, activityId: first })
  expect(await reading(jan, id)).toEqual({ upTo: first, first: null, count: 0 })
  await say(jan, id, 'Mine')
  const second = await say(eva, id, 'Second')
  const third = await say(eva, id, 'Third')
  expect(await reading(jan, id)).toEqual({ upTo: first, first: second, count: 2 })
  expect(await reading(eva, id)).toEqual({ upTo: null, first: null, count: 0 })
  const before = await eventsOf(id)
  await jan.call(api.setReading, { id, activityId: third })
  // A window that is behind takes nothing back.
  await jan.call(api.setReading, { id, activityId: first })
  expect(await reading(jan, id)).toEqual({ upTo: third, first: null, count: 0 })
  expect(await eventsOf(id)).toBe(before)
})

test('a place is in a ticket one sees, at an activity of it', async () => {
  const { id } = await givenTicket(desk.ctx(), {})
  const elsewhere = await say(eva, (await givenTicket(desk.ctx(), {})).id, 'Elsewhere')
  expect((await jan.call(api.setReading, { id, activityId: elsewhere })).status).toBe(400)
  const { rows } = await desk.database.pool.query<{ id: number }>(`insert into categories (name) values ('Other') returning id`)
  const blind = await desk.user({ name: 'Blind', right: { workCategories: [rows[0]?.id ?? 0] } })
  expect((await blind.call(api.getReading, { id })).status).toBe(404)
  expect((await blind.call(api.setReading, { id, activityId: elsewhere })).status).toBe(404)
})
