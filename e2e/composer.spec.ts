/** The manual's page Answering: what is written is never lost, and nothing leaves past what a colleague or the customer wrote meanwhile. */
import type { Browser, Page } from '@playwright/test'
import { createTicket, listActivities } from '#activities/api.ts'
import { categories } from '#categories/categorySettings.ts'
import { templates } from '#templates/template.ts'
import { getTicket } from '#tickets/api.ts'
import { listTickets } from '#views/api.ts'
import type { Api } from './support/api.ts'
import type { Desk } from './support/desk.ts'
import { expect, expectAccessible, mailText, sendRaw, sendThrough, signIn, test } from './support/world.ts'

test.describe.configure({ timeout: 150_000 })

async function newTicket(desk: Desk, api: Api, title: string) {
  await sendRaw(desk.smtpPort, mailText({ From: 'Pavla Nová <pavla@customer.example>', Subject: title }), {
    from: 'pavla@customer.example',
  })
  let id = 0
  await expect
    .poll(async () => (id = (await api.call(listTickets, { sort: 'id' })).rows.find((r) => r.title === title)?.id ?? 0))
    .toBeGreaterThan(0)
  return id
}

/** A second browser of somebody else. */
async function second(browser: Browser, desk: Desk): Promise<Page> {
  const page = await (await browser.newContext({ locale: 'en-GB', timezoneId: 'Europe/Berlin' })).newPage()
  await desk
    .tessera('user', 'create', '--email', 'ben@desk.example', '--name', 'Ben Brown', '--password', 'a long password')
    .catch(() => '')
  await signIn(page, desk, { name: 'Ben Brown', email: 'ben@desk.example', password: 'a long password' })
  return page
}

async function reply(page: Page, desk: Desk, id: number, text: string) {
  await page.goto(`${desk.url}/tickets/${id}`)
  await page.getByRole('article').first().getByRole('button', { name: 'Reply', exact: true }).click()
  await composer(page).getByRole('textbox', { name: 'Message' }).fill(text)
}
const composer = (page: Page) => page.getByRole('region', { name: /^Reply to/ })
const waiting = (page: Page) => page.getByRole('region', { name: /that has not left/ })
const sent = async (api: Api, id: number) =>
  (await api.call(listActivities, { id })).activities.filter((a) => a.kind === 'email' && a.direction === 'out')

test('A draft saves itself, survives a crash of the browser in mid-typing, and others see whose exists, not its text', async ({
  browser,
  desk,
  api,
}) => {
  const id = await newTicket(desk, api, 'Kept while it is written')
  const ada = await (await browser.newContext({ locale: 'en-GB' })).newPage()
  await signIn(ada, desk)
  await reply(ada, desk, id, 'We are looking into it')
  await expect(composer(ada).getByText(/Draft saved/)).toBeVisible()
  await expectAccessible(ada)
  const ben = await second(browser, desk)
  await ben.goto(`${desk.url}/tickets/${id}`)
  await expect(ben.getByText(/is writing a reply, since/)).toBeVisible()
  await expect(ben.getByText('We are looking into it')).toHaveCount(0)
  // Another browser of the same person, after this one died without a word.
  const cookies = await ada.context().cookies()
  await ada.context().close()
  const context = await browser.newContext({ locale: 'en-GB' })
  await context.addCookies(cookies)
  const again = await context.newPage()
  await again.goto(`${desk.url}/tickets/${id}`)
  await again.getByRole('button', { name: 'Continue' }).click()
  await expect(composer(again).getByRole('textbox', { name: 'Message' })).toHaveText('We are looking into it')
  await context.close()
  await ben.context().close()
})

test('When replies cross, the send gate shows what came, and the same key goes on', async ({
  signedIn: ada,
  browser,
  desk,
  api,
  relay,
}) => {
  await sendThrough(api, relay)
  const id = await newTicket(desk, api, 'Crossing replies')
  const ben = await second(browser, desk)
  await reply(ada, desk, id, 'From Ada')
  await reply(ben, desk, id, 'From Ben')
  await ben.keyboard.press('Control+Enter')
  await expect(waiting(ben).getByText(/Leaves in \d+ s|Leaving/)).toBeVisible()
  await expect(async () => expect(await sent(api, id)).toHaveLength(1)).toPass({ timeout: 20_000 })
  await composer(ada).getByRole('textbox', { name: 'Message' }).focus()
  await ada.keyboard.press('Control+Enter')
  await expect(ada.getByText('Something came since you began.')).toBeVisible()
  await expect(composer(ada).getByText('From Ben')).toBeVisible()
  await ada.keyboard.press('Control+Enter')
  await expect(waiting(ada)).toBeVisible()
  await expect(async () => expect(await sent(api, id)).toHaveLength(2)).toPass({ timeout: 20_000 })
  await expect(ada.getByRole('article', { name: /, sent/ })).toHaveCount(2)
  await ben.context().close()
})

test('Undo gives the draft back as it was, and nothing has left', async ({ signedIn: page, desk, api }) => {
  const id = await newTicket(desk, api, 'Taken back')
  await reply(page, desk, id, 'Too early')
  await composer(page).getByRole('button', { name: 'Send, set Waiting' }).click()
  await waiting(page).getByRole('button', { name: 'Undo' }).click()
  await expect(composer(page).getByRole('textbox', { name: 'Message' })).toHaveText('Too early')
  expect((await api.call(getTicket, { id })).state).toBe('open')
  expect(await sent(api, id)).toEqual([])
})

test('A scheduled message stands on the ticket, can be moved and edited, and is sent by one click', async ({
  signedIn: page,
  desk,
  api,
}) => {
  const id = await newTicket(desk, api, 'Scheduled for tomorrow')
  await reply(page, desk, id, 'Good morning')
  await composer(page).getByRole('button', { name: 'More ways to send' }).click()
  await page.getByRole('menuitem', { name: /Tomorrow morning/ }).click()
  await expect(waiting(page).getByText(/^Leaves .*08:00/)).toBeVisible()
  await page.reload()
  await expect(waiting(page).getByText('Good morning')).toBeVisible()
  await waiting(page).getByRole('button', { name: 'Send now' }).click()
  await expect(page.getByRole('article', { name: /, sent/ })).toBeVisible({ timeout: 10_000 })
  await expect(waiting(page)).toHaveCount(0)
})

test('If a rule refuses the state that goes with a message, nothing leaves and the form shows it', async ({
  signedIn: page,
  desk,
  api,
}) => {
  const category = await api.call(categories.doors.create, { name: 'Waits with a time', waitingRequiresReopen: true })
  const { id } = await api.call(createTicket, { title: 'Refused with its message', categoryId: category.id })
  await page.goto(`${desk.url}/tickets/${id}`)
  await page.getByRole('button', { name: 'E-mail', exact: true }).click()
  const editor = page.getByRole('region', { name: 'New email' })
  await editor.getByRole('textbox', { name: 'To', exact: true }).fill('pavla@customer.example,')
  await editor.getByRole('textbox', { name: 'Message' }).fill('We wait for you')
  await editor.getByRole('button', { name: 'Send, set Waiting' }).click()
  await expect(editor.getByText(/Not sent:/)).toBeVisible()
  await expect(page.getByText('Waiting needs a time to re-open here.').first()).toBeVisible()
  await expect(editor.getByRole('textbox', { name: 'Message' })).toHaveText('We wait for you')
  expect(await sent(api, id)).toEqual([])
  expect((await api.call(getTicket, { id })).state).toBe('open')
})

test('A template is read beside the ticket and put into what is being written', async ({ signedIn: page, desk, api }) => {
  await api.call(templates.doors.create, {
    name: 'Thank you, short',
    kind: 'email',
    folder: 'Manners',
    body: '<p>Dear {{contact.name}}, thank you for writing about #{{ticket.number}}.</p>',
  })
  const id = await newTicket(desk, api, 'Written with a template')
  await reply(page, desk, id, '')
  await page.getByRole('tab', { name: 'Templates' }).click()
  await page.getByRole('textbox', { name: 'Find a template' }).fill('manners')
  await page.getByRole('button', { name: /Thank you, short/ }).click()
  await expect(page.getByText(`Dear Pavla Nová, thank you for writing about #${id}.`)).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Insert', exact: true }).click()
  await expect(composer(page).getByRole('textbox', { name: 'Message' })).toContainText(`thank you for writing about #${id}.`)
})
