/** The manual's page The list of tickets: its columns, its selection, its marks, and what its address keeps. */
import type { Page } from '@playwright/test'
import { createTicket } from '#activities/api.ts'
import { categories } from '#categories/categorySettings.ts'
import { changeTicket, getTicket } from '#tickets/api.ts'
import { expect, expectAccessible, test } from './support/world.ts'

const heads = (page: Page) => page.getByRole('columnheader').allInnerTexts()
const keyedTitle = (n: number) => `Keyed ${n}`
const row = (page: Page, title: string) => page.getByRole('row').filter({ hasText: title })

test.beforeAll(async ({ api }) => {
  for (let n = 1; n <= 6; n++) await api.call(createTicket, { title: `Listed ${n}`, categoryId: 1 })
})

test('Columns are chosen, moved and made wider, by hand and by keys, and stay so', async ({ signedIn: page, desk, api: _api }) => {
  await page.goto(`${desk.url}/tickets?view=all`)
  await expect(row(page, 'Listed 1')).toBeVisible()
  await page.getByRole('button', { name: 'Columns' }).click()
  const chooser = page.getByRole('dialog', { name: 'Columns' })
  await chooser.getByLabel('Created', { exact: true }).check()
  await expect(page.getByRole('columnheader', { name: 'Created' })).toBeVisible()
  await chooser.getByRole('button', { name: /^Move Created/ }).press('ArrowUp')
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  await expect(chooser).toBeHidden()
  await expect.poll(async () => (await heads(page)).slice(-2)).toEqual(['Created', 'Activity'])

  await page.getByRole('columnheader', { name: 'Number' }).getByRole('button').press('Control+ArrowRight')
  await expect.poll(async () => (await heads(page)).slice(1, 3)).toEqual(['Title', 'Number'])
  const width = async () => (await page.getByRole('columnheader', { name: 'Category' }).boundingBox())?.width ?? 0
  const before = await width()
  await page.getByRole('separator', { name: 'Width of Category' }).press('ArrowRight')
  await expect.poll(width).toBeGreaterThan(before + 4)
  const handle = await page.getByRole('separator', { name: 'Width of Category' }).boundingBox()
  if (!handle) throw new Error('The head has no edge.')
  await page.mouse.move(handle.x + 4, handle.y + 10)
  await page.mouse.down()
  await page.mouse.move(handle.x + 64, handle.y + 10, { steps: 4 })
  await page.mouse.up()
  await expect.poll(width).toBeGreaterThan(before + 50)

  await page.waitForResponse((answer) => answer.url().endsWith('/taste') && answer.ok())
  await page.reload()
  await expect.poll(async () => (await heads(page)).slice(1, 3)).toEqual(['Title', 'Number'])
  expect(await width()).toBeGreaterThan(before + 50)
  await page.getByRole('button', { name: 'Columns' }).click()
  await chooser.getByRole('button', { name: 'Standard columns' }).click()
  await expect.poll(async () => (await heads(page)).slice(1, 3)).toEqual(['Number', 'Title'])
})

test('Ranges are selected with Shift, by pointer and by keys, and all that match by one press', async ({
  signedIn: page,
  desk,
  api: _api,
}) => {
  await page.goto(
    `${desk.url}/tickets?view=all&sort=id&order=asc&filter=${encodeURIComponent('{"field":"title","op":"starts_with","value":"Listed"}')}`,
  )
  await expect(row(page, 'Listed 6')).toBeVisible()
  await row(page, 'Listed 1').getByRole('checkbox').click()
  await row(page, 'Listed 3')
    .getByRole('checkbox')
    .click({ modifiers: ['Shift'] })
  await expect(page.getByText('3 selected')).toBeVisible()
  await page.keyboard.press('Escape')
  await page.getByRole('grid').focus()
  await page.keyboard.press('Home')
  await page.keyboard.press('Shift+ArrowDown')
  await expect(page.getByText('2 selected')).toBeVisible()
  await page.getByRole('button', { name: 'Select all 6 matching' }).click()
  await expect(page.getByText('All 6 matching selected')).toBeVisible()
  await expect(row(page, 'Listed 6').getByRole('checkbox')).toBeChecked()
  await row(page, 'Listed 4').getByRole('checkbox').click()
  await expect(page.getByText('5 selected')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Clear selection' }).click()
  await expect(page.getByText('5 selected')).toBeHidden()
})

test('A star is one’s own mark; the row’s icons open behind and say more', async ({ signedIn: page, desk, api: _api }) => {
  await page.goto(`${desk.url}/tickets?view=all`)
  await row(page, 'Listed 2').hover()
  const kept = page.waitForResponse((answer) => answer.url().endsWith('/star') && answer.ok())
  await row(page, 'Listed 2').getByRole('button', { name: 'Star', exact: true }).click()
  await expect(row(page, 'Listed 2')).toContainText('Starred')
  await kept
  await page.goto(`${desk.url}/tickets?view=starred`)
  await expect(row(page, 'Listed 2')).toBeVisible()
  await expect(row(page, 'Listed 3')).toBeHidden()
  await row(page, 'Listed 2').hover()
  await row(page, 'Listed 2').getByRole('button', { name: 'Open in a background tab' }).click()
  await expect(page.getByRole('navigation', { name: 'Open tabs' }).getByRole('link', { name: /Listed 2/ })).toBeVisible()
  await row(page, 'Listed 2').getByRole('button', { name: 'More' }).click()
  await expect(page.getByRole('menuitem', { name: 'Copy link' })).toBeVisible()
  await page.keyboard.press('Escape')
  await row(page, 'Listed 2').getByRole('button', { name: 'Take the star away' }).click()
})

test('The address keeps view, filter, words and order; the heights of rows are three', async ({ signedIn: page, desk, api: _api }) => {
  await page.goto(`${desk.url}/tickets?view=all`)
  await page.getByRole('combobox', { name: 'Search this list' }).fill('listed state:open')
  await page.keyboard.press('Enter')
  await expect(row(page, 'Listed 5')).toBeVisible()
  await page.getByRole('columnheader', { name: 'Number' }).getByRole('button').click()
  await expect.poll(() => new URL(page.url()).searchParams.get('sort')).toBe('id')
  const kept = page.url()
  await page.goto(`${desk.url}/contacts`)
  await page.goto(kept)
  await expect(page.getByRole('combobox', { name: 'Search this list' })).toHaveValue('listed state:open')
  await expect(page.getByRole('columnheader', { name: 'Number' })).toHaveAttribute('aria-sort', 'descending')
  const height = async () => (await row(page, 'Listed 5').boundingBox())?.height
  for (const [name, pixels] of [
    ['Compact', 32],
    ['Tall', 56],
    ['Normal', 40],
  ] as const) {
    await page.getByRole('button', { name: 'Row height' }).click()
    await page.getByRole('menuitemradio', { name }).click()
    await expect.poll(height).toBe(pixels)
  }
})

test('Keys change the row of the cursor or the selected rows at once, z takes it back, and a rule that refuses says why at the row', async ({
  signedIn: page,
  desk,
  api,
}) => {
  const ids: number[] = []
  const { id: categoryId } = await api.call(categories.doors.create, { name: 'With children', checkChildren: true })
  for (let n = 1; n <= 3; n++) ids.push((await api.call(createTicket, { title: keyedTitle(n), categoryId })).id)
  const keyed = encodeURIComponent('{"field":"title","op":"starts_with","value":"Keyed"}')
  await page.goto(`${desk.url}/tickets?view=all&sort=id&order=asc&filter=${keyed}`)
  await expect(row(page, keyedTitle(3))).toBeVisible()
  await page.keyboard.press('j')
  await page.keyboard.press('p')
  await expect(page.getByRole('combobox', { name: `Priority of #${ids[0]}` })).toBeFocused()
  await expectAccessible(page)
  await page.keyboard.type('hi')
  await page.keyboard.press('Enter')
  await expect(row(page, keyedTitle(1)).getByRole('img', { name: 'Priority High' })).toBeVisible()
  await expect(page.getByText(`#${ids[0]}: High`)).toBeVisible()
  await page.keyboard.press('z')
  await expect(row(page, keyedTitle(1)).getByRole('img', { name: 'Priority Medium' })).toBeVisible()
  await page.keyboard.type('xjx')
  await expect(page.getByText('2 selected')).toBeVisible()
  await page.keyboard.press('s')
  await page.keyboard.type('wait')
  await page.keyboard.press('Enter')
  for (const n of [1, 2]) await expect(row(page, keyedTitle(n)).getByText('Waiting')).toBeVisible()
  await page.keyboard.press('e')
  for (const n of [1, 2]) await expect(row(page, keyedTitle(n)).getByText('Closed')).toBeVisible()
  await page.getByRole('button', { name: 'Undo', exact: true }).click()
  for (const n of [1, 2]) await expect(row(page, keyedTitle(n)).getByText('Waiting')).toBeVisible()
  await expect.poll(async () => (await api.call(getTicket, { id: ids[1] ?? 0 })).state).toBe('waiting')
  await page.keyboard.press('Escape')

  await api.call(changeTicket, {
    id: ids[0] ?? 0,
    changes: { parentId: { from: null, to: ids[2] ?? 0 }, state: { from: 'waiting', to: 'open' } },
  })
  await expect(row(page, keyedTitle(1)).getByText('Open')).toBeVisible()
  await page.keyboard.press('j')
  await page.keyboard.press('e')
  await expect(page.getByRole('alert').getByText(`#${ids[2]} stays as it was.`)).toBeVisible()
  await expect(row(page, keyedTitle(3)).getByText('Open', { exact: true })).toBeVisible()
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('alert')).toBeHidden()
  await page.keyboard.press('o')
  await page.keyboard.press('Enter')
  await expect(row(page, keyedTitle(3))).toContainText('Administrator')
})

test('Each key can be another one: conflicts are named, the sheet and the palette show it, and all can be as usual again', async ({
  signedIn: page,
  desk,
  api: _api,
}) => {
  await page.goto(`${desk.url}/account`)
  const keyOf = (action: string) =>
    page.getByRole('region', { name: 'List' }).getByRole('button', { name: new RegExp(`^Key of “${action}”`) })
  await keyOf('Next row').click()
  await page.keyboard.press('x')
  await expect(page.getByText('X is the key of “Select the row”, which would have none.')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Take it over' }).click()
  await expect(keyOf('Next row')).toHaveText('X')
  await expect(keyOf('Select the row')).toHaveText('none')
  await keyOf('Select the row').click()
  await page.keyboard.press('j')
  await expect(keyOf('Select the row')).toHaveText('J')
  await page.goto(`${desk.url}/tickets?view=all`)
  await expect(row(page, 'Listed 1')).toBeVisible()
  await page.keyboard.type('xj')
  await expect(page.getByText('1 selected')).toBeVisible()
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Jump to' }).fill('next row')
  await expect(page.getByRole('option', { name: /Next row/ })).toContainText('X')
  await page.keyboard.press('Escape')
  await page.keyboard.press('?')
  await page.getByRole('button', { name: 'Choose other keys' }).click()
  await page.getByRole('button', { name: 'All keys as usual' }).click()
  await expect(keyOf('Next row')).toHaveText('J')
})
