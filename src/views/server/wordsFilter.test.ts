import { afterAll, beforeAll, expect, test } from 'vitest'
import { createAccount } from '#crm/server/saveAccount.ts'
import { createContact } from '#crm/server/saveContact.ts'
import { testDesk } from '#people/server/testing/desk.ts'
import * as api from '#views/api.ts'
import { viewRoutes } from './routes.ts'

const desk = await testDesk(viewRoutes())
afterAll(() => desk.close())
const ada = await desk.user({ name: 'Ada Lovelace', access: 'Administrator' })
const bob = await desk.user({ name: 'Bob', access: 'Agent', right: { workCategories: [] } })

beforeAll(async () => {
  const acme = await createAccount(ada.ctx(), { name: 'Ácme & Sons', slaId: null, note: '', custom: {} })
  for (const [name, email] of [
    ['Jane Doe', 'jane@acme.example'],
    ['John Twin', 'john1@acme.example'],
    ['John Twin', 'john2@acme.example'],
  ] as const)
    await createContact(ada.ctx(), { name, emails: [email], phones: [], accountId: acme.id, note: '', custom: {} })
  await desk.database.pool.query(
    `with c as (insert into categories (name) values ('Billing'), ('Secret') returning id, name)
    insert into tickets (title, category_id, state, priority, user_id, contact_id, account_id, origin, begun_by, created_at, edited_at, last_activity_at)
    select 'Refund ' || n, (select id from c where name = case when n % 2 = 0 then 'Billing' else 'Secret' end), 'open', 'high',
      case when n % 3 = 0 then $1::bigint end, case when n % 5 = 0 then (select id from contacts where name = 'Jane Doe') end,
      case when n % 5 = 0 then $2::bigint end, 'email', 'customer', now(), now(), now() from generate_series(1, 30) n`,
    [ada.id, acme.id],
  )
})

const counted = async (words: string, who = ada) => (await who.call(api.countTickets, { words })).body
const problems = async (words: string, who = ada) => (await who.call(api.countTickets, { words })).problem?.problems

test('A program asks with the words of the search box, by the names that its User knows', async () => {
  expect(await counted('state:open category:billing')).toEqual({ count: 15 })
  expect(await counted('category:Billing user:me')).toEqual({ count: 5 })
  expect(await counted('category:Billing user:"ada lovelace"')).toEqual({ count: 5 })
  expect(await counted('contact:"jane doe"')).toEqual({ count: 6 })
  expect(await counted('contact:JANE@acme.example account:"acme & sons"')).toEqual({ count: 6 })
  const { status, body } = await ada.call(api.listTickets, { words: 'category:Billing (user:me or contact:"Jane Doe")' })
  expect([status, body.rows.length]).toEqual([200, 7])
})

test('What cannot be read is told with the place of its word', async () => {
  expect(await problems('state:open categroy:Billing')).toMatchObject([
    { field: 'words', code: 'unknown_field', details: { from: 11, word: expect.stringContaining('categroy') } },
  ])
  expect(await problems('contact:"John Twin"')).toMatchObject([{ code: 'ambiguous_name' }])
  expect(await problems('category:Nowhere')).toMatchObject([{ code: 'unknown_name', details: { word: 'Nowhere' } }])
})

test('A name that one may not know is unknown, as if there were none', async () => {
  expect(await problems('category:Secret', bob)).toMatchObject([{ code: 'unknown_name' }])
})
