/** The manual's page Working on a ticket, Activities: comments that name colleagues, speak of a message, are edited and withdrawn. */
import { createTicket } from '#activities/api.ts'
import { expect, expectAccessible, signIn, test } from './support/world.ts'

test('A comment names colleagues who see the ticket and speaks of a message; its author edits and withdraws it, the History keeps both', async ({
  signedIn: page,
  browser,
  desk,
  api,
}) => {
  const eva = { name: 'Eva Named', email: 'eva.named@desk.example', password: 'a long password' }
  await desk.tessera('user', 'create', '--email', eva.email, '--name', eva.name, '--password', eva.password)
  const { id } = await api.call(createTicket, {
    title: 'Who can look?',
    categoryId: 1,
    comment: { text: 'It began here', sendKey: crypto.randomUUID() },
  })
  await page.goto(`${desk.url}/tickets/${id}`)
  const first = page.getByRole('article').filter({ hasText: 'It began here' })
  await first.getByRole('button', { name: 'Comment' }).click()
  const field = page.getByRole('textbox', { name: 'Internal comment' })
  await field.pressSequentially('Can you look, @nam')
  await expect(page.getByRole('option', { name: 'Eva Named' })).toBeVisible()
  await field.press('Enter')
  await expect(field).toHaveValue('Can you look, @Eva Named ')
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Add comment' }).click()
  const mine = page.getByRole('article').filter({ hasText: 'Can you look' })
  await expect(mine.locator('b', { hasText: '@Eva Named' })).toBeVisible()
  await mine.getByRole('button', { name: 'About another message' }).click()

  const other = await (await browser.newContext({ locale: 'en-GB' })).newPage()
  await signIn(other, desk, eva)
  await other.goto(`${desk.url}/notifications`)
  await other.getByRole('link', { name: /Who can look\?.*mentioned you/s }).click()
  const theirs = other.getByRole('article').filter({ hasText: 'Can you look' })
  await expect(theirs).toBeVisible()
  await theirs.getByRole('button', { name: 'More' }).click()
  await expect(other.getByRole('menuitem', { name: /Move/ })).toBeVisible()
  await expect(other.getByRole('menuitem', { name: 'Edit…' })).toBeHidden()
  await other.keyboard.press('Escape')

  await mine.getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: 'Edit…' }).click()
  await page.getByRole('dialog').getByRole('textbox', { name: 'Edit comment' }).fill('Can you look today, @Eva Named?')
  await page.getByRole('button', { name: 'Save comment' }).click()
  await expect(other.getByText('Can you look today')).toBeVisible()
  await other.getByRole('button', { name: /^edited/ }).click()
  await expect(other.getByRole('dialog').getByText('Can you look, @Eva Named')).toBeVisible()
  await other.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click()

  await page.getByRole('article').filter({ hasText: 'Can you look today' }).getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: 'Withdraw…' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Withdraw' }).click()
  await expect(other.getByText('Withdrawn by its author')).toBeVisible()
  await expect(other.getByText('Can you look today')).toBeHidden()
  await page.getByRole('tab', { name: 'History' }).click()
  await expect(page.getByRole('tabpanel', { name: 'History' }).getByText('withdrew a comment')).toBeVisible()
  await other.context().close()
})
