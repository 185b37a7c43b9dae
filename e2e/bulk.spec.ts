/** The manual's page Many tickets at once. */
import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { createTicket } from '#activities/api.ts'
import { listCategories } from '#categories/api.ts'
import { changeTicket, getTicket } from '#tickets/api.ts'
import { createView } from '#views/api.ts'
import type { Api } from './support/api.ts'
import type { Desk } from './support/desk.ts'
import { expect, expectAccessible, test } from './support/world.ts'

/** A view of its own tickets, open in the page. */
async function openList(page: Page, desk: Desk, api: Api, word: string, count: number) {
  const [category] = (await api.call(listCategories, {})).categories
  const ids: number[] = []
  for (let n = 0; n < count; n++) ids.push((await api.call(createTicket, { title: `${word} ${n}`, categoryId: category?.id ?? 0 })).id)
  const view = await api.call(createView, { name: `All of ${word}`, filter: { field: 'title', op: 'contains', value: word } })
  await page.goto(`${desk.url}/tickets?view=${view.id}`)
  await expect(page.getByRole('link', { name: new RegExp(`${word} 0`) }).first()).toBeVisible()
  return ids
}
const selectAll = async (page: Page) => page.getByRole('checkbox', { name: 'Select all shown' }).click()
const toolbar = (page: Page, name: string) => page.getByRole('region', { name: /^All of/ }).getByRole('button', { name, exact: true })
const pick = async (page: Page, field: string, option: string) => {
  await page.getByRole('combobox', { name: field, exact: true }).click()
  await page.getByRole('option', { name: option, exact: true }).click()
}

test('What matches is assigned at once: what is refused is shown beforehand, and Undo takes it back', async ({
  signedIn: page,
  desk,
  api,
}) => {
  const ids = await openList(page, desk, api, 'Bulkword', 4)
  // A ticket with an open child cannot be closed where its Category looks; here the one refused is its own parent.
  await selectAll(page)
  await toolbar(page, 'Edit').click()
  const dialog = page.getByRole('dialog', { name: 'Edit 4 tickets' })
  await pick(page, 'Field 1', 'Parent')
  await dialog.getByRole('textbox', { name: 'Parent' }).fill(String(ids[0]))
  await page.getByRole('option', { name: /Bulkword 0/ }).click()
  await expect(dialog.getByRole('button', { name: /1 refused/ })).toBeVisible()
  await expect(dialog.getByText('This ticket stands above it; a tree has no circles.').first()).toBeVisible()
  await expect(dialog.getByRole('button', { name: 'Apply to 3 tickets' })).toBeEnabled()
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Leave Parent as it is' }).click()

  await pick(page, 'Field 1', 'Priority')
  await pick(page, 'Priority', 'High')
  await dialog.getByRole('button', { name: 'Apply to 4 tickets' }).click()
  const chip = page.getByRole('region', { name: 'Progress of Edited 4 tickets' })
  await expect(chip).toBeVisible()
  for (const id of ids) expect((await api.call(getTicket, { id })).priority).toBe('high')

  // One that somebody changed since keeps that, and is named.
  await api.call(changeTicket, { id: ids[1] ?? 0, changes: { priority: { from: 'high', to: 'low' } } })
  await chip.getByRole('button', { name: 'Undo' }).click()
  const undone = page.getByRole('region', { name: 'Progress of Undid the edit of 3 tickets' })
  await expect(undone).toContainText('1 skipped')
  expect(await Promise.all(ids.map(async (id) => (await api.call(getTicket, { id })).priority))).toEqual([
    'medium',
    'low',
    'medium',
    'medium',
  ])
  await undone.getByRole('button', { name: 'Show' }).click()
  const runs = page.getByRole('dialog', { name: 'My runs' })
  await expect(runs.getByText('Changed since by somebody else.')).toBeVisible()
  await expect(runs.getByRole('link', { name: 'Bulkword 1' })).toBeVisible()
  await expectAccessible(page)
})

test('A list is exported, and the file has its rows', async ({ signedIn: page, desk, api }) => {
  await openList(page, desk, api, '=Exportword', 3)
  await toolbar(page, 'Export').click()
  const dialog = page.getByRole('dialog', { name: 'Export 3 tickets' })
  await expect(dialog.getByRole('checkbox', { name: 'Title' })).toBeChecked()
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Export 3 tickets' }).click()
  const chip = page.getByRole('region', { name: 'Progress of Exported 3 tickets' })
  const download = page.waitForEvent('download')
  await chip.getByRole('link', { name: 'Download' }).click()
  const text = await readFile(await (await download).path(), 'utf8')
  expect(text.split('\r\n').filter((line) => line.includes("'=Exportword"))).toHaveLength(3)
})

test('Tickets go to the bin together, and come back from there', async ({ signedIn: page, desk, api }) => {
  const ids = await openList(page, desk, api, 'Binword', 2)
  await selectAll(page)
  await toolbar(page, 'Delete').click()
  await page.getByRole('dialog', { name: 'Delete 2 tickets' }).getByRole('button', { name: 'Delete 2 tickets' }).click()
  await expect(page.getByRole('region', { name: 'Progress of Deleted 2 tickets' })).toBeVisible()
  for (const id of ids) expect((await api.call(getTicket, { id })).bin).not.toBeNull()
})

test('On a phone a touch of what stands first in a row selects it, and the actions come', async ({ signedIn: page, desk, api }) => {
  await openList(page, desk, api, 'Phoneword', 2)
  await page.setViewportSize({ width: 390, height: 844 })
  await expect(toolbar(page, 'Edit')).toBeHidden()
  await page
    .locator('[role=row][data-key]')
    .first()
    .click({ position: { x: 16, y: 30 } })
  await expect(page.getByText('1 selected')).toBeVisible()
  await expectAccessible(page)
  await toolbar(page, 'Edit').click()
  await expect(page.getByRole('dialog', { name: 'Edit 1 ticket' })).toBeVisible()
})
