/** The manual's page Working on a ticket, its form and its deadline: what is asked, said beforehand, and shown on the receipt. */
import type { Page } from '@playwright/test'
import { createTicket } from '#activities/api.ts'
import { categories } from '#categories/categorySettings.ts'
import { explainDeadline } from '#categories/explanationApi.ts'
import { slas } from '#categories/sla.ts'
import { statuses } from '#categories/status.ts'
import { timeGroups } from '#categories/timeGroups.ts'
import { customFields } from '#fields/customField.ts'
import { getTicket } from '#tickets/api.ts'
import type { Api } from './support/api.ts'
import { expect, expectAccessible, test } from './support/world.ts'

const hours = [{ from: '09:00', to: '17:00' }]
const week = { monday: hours, tuesday: hours, wednesday: hours, thursday: hours, friday: hours }

async function configured(api: Api) {
  const group = { zone: 'Europe/Prague', week: { ...week, saturday: [], sunday: [] }, includes: [], yearly: [], exceptions: [] }
  const timeGroup = await api.call(timeGroups.doors.create, { title: 'Praha desk hours', ...group })
  const solution = { solution: 4 }
  const sla = await api.call(slas.doors.create, { title: 'Half a day', unit: 'hours', low: solution, medium: solution, high: solution })
  const status = await api.call(statuses.doors.create, { title: 'With a lead', color: 'red' })
  const billing = await api.call(categories.doors.create, {
    name: 'Invoicing',
    slaId: sla.id,
    timeGroupId: timeGroup.id,
    statusIds: [status.id],
    statusRequired: 'on_close',
  })
  // A longer one than *Half a day*: at any hour that this runs, the deadline moves with the Category.
  const twoWeeks = { solution: 14 * 24 }
  const slow = await api.call(slas.doors.create, { title: 'Two weeks', unit: 'hours', low: twoWeeks, medium: twoWeeks, high: twoWeeks })
  await api.call(categories.doors.create, { name: 'Shipping', slaId: slow.id })
  const field = { subject: 'ticket' as const, title: 'Invoice no.', type: 'text' as const, required: 'on_close' as const }
  await api.call(customFields.doors.create, { ...field, categoryIds: [billing.id] })
  return { billing, group }
}
const choose = async (page: Page, field: string, option: string) => {
  await page.locator(`[data-field=${field}]`).click()
  await page.getByRole('option', { name: option, exact: true }).click()
}
const save = (page: Page) => page.getByRole('button', { name: /^Save/ }).first().click()

test('The form asks what a Category asks, says beforehand what drops, and shows the receipt of the deadline', async ({
  signedIn: page,
  desk,
  api,
}) => {
  const { billing, group } = await configured(api)
  const ticket = await api.call(createTicket, { title: 'Wrong company number', categoryId: billing.id })
  const explained = (start: string) => api.call(explainDeadline, { timeGroup: group, start, duration: 4, unit: 'hours' })
  expect((await explained('2026-11-16T16:00:00+01:00')).deadline).toBe('2026-11-17T11:00:00.000Z')
  expect(ticket.deadlineAt).toBe((await explained(ticket.createdAt)).deadline)

  await page.goto(`${desk.url}/tickets/${ticket.id}`)
  await page
    .getByRole('button', { name: /^Deadline:/ })
    .first()
    .click()
  const receipt = page.getByRole('dialog')
  await expect(receipt.getByText('Half a day, the SLA of the Category')).toBeVisible()
  await expect(receipt.getByText('Praha desk hours (Europe/Prague)')).toBeVisible()
  await expect(receipt.getByRole('table', { name: 'Intervals by day' })).toBeVisible()
  await expectAccessible(page)
  await page.keyboard.press('Escape')

  await choose(page, 'state', 'Closed')
  await expect(page.getByText('This Category asks for a Status: choose one.')).toBeVisible()
  await expect(page.getByText('This needs a value.')).toBeVisible()
  await save(page)
  await expect(page.getByText('Nothing was saved. Your changes are still in the form.')).toBeVisible()
  await choose(page, 'statusIds', 'With a lead')
  await page.getByRole('textbox', { name: /^Invoice no\./ }).fill('2026-0817')
  await expectAccessible(page)
  await save(page)
  await expect.poll(async () => (await api.call(getTicket, { id: ticket.id })).state).toBe('closed')

  await choose(page, 'state', 'Open')
  await save(page)
  await expect.poll(async () => (await api.call(getTicket, { id: ticket.id })).state).toBe('open')
  await choose(page, 'categoryId', 'Shipping')
  await expect(page.getByText(/Changing the Category drops the Status “With a lead”\..*The deadline moves to/)).toBeVisible()
  await page.getByRole('button', { name: 'Discard changes' }).first().click()

  await page.getByRole('link', { name: 'New child ticket' }).click()
  await expect(page.getByRole('combobox', { name: /^Category/ })).toHaveValue('Invoicing')
  await page.getByRole('textbox', { name: /^Title/ }).fill('Part of it')
  await page.getByText('Nothing yet').click()
  await page.getByRole('button', { name: 'Create ticket' }).click()
  await expect(page.getByRole('heading', { name: 'Part of it' })).toBeVisible()
  await expect.poll(async () => (await api.call(getTicket, { id: ticket.id })).children.map(({ title }) => title)).toEqual(['Part of it'])
  await expect(page.getByRole('textbox', { name: /^Parent/ })).toHaveValue(`#${ticket.id} Wrong company number`)
})
