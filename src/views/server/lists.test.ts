/** Lists show every ticket once, whichever order, however deep, forwards and backwards. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDesk } from '#people/server/testing/desk.ts'
import * as api from '#views/api.ts'
import { orders, sortKeys, type SortBy } from '#views/view.ts'
import { viewRoutes } from './routes.ts'

const desk = await testDesk(viewRoutes())
afterAll(() => desk.close())
const eva = await desk.user({ access: 'Administrator' })
const bob = await desk.user({ name: 'Žaneta' })
const count = 120

beforeAll(async () => {
  await desk.database.pool.query(`insert into categories (name) values ('Ábel'), ('zulu')`)
  await desk.database.pool.query(
    `with a as (insert into accounts (name, created_at) values ('Éclair', now()), ('Zoo', now()) returning id),
      k as (insert into contacts (name, account_id, created_at) select 'Ctirad ' || n, null, now() from generate_series(1, 5) n returning id)
    insert into tickets (title, category_id, priority, state, user_id, contact_id, account_id, origin, begun_by, created_at, edited_at, last_activity_at,
      closed_at, deadline_at, reopen_at, last_customer_at, activity_count, unread)
    select case n % 4 when 0 then 'Ž' when 1 then 'a' when 2 then 'Á' else 'same' end || n % 9,
      (array(select id from categories order by id))[1 + n % 3],
      (array['low', 'medium', 'high'])[1 + n % 3]::ticket_priority, (array['open', 'waiting', 'closed', 'archived'])[1 + n % 4]::ticket_state,
      case when n % 3 > 0 then (array[${eva.id}, ${bob.id}])[n % 3] end,
      case when n % 5 > 0 then (array(select id from k order by id))[n % 5] end,
      case when n % 4 > 1 then (array(select id from a order by id))[n % 4 - 1] end,
      'email', 'customer', now() - n % 13 * interval '1 day', now() - n % 11 * interval '1 hour', now() - n % 7 * interval '1 minute',
      case when n % 2 = 0 then now() - n % 5 * interval '1 hour' end, case when n % 3 = 0 then now() + n % 6 * interval '1 hour' end, null,
      case when n % 2 = 1 then now() - n * interval '1 second' end, n % 10, n % 2 = 0
    from generate_series(1, ${count}) n`,
  )
})

const sorts: SortBy[] = [...sortKeys]
const all = async (wanted: object) => (await eva.call(api.queryTickets, { limit: 200, ...wanted })).body.rows.map(({ id }) => id)

test.each(sorts.flatMap((sort) => orders.map((order) => ({ sort, order }))))(
  'by $sort $order: page by page, backwards and from any place it is the same list',
  async (wanted) => {
    const whole = await all(wanted)
    expect(new Set(whole).size).toBe(count)
    const seen: number[] = []
    let after: string | null = null
    do {
      const page: { rows: { id: number }[]; next: string | null } = (await eva.call(api.queryTickets, { ...wanted, after, limit: 17 })).body
      seen.push(...page.rows.map(({ id }) => id))
      after = page.next
    } while (after)
    expect(seen).toEqual(whole)
    const back: number[] = []
    let before = (await eva.call(api.queryTickets, { ...wanted, offset: count - 5, limit: 5 })).body.previous
    while (before) {
      const page: { rows: { id: number }[]; previous: string | null } = (await eva.call(api.queryTickets, { ...wanted, before, limit: 19 }))
        .body
      back.unshift(...page.rows.map(({ id }) => id))
      before = page.previous
    }
    expect(back).toEqual(whole.slice(0, count - 5))
    for (const offset of [0, 1, 33, 77, 100, 118])
      for (const total of [null, count])
        expect(
          (await eva.call(api.queryTickets, { ...wanted, offset, total, limit: 10 })).body.rows.map(({ id }) => id),
          `from ${offset} of ${total}`,
        ).toEqual(whole.slice(offset, offset + 10))
  },
)

test('empty comes last, whichever way', async () => {
  for (const order of orders) {
    const { rows } = (await eva.call(api.queryTickets, { sort: 'deadline', order, limit: 200 })).body
    const first = rows.findIndex((row) => row.deadlineAt === null)
    expect(rows.slice(first).every((row) => row.deadlineAt === null)).toBe(true)
  }
})

test('text is sorted as people sort it', async () => {
  const { rows } = (await eva.call(api.queryTickets, { sort: 'title', order: 'asc', limit: 200 })).body
  const titles = rows.map(({ title }) => title)
  expect(titles).toEqual(titles.toSorted(new Intl.Collator('en').compare))
})

test.each([
  'x',
  'bnVsbA',
  Buffer.from('["id","1; drop table tickets",1]').toString('base64url'),
  Buffer.from('["id",null]').toString('base64url'),
])('a cursor that is none is refused: %s', async (after) => {
  expect((await eva.call(api.queryTickets, { sort: 'id', after })).status).toBe(400)
})
