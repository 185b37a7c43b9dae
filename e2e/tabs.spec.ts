/** Activity tabs: restored, moved, closed and re-opened. */
import type { Page } from '@playwright/test'
import { createTicket } from '#activities/api.ts'
import { expect, expectAccessible, signIn, test } from './support/world.ts'

const tabs = (page: Page) => page.getByRole('navigation', { name: 'Open tabs' }).getByRole('link', { name: /^#/ })
const names = async (page: Page) => (await tabs(page).allInnerTexts()).map((text) => /Tabbed \d/.exec(text)?.[0])
const sorted = (all: (string | undefined)[]) => all.map(String).toSorted((a, b) => a.localeCompare(b))
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

test('Tabs go with the User: another machine opens them, windows merge tab by tab', async ({ signedIn: page, desk, api, browser }) => {
  const ids: number[] = []
  for (let n = 4; n <= 6; n++) ids.push((await api.call(createTicket, { title: `Tabbed ${n}`, categoryId: 1 })).id)
  await page.goto(`${desk.url}/tickets/${ids[0]}`)
  await expect.poll(() => names(page)).toEqual(['Tabbed 4'])
  const elsewhere = await browser.newContext()
  const other = await elsewhere.newPage()
  await signIn(other, desk)
  await other.goto(`${desk.url}/tickets/${ids[1]}`)
  await expect.poll(() => names(other)).toEqual(['Tabbed 4', 'Tabbed 5'])
  await page.goto(`${desk.url}/tickets/${ids[2]}`)
  await expect.poll(async () => sorted(await names(page))).toEqual(['Tabbed 4', 'Tabbed 5', 'Tabbed 6'])
  await other.getByRole('button', { name: /Close #\d+ Tabbed 4/ }).click()
  await other.reload()
  await expect.poll(async () => sorted(await names(other))).toEqual(['Tabbed 5', 'Tabbed 6'])
  await page.reload()
  await expect.poll(async () => sorted(await names(page))).toEqual(['Tabbed 5', 'Tabbed 6'])
  await page.keyboard.press('Shift+T')
  await expect(page.getByRole('heading', { name: 'Tabbed 4' })).toBeVisible()
  await elsewhere.close()
})

test('J and K go through the view that a ticket was opened from, in the tab that it has', async ({ signedIn: page, desk, api }) => {
  for (let n = 7; n <= 9; n++) await api.call(createTicket, { title: `Stepped ${n}`, categoryId: 1 })
  const stepped = encodeURIComponent(
    '{"and":[{"field":"title","op":"starts_with","value":"Stepped"},{"field":"state","op":"is","value":"open"}]}',
  )
  await page.goto(`${desk.url}/tickets?view=all&sort=id&order=asc&filter=${stepped}`)
  await page.getByRole('link', { name: 'Stepped 7' }).click({ position: { x: 20, y: 8 } })
  await expect(page.getByText('1 of 3')).toBeVisible()
  await page.keyboard.press('Shift+J')
  await expect(page.getByRole('heading', { name: 'Stepped 8', level: 1 })).toBeVisible()
  await expect(page.getByText('2 of 3')).toBeVisible()
  await expect(tabs(page)).toHaveCount(1)
  await page.keyboard.press('e')
  await page.keyboard.press('Control+s')
  await expect(page.getByText(/^Left /)).toBeVisible()
  await page.keyboard.press('Shift+J')
  await expect(page.getByRole('heading', { name: 'Stepped 9', level: 1 })).toBeVisible()
  await expect(page.getByText('2 of 2')).toBeVisible()
  await page.getByRole('button', { name: 'Next ticket' }).click()
  await expect(page.getByText('This is the last ticket of All tickets.')).toBeVisible()
  await expectAccessible(page)
  await page.keyboard.press('Shift+K')
  await expect(page.getByRole('heading', { name: 'Stepped 7', level: 1 })).toBeVisible()
})

test('Modules are pinned to the favourites bar, put in order, and stay so', async ({ signedIn: page, desk, api: _api }) => {
  await page.goto(`${desk.url}/tickets`)
  const rail = page.getByRole('navigation', { name: 'Modules' })
  const modules = ['Tickets', 'Contacts', 'Accounts']
  const order = async () => {
    const labels = await rail.getByRole('link').evaluateAll((links) => links.map((link) => link.getAttribute('aria-label') ?? ''))
    return labels.filter((label) => modules.includes(label))
  }
  await rail.getByRole('button', { name: 'All modules' }).click()
  const menu = page.getByRole('dialog', { name: 'All modules' })
  await menu.getByRole('button', { name: 'Pin Accounts to the favourites bar' }).click()
  await expect.poll(order).toEqual(['Tickets', 'Contacts', 'Accounts'])
  await expectAccessible(page)
  await menu.getByRole('button', { name: 'Move Accounts up' }).click()
  await expect.poll(order).toEqual(['Tickets', 'Accounts', 'Contacts'])
  await page.keyboard.press('Escape')
  await expect(menu).toBeHidden()
  await rail.getByRole('link', { name: 'Contacts' }).press('Control+ArrowUp')
  await expect.poll(order).toEqual(['Tickets', 'Contacts', 'Accounts'])
  await rail.getByRole('link', { name: 'Accounts' }).dragTo(rail.getByRole('link', { name: 'Tickets' }))
  await expect.poll(order).toEqual(['Accounts', 'Tickets', 'Contacts'])
  await page.reload()
  await expect.poll(order).toEqual(['Accounts', 'Tickets', 'Contacts'])
  await rail.getByRole('button', { name: 'All modules' }).click()
  await menu.getByRole('button', { name: 'Take Accounts off the favourites bar' }).click()
  await expect.poll(order).toEqual(['Tickets', 'Contacts'])
})
