/** Lists page through every ticket once, whatever the sort; counts equal the list's length, for every Right. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Right } from '#platform/actor.ts'
import { BadInput } from '#platform/problem.ts'
import type { Context } from '#platform/server/context.ts'
import { testDatabase } from '#platform/server/testing/database.ts'
import { givenTicket } from '#tickets/server/given.ts'
import { listTickets as endpoint } from '#views/api.ts'
import { openingViews, sortFields } from '#views/view.ts'
import { countViews, listRows, listTickets } from './viewQueries.ts'

const database = await testDatabase()
afterAll(() => database.close())

const now = new Date('2026-11-22T12:00:00Z')
const right = (more: Partial<Right>): Context => ({
  db: database.db,
  actor: {
    kind: 'user',
    id: 1,
    name: 'Eva',
    permissions: new Set(['tickets.read'] as const),
    right: {
      everything: false,
      workCategories: [],
      handCategories: [],
      queues: [],
      flags: [],
      handUsers: null,
      views: [],
      articleFolders: [],
      ...more,
    },
    teamIds: [],
  },
  now,
  requestId: 'test',
  via: 'ui',
  announcer: { announce: () => undefined },
})
const all = right({ everything: true })
let other = 0

beforeAll(async () => {
  const { rows } = await database.pool.query<{ id: number }>(`insert into categories (name) values ('Billing') returning id`)
  other = rows[0]?.id ?? 0
  for (let n = 0; n < 60; n++)
    await givenTicket(
      { ...all, actor: { kind: 'system' }, now: new Date(now.getTime() - (n % 7) * 60_000) },
      {
        priority: (['low', 'medium', 'high'] as const)[n % 3] ?? 'low',
        state: (['open', 'waiting', 'closed', 'archived'] as const)[n % 4] ?? 'open',
        ...(n % 5 === 0 ? { categoryId: other } : {}),
      },
    )
})

async function everyPage(ctx: Context, wanted: object) {
  const seen: number[] = []
  let after: string | null | undefined
  do {
    const page = await listTickets(ctx, endpoint.input.parse({ ...wanted, limit: 7, ...(after ? { after } : {}) }))
    seen.push(...page.rows.map((r) => r.id))
    after = page.next
  } while (after)
  return seen
}

test.each(sortFields.flatMap((sort) => (['asc', 'desc'] as const).map((order) => ({ sort, order }))))(
  'paging by $sort $order shows every ticket once',
  async (wanted) => {
    const seen = await everyPage(all, wanted)
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen.length).toBe(60)
  },
)

test('counts equal the list’s length, for every view and Right', async () => {
  for (const ctx of [all, right({ workCategories: [other] }), right({ handCategories: [other] }), right({})])
    for (const { key, count } of await countViews(ctx)) expect((await everyPage(ctx, { view: key })).length, key).toBe(count)
})

test('rows are asked for by number, and only those that stand in the view come', async () => {
  const open = await everyPage(all, { view: 'open' })
  const everything = await everyPage(all, { view: 'all' })
  const { rows } = await listRows(all, { view: 'open', ids: everything.join(',') })
  expect(rows.map((r) => r.id).toSorted((a, b) => a - b)).toEqual(open.toSorted((a, b) => a - b))
  expect((await countViews(right({}))).map((v) => v.count)).toEqual(openingViews.map(() => 0))
})

test.each(['x', 'bnVsbA', Buffer.from('["id","1; drop table tickets",1]').toString('base64url')])(
  'a cursor that is none is refused: %s',
  async (after) => {
    await expect(listTickets(all, endpoint.input.parse({ sort: 'id', after }))).rejects.toBeInstanceOf(BadInput)
  },
)
