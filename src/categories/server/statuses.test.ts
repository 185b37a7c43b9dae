/** Statuses, and with them what holds for every thing that administrators configure. */
import { afterAll, expect, test } from 'vitest'
import { keptStatuses } from './statuses.ts'
import { statuses } from '#categories/status.ts'
import { testDesk } from '#people/server/testing/desk.ts'

const desk = await testDesk(keptStatuses.routes)
afterAll(() => desk.close())
const eva = await desk.user({ access: 'Administrator' })
const { doors } = statuses

const given = async (title: string) => (await eva.call(doors.create, { title, color: 'teal' })).body

test('a Status is created, changed and deleted, and each is recorded with old and new values', async () => {
  const made = await given('With the courier')
  expect(made).toMatchObject({ title: 'With the courier', color: 'teal', position: 0, version: 1, changedBy: { id: eva.id } })
  const changed = (await eva.call(doors.change, { id: made.id, version: 1, title: 'At the courier', color: 'red' })).body
  expect(changed).toMatchObject({ title: 'At the courier', version: 2 })
  expect((await eva.call(doors.remove, { id: made.id })).status).toBe(200)
  expect((await eva.call(doors.get, { id: made.id })).status).toBe(404)
  const { rows } = await desk.database.pool.query<{ name: string; payload: unknown }>(
    `select name, payload from events where subject = 'status' and subject_id = $1 order by version`,
    [made.id],
  )
  expect(rows).toEqual([
    { name: 'status.created', payload: { values: { title: 'With the courier', color: 'teal', position: 0 } } },
    {
      name: 'status.changed',
      payload: { changes: { title: { from: 'With the courier', to: 'At the courier' }, color: { from: 'teal', to: 'red' } } },
    },
    { name: 'status.deleted', payload: { values: { title: 'At the courier', color: 'red', position: 0 } } },
  ])
})

test('whoever saves second is told that someone else changed it, and a save that changes nothing writes nothing', async () => {
  const made = await given('Checked')
  expect((await eva.call(doors.change, { id: made.id, version: 1, title: 'Checked', color: 'teal', position: 0 })).body.version).toBe(1)
  await eva.call(doors.change, { id: made.id, version: 1, title: 'Checked twice', color: 'teal' })
  const refused = await eva.call(doors.change, { id: made.id, version: 1, title: 'Mine', color: 'teal' })
  expect(refused.status).toBe(409)
  expect(refused.problem?.problems?.[0]).toMatchObject({ field: 'version', code: 'conflict', details: { who: expect.any(String) } })
})

test('no two Statuses have the same title, whatever its case', async () => {
  await given('Refund')
  const refused = await eva.call(doors.create, { title: 'rEFUND' })
  expect(refused.status).toBe(400)
  expect(refused.problem?.problems).toEqual([{ field: 'title', code: 'taken' }])
})

test('a Status in use cannot be deleted, and the refusal says where', async () => {
  const made = await given('In use')
  await desk.database.pool.query('update categories set status_ids = array[$1::bigint]', [made.id])
  const uses = [{ what: 'category', id: expect.any(Number), title: 'Support' }]
  expect((await eva.call(doors.uses, { id: made.id })).body.uses).toEqual(uses)
  const refused = await eva.call(doors.remove, { id: made.id })
  expect(refused.status).toBe(422)
  expect(refused.problem).toMatchObject({ code: 'in_use', problems: [{ field: 'id', code: 'in_use', details: { uses } }] })
})
