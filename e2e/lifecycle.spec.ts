/** The manual's page Merge, split and delete. */
import type { Page } from '@playwright/test'
import { listActivities } from '#activities/api.ts'
import { getTicket, mergeTickets } from '#tickets/api.ts'
import { findTickets } from '#tickets/api.ts'
import type { Api } from './support/api.ts'
import type { Desk } from './support/desk.ts'
import { expect, expectAccessible, mailText, sendRaw, test } from './support/world.ts'

const customer = 'life@customer.example'

/** A customer's mail; gives its Message-ID, once it stands on a ticket. */
async function mail(desk: Desk, headers: Record<string, string>, body: string) {
  const id = `${crypto.randomUUID()}@customer.example`
  await sendRaw(desk.smtpPort, mailText({ From: `Lee <${customer}>`, 'Message-ID': `<${id}>`, ...headers }, `${body}\r\n`), {
    from: customer,
  })
  return id
}
async function newTicket(desk: Desk, api: Api, title: string, body: string) {
  const messageId = await mail(desk, { Subject: title }, body)
  let id = 0
  await expect.poll(async () => (id = (await api.call(findTickets, { q: title })).tickets[0]?.id ?? 0)).toBeGreaterThan(0)
  return { id, messageId }
}
const texts = async (api: Api, id: number) =>
  (await api.call(listActivities, { id })).activities.filter((a) => a.kind !== 'system').map((a) => a.text.trim())
const menu = async (page: Page, entry: string) => {
  await page.getByRole('button', { name: 'More for this ticket' }).click()
  await page.getByRole('menuitem', { name: entry }).click()
}
const activityMenu = async (page: Page, text: string, entry: string) => {
  const one = page.getByRole('article').filter({ hasText: text })
  await one.hover()
  await one.getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: entry }).click()
}

test('Two tickets are merged; mail to the merged number arrives on the survivor, and un-merge takes out what belongs to it', async ({
  signedIn: page,
  desk,
  api,
}) => {
  const elder = await newTicket(desk, api, 'Lamp elder', 'The lamp is broken')
  const younger = await newTicket(desk, api, 'Lamp younger', 'It is still broken')
  await page.goto(`${desk.url}/tickets/${younger.id}`)
  await menu(page, 'Merge…')
  const dialog = page.getByRole('dialog', { name: 'Merge tickets' })
  await dialog.getByRole('textbox', { name: 'Which other tickets?' }).fill('Lamp elder')
  await page.getByRole('option', { name: /Lamp elder/ }).click()
  await expect(dialog.getByText(`#${younger.id} redirects to #${elder.id}`)).toBeVisible()
  await expectAccessible(page)
  await dialog.getByRole('button', { name: `Merge 1 into #${elder.id}` }).click()
  await expect(page).toHaveURL(`${desk.url}/tickets/${elder.id}`)
  await expect(page.getByRole('article').filter({ hasText: 'It is still broken' })).toBeVisible()
  await expectAccessible(page)

  await page.goto(`${desk.url}/tickets/${younger.id}`)
  await expect(page).toHaveURL(`${desk.url}/tickets/${elder.id}`)
  await mail(desk, { Subject: `Lamp [#${younger.id}]` }, 'I wrote to the merged number')
  await expect(page.getByRole('article').filter({ hasText: 'I wrote to the merged number' })).toBeVisible()

  await page.getByRole('button', { name: `Un-merge #${younger.id}` }).click()
  await expect(page.getByRole('article').filter({ hasText: 'It is still broken' })).toHaveCount(0)
  expect(await texts(api, elder.id)).toEqual(['The lamp is broken'])
  expect(await texts(api, younger.id)).toEqual(['I wrote to the merged number', 'It is still broken'])
  await page.getByRole('tab', { name: 'History' }).click()
  await expect(page.getByText(`took #${younger.id} out again`)).toBeVisible()
})

test('An activity is moved to another ticket, and the answers to it follow', async ({ signedIn: page, desk, api }) => {
  const from = await newTicket(desk, api, 'Chair source', 'About the chair')
  const to = await newTicket(desk, api, 'Chair target', 'About another chair')
  const wrong = await mail(desk, { Subject: 'Re: Chair source', 'In-Reply-To': `<${from.messageId}>` }, 'This belongs elsewhere')
  await page.goto(`${desk.url}/tickets/${from.id}`)
  await activityMenu(page, 'This belongs elsewhere', 'Move to another ticket…')
  const dialog = page.getByRole('dialog', { name: 'Move to another ticket' })
  await dialog.getByRole('textbox', { name: 'To which ticket?' }).fill(String(to.id))
  await page.getByRole('option', { name: /Chair target/ }).click()
  await dialog.getByRole('button', { name: `Move to #${to.id}` }).click()
  await expect(page.getByText('An activity was moved to')).toBeVisible()
  await expect(page.getByRole('article').filter({ hasText: 'This belongs elsewhere' })).toHaveCount(0)
  await mail(desk, { Subject: 'Re: Chair source', 'In-Reply-To': `<${wrong}>` }, 'And so does this')
  await expect.poll(() => texts(api, to.id)).toEqual(['And so does this', 'This belongs elsewhere', 'About another chair'])
})

test('Split takes an activity and those after it to a new ticket; each of them may be left out', async ({ signedIn: page, desk, api }) => {
  const { id, messageId } = await newTicket(desk, api, 'Table', 'First question')
  const answer = { Subject: 'Re: Table', 'In-Reply-To': `<${messageId}>` }
  for (const [n, text] of ['Another matter', 'Still the first', 'More of the other'].entries()) {
    await mail(desk, answer, text)
    await expect.poll(async () => (await texts(api, id)).length).toBe(n + 2)
  }
  await page.goto(`${desk.url}/tickets/${id}`)
  await activityMenu(page, 'Another matter', 'Split from here…')
  const dialog = page.getByRole('dialog', { name: 'Split from here' })
  await dialog.getByRole('textbox', { name: 'Title of the new ticket' }).fill('The other matter')
  await dialog.getByRole('checkbox').nth(1).uncheck()
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Split 2 activities' }).click()
  await expect(page.getByRole('heading', { name: 'The other matter' })).toBeVisible()
  await expect(page.getByRole('article')).toHaveCount(2)
  expect(await texts(api, id)).toEqual(['Still the first', 'First question'])
})

test('A deleted ticket lies in the bin, where it can be read and restored, with what was merged into it', async ({
  signedIn: page,
  desk,
  api,
}) => {
  const one = await newTicket(desk, api, 'Shelf', 'To be thrown away')
  const other = await newTicket(desk, api, 'Shelf again', 'Thrown away with it')
  await api.call(mergeTickets, { id: one.id, ticketIds: [other.id] })
  await page.goto(`${desk.url}/tickets/${one.id}`)
  await menu(page, 'Delete…')
  await page.getByRole('dialog').getByRole('button', { name: 'Put into the bin' }).click()
  await expect(page.getByText('It can be read, and will be purged on')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Save changes' })).toHaveCount(0)
  await expect(page.getByRole('textbox', { name: 'Title' })).toBeDisabled()
  await expectAccessible(page)
  await mail(desk, { Subject: 'Re: Shelf', 'In-Reply-To': `<${one.messageId}>` }, 'Are you there?')
  await expect.poll(async () => (await api.call(findTickets, { q: 'Re: Shelf' })).tickets.length).toBe(1)
  await page.getByRole('button', { name: 'Restore' }).click()
  await expect(page.getByRole('button', { name: 'Save changes' })).toBeVisible()
  expect((await api.call(getTicket, { id: other.id })).id).toBe(one.id)
})
