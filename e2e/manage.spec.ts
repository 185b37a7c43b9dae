/** The manual's page Manage: what administrators configure, what is refused, and the audit log. */
import { statuses } from '#categories/status.ts'
import { expect, expectAccessible, test } from './support/world.ts'

test('A Category gets its Statuses, SLA and working hours; the working hours say at once what deadline they make', async ({
  signedIn: page,
  desk,
}) => {
  test.setTimeout(90_000)
  await page.goto(`${desk.url}/manage`)
  const pages = page.getByRole('navigation', { name: 'Manage' })
  await pages.getByRole('searchbox', { name: 'Find a page' }).fill('time')
  await pages.getByRole('link', { name: 'Time groups' }).click()
  await page.getByRole('link', { name: 'New Time group' }).click()
  await page.getByLabel('Title', { exact: true }).fill('Office')
  await page.getByRole('combobox', { name: 'Time zone' }).fill('prag')
  await page.getByRole('option', { name: /Europe\/Prague/ }).click()
  await page.getByLabel('Hours of Saturday').fill('nine to noon')
  await expect(page.getByText('Hours look like 9:00–12:00, 13–17.')).toBeVisible()
  await page.getByLabel('Hours of Saturday').fill('9-12')
  // 4 h under 9–17 for a ticket at 16:00 on a Monday: noon of the next working day.
  await page.getByLabel('A ticket comes (Europe/Prague)').fill('2026-11-16T16:00')
  await page.getByRole('button', { name: 'Show the deadline' }).click()
  await expect(page.getByText('Tue, 17 Nov 2026, 12:00')).toBeVisible()
  await page.getByRole('button', { name: 'Create' }).click()
  await expect(page.getByRole('heading', { name: 'Office' })).toBeVisible()

  await pages.getByRole('searchbox', { name: 'Find a page' }).fill('')
  await pages.getByRole('link', { name: 'SLAs' }).click()
  await page.getByRole('link', { name: 'New SLA' }).click()
  await page.getByLabel('Title', { exact: true }).fill('Four hours')
  await page.getByLabel('High: Solution').fill('4')
  await page.getByLabel('Medium: Solution').fill('8')
  await page.getByLabel('Low: Solution').fill('999999')
  await page.getByRole('button', { name: 'Create' }).click()
  await expect(page.getByText('At most a year of counted time.')).toBeVisible()
  await page.getByLabel('Low: Solution').fill('16')
  await page.getByRole('button', { name: 'Create' }).click()
  await expect(page.getByRole('heading', { name: 'Four hours' })).toBeVisible()

  await pages.getByRole('link', { name: 'Categories' }).click()
  await page.getByRole('link', { name: 'Support' }).click()
  await page.getByRole('combobox', { name: 'SLA' }).click()
  await page.getByRole('option', { name: 'Four hours' }).click()
  await page.getByRole('combobox', { name: 'Working hours' }).click()
  await page.getByRole('option', { name: 'Office' }).click()
  await page.getByRole('button', { name: 'Save 2' }).click()
  await expect(page.getByText('Saved.')).toBeVisible()

  await pages.getByRole('link', { name: 'SLAs' }).click()
  await page.getByRole('link', { name: 'Four hours' }).click()
  await page.getByRole('button', { name: 'Delete' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Delete' }).click()
  await expect(dialog.getByText('is in use and cannot be deleted')).toBeVisible()
  await dialog.getByRole('link', { name: 'Support' }).click()
  await page.getByRole('link', { name: /^Changed by/ }).click()
  const entry = page.getByRole('listitem').filter({ hasText: 'changed Category Support' })
  await entry.locator('summary').click()
  await expect(entry.getByRole('row', { name: /SLA.*Four hours/ })).toBeVisible()
  await expect(entry.getByRole('row', { name: /Time group.*Office/ })).toBeVisible()
})

test('Statuses are put in order by the keyboard; what is typed comes back; whoever saves second is told who was first', async ({
  signedIn: page,
  desk,
  api,
}) => {
  test.setTimeout(60_000)
  await page.goto(`${desk.url}/manage/statuses`)
  for (const [position, title] of ['First', 'Second', 'Third'].entries())
    await api.call(statuses.doors.create, { title, color: 'teal', position })
  await page.reload()
  await page.getByRole('button', { name: 'Move Third' }).press('ArrowUp')
  await expect(page.getByRole('status').filter({ hasText: 'Third is now number 2 of 3.' })).toBeAttached()
  await expect(page.getByRole('row').nth(2)).toContainText('Third')
  await expect
    .poll(async () => (await api.call(statuses.doors.list, {})).items.map((one) => one['title']))
    .toEqual(['First', 'Third', 'Second'])
  await page.reload()
  await expect(page.getByRole('row').nth(2)).toContainText('Third')

  await page.getByRole('link', { name: 'First' }).click()
  await page.getByLabel('Title', { exact: true }).fill('Begun')
  await page.getByRole('link', { name: 'Statuses' }).first().click()
  await page.getByRole('dialog').getByRole('button', { name: 'Leave' }).click()
  await page.getByRole('link', { name: 'First' }).click()
  await expect(page.getByText('Unsaved changes of')).toBeVisible()
  await expect(page.getByLabel('Title', { exact: true })).toHaveValue('Begun')
  const id = page.url().split('/').at(-1)
  await api.call(statuses.doors.change, { id, version: 1, title: 'Theirs', color: 'red' })
  await page.getByRole('button', { name: 'Save 1' }).click()
  await expect(page.getByText('after you loaded it. What you typed is still here.')).toBeVisible()
  await page.getByRole('button', { name: 'Keep mine and save' }).click()
  await expect(page.getByRole('heading', { name: 'Begun' })).toBeVisible()
})

const shown: [path: string, settled: RegExp][] = [
  ['users', /Administrator/],
  ['users/1', /Which modules they enter/],
  ['teams/new', /Users of this Team/],
  ['accesses/1', /Read the audit log/],
  ['rights/new', /Not seen/],
  ['categories', /Support/],
  ['categories/1', /Waiting requires/],
  ['slas/new', /Response/],
  ['time-groups/new', /Tuesday to Friday as Monday/],
  ['custom-fields/new', /Several of some options/],
  ['audit', /signed in/],
  ['nowhere', /no such thing/],
]
for (const colorScheme of ['light', 'dark'] as const)
  test(`Every page of Manage is accessible, ${colorScheme}`, async ({ signedIn: page, desk }) => {
    test.setTimeout(120_000)
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    for (const [path, settled] of shown)
      await test.step(path, async () => {
        await page.goto(`${desk.url}/manage/${path}`)
        await expect(page.locator('#content')).toContainText(settled)
        await expectAccessible(page)
      })
  })

test('On a phone the pages of Manage stand first, then the page', async ({ signedIn: page, desk }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto(`${desk.url}/manage`)
  await page.getByRole('link', { name: 'Statuses' }).click()
  await expect(page.getByRole('heading', { name: 'Statuses' })).toBeVisible()
  await expect(page.getByRole('searchbox', { name: 'Find a page' })).toBeHidden()
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  await page.locator('#content').getByRole('link', { name: 'Manage', exact: true }).click()
  await expect(page.getByRole('link', { name: 'Time groups' })).toBeVisible()
})
