/** Tickets follow their Contact to another Account. */
import { afterAll, expect, test } from 'vitest'
import { createAccount } from '#crm/accountApi.ts'
import { changeContact, createContact } from '#crm/api.ts'
import { crmRoutes } from '#crm/server/routes.ts'
import { testDesk } from '#people/server/testing/desk.ts'
import { inTransaction } from '#platform/server/context.ts'
import { readOnce } from '#platform/server/reader.ts'
import { followContact } from './followContact.ts'
import { givenTicket } from './given.ts'
import { saveTicket } from './saveTicket.ts'
import { lockTicket } from './ticketQueries.ts'

const desk = await testDesk(crmRoutes({ holders: { contact: [], account: [] } }))
afterAll(() => desk.close())
const eva = await desk.user({ access: 'Administrator' })
const read = () => readOnce(desk.database.db, followContact, new Date())

test('when a Contact changes Account, their Open and Waiting tickets follow, unless the Account was chosen by hand', async () => {
  await read()
  const [north, south, own] = await Promise.all(
    ['North', 'South', 'Own'].map(async (name) => (await eva.call(createAccount, { name })).body.id),
  )
  if (!north || !south || !own) throw new Error('three Accounts were made')
  const contact = (await eva.call(createContact, { name: 'Jana', accountId: north })).body
  const made = (state: 'open' | 'waiting' | 'closed') => givenTicket(desk.ctx(), { contactId: contact.id, state })
  const tickets = { open: await made('open'), waiting: await made('waiting'), closed: await made('closed'), byHand: await made('open') }
  await inTransaction(desk.ctx(), async (writing) => {
    const row = await lockTicket(writing, tickets.byHand.id)
    return saveTicket(writing, row, { accountId: { from: row.account_id, to: own } }, { askRules: false })
  })
  await eva.call(changeContact, { id: contact.id, version: 1, name: 'Jana', accountId: south })
  await read()
  await read()
  const { rows } = await desk.database.pool.query<{ id: number; account_id: number }>('select id, account_id from tickets order by id')
  expect(rows).toEqual([
    { id: tickets.open.id, account_id: south },
    { id: tickets.waiting.id, account_id: south },
    { id: tickets.closed.id, account_id: north },
    { id: tickets.byHand.id, account_id: own },
  ])
  const events = await desk.database.pool.query<{ payload: unknown }>(
    `select payload from events where subject_id = $1 and name = 'ticket.changed'`,
    [tickets.open.id],
  )
  expect(events.rows).toEqual([{ payload: { changes: { accountId: { from: north, to: south } }, because: 'contact_account' } }])
})
