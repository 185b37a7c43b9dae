/** Contacts that are merged, with everything that other domains hold of them. */
import { runMigrations } from 'graphile-worker'
import { afterAll, expect, test } from 'vitest'
import { createAccount } from '#crm/accountApi.ts'
import * as api from '#crm/api.ts'
import { contactFor } from '#crm/server/contactFor.ts'
import { mergeContactsLater } from '#crm/server/mergeContacts.ts'
import { crmRoutes } from '#crm/server/routes.ts'
import { testDesk } from '#people/server/testing/desk.ts'
import { inTransaction } from '#platform/server/context.ts'
import { givenTicket } from '#tickets/server/given.ts'
import { ticketsOfContact } from '#tickets/server/ticketsOfCustomer.ts'
import { activitiesOfContact } from './activitiesOfContact.ts'

const holders = [ticketsOfContact, activitiesOfContact]
const desk = await testDesk(crmRoutes({ holders: { contact: holders, account: [] } }))
afterAll(() => desk.close())
const eva = await desk.user({ access: 'Administrator', name: 'Eva' })
const { pool } = desk.database
const account = (await eva.call(createAccount, { name: 'Nordwind' })).body
const given = async (wanted: Parameters<typeof eva.call<typeof api.createContact.input, typeof api.createContact.output>>[1]) =>
  (await eva.call(api.createContact, wanted)).body
const ticketRow = async (id: number) =>
  (
    await pool.query<{ contact_id: number; account_id: number | null; version: number }>(
      'select contact_id, account_id, version from tickets where id = $1',
      [id],
    )
  ).rows[0]

test('merging says beforehand what moves, then the other’s tickets, messages, addresses, values and notes are the survivor’s', async () => {
  const survivor = await given({ name: 'Jana Nová', emails: ['jana@a.example'], note: 'Likes tea' })
  const other = await given({
    name: 'J. Nova',
    emails: ['jana+shop@a.example'],
    phones: ['+420601000001'],
    accountId: account.id,
    note: 'VIP',
  })
  const open = await givenTicket(desk.ctx(), { contactId: other.id })
  const closed = await givenTicket(desk.ctx(), { contactId: other.id, state: 'closed' })
  await pool.query(
    `insert into activities (ticket_id, kind, direction, at, created_at, contact_id) values ($1, 'email', 'in', now(), now(), $2)`,
    [open.id, other.id],
  )
  const preview = (await eva.call(api.previewMerge, { id: survivor.id, otherIds: [other.id] })).body
  expect(preview.moves).toEqual({ tickets: 2, activities: 1, addresses: 2 })
  expect(preview.result).toMatchObject({ name: 'Jana Nová', account: { name: 'Nordwind' }, note: 'Likes tea\n\nVIP' })

  const merged = (await eva.call(api.mergeContacts, { id: survivor.id, otherIds: [other.id, survivor.id] })).body
  expect(merged).toMatchObject({
    background: false,
    contact: {
      id: survivor.id,
      version: 2,
      name: 'Jana Nová',
      emails: ['jana@a.example', 'jana+shop@a.example'],
      phones: ['+420601000001'],
      account: { id: account.id },
      note: 'Likes tea\n\nVIP',
    },
  })
  expect(await ticketRow(open.id)).toMatchObject({ contact_id: survivor.id, account_id: account.id, version: open.version + 1 })
  expect(await ticketRow(closed.id)).toMatchObject({ contact_id: survivor.id, version: closed.version + 1 })
  const { rows } = await pool.query<{ because: string }>(
    `select payload ->> 'because' as because from events where subject = 'ticket' and subject_id = any($1) and name = 'ticket.changed'`,
    [[open.id, closed.id]],
  )
  expect(rows).toEqual([{ because: 'contacts_merged' }, { because: 'contacts_merged' }])
  expect((await pool.query('select from activities where contact_id = $1', [survivor.id])).rowCount).toBe(1)

  // The other's number leads to the survivor, and its address is the survivor's when the next mail comes.
  expect((await eva.call(api.getContact, { id: other.id })).body.id).toBe(survivor.id)
  expect((await eva.call(api.findContacts, { q: 'nova' })).body.contacts.map((c) => c.id)).toEqual([survivor.id])
  const next = await inTransaction(desk.ctx(), (writing) => contactFor(writing, { address: 'jana+shop@a.example', name: 'J' }))
  expect(next.id).toBe(survivor.id)
  expect((await eva.call(api.changeContact, { id: other.id, version: 2, name: 'Ghost' })).status).toBe(409)
  const { entries } = (await eva.call(api.contactHistory, { id: survivor.id })).body
  expect(entries[0]).toMatchObject({ name: 'contact.merged', changes: { contactIds: { from: null, to: 'J. Nova' } } })
})

test('a merged Contact that is merged again leads to the last survivor', async () => {
  const [a, b, c] = [await given({ name: 'A' }), await given({ name: 'B' }), await given({ name: 'C' })]
  await eva.call(api.mergeContacts, { id: b.id, otherIds: [a.id] })
  await eva.call(api.mergeContacts, { id: c.id, otherIds: [b.id] })
  expect((await eva.call(api.getContact, { id: a.id })).body.name).toBe('C')
  expect((await eva.call(api.mergeContacts, { id: c.id, otherIds: [c.id] })).status).toBe(400)
})

test('a Contact with very many tickets is merged in the background, nobody waits for it', async () => {
  const survivor = await given({ name: 'Big survivor' })
  const other = await given({ name: 'Big other', emails: ['big@a.example'] })
  await pool.query(
    `insert into tickets (title, category_id, state, contact_id, origin, begun_by, created_at, edited_at, last_activity_at)
     select 'Big', (select min(id) from categories), case when n <= 20 then 'open' else 'closed' end::ticket_state, $1, 'email', 'customer', now(), now(), now()
     from generate_series(1, 20100) n`,
    [other.id],
  )
  await runMigrations({ pgPool: pool })
  expect((await eva.call(api.mergeContacts, { id: survivor.id, otherIds: [other.id] })).body.background).toBe(true)
  const added = (await pool.query<{ payload: unknown }>('select payload from graphile_worker._private_jobs')).rows[0]?.payload
  const job = mergeContactsLater({ db: desk.database.db, holders })
  await job.run(job.payload.parse(added))
  await job.run(job.payload.parse(added))
  const { rows } = await pool.query<{ n: number }>('select count(*) as n from tickets where contact_id = $1', [survivor.id])
  expect(rows[0]?.n).toBe(20_100)
  expect((await eva.call(api.getContact, { id: other.id })).body).toMatchObject({ id: survivor.id, emails: ['big@a.example'] })
}, 60_000)

test('who may be the same person: same name in the same Account, same number but for the country, same mailbox but for a +tag', async () => {
  const me = await given({ name: 'Olga Bílá', emails: ['olga@b.example'], phones: ['+420602111222'], accountId: account.id })
  const named = await given({ name: 'olga bila', accountId: account.id })
  const phoned = await given({ name: 'O. B.', phones: ['602111222'] })
  const tagged = await given({ name: 'Olga', emails: ['olga+news@b.example'] })
  await given({ name: 'Olga Bílá' })
  const { duplicates } = (await eva.call(api.similarContacts, { id: me.id })).body
  expect(duplicates.map(({ contact, reasons }) => [contact.id, reasons])).toEqual([
    [named.id, ['same_name']],
    [phoned.id, ['same_phone']],
    [tagged.id, ['same_mailbox']],
  ])
  const { groups, more } = (await eva.call(api.listDuplicates, {})).body
  expect(more).toBe(false)
  expect(groups.map(({ reason, contacts }) => [reason, contacts.map((c) => c.id)])).toEqual(
    expect.arrayContaining([
      ['same_name', [me.id, named.id]],
      ['same_phone', [me.id, phoned.id]],
      ['same_mailbox', [me.id, tagged.id]],
    ]),
  )
})

test('the numbers of a merging tell nothing of tickets that one may not see', async () => {
  const blind = await desk.user({ access: 'Administrator', right: { workCategories: [] } })
  const survivor = await given({ name: 'Seen' })
  const other = await given({ name: 'Hidden' })
  await givenTicket(desk.ctx(), { contactId: other.id })
  expect((await blind.call(api.previewMerge, { id: survivor.id, otherIds: [other.id] })).body.moves['tickets']).toBe(0)
})
