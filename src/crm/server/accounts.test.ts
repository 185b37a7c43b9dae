/** Accounts through their doors. */
import { afterAll, expect, test } from 'vitest'
import * as api from '#crm/accountApi.ts'
import { createContact, findContacts } from '#crm/api.ts'
import { testDesk } from '#people/server/testing/desk.ts'
import { crmRoutes } from './routes.ts'

const desk = await testDesk(crmRoutes({ holders: { contact: [], account: [] } }))
afterAll(() => desk.close())
const boss = await desk.user({ access: 'Administrator', name: 'Boss' })
const { rows } = await desk.database.pool.query<{ id: number }>(
  `insert into slas (title, unit, low, medium, high, changed_at) values ('Gold', 'hours', '{}', '{}', '{}', now()) returning id`,
)
const sla = rows[0]?.id ?? 0

test('an Account has a name, an SLA and a note, and says how many Contacts it has', async () => {
  const made = (await boss.call(api.createAccount, { name: 'Äpfel & Söhne', slaId: sla, note: 'Pays late' })).body
  expect(made).toMatchObject({ name: 'Äpfel & Söhne', sla: { id: sla, title: 'Gold' }, note: 'Pays late', contacts: 0 })
  await boss.call(createContact, { name: 'Hans', accountId: made.id })
  expect((await boss.call(api.findAccounts, { q: 'apfel' })).body).toMatchObject({ accounts: [{ id: made.id, contacts: 1 }] })
  expect((await boss.call(api.countAccounts, { q: 'apfel' })).body.total).toBe(1)
  expect((await boss.call(findContacts, { account: made.id })).body.contacts.map((c) => c.name)).toEqual(['Hans'])
  const changed = (await boss.call(api.changeAccount, { id: made.id, version: 1, name: 'Äpfel AG' })).body
  expect(changed).toMatchObject({ name: 'Äpfel AG', sla: null, version: 2 })
  const { entries } = (await boss.call(api.accountHistory, { id: made.id })).body
  expect(entries[0]?.changes).toEqual({
    name: { from: 'Äpfel & Söhne', to: 'Äpfel AG' },
    slaId: { from: 'Gold', to: null },
    note: { from: 'Pays late', to: null },
  })
})

test('no two Accounts have the same name, whatever its case and accents, and an SLA has to be there', async () => {
  const made = (await boss.call(api.createAccount, { name: 'Café Zürich' })).body
  const refused = await boss.call(api.createAccount, { name: 'CAFE  zurich', slaId: 1e9 })
  expect(refused.problem?.problems).toEqual([
    { field: 'name', code: 'taken', details: { account: { id: made.id, name: 'Café Zürich' } } },
    { field: 'slaId', code: 'invalid_value' },
  ])
})

test('an Account that has Contacts cannot be deleted; an empty one can', async () => {
  const made = (await boss.call(api.createAccount, { name: 'Full' })).body
  await boss.call(createContact, { name: 'Member', accountId: made.id })
  const refused = await boss.call(api.deleteAccount, { id: made.id })
  expect([refused.status, refused.problem?.code]).toEqual([422, 'has_contacts'])
  const empty = (await boss.call(api.createAccount, { name: 'Empty' })).body
  expect((await boss.call(api.deleteAccount, { id: empty.id })).status).toBe(200)
  expect((await boss.call(api.getAccount, { id: empty.id })).status).toBe(404)
})
