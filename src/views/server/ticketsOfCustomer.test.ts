/** The tickets of a Contact or an Account are a list like any other. */
import { afterAll, expect, test } from 'vitest'
import { testDesk } from '#people/server/testing/desk.ts'
import { givenTicket } from '#tickets/server/given.ts'
import { listTickets as door } from '#views/api.ts'
import { route } from '#platform/server/route.ts'
import { listTickets } from './lists.ts'

const desk = await testDesk([route(door, listTickets)])
afterAll(() => desk.close())

test('the tickets of a Contact or an Account, as far as one may see them', async () => {
  const { rows } = await desk.database.pool.query<{ id: number; account: number }>(
    `with a as (insert into accounts (name, created_at) values ('North', now()) returning id)
     insert into contacts (name, account_id, created_at) select 'Jana', id, now() from a returning id, account_id as account`,
  )
  const { id = 0, account = 0 } = rows[0] ?? {}
  const theirs = await givenTicket(desk.ctx(), { contactId: id })
  await givenTicket(desk.ctx())
  const [eva, blind] = [await desk.user(), await desk.user({ right: { workCategories: [] } })]
  for (const filter of [{ contact: id }, { account }]) {
    expect((await eva.call(door, filter)).body.rows.map((row) => row.id)).toEqual([theirs.id])
    expect((await blind.call(door, filter)).body.rows).toEqual([])
  }
})
