/** Activity tabs: restored, moved, closed and re-opened. */
import type { Page } from '@playwright/test'
import { createTicket } from '#activities/api.ts'
import { expect, expectAccessible, test } from './support/world.ts'

const tabs = (page: Page) => page.getByRole('navigation', { name: 'Open tabs' }).getByRole('link', { name: /^#/ })
const names = async (page: Page) => (await tabs(page).allInnerTexts()).map((text) => /Tabbed \d/.exec(text)?.[0])
const filter = encodeURIComponent('{"field":"title","op":"starts_with","value":"Tabbed"}')

test('Tabs are moved by hand and by keys, come back after a reload, and closed ones are re-opened', async ({
  signedIn: page,
  desk,
  api,
}) => {
  for (let n = 1; n <= 3; n++) await api.call(createTicket, { title: `Tabbed ${n}`, categoryId: 1 })
  await page.goto(`${desk.url}/tickets?view=all&sort=id&order=asc&filter=${filter}`)
  await expect(page.getByRole('row').filter({ hasText: 'Tabbed 3' })).toBeVisible()
  for (let n = 1; n <= 3; n++) await page.keyboard.type('jb')
  await expect.poll(() => names(page)).toEqual(['Tabbed 1', 'Tabbed 2', 'Tabbed 3'])
  await tabs(page).first().press('Control+ArrowRight')
  await expect.poll(() => names(page)).toEqual(['Tabbed 2', 'Tabbed 1', 'Tabbed 3'])
  await tabs(page).nth(2).dragTo(tabs(page).first())
  await expect.poll(() => names(page)).toEqual(['Tabbed 3', 'Tabbed 2', 'Tabbed 1'])
  await page.reload()
  await expect.poll(() => names(page)).toEqual(['Tabbed 3', 'Tabbed 2', 'Tabbed 1'])
  await tabs(page).first().click({ button: 'middle' })
  await expect.poll(() => names(page)).toEqual(['Tabbed 2', 'Tabbed 1'])
  await page.keyboard.press('Shift+T')
  await expect(page.getByRole('heading', { name: 'Tabbed 3' })).toBeVisible()
  await expectAccessible(page)
})
