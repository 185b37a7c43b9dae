/** Finding a ticket to name it as a parent. */
import { afterAll, expect, test } from 'vitest'
import { testDesk } from '#people/server/testing/desk.ts'
import { findTickets } from '#tickets/api.ts'
import { givenTicket } from './given.ts'
import { ticketRoutes } from './routes.ts'

const desk = await testDesk(ticketRoutes)
afterAll(() => desk.close())

test('a ticket is found by its number or by words of its title, signs taken as they are, and only by who may see it', async () => {
  const eva = await desk.user({ access: 'Administrator' })
  const guest = await desk.user({ access: 'Administrator', right: { workCategories: [] } })
  const parent = await givenTicket(desk.ctx(), { title: 'Move to the new invoices 100 %' })
  await givenTicket(desk.ctx(), { title: 'Invoices' })
  const found = async (q: string, who = eva) => (await who.call(findTickets, { q })).body.tickets.map((one) => one.title)
  expect(await found('invoices NEW')).toEqual(['Move to the new invoices 100 %'])
  expect(await found('0 %')).toEqual(['Move to the new invoices 100 %'])
  expect(await found('_nvoices')).toEqual([])
  expect(await found(` #${parent.id}`)).toEqual(['Move to the new invoices 100 %'])
  expect(await found('')).toEqual([])
  expect(await found('invoices', guest)).toEqual([])
  expect(await found(String(parent.id), guest)).toEqual([])
})
