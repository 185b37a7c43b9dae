/** The manual's page Notifications: two agents, one tells, the other is told. */
import { addComment, createTicket } from '#activities/api.ts'
import { changeTicket, getTicket } from '#tickets/api.ts'
import { listUsers } from '#people/api.ts'
import { expect, expectAccessible, signIn, test } from './support/world.ts'

test('What concerns one is told at once with its reason, leads to the ticket, and is read by opening it; each chooses what they hear', async ({
  signedIn: ada,
  browser,
  desk,
  api,
}) => {
  const ben = { name: 'Ben Told', email: 'ben.told@desk.example', password: 'a long password' }
  await desk.tessera('user', 'create', '--email', ben.email, '--name', ben.name, '--password', ben.password)
  const { users } = await api.call(listUsers, {})
  const id = users.find(({ email }) => email === ben.email)?.id ?? 0
  const page = await (await browser.newContext({ locale: 'en-GB', timezoneId: 'Europe/Berlin' })).newPage()
  await signIn(page, desk, ben)
  await page.goto(`${desk.url}/notifications`)
  await expect(page.getByText('Nothing new.')).toBeVisible()

  const ticket = await api.call(createTicket, { title: 'A parcel without a label', categoryId: 1 })
  await api.call(changeTicket, { id: ticket.id, changes: { userId: { from: null, to: id } } })
  const line = page.getByRole('link', { name: /A parcel without a label/ }).first()
  await expect(line).toContainText('gave you the ticket')
  await expect(line).toContainText('It is yours')
  await expect(page.getByRole('link', { name: 'Notifications, 1 unread' })).toBeVisible()
  await api.call(addComment, { id: ticket.id, text: 'Please look at it', sendKey: crypto.randomUUID() })
  await expect(page.getByRole('link', { name: 'Notifications, 2 unread' })).toBeVisible()
  await expectAccessible(page)

  // Opening the ticket reads what is said of it.
  await line.click()
  await expect(page).toHaveURL(new RegExp(`/tickets/${ticket.id}`))
  await expect(page.getByRole('link', { name: 'Notifications, 0 unread' })).toBeVisible()
  // One's own doing is nobody's news.
  const listed = ada.waitForResponse((response) => response.url().includes('/api/v1/notifications') && response.ok())
  await ada.goto(`${desk.url}/notifications`)
  await listed
  await expect(ada.getByRole('heading', { name: /^Notifications/ })).toBeVisible()
  await expect(ada.getByRole('link', { name: /A parcel without a label/ })).toBeHidden()

  await page.goto(`${desk.url}/account`)
  await page.getByRole('checkbox', { name: 'A comment on your tickets: Here' }).uncheck()
  await page.getByRole('checkbox', { name: 'A comment on your tickets: Desktop' }).uncheck()
  await page.getByRole('button', { name: 'I am away' }).click()
  await expect(page.getByText(/You are away from/)).toBeVisible()
  await expectAccessible(page)
  await page.goto(`${desk.url}/notifications`)
  await api.call(addComment, { id: ticket.id, text: 'Not told', sendKey: crypto.randomUUID() })
  const { priority } = await api.call(getTicket, { id: ticket.id })
  await api.call(changeTicket, {
    id: ticket.id,
    changes: { priority: { from: priority, to: 'high' }, state: { from: 'open', to: 'closed' } },
  })
  await expect(page.getByRole('link', { name: 'Notifications, 1 unread' })).toBeVisible()
  await expect(page.getByRole('link', { name: /changed the State/ })).toBeVisible()
  await page.context().close()
})
