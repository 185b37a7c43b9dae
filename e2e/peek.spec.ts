/** TicketPeek: the ticket in a panel over the list, moved by the list's keys; and titles opened in background tabs. */
import type { Page } from '@playwright/test'
import { createTicket } from '#activities/api.ts'
import { expect, expectAccessible, test } from './support/world.ts'

const row = (page: Page, title: string) => page.getByRole('row').filter({ hasText: title })
const peek = (page: Page) => page.getByRole('complementary', { name: 'TicketPeek' })
const filter = encodeURIComponent('{"field":"title","op":"starts_with","value":"Peeked"}')

test.beforeAll(async ({ api }) => {
  for (let n = 1; n <= 3; n++) await api.call(createTicket, { title: `Peeked ${n}`, categoryId: 1 })
})

test('Space on the selected row opens the TicketPeek, j and k move it with the list, Escape closes it', async ({
  signedIn: page,
  desk,
  api: _api,
}) => {
  await page.goto(`${desk.url}/tickets?view=all&sort=id&order=asc&filter=${filter}`)
  await expect(row(page, 'Peeked 1')).toBeVisible()
  const before = await row(page, 'Peeked 2').boundingBox()
  await page.keyboard.press('j')
  await page.keyboard.press('Space')
  await expect(peek(page).getByRole('heading', { name: 'Peeked 1' })).toBeVisible()
  await expect(peek(page).getByText('1 of 3')).toBeVisible()
  await expectAccessible(page)
  await page.keyboard.press('j')
  await expect(peek(page).getByRole('heading', { name: 'Peeked 2' })).toBeVisible()
  expect(await row(page, 'Peeked 2').boundingBox()).toEqual(before)
  await page.keyboard.press('k')
  await expect(peek(page).getByRole('heading', { name: 'Peeked 1' })).toBeVisible()
  await page.reload()
  await expect(peek(page).getByRole('heading', { name: 'Peeked 1' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(peek(page)).toBeHidden()
})

test('The preview icon opens the TicketPeek, “Open as tab” makes it a tab; what is unsaved in it gets one by itself', async ({
  signedIn: page,
  desk,
  api: _api,
}) => {
  await page.goto(`${desk.url}/tickets?view=all&sort=id&order=asc&filter=${filter}`)
  await row(page, 'Peeked 3').hover()
  await row(page, 'Peeked 3').getByRole('button', { name: 'Open the TicketPeek' }).click()
  await expect(peek(page).getByRole('heading', { name: 'Peeked 3' })).toBeVisible()
  await page.keyboard.press('e')
  await expect(peek(page).getByRole('button', { name: /Save 1/ })).toBeVisible()
  await page.getByRole('button', { name: 'Close the TicketPeek' }).click()
  await expect(peek(page)).toBeHidden()
  await expect(page.getByRole('navigation', { name: 'Open tabs' }).getByText('Peeked 3')).toBeVisible()
  await row(page, 'Peeked 1').hover()
  await row(page, 'Peeked 1').getByRole('button', { name: 'Open the TicketPeek' }).click()
  await peek(page).getByRole('button', { name: 'Open as tab' }).click()
  await expect(page).toHaveURL(/\/tickets\/\d+$/)
  await expect(page.getByRole('heading', { name: 'Peeked 1' })).toBeVisible()
})

test('A middle click or Ctrl-click on a title opens it in a background tab', async ({ signedIn: page, desk, api: _api }) => {
  await page.goto(`${desk.url}/tickets?view=all&sort=id&order=asc&filter=${filter}`)
  const tabs = page.getByRole('navigation', { name: 'Open tabs' })
  const title = (name: string) => row(page, name).getByRole('link')
  await title('Peeked 1').click({ modifiers: ['Control'], position: { x: 20, y: 8 } })
  await title('Peeked 2').click({ button: 'middle', position: { x: 20, y: 8 } })
  await expect(tabs.getByText('Peeked 1')).toBeVisible()
  await expect(tabs.getByText('Peeked 2')).toBeVisible()
  await expect(page).toHaveURL(/\/tickets\?/)
})
