/** The manual's page Time. */
import { chromium, type Page } from '@playwright/test'
import { createTicket } from '#activities/api.ts'
import { categories } from '#categories/categorySettings.ts'
import { ticketTime } from '#worktime/api.ts'
import type { Api } from './support/api.ts'
import { expect, expectAccessible, signIn, test } from './support/world.ts'

async function given(api: Api, title: string) {
  const { items } = await api.call(categories.doors.list, {})
  return (await api.call(createTicket, { title, categoryId: items[0]?.id ?? 1 })).id
}
const timer = (page: Page) => page.getByRole('timer', { name: 'Time on this activity' })
const shown = async (page: Page) => {
  const [minutes = 0, seconds = 0] = ((await timer(page).textContent()) ?? '').split(':').map(Number)
  return minutes * 60 + seconds
}
const activities = async (api: Api, id: number) => (await api.call(ticketTime, { id })).activities
const openTicket = async (page: Page, url: string, id: number) => {
  await page.goto(`${url}/tickets/${id}`)
  await expect(timer(page)).toBeVisible()
}
const close = (page: Page) => page.getByRole('button', { name: 'Close', exact: true }).click()

test('Another tab joins the running activity, no second counts twice, and it ends with the last', async ({ signedIn: one, desk, api }) => {
  const id = await given(api, 'Two tabs')
  const began = Date.now()
  await openTicket(one, desk.url, id)
  const two = await one.context().newPage()
  await openTicket(two, desk.url, id)
  await expect.poll(() => shown(two), { timeout: 20_000 }).toBeGreaterThanOrEqual(4)
  await close(two)
  await expect.poll(async () => (await activities(api, id))[0]?.focus ?? 0).toBeGreaterThanOrEqual(3)
  expect(await activities(api, id)).toMatchObject([{ closedAt: null }])
  await close(one)
  await expect.poll(async () => (await activities(api, id))[0]?.closedAt ?? null).not.toBeNull()
  const all = await activities(api, id)
  expect(all).toHaveLength(1)
  expect(all[0]?.focus).toBeLessThanOrEqual((Date.now() - began) / 1000)
})

test('Offline the timer goes on, and what was worked meanwhile counts on return', async ({ signedIn: page, desk, api }) => {
  const id = await given(api, 'Offline')
  await openTicket(page, desk.url, id)
  await page.context().setOffline(true)
  const before = await shown(page)
  await expect.poll(() => shown(page), { timeout: 15_000 }).toBeGreaterThanOrEqual(before + 4)
  await page.context().setOffline(false)
  await close(page)
  await expect.poll(async () => (await activities(api, id))[0]?.focus ?? 0, { timeout: 35_000 }).toBeGreaterThanOrEqual(before + 3)
  expect(await activities(api, id)).toHaveLength(1)
})

test('Leaving the page and signing out end the activity; coming back within five minutes it goes on', async ({
  signedIn: page,
  desk,
  api,
}) => {
  const id = await given(api, 'Leaving')
  const closedAt = async () => (await activities(api, id))[0]?.closedAt ?? null
  await openTicket(page, desk.url, id)
  await expect.poll(async () => (await activities(api, id)).length).toBe(1)
  await page.goto('about:blank')
  await expect.poll(closedAt).not.toBeNull()
  await openTicket(page, desk.url, id)
  await expect.poll(closedAt).toBeNull()
  expect(await activities(api, id)).toHaveLength(1)
  await page.getByRole('button', { name: 'Account of' }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(page).toHaveURL(/sign-in/)
  expect(await closedAt()).not.toBeNull()
})

test('Own time can be corrected with a reason, and it stands in the History; My time shows the week', async ({
  signedIn: page,
  desk,
  api,
}) => {
  const id = await given(api, 'Corrected time')
  await openTicket(page, desk.url, id)
  await page.getByRole('tab', { name: 'Time' }).click()
  await page.getByRole('button', { name: /^Correct the time of/ }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Minutes, less with a minus').fill('-5')
  await expect(dialog).toContainText('Time spent cannot fall below nothing.')
  await dialog.getByLabel('Minutes, less with a minus').fill('25')
  await dialog.getByLabel('Reason').fill('Talked on the phone')
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Correct time' }).click()
  await expect(page.getByText('+25 min: Talked on the phone')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('tab', { name: 'History' }).click()
  await expect(page.getByText('corrected time spent')).toBeVisible()
  await page.goto(`${desk.url}/time`)
  await expect(page.getByRole('row', { name: /Corrected time/ })).toContainText(/0:2[5-7]/)
  await expectAccessible(page)
  await page.getByText('Everybody’s').click()
  await expect(page.getByRole('heading', { name: 'Time of all' })).toBeVisible()
  await expect(page.getByRole('rowheader', { name: 'Administrator' })).toBeVisible()
})

test('If the browser dies, the server ends the activity at its last heartbeat', async ({ desk, api }, info) => {
  test.setTimeout(180_000)
  const id = await given(api, 'A killed browser')
  const server = await chromium.launchServer({ ...info.project.use.launchOptions })
  const browser = await chromium.connect(server.wsEndpoint())
  const page = await browser.newPage()
  await signIn(page, desk)
  await openTicket(page, desk.url, id)
  await expect.poll(async () => (await activities(api, id)).length).toBe(1)
  const killed = Date.now()
  server.process().kill('SIGKILL')
  await expect.poll(async () => (await activities(api, id))[0]?.closedAt ?? null, { timeout: 120_000, intervals: [2000] }).not.toBeNull()
  const [ended] = await activities(api, id)
  expect(Math.abs(Date.parse(ended?.closedAt ?? '') - killed)).toBeLessThan(60_000)
})
