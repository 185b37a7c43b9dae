/** Accounts that are merged, with everything that other domains hold of them. */
import { runMigrations } from 'graphile-worker'
import { sql } from 'kysely'
import { afterAll, expect, test } from 'vitest'
import { accountsMerged } from '#crm/events.ts'
import * as api from '#crm/accountApi.ts'
import { createContact, getContact } from '#crm/api.ts'
import { contactsOfAccount, mergeAccountsLater } from '#crm/server/mergeAccounts.ts'
import { crmRoutes } from '#crm/server/routes.ts'
import { testDesk } from '#people/server/testing/desk.ts'
import type { Filter } from '#platform/filter.ts'
import { givenTicket } from './given.ts'
import { recomputeDeadlines } from './deadlineRuns.ts'
import { filterSql, readKeptFilter } from './ticketFilter.ts'
import { ticketsOfAccount } from './ticketsOfCustomer.ts'

const holders = [ticketsOfAccount, contactsOfAccount]
const desk = await testDesk(crmRoutes({ holders: { contact: [], account: holders } }))
afterAll(() => desk.close())
const eva = await desk.user({ access: 'Administrator', name: 'Eva' })
const { pool } = desk.database
const given = async (name: string, more: { slaId?: number; note?: string } = {}) =>
  (await eva.call(api.createAccount, { name, ...more })).body
const { rows: slas } = await pool.query<{ id: number }>(
  `insert into slas (title, unit, low, medium, high, changed_at) select 'Gold', 'hours', t, t, t, now()
   from (select '{"response": null, "solution": 4}'::jsonb as t) x returning id`,
)
const sla = slas[0]?.id

test('merging says beforehand what moves, then the other’s Contacts, tickets, SLA and note are the survivor’s', async () => {
  const survivor = await given('Nordwind', { note: 'Pays late' })
  const other = await given('Nordwind GmbH', { note: 'VIP', ...(sla === undefined ? {} : { slaId: sla }) })
  const ada = (await eva.call(createContact, { name: 'Ada', accountId: other.id })).body
  const open = await givenTicket(desk.ctx(), { contactId: ada.id })
  const closed = await givenTicket(desk.ctx(), { contactId: ada.id, state: 'closed' })

  const preview = (await eva.call(api.previewAccountMerge, { id: survivor.id, otherIds: [other.id] })).body
  expect(preview.moves).toEqual({ tickets: 2, contacts: 1 })
  expect(preview.result).toMatchObject({ name: 'Nordwind', sla: { id: sla }, note: 'Pays late\n\nVIP' })

  const merged = (await eva.call(api.mergeAccounts, { id: survivor.id, otherIds: [other.id, survivor.id] })).body
  expect(merged).toMatchObject({
    background: false,
    account: { id: survivor.id, version: 2, name: 'Nordwind', contacts: 1, sla: { id: sla }, note: 'Pays late\n\nVIP' },
  })
  const { rows } = await pool.query(
    `select t.account_id as account, e.payload from tickets t join events e on e.subject = 'ticket' and e.subject_id = t.id and e.version = t.version
     where t.id = any($1) order by t.id`,
    [[open.id, closed.id]],
  )
  const told = {
    account: survivor.id,
    payload: { because: 'accounts_merged', changes: { accountId: { from: other.id, to: survivor.id } } },
  }
  expect(rows).toEqual([told, told])
  expect((await eva.call(getContact, { id: ada.id })).body).toMatchObject({ account: { id: survivor.id }, version: 2 })

  // A filter that was kept goes on with the survivor.
  const kepts: Filter[] = [
    { field: 'account', op: 'is', value: other.id },
    { field: 'account', op: 'one_of', value: [other.id] },
  ]
  for (const filter of kepts) {
    const kept = await readKeptFilter(eva.ctx(), filter)
    const found = await sql<{ id: number }>`select t.id from tickets t where ${filterSql(eva.ctx(), kept)} order by t.id`.execute(
      desk.database.db,
    )
    expect(found.rows.map(({ id }) => id)).toEqual([open.id, closed.id])
    expect(kept.needsRepair).toBe(false)
  }

  // The other's number leads to the survivor; it stands in no list, its name is free, nothing more is changed about it.
  expect((await eva.call(api.getAccount, { id: other.id })).body.id).toBe(survivor.id)
  expect((await eva.call(api.findAccounts, { q: 'nordwind' })).body.accounts.map((one) => one.id)).toEqual([survivor.id])
  expect((await eva.call(api.changeAccount, { id: other.id, version: 2, name: 'Ghost' })).status).toBe(409)
  expect((await eva.call(createContact, { name: 'Late', accountId: other.id })).status).toBe(400)
  const { entries } = (await eva.call(api.accountHistory, { id: survivor.id })).body
  expect(entries[0]).toMatchObject({ name: 'account.merged', changes: { accountIds: { from: null, to: 'Nordwind GmbH' } } })
  expect((await eva.call(api.createAccount, { name: 'Nordwind GmbH' })).status).toBe(200)
})

test('after a merge the clocks of the survivor’s tickets are counted anew', () => {
  expect(Object.keys(recomputeDeadlines.events)).toContain(accountsMerged.name)
})

test('a merged Account that is merged again leads to the last survivor, and goes with it', async () => {
  const [a, b, c] = [await given('A'), await given('B'), await given('C')]
  await eva.call(api.mergeAccounts, { id: b.id, otherIds: [a.id] })
  await eva.call(api.mergeAccounts, { id: c.id, otherIds: [b.id] })
  expect((await eva.call(api.getAccount, { id: a.id })).body.name).toBe('C')
  expect((await eva.call(api.mergeAccounts, { id: c.id, otherIds: [c.id] })).problem?.problems).toEqual([
    { field: 'otherIds', code: 'same_customer' },
  ])
  expect((await eva.call(api.deleteAccount, { id: c.id })).status).toBe(200)
  expect((await eva.call(api.getAccount, { id: a.id })).status).toBe(404)
})

test('an Account with very many tickets is merged in the background, nobody waits for it', async () => {
  const [survivor, other] = [await given('Big survivor'), await given('Big other')]
  await pool.query(
    `insert into tickets (title, category_id, state, account_id, origin, begun_by, created_at, edited_at, last_activity_at)
     select 'Big', (select min(id) from categories), 'closed', $1, 'email', 'customer', now(), now(), now() from generate_series(1, 20100) n`,
    [other.id],
  )
  await runMigrations({ pgPool: pool })
  expect((await eva.call(api.mergeAccounts, { id: survivor.id, otherIds: [other.id] })).body.background).toBe(true)
  const added = (await pool.query<{ payload: unknown }>('select payload from graphile_worker._private_jobs')).rows[0]?.payload
  const job = mergeAccountsLater({ db: desk.database.db, holders })
  await job.run(job.payload.parse(added))
  await job.run(job.payload.parse(added))
  const { rows } = await pool.query<{ n: number }>('select count(*) as n from tickets where account_id = $1', [survivor.id])
  expect(rows[0]?.n).toBe(20_100)
  expect((await eva.call(api.getAccount, { id: other.id })).body.id).toBe(survivor.id)
}, 60_000)

test('what may be the same company: same name but for punctuation and legal form, Contacts of one mail domain that is not everybody’s', async () => {
  const [me, formal, writes, stranger] = [
    await given('Müller & Söhne'),
    await given('Mueller Sons Ltd.'),
    await given('M+S Handel'),
    await given('Other company'),
  ]
  const named = await given('MÜLLER, SÖHNE GmbH & Co. KG')
  const dotted = await given('Müller & Söhne s.r.o.')
  const contact = (name: string, email: string, accountId: number) => eva.call(createContact, { name, emails: [email], accountId })
  await contact('Ida', 'ida@ms.example', me.id)
  await contact('Jan', 'jan@ms.example', writes.id)
  await contact('Kim', 'kim@gmail.com', me.id)
  await contact('Leo', 'leo@gmail.com', stranger.id)
  const { duplicates } = (await eva.call(api.similarAccounts, { id: me.id })).body
  expect(duplicates.map(({ account, reasons }) => [account.id, reasons])).toEqual([
    [writes.id, ['same_domain']],
    [named.id, ['same_name']],
    [dotted.id, ['same_name']],
  ])
  expect(duplicates.map(({ account }) => account.id)).not.toContain(formal.id)
  const { groups, more } = (await eva.call(api.listAccountDuplicates, {})).body
  expect(more).toBe(false)
  expect(groups.map(({ reason, accounts }) => [reason, accounts.map((one) => one.id)])).toEqual(
    expect.arrayContaining([
      ['same_name', [me.id, named.id, dotted.id]],
      ['same_domain', [me.id, writes.id]],
    ]),
  )
})

test('the numbers of a merging tell nothing of tickets that one may not see, and whoever may not change Accounts merges none', async () => {
  const blind = await desk.user({ access: 'Administrator', right: { workCategories: [] } })
  const [survivor, other] = [await given('Seen'), await given('Hidden')]
  const hans = (await eva.call(createContact, { name: 'Hans', accountId: other.id })).body
  await givenTicket(desk.ctx(), { contactId: hans.id })
  expect((await blind.call(api.previewAccountMerge, { id: survivor.id, otherIds: [other.id] })).body.moves).toEqual({
    contacts: 1,
    tickets: 0,
  })
  const agent = await desk.user({ access: 'Agent' })
  expect((await agent.call(api.mergeAccounts, { id: survivor.id, otherIds: [other.id] })).status).toBe(403)
})
