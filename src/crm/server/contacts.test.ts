/** Contacts through their doors. */
import { afterAll, expect, test } from 'vitest'
import * as accounts from '#crm/accountApi.ts'
import * as api from '#crm/api.ts'
import { testDesk } from '#people/server/testing/desk.ts'
import { inTransaction } from '#platform/server/context.ts'
import { contactFor, findContact } from './contactFor.ts'
import { crmRoutes } from './routes.ts'

const desk = await testDesk(crmRoutes({ holders: { contact: [], account: [] } }))
afterAll(() => desk.close())
const eva = await desk.user({ name: 'Eva Malá' })
const boss = await desk.user({ access: 'Administrator' })
const account = (await boss.call(accounts.createAccount, { name: 'Nordwind GmbH' })).body
const given = async (name: string, emails: string[] = [], phones: string[] = []) =>
  (await eva.call(api.createContact, { name, emails, phones })).body
const found = async (q: string) => (await eva.call(api.findContacts, { q })).body.contacts.map((c) => c.name)

test('a Contact has many addresses and numbers in order, an Account and a note; the first address is the main one', async () => {
  const made = (
    await eva.call(api.createContact, {
      name: '  Jana   Dvořáková ',
      emails: ['Jana@Firma.cz', 'jana.dvorakova@gmail.com'],
      phones: ['+420 601 234 567', '00420 222 333 444'],
      accountId: account.id,
      note: 'Calls on Mondays',
    })
  ).body
  expect(made).toMatchObject({
    name: 'Jana Dvořáková',
    emails: ['jana@firma.cz', 'jana.dvorakova@gmail.com'],
    phones: ['+420601234567', '+420222333444'],
    account: { name: 'Nordwind GmbH' },
    note: 'Calls on Mondays',
    version: 1,
  })
  const { id } = made
  const changed = await eva.call(api.changeContact, {
    id,
    version: 1,
    name: 'Jana Dvořáková',
    emails: ['jana.dvorakova@gmail.com', 'jana@firma.cz'],
    phones: ['+420222333444'],
    accountId: null,
  })
  expect(changed.body).toMatchObject({
    emails: ['jana.dvorakova@gmail.com', 'jana@firma.cz'],
    phones: ['+420222333444'],
    account: null,
    note: '',
    version: 2,
    changedBy: { name: 'Eva Malá' },
  })
})

test('an address or number belongs to one Contact: the refusal names the field and who has it', async () => {
  const petr = await given('Petr Malý', ['petr@firma.cz'], ['+420777111222'])
  const refused = await eva.call(api.createContact, {
    name: 'Petr M.',
    emails: ['new@firma.cz', 'PETR@firma.cz'],
    phones: ['+420 777 111 222'],
  })
  expect(refused.status).toBe(400)
  const details = { contact: { id: petr.id, name: 'Petr Malý' } }
  expect(refused.problem?.problems).toEqual([
    { field: 'emails.1', code: 'taken', details },
    { field: 'phones.0', code: 'taken', details },
  ])
  // Of two who claim an address at once one gets it.
  const both = await Promise.all(['A', 'B'].map((name) => eva.call(api.createContact, { name, emails: ['wanted@firma.cz'] })))
  expect(both.map((answer) => answer.status).toSorted((a, b) => a - b)).toEqual([200, 400])
})

test('what is no address, number or name is refused with its field', async () => {
  const refused = await eva.call(api.createContact, {
    name: '  ',
    emails: ['jana@firma.cz', 'nobody'],
    phones: ['call me'],
    accountId: 1e9,
  })
  expect(refused.problem?.problems?.map(({ field, code }) => [field, code])).toEqual([
    ['name', 'too_small'],
    ['emails.1', 'malformed_address'],
    ['phones.0', 'malformed_phone'],
  ])
  const unknown = await eva.call(api.createContact, { name: 'X', accountId: 1e9 })
  expect(unknown.problem?.problems).toEqual([{ field: 'accountId', code: 'invalid_value' }])
})

test('a Contact is found by the beginnings of words of the name, the addresses and the numbers, without accents', async () => {
  await given('Zoë O’Neil', ['zoe@fjord.example'], ['+47 22 33 44 55'])
  await given('Řehoř Žižka', ['rehor@fjord.example'])
  expect(await found('zoe')).toEqual(['Zoë O’Neil'])
  expect(await found('ziz re')).toEqual(['Řehoř Žižka'])
  expect(await found('fjord.ex')).toEqual(['Řehoř Žižka', 'Zoë O’Neil'])
  expect(await found('@fjord zoe')).toEqual(['Zoë O’Neil'])
  expect(await found('22 33 44')).toEqual([])
  expect(await found('+47 22 33')).toEqual(['Zoë O’Neil'])
  expect(await found(String.raw`' | ! & ( \ :*`)).toEqual([])
})

test('the list goes on from its cursor, by name or by the last change, and says how many there are', async () => {
  for (const n of [1, 2, 3, 4, 5]) await given(`Pager ${n}`)
  const first = (await eva.call(api.findContacts, { q: 'pager', limit: 2 })).body
  expect(first.contacts.map((c) => c.name)).toEqual(['Pager 1', 'Pager 2'])
  expect((await eva.call(api.countContacts, { q: 'pager' })).body.total).toBe(5)
  const second = (await eva.call(api.findContacts, { q: 'pager', limit: 2, after: first.next ?? '' })).body
  expect(second.contacts.map((c) => c.name)).toEqual(['Pager 3', 'Pager 4'])
  const last = (await eva.call(api.findContacts, { q: 'pager', limit: 2, after: second.next ?? '' })).body
  expect([last.contacts.map((c) => c.name), last.next]).toEqual([['Pager 5'], null])
  const newest = (await eva.call(api.findContacts, { q: 'pager', sort: 'changedAt', order: 'desc', limit: 3 })).body
  const older = (await eva.call(api.findContacts, { q: 'pager', sort: 'changedAt', order: 'desc', limit: 3, after: newest.next ?? '' }))
    .body
  expect([...newest.contacts, ...older.contacts].map((c) => c.name)).toHaveLength(5)
  expect((await eva.call(api.findContacts, { sort: 'changedAt', after: first.next ?? '' })).status).toBe(400)
  expect((await eva.call(api.findContacts, { after: 'nonsense' })).status).toBe(400)
})

test('whoever saves second is told that someone else changed it; a save that changes nothing writes nothing', async () => {
  const made = await given('Twice', ['twice@firma.cz'])
  const values = { id: made.id, version: 1, name: 'Twice', emails: ['twice@firma.cz'] }
  expect((await eva.call(api.changeContact, values)).body.version).toBe(1)
  await boss.call(api.changeContact, { ...values, name: 'Once' })
  const refused = await eva.call(api.changeContact, { ...values, name: 'Mine' })
  expect(refused.status).toBe(409)
  expect(refused.problem?.problems?.[0]).toMatchObject({ field: 'version', code: 'conflict', details: { who: expect.any(String) } })
})

test('the history says who changed what, with names instead of numbers', async () => {
  const made = await given('Past', ['past@firma.cz'])
  await eva.call(api.changeContact, {
    id: made.id,
    version: 1,
    name: 'Past',
    emails: ['past@firma.cz', 'p@firma.cz'],
    accountId: account.id,
  })
  const { entries } = (await eva.call(api.contactHistory, { id: made.id })).body
  expect(entries).toMatchObject([
    {
      name: 'contact.changed',
      who: { kind: 'user', name: 'Eva Malá' },
      changes: { emails: { from: 'past@firma.cz', to: 'past@firma.cz, p@firma.cz' }, accountId: { from: null, to: 'Nordwind GmbH' } },
    },
    { name: 'contact.created', changes: {} },
  ])
})

test('a Contact without tickets can be deleted, one with tickets says so', async () => {
  const free = await given('Free', ['free@firma.cz'])
  expect((await eva.call(api.deleteContact, { id: free.id })).status).toBe(403)
  expect((await boss.call(api.deleteContact, { id: free.id })).status).toBe(200)
  expect((await boss.call(api.getContact, { id: free.id })).status).toBe(404)
  const busy = await given('Busy')
  await desk.database.pool.query(
    `insert into tickets (title, category_id, contact_id, origin, begun_by, created_at, edited_at, last_activity_at)
     select 'It burns', min(id), $1, 'email', 'customer', now(), now(), now() from categories`,
    [busy.id],
  )
  const refused = await boss.call(api.deleteContact, { id: busy.id })
  expect([refused.status, refused.problem?.code]).toEqual([422, 'has_tickets'])
})

test('the customer of a mail is found by address, or made once however many mails come at once', async () => {
  const made = await Promise.all(
    [1, 2, 3, 4].map(() =>
      inTransaction(desk.ctx(), (writing) => contactFor(writing, { address: 'Many@Mails.example', name: 'Many Mails' })),
    ),
  )
  expect(new Set(made.map((contact) => contact.id)).size).toBe(1)
  expect(await findContact(desk.ctx(), 'many@mails.EXAMPLE')).toMatchObject({ name: 'Many Mails' })
  expect(await found('mails.example many')).toEqual(['Many Mails'])
})

test('custom fields of Contacts are read by their type, and a required one is asked for', async () => {
  const { rows } = await desk.database.pool.query<{ id: number }>(
    `insert into custom_fields (subject, title, type, required, default_value, changed_at) values
     ('contact', 'Customer number', 'number', 'never', null, now()), ('contact', 'Language', 'text', 'always', '"Czech"', now()) returning id`,
  )
  const [number = 0, language = 0] = rows.map((row) => row.id)
  const made = (await eva.call(api.createContact, { name: 'Custom', custom: { [number]: 42 } })).body
  expect(made.custom).toEqual({ [number]: 42, [language]: 'Czech' })
  const wrong = await eva.call(api.changeContact, {
    id: made.id,
    version: 1,
    name: 'Custom',
    custom: { [number]: 'many', [language]: null },
  })
  expect(wrong.problem?.problems).toEqual([
    { field: `custom.${number}`, code: 'invalid_value', details: { reason: 'not_a_number' } },
    { field: `custom.${language}`, code: 'required_field' },
  ])
  const kept = (await eva.call(api.changeContact, { id: made.id, version: 1, name: 'Custom two' })).body
  expect(kept.custom).toEqual(made.custom)
  await desk.database.pool.query('update custom_fields set removed = true where id = $1', [language])
})
