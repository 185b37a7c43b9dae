/** The manual's page Many tickets at once. */
import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { createTicket } from '#activities/api.ts'
import { listCategories } from '#categories/api.ts'
import { changeTicket, getTicket } from '#tickets/api.ts'
import { createView, listTickets } from '#views/api.ts'
import { templates } from '#templates/template.ts'
import type { Api } from './support/api.ts'
import type { Desk } from './support/desk.ts'
import { expect, expectAccessible, mailText, sendRaw, test } from './support/world.ts'

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

test('One reply to three selected tickets: each customer gets a mail of their own, and who has no address is named beforehand', async ({
  signedIn: page,
  desk,
  api,
  relay,
}) => {
  test.setTimeout(90_000)
  const written = async (title: string, from: string) => {
    await sendRaw(desk.smtpPort, mailText({ From: `${from} <${from.toLowerCase()}@many.example>`, Subject: title }), {
      from: `${from.toLowerCase()}@many.example`,
    })
    let id = 0
    await expect
      .poll(async () => (id = (await api.call(listTickets, { sort: 'id' })).rows.find((row) => row.title === title)?.id ?? 0))
      .toBeGreaterThan(0)
    return id
  }
  const people = ['Olga', 'Piet', 'Quinn']
  const ids: number[] = []
  for (const name of people) ids.push(await written(`Manyword of ${name}`, name))
  const [category] = (await api.call(listCategories, {})).categories
  const alone = await api.call(createTicket, { title: 'Manyword of nobody', categoryId: category?.id ?? 0 })
  const view = await api.call(createView, { name: 'All of Manyword', filter: { field: 'title', op: 'contains', value: 'Manyword' } })
  await page.goto(`${desk.url}/tickets?view=${view.id}`)
  await expect(page.getByRole('link', { name: /Manyword of Olga/ }).first()).toBeVisible()
  await selectAll(page)
  await toolbar(page, 'Reply').click()
  const dialog = page.getByRole('dialog', { name: 'Reply to 4 tickets' })
  const who = dialog.getByRole('complementary', { name: 'Who gets it' })
  await expect(who.getByText('3 tickets get it')).toBeVisible()
  await expect(who.getByRole('link', { name: `#${alone.id} Manyword of nobody` })).toBeVisible()
  await expectAccessible(page)
  await dialog.getByRole('textbox', { name: 'Text of the reply' }).pressSequentially('Dear {{contact.fir')
  await page.getByRole('option', { name: /contact.firstName/ }).click()
  await page.keyboard.type(', it is solved.')
  await who.getByRole('combobox', { name: 'Ticket to look at' }).click()
  await page.getByRole('option', { name: /Manyword of Piet/ }).click()
  await expect(who.getByText('To Piet <piet@many.example>')).toBeVisible()
  await expect(who.frameLocator('iframe').getByText('Dear Piet, it is solved.')).toBeVisible()
  await dialog.getByRole('combobox', { name: 'State after it' }).click()
  await page.getByRole('option', { name: 'Closed' }).click()
  await dialog.getByRole('button', { name: 'Send to 3 tickets' }).click()
  const chip = page.getByRole('region', { name: 'Progress of Replied to 3 tickets' })
  await expect(chip).toContainText('1 refused')
  await expect(chip.getByRole('button', { name: 'Undo' })).toHaveCount(0)
  for (const [n, name] of people.entries()) {
    const { mail } = await relay.next(
      ({ text = '' }, { to }) => to.includes(`${name.toLowerCase()}@many.example`) && text.includes('it is solved'),
    )
    expect(mail.text).toContain(`Dear ${name}, it is solved.`)
    expect(mail.subject).toContain(`Manyword of ${name}`)
    expect((await api.call(getTicket, { id: ids[n] ?? 0 })).state).toBe('closed')
  }
  expect((await api.call(getTicket, { id: alone.id })).state).toBe('open')
  await chip.getByRole('button', { name: 'Show' }).click()
  await expect(page.getByText('There is nobody to write to', { exact: false })).toBeVisible()
})

test('A Macro is made in Manage, fills a ticket’s form without saving, and is used on many tickets with undo', async ({
  signedIn: page,
  desk,
  api,
}) => {
  test.setTimeout(90_000)
  await api.call(templates.doors.create, {
    name: 'Macro thanks',
    kind: 'email',
    subject: 'About {{ticket.title}}',
    body: '<p>Looked at {{ticket.title}}</p>',
  })
  await page.goto(`${desk.url}/manage/macros/new`)
  await page.getByRole('textbox', { name: 'Name' }).fill('Escalate')
  await page.getByRole('button', { name: 'Field', exact: true }).click()
  await pick(page, 'Field 1', 'Priority')
  await pick(page, 'Priority', 'High')
  await page.getByRole('combobox', { name: 'Begins with' }).click()
  await page.getByRole('option', { name: 'Macro thanks (Email)' }).click()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Create' }).click()
  await expect(page.getByRole('heading', { name: 'Escalate' })).toBeVisible()

  const ids = await openList(page, desk, api, 'Macroword', 2)
  await page.goto(`${desk.url}/tickets/${ids[0]}`)
  await page.getByRole('tab', { name: 'Templates' }).click()
  const offered = page.getByRole('region', { name: 'Macros' })
  await expect(offered.getByRole('button', { name: 'Use Escalate' })).toBeEnabled()
  await expect(offered).toContainText('Fills in Priority; begins “Macro thanks”')
  await expectAccessible(page)
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Jump to' }).fill('escal')
  await page.getByRole('option', { name: /Escalate/ }).click()
  await expect(page.getByText('Escalate: 1 field filled in. Nothing is saved yet.')).toBeVisible()
  await expect(page.getByRole('textbox', { name: 'Message' })).toHaveText('Looked at Macroword 0')
  await expect(page.getByRole('textbox', { name: 'Subject' })).toHaveValue('About Macroword 0')
  await expect(page.getByRole('button', { name: 'Save 1 changed field' })).toBeEnabled()
  expect((await api.call(getTicket, { id: ids[0] ?? 0 })).priority).toBe('medium')

  const view = await api.call(createView, {
    name: 'All of Macroword again',
    filter: { field: 'title', op: 'contains', value: 'Macroword' },
  })
  await page.goto(`${desk.url}/tickets?view=${view.id}`)
  await expect(page.getByRole('link', { name: /Macroword 0/ }).first()).toBeVisible()
  await selectAll(page)
  await toolbar(page, 'Macro').click()
  const dialog = page.getByRole('dialog', { name: 'Use a Macro on 2 tickets' })
  await pick(page, 'Macro', 'Escalate')
  await dialog.getByRole('button', { name: 'Apply to 2 tickets' }).click()
  const chip = page.getByRole('region', { name: 'Progress of Used a Macro on 2 tickets' })
  await expect(chip).toBeVisible()
  expect(await Promise.all(ids.map(async (id) => (await api.call(getTicket, { id })).priority))).toEqual(['high', 'high'])
  await chip.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByRole('region', { name: /Undid/ })).toBeVisible()
  expect(await Promise.all(ids.map(async (id) => (await api.call(getTicket, { id })).priority))).toEqual(['medium', 'medium'])
})
