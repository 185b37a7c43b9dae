/** The manual's page History and time travel. */
import type { Page } from '@playwright/test'
import { addComment, createTicket } from '#activities/api.ts'
import { categories } from '#categories/categorySettings.ts'
import { customFields } from '#fields/customField.ts'
import { listHistory } from '#history/api.ts'
import { changeTicket, getTicket } from '#tickets/api.ts'
import { customKey, type Changes } from '#tickets/ticket.ts'
import type { Api } from './support/api.ts'
import { expect, expectAccessible, test } from './support/world.ts'

let field = 0
/** A ticket with three changes behind it, one of them of a custom field too. */
async function changed(api: Api, title: string) {
  const { items } = await api.call(categories.doors.list, {})
  field ||= (await api.call(customFields.doors.create, { subject: 'ticket', title: 'Tax ID', type: 'text' })).id
  const { id } = await api.call(createTicket, { title, categoryId: items.find(({ name }) => name === 'Support')?.id ?? 1 })
  const save = (changes: Changes) => api.call(changeTicket, { id, changes })
  await save({ priority: { from: 'medium', to: 'low' }, [customKey(field)]: { from: null, to: '60192798' } })
  await save({ state: { from: 'open', to: 'closed' }, [customKey(field)]: { from: '60192798', to: '25596641' } })
  await save({ title: { from: title, to: `${title}, done` } })
  return id
}
const openHistory = (page: Page) => page.getByRole('tab', { name: 'History' }).click()
const history = (page: Page) => page.getByRole('region', { name: 'History' })
const entry = (page: Page, words: string) => history(page).getByRole('button', { name: words })
const past = (page: Page) => page.getByRole('region', { name: 'The form in the past' })
const rowOf = (page: Page, name: string) =>
  history(page)
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader', { name }) })

test('Each entry shows who made a change and when; expanded, it shows old and new values for both system fields and custom fields', async ({
  signedIn: page,
  desk,
  api,
}) => {
  const id = await changed(api, 'Values shown')
  await page.goto(`${desk.url}/tickets/${id}`)
  await openHistory(page)
  await expect(page.getByText('4 changes by one person')).toBeVisible()
  await expect(history(page).getByRole('button').filter({ hasText: 'Administrator' })).toHaveCount(4)
  await entry(page, 'State').click()
  await expect(rowOf(page, 'State')).toContainText(/Open.*Closed/)
  await expect(rowOf(page, 'Tax ID')).toContainText(/60192798.*25596641/)
  await expectAccessible(page)
})

test('When you expand a history entry, the Form shows the ticket’s state at that moment; Reset returns to now with what was not saved', async ({
  signedIn: page,
  desk,
  api,
}) => {
  const id = await changed(api, 'Into the past')
  await page.goto(`${desk.url}/tickets/${id}`)
  const description = page.getByRole('textbox', { name: 'Description' })
  await description.fill('Typed and not saved')
  await openHistory(page)
  await entry(page, 'Priority').click()
  await expect(past(page)).toContainText('The past:')
  await expect(past(page)).toContainText('Your unsaved change is kept.')
  await expect(past(page)).toContainText('60192798')
  await expect(past(page)).not.toContainText('Into the past, done')
  await expect(past(page).getByText('Low', { exact: true })).toBeVisible()
  await expect(description).toHaveCount(0)
  await expectAccessible(page)

  await page.keyboard.press('ArrowDown')
  await expect(past(page)).toContainText('25596641')
  await expect(past(page).getByText('Closed', { exact: true })).toBeVisible()
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('ArrowUp')
  await expect(past(page)).not.toContainText('60192798')
  await expect(past(page).getByText('Medium', { exact: true })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(past(page)).toHaveCount(0)
  await expect(description).toHaveValue('Typed and not saved')

  await entry(page, 'Title').click()
  await page.getByRole('button', { name: 'Reset' }).click()
  await expect(description).toHaveValue('Typed and not saved')
})

test('A link to a moment opens the ticket as it was then', async ({ signedIn: page, desk, api }) => {
  const id = await changed(api, 'By a link')
  const { entries } = await api.call(listHistory, { id })
  const moment = entries.find((one) => one.changes['priority'])?.id ?? 0
  await page.goto(`${desk.url}/tickets/${id}?moment=${moment}`)
  await expect(past(page)).toContainText('60192798')
  await expect(rowOf(page, 'Priority')).toContainText(/Medium.*Low/)
  await page.getByRole('button', { name: 'The change after' }).click()
  await expect(past(page)).toContainText('25596641')
  await expect(page).toHaveURL(/moment=\d+$/)
  await page.getByRole('button', { name: 'Reset' }).click()
  await expect(page).toHaveURL(`${desk.url}/tickets/${id}`)

  await page.goto(`${desk.url}/tickets/${id}?moment=999999999`)
  await expect(past(page)).toContainText('This moment is not in the History of this ticket.')
  await page.getByRole('button', { name: 'Reset' }).click()
  await expect(page.getByRole('textbox', { name: 'Title' })).toHaveValue('By a link, done')
})

test('Put back takes an old value into the form, and it is saved like any other change', async ({ signedIn: page, desk, api }) => {
  const id = await changed(api, 'Put back')
  await page.goto(`${desk.url}/tickets/${id}`)
  await openHistory(page)
  await entry(page, 'Priority').click()
  await page.getByRole('button', { name: 'Put Priority back to Medium' }).click()
  await expect(page.getByRole('combobox', { name: 'Priority' })).toHaveValue('Medium')
  expect(await api.call(getTicket, { id })).toMatchObject({ priority: 'low' })
  await page.getByRole('button', { name: /^Save/ }).first().click()
  await expect.poll(async () => (await api.call(getTicket, { id })).priority).toBe('medium')
})

test('Show activities combines the change log with activities in a single chronological view', async ({ signedIn: page, desk, api }) => {
  const id = await changed(api, 'With activities')
  await page.goto(`${desk.url}/tickets/${id}`)
  await openHistory(page)
  await expect(entry(page, 'Title')).toBeVisible()
  // What happens meanwhile comes by itself.
  await api.call(changeTicket, { id, changes: { description: { from: '', to: 'Meanwhile' } } })
  await expect(entry(page, 'Description')).toBeVisible({ timeout: 5000 })
  await api.call(addComment, { id, text: 'I have called them.', sendKey: crypto.randomUUID() })
  await expect(history(page).getByText('I have called them.')).toHaveCount(0)
  await page.getByRole('switch', { name: 'Show activities' }).click()
  const line = history(page).getByRole('button', { name: /Comment by Administrator: I have called them/ })
  await expect(line).toBeVisible()
  await expectAccessible(page)
  await line.click()
  await expect(page.getByRole('article').filter({ hasText: 'I have called them.' })).toBeInViewport()
})
