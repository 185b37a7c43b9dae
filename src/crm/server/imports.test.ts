/** Contacts from a CSV file. */
import { runMigrations } from 'graphile-worker'
import { afterAll, expect, test } from 'vitest'
import { countAccounts } from '#crm/accountApi.ts'
import * as contacts from '#crm/api.ts'
import * as api from '#crm/importApi.ts'
import { csvLine } from '#crm/csv.ts'
import { testDesk } from '#people/server/testing/desk.ts'
import { importContacts } from './importJob.ts'
import { crmRoutes } from './routes.ts'

const desk = await testDesk(crmRoutes({ holders: { contact: [], account: [] } }))
afterAll(() => desk.close())
const eva = await desk.user({ access: 'Administrator' })
const agent = await desk.user({ access: 'Agent' })
const origin = 'http://localhost:3000'
await runMigrations({ pgPool: desk.database.pool })

async function upload(bytes: Buffer | string, who = eva): Promise<api.ContactImport> {
  const answer = await desk.app.inject({
    method: 'POST',
    url: '/api/v1/contact-imports?fileName=customers.csv',
    headers: { cookie: who.cookie, origin, 'content-type': 'text/csv' },
    payload: Buffer.from(bytes),
  })
  return api.uploadImport.output.parse(answer.json())
}
async function run(id: number, which: typeof api.checkImport | typeof api.startImport, who = eva) {
  expect((await who.call(which, { id })).status).toBe(200)
  await importContacts({ db: desk.database.db }).run({ id })
  return (await who.call(api.getImport, { id })).body
}
const counts = ({ state, created, changed, unchanged, failed, done, total }: api.ContactImport) => ({
  state,
  created,
  changed,
  unchanged,
  failed,
  done,
  total,
})

const file = `Jméno;Příjmení;E-mail;Telefon;Firma;Poznámka
Jana;Nová;jana@firma.cz;601 111 222;Nordwind;"Volat ""až"" odpoledne"
Petr;Malý;petr@firma.cz, petr@gmail.com;;Nordwind;
;;nikdo;;;=cmd()
Bez;Adresy;;;;
Jana;Nová;jana@firma.cz;+420 601 111 333;;
`

test('encoding, delimiter and columns are guessed, and the first rows are shown', async () => {
  const uploaded = await upload(file)
  expect(uploaded).toMatchObject({
    encoding: 'utf-8',
    delimiter: ';',
    columns: ['firstName', 'lastName', 'email', 'phone', 'account', 'note'],
    total: 5,
    state: 'uploaded',
  })
  expect(uploaded.sample[0]).toEqual(['Jana', 'Nová', 'jana@firma.cz', '601 111 222', 'Nordwind', 'Volat "až" odpoledne'])
  const other = (await eva.call(api.changeImport, { id: uploaded.id, encoding: 'windows-1250', delimiter: ';' })).body
  expect(other.head[0]).toBe('JmĂ©no')
})

test('what our own export guarded comes back as it was', async () => {
  const note = "=1+1 and '=2"
  const { id } = await upload(`name,email,phone,note\r\n${csvLine(['@home Works', 'guard@csv.example', '+420 601 222 333', note])}`)
  expect(counts(await run(id, api.startImport))).toMatchObject({ created: 1, failed: 0 })
  const [found] = (await eva.call(contacts.findContacts, { q: 'guard@csv.example' })).body.contacts
  expect((await eva.call(contacts.getContact, { id: found?.id ?? 0 })).body).toMatchObject({
    name: '@home Works',
    phones: ['+420601222333'],
    note,
  })
  await desk.database.pool.query('delete from contact_addresses where contact_id = $1', [found?.id])
  await desk.database.pool.query('delete from contacts where id = $1', [found?.id])
})

test('a rehearsal says how many are new, changed and refused, and keeps nothing; the import does as it said; a second one changes nothing', async () => {
  const { id } = await upload(file)
  const rehearsed = await run(id, api.checkImport)
  expect(counts(rehearsed)).toEqual({ state: 'checked', created: 2, changed: 1, unchanged: 0, failed: 2, done: 5, total: 5 })
  expect(rehearsed.problems).toEqual([
    { row: 3, field: 'emails', code: 'malformed_address' },
    { row: 4, field: 'emails', code: 'address_required' },
  ])
  expect((await eva.call(contacts.countContacts, {})).body.total).toBe(0)

  const imported = await run(id, api.startImport)
  expect(counts(imported)).toEqual({ ...counts(rehearsed), state: 'imported' })
  const { contacts: found } = (await eva.call(contacts.findContacts, {})).body
  expect(found).toMatchObject([
    { name: 'Jana Nová', emails: ['jana@firma.cz'], phones: ['601111222', '+420601111333'], account: { name: 'Nordwind' } },
    { name: 'Petr Malý', emails: ['petr@firma.cz', 'petr@gmail.com'] },
  ])
  expect((await eva.call(countAccounts, {})).body.total).toBe(1)
  const { entries } = (await eva.call(contacts.contactHistory, { id: found[0]?.id ?? 0 })).body
  expect(entries.map((entry) => entry.via)).toEqual(['import', 'import'])

  const again = await upload(file)
  expect(counts(await run(again.id, api.startImport))).toMatchObject({ created: 0, changed: 0, unchanged: 3, failed: 2 })
})

test('the refused rows come as a file with their reasons, and no cell of it becomes a formula', async () => {
  const { id } = await upload(file)
  await run(id, api.checkImport)
  const answer = await desk.app.inject({ url: `/api/v1/contact-imports/${id}/problems`, headers: { cookie: eva.cookie } })
  expect(answer.headers['content-disposition']).toBe('attachment; filename="problems of customers.csv"')
  expect(answer.body.split('\r\n').slice(1, 3)).toEqual([
    `3,emails: malformed_address,,,nikdo,,,'=cmd()`,
    '4,emails: address_required,Bez,Adresy,,,,',
  ])
})

test('a row whose addresses belong to two Contacts is refused, and who may not make Accounts is told which are missing', async () => {
  await eva.call(contacts.createContact, { name: 'One', emails: ['one@two.example'] })
  await eva.call(contacts.createContact, { name: 'Two', emails: ['two@two.example'] })
  const { id } = await upload('name,email,company\nBoth,"one@two.example; two@two.example",\nNew,new@two.example,Unknown Ltd\n', agent)
  expect((await run(id, api.startImport, agent)).problems).toEqual([
    { row: 1, field: 'emails', code: 'two_contacts' },
    { row: 2, field: 'account', code: 'no_such_account' },
  ])
  expect((await eva.call(api.getImport, { id })).status).toBe(404)
})

test('without a column of addresses or numbers nothing is imported, and what is under way is not changed', async () => {
  const { id } = await upload('name,note\nA,B\n')
  const refused = await eva.call(api.startImport, { id })
  expect(refused.problem?.problems).toEqual([{ field: 'columns', code: 'address_required' }])
  const other = await upload('name,email\nA,a@b.example\n')
  await eva.call(api.checkImport, { id: other.id })
  expect((await eva.call(api.startImport, { id: other.id })).status).toBe(422)
})

test('an import that was cut off goes on where it stood', async () => {
  const rows = Array.from({ length: 250 }, (_, n) => `Row ${n},row${n}@cut.example`).join('\n')
  const { id } = await upload(`name,email\n${rows}\n`)
  await eva.call(api.startImport, { id })
  await desk.database.pool.query(`update contact_imports set done = 200, created = 200 where id = $1`, [id])
  await importContacts({ db: desk.database.db }).run({ id })
  expect(counts((await eva.call(api.getImport, { id })).body)).toMatchObject({ state: 'imported', created: 250, done: 250 })
  expect((await eva.call(contacts.countContacts, { q: 'cut.example' })).body.total).toBe(50)
})

test('an empty file, bytes that are no text and a file of one line are answered', async () => {
  expect(counts(await upload(''))).toMatchObject({ total: 0, state: 'uploaded' })
  expect(await upload(Buffer.from([0, 255, 254, 1, 2, 0]))).toMatchObject({ state: 'uploaded' })
  expect((await upload('email')).columns).toEqual(['email'])
})

test('cells of custom fields are understood as people write them', async () => {
  const kept = await desk.user({ email: 'eva@keeper.example' })
  const { rows } = await desk.database.pool.query<{ id: number }>(
    `insert into custom_fields (subject, title, type, options, changed_at) values
     ('contact', 'Limit', 'number', '[]', now()), ('contact', 'VIP', 'yes_no', '[]', now()), ('contact', 'Since', 'date', '[]', now()),
     ('contact', 'Keeper', 'user', '[]', now()), ('contact', 'Depot', 'address', '[]', now()),
     ('contact', 'Size', 'select', '[{"id": 1, "title": "Small", "removed": false}, {"id": 2, "title": "Große", "removed": false}]', now()) returning id`,
  )
  const [limit = 0, vip = 0, since = 0, keeper = 0, depot = 0, size = 0] = rows.map((row) => row.id)
  const { id } = await upload(
    'Name;Email;Limit;VIP;Since;Size;Keeper;Depot\nA;a@cf.example;"1 250,5";ano;24.12.2026;GROSSE;eva@keeper.example;"Husova 1, 602 00 Brno"\nB;b@cf.example;many;;;;;\n',
  )
  const done = await run(id, api.startImport)
  expect(done.problems).toEqual([{ row: 2, field: `custom.${limit}`, code: 'invalid_value' }])
  const { contacts: found } = (await eva.call(contacts.findContacts, { q: 'a@cf.example' })).body
  const { custom } = (await eva.call(contacts.getContact, { id: found[0]?.id ?? 0 })).body
  expect(custom).toEqual({
    [limit]: 1250.5,
    [vip]: true,
    [since]: '2026-12-24',
    [size]: 2,
    [keeper]: kept.id,
    [depot]: custom[depot],
  })
  expect(custom[depot]).toEqual({ street: 'Husova 1', city: 'Brno', zip: '602 00', country: '' })
})
