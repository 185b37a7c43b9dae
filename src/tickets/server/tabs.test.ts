/** The tabs of a User. */
import { afterAll, expect, test } from 'vitest'
import { testDesk } from '#people/server/testing/desk.ts'
import { closedRemembered, changeTabs, getTabs } from '#tickets/tabs.ts'
import { givenTicket } from './given.ts'
import { ticketRoutes } from './routes.ts'

const desk = await testDesk(ticketRoutes)
afterAll(() => desk.close())
const { db } = desk.database
const givenCategory = async (name: string) =>
  (await db.insertInto('categories').values({ name }).returning('id').executeTakeFirstOrThrow()).id
const ticket = async (wanted: Parameters<typeof givenTicket>[1] = {}) => (await givenTicket(desk.ctx(), wanted)).id
const open = (id: number, position = 1) => ({ id, state: 'open' as const, position })
const ids = (tabs: readonly { id: number }[]) => tabs.map(({ id }) => id)

test('Tabs are kept for each User, in their order, on every machine', async () => {
  const [ada, ben] = [await desk.user(), await desk.user()]
  const [one, two, three] = [await ticket(), await ticket(), await ticket()]
  await ada.call(changeTabs, { changes: [open(one, 1), open(two, 2), open(three, 1.5)] })
  expect(ids((await ada.call(getTabs, {})).body.open)).toEqual([one, three, two])
  expect((await ben.call(getTabs, {})).body).toEqual({ open: [], closed: [] })
  const closed = await ada.call(changeTabs, { changes: [{ id: three, state: 'closed', position: 1.5 }] })
  expect([ids(closed.body.open), ids(closed.body.closed)]).toEqual([[one, two], [three]])
  const again = await ada.call(changeTabs, { changes: [open(three, 3)] })
  expect([ids(again.body.open), again.body.closed]).toEqual([[one, two, three], []])
  expect(ids((await ada.call(changeTabs, { changes: [{ id: one, state: 'gone', position: 0 }] })).body.open)).toEqual([two, three])
})

test('Several windows merge: each decides about the tabs that it changed, none is lost', async () => {
  const ada = await desk.user()
  const tickets = [await ticket(), await ticket(), await ticket(), await ticket()]
  await Promise.all(
    [tickets.slice(0, 2), tickets.slice(2).toReversed()].map((mine) =>
      ada.call(changeTabs, { changes: mine.map((id, n) => ({ id, state: 'open' as const, position: n })) }),
    ),
  )
  expect(ids((await ada.call(getTabs, {})).body.open).toSorted((a, b) => a - b)).toEqual(tickets)
})

test('Only the last closed ones are remembered', async () => {
  const ada = await desk.user()
  const tickets: number[] = []
  for (let n = 0; n < closedRemembered + 3; n++) tickets.push(await ticket())
  const now = Date.now()
  for (const [n, id] of tickets.entries()) {
    desk.setTime(new Date(now + n * 1000))
    await ada.call(changeTabs, { changes: [{ id, state: 'closed', position: n }] })
  }
  desk.setTime(undefined)
  expect(ids((await ada.call(getTabs, {})).body.closed)).toEqual(tickets.slice(3).toReversed())
})

test('What one may not see has no tab, and what was purged none either', async () => {
  const [mine, other] = [await givenCategory('Mine'), await givenCategory('Elsewhere')]
  const ada = await desk.user({ right: { workCategories: [mine] } })
  const [seen, hidden] = [await ticket({ categoryId: mine }), await ticket({ categoryId: other })]
  const { body } = await ada.call(changeTabs, { changes: [open(seen), open(hidden), open(999_999)] })
  expect(ids(body.open)).toEqual([seen])
  await db.updateTable('tickets').set({ category_id: other }).where('id', '=', seen).execute()
  expect((await ada.call(getTabs, {})).body.open).toEqual([])
})
