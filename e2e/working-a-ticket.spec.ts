/** The manual's page Working on a ticket: two agents, one ticket. */
import type { Browser, Page } from '@playwright/test'
import { getTicket } from '#tickets/api.ts'
import { listTickets } from '#views/api.ts'
import type { Api } from './support/api.ts'
import type { Desk } from './support/desk.ts'
import { expect, mailText, sendRaw, signIn, test } from './support/world.ts'

async function newTicket(desk: Desk, api: Api, title: string, body?: string) {
  await sendRaw(desk.smtpPort, mailText({ From: 'Work <work@customer.example>', Subject: title }, body), { from: 'work@customer.example' })
  let id = 0
  await expect
    .poll(async () => (id = (await api.call(listTickets, { sort: 'id' })).rows.find((r) => r.title === title)?.id ?? 0))
    .toBeGreaterThan(0)
  return id
}

/** A second browser of somebody else. */
async function second(browser: Browser, desk: Desk): Promise<Page> {
  const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'Europe/Berlin' })
  const page = await context.newPage()
  await desk
    .tessera('user', 'create', '--email', 'ben@desk.example', '--name', 'Ben Brown', '--password', 'a long password')
    .catch(() => '')
  await signIn(page, desk, { name: 'Ben Brown', email: 'ben@desk.example', password: 'a long password' })
  return page
}

async function choose(page: Page, field: string, value: string) {
  await page.getByRole('combobox', { name: field }).click()
  await page.getByRole('option', { name: value }).click()
}
const save = (page: Page) => page.getByRole('button', { name: /^Save/ }).first().click()
const value = (page: Page, field: string) => page.getByRole('combobox', { name: field })

test('What one agent changes, the others see at once', async ({ signedIn: ada, browser, desk, api }) => {
  const id = await newTicket(desk, api, 'Seen by both')
  const ben = await second(browser, desk)
  await Promise.all([ada.goto(`${desk.url}/tickets/${id}`), ben.goto(`${desk.url}/tickets/${id}`)])
  await expect(value(ben, 'Priority')).toHaveValue('Medium')
  await choose(ada, 'Priority', 'High')
  await save(ada)
  await expect(value(ben, 'Priority')).toHaveValue('High', { timeout: 3000 })

  await ben.getByRole('button', { name: 'Comment' }).first().click()
  await ben.getByRole('region', { name: 'Internal comment' }).getByRole('textbox').fill('I have called them.')
  await ben.getByRole('button', { name: 'Add comment' }).click()
  await expect(ada.getByText('I have called them.')).toBeVisible({ timeout: 3000 })
  await ben.context().close()
})

test('Changes of different fields merge by themselves; when somebody changed the same field, both values are shown with who wrote the other one', async ({
  signedIn: ada,
  browser,
  desk,
  api,
}) => {
  const id = await newTicket(desk, api, 'Changed by both')
  const ben = await second(browser, desk)
  await Promise.all([ada.goto(`${desk.url}/tickets/${id}`), ben.goto(`${desk.url}/tickets/${id}`)])
  await choose(ada, 'Priority', 'High')
  await choose(ada, 'State', 'Waiting')
  await choose(ben, 'State', 'Closed')
  await save(ben)
  await expect(value(ben, 'State')).toHaveValue('Closed')
  await expect(ada.getByText(/Ben Brown set Closed/)).toBeVisible({ timeout: 5000 })
  await ada.getByRole('button', { name: 'Keep Waiting' }).click()
  await save(ada)
  await expect(value(ben, 'State')).toHaveValue('Waiting', { timeout: 5000 })
  await expect(value(ben, 'Priority')).toHaveValue('High')
  await ben.getByRole('tab', { name: 'History' }).click()
  await expect(ben.getByRole('tabpanel', { name: 'History' }).getByText('Ben Brown').first()).toBeVisible()
  await ben.context().close()
})

const there = (page: Page, what: RegExp) => page.getByRole('img', { name: what }).first()

test('Editors & Viewers: who else is in a ticket and what they do stands in its head and in the rows, until they leave; Take has one winner', async ({
  signedIn: ada,
  browser,
  desk,
  api,
}) => {
  const id = await newTicket(desk, api, 'With company')
  const ben = await second(browser, desk)
  await ada.goto(`${desk.url}/tickets/${id}`)
  await ben.goto(`${desk.url}/tickets?view=all`)
  const row = ben.getByRole('row', { name: /With company/ })
  await expect(row.getByRole('img', { name: /is looking, since/ })).toBeVisible()
  await ben.goto(`${desk.url}/tickets/${id}`)
  await expect(there(ada, /Ben Brown is looking/)).toBeVisible()

  await ben.getByRole('button', { name: 'Comment' }).first().click()
  await expect(there(ada, /Ben Brown is writing a comment/)).toBeVisible()
  await ben.getByRole('button', { name: 'Discard' }).first().click()
  await choose(ben, 'Priority', 'High')
  await expect(there(ada, /Ben Brown is changing the form/)).toBeVisible()

  // Whoever is second is told who was first, and nothing else changes: Ada's page has not heard of it yet.
  await ada.route('**/take', async (route) => {
    await ben.getByRole('button', { name: /^Take/ }).first().click()
    await expect.poll(async () => (await api.call(getTicket, { id })).user?.name).toBe('Ben Brown')
    await route.continue()
  })
  await ada.getByRole('button', { name: /^Take/ }).first().click()
  await expect(ada.getByText('Ben Brown took this ticket first.')).toBeVisible()
  await expect(ada.getByRole('combobox', { name: 'User' })).toHaveValue('Ben Brown')
  expect((await api.call(getTicket, { id })).user?.name).toBe('Ben Brown')
  await ben.context().close()
  await expect(there(ada, /Ben Brown is/)).toBeHidden()
})

test('After a restart of the server the page catches up by itself', async ({ signedIn: page, desk, api }) => {
  const id = await newTicket(desk, api, 'Through a restart')
  await page.goto(`${desk.url}/tickets/${id}`)
  await expect(value(page, 'Priority')).toHaveValue('Medium')
  await desk.restart('SIGKILL')
  await sendRaw(
    desk.smtpPort,
    mailText({ From: 'work@customer.example', Subject: `Re: Through a restart [#${id}]` }, 'Are you still there?\r\n'),
    { from: 'work@customer.example' },
  )
  await expect(page.getByText('Are you still there?')).toBeVisible({ timeout: 20_000 })
})

test('HTML mail is shown without scripts and without images from elsewhere', async ({ signedIn: page, desk, api }) => {
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  await sendRaw(
    desk.smtpPort,
    mailText(
      { From: 'html@customer.example', Subject: 'Hostile HTML', 'Content-Type': 'text/html; charset=utf-8' },
      '<p>Good <b>day</b></p><script>document.title="owned"</script><img src="http://tracker.example/a.png" onerror="parent.document.title=\'owned\'"><a href="javascript:alert(1)">link</a>',
    ),
    { from: 'html@customer.example' },
  )
  let id = 0
  await expect
    .poll(async () => (id = (await api.call(listTickets, { sort: 'id' })).rows.find((r) => r.title === 'Hostile HTML')?.id ?? 0))
    .toBeGreaterThan(0)
  await page.goto(`${desk.url}/tickets/${id}`)
  await expect(page.getByText('Images from other servers are blocked')).toBeVisible()
  await expect(page.frameLocator('iframe').getByText('Good day')).toBeVisible()
  await page.waitForTimeout(500)
  expect(await page.title()).not.toContain('owned')
  expect(asked.filter((url) => url.includes('tracker.example'))).toEqual([])
  expect(await page.frameLocator('iframe').locator('script').count()).toBe(0)
})

test('On a ticket, keys fill the form and open the editor; nothing is saved by a key, and what is typed is kept', async ({
  signedIn: page,
  desk,
  api,
}) => {
  const id = await newTicket(desk, api, 'By keys')
  await page.goto(`${desk.url}/tickets/${id}`)
  await expect(page.getByRole('article', { name: /Work, received/ })).toBeVisible()
  await page.keyboard.press('e')
  await expect(value(page, 'State')).toHaveValue('Closed')
  expect((await api.call(getTicket, { id })).state).toBe('open')
  await page.keyboard.press('n')
  const comment = page.getByRole('region', { name: 'Internal comment' }).getByRole('textbox')
  await expect(comment).toBeFocused()
  await page.keyboard.type('Not sent yet, q is a letter here')
  await page.reload()
  await expect(page.getByText(/Not sent yet, q is a letter here/)).toBeVisible()
  await expect(value(page, 'State')).toHaveValue('Closed')
  expect((await api.call(getTicket, { id })).activityCount).toBe(1)
})
