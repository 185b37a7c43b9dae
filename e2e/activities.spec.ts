/** The manual's page Working on a ticket, Activities: comments that name colleagues, speak of a message, are edited and withdrawn. */
import { addComment, createTicket, getReading } from '#activities/api.ts'
import { expect, expectAccessible, signIn, test } from './support/world.ts'

test.describe.configure({ timeout: 150_000 })

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

test('What came since one was here stands below a line with its number; u leads to it, j and k from activity to activity; a link leads to one far back', async ({
  signedIn: page,
  browser,
  desk,
  api,
}) => {
  const ivo = { name: 'Ivo Later', email: 'ivo.later@desk.example', password: 'a long password' }
  await desk.tessera('user', 'create', '--email', ivo.email, '--name', ivo.name, '--password', ivo.password)
  const { id } = await api.call(createTicket, {
    title: 'Read by two',
    categoryId: 1,
    comment: { text: 'The beginning', sendKey: crypto.randomUUID() },
  })
  const say = async (text: string) => (await api.call(addComment, { id, text, sendKey: crypto.randomUUID() })).activity.id
  const other = await (await browser.newContext({ locale: 'en-GB' })).newPage()
  await signIn(other, desk, ivo)
  const told = other.waitForResponse((answer) => answer.url().endsWith(`${id}/reading`) && answer.request().method() === 'PUT')
  await other.goto(`${desk.url}/tickets/${id}`)
  await expect(other.getByText('The beginning')).toBeVisible()
  await told
  await other.goto(`${desk.url}/tickets`)
  let [first, last] = [0, 0]
  for (let n = 1; n <= 56; n += 1) {
    last = await say(`Line of talk ${n}\n\nand more of it`)
    if (n === 1) first = last
  }
  await other.goto(`${desk.url}/tickets/${id}`)
  await expect(other.locator(`#activity-${first}`)).toBeFocused()
  await expect(other.locator('[data-unread-line]')).toHaveText('56 new since you were here')
  await expectAccessible(other)
  const atEnd = other.waitForResponse(
    (answer) => answer.url().endsWith(`${id}/reading`) && answer.request().postData()?.includes(String(last)) === true,
  )
  await other.locator('[data-feed]').evaluate((feed) => feed.scrollTo(0, feed.scrollHeight))
  await expect(other.locator(`#activity-${last}`)).toBeInViewport()
  await atEnd
  await other.keyboard.press('u')
  await expect(other.locator(`#activity-${first}`)).toBeFocused()
  await expect(other.locator(`#activity-${first}`)).toBeInViewport()
  await other.keyboard.press('j')
  await expect(other.locator('article:focus')).toContainText('Line of talk 2')
  await other.keyboard.press('k')
  await expect(other.locator('article:focus')).toContainText('Line of talk 1')

  // Read to the end once, nothing is new.
  await other.goto(`${desk.url}/tickets/${id}`)
  await expect(other.getByText('Line of talk 56')).toBeVisible()
  await expect(other.locator('[data-unread-line]')).toHaveCount(0)
  // Few of them are landed on.
  await other.goto(`${desk.url}/tickets`)
  for (let n = 57; n <= 76; n += 1) await say(`Line of talk ${n}\n\nand more of it`)
  await other.goto(`${desk.url}/tickets/${id}`)
  await expect(other.locator('[data-unread-line]')).toBeInViewport()
  await expect(other.locator('[data-unread-line]')).toHaveText('20 new since you were here')
  await other.context().close()

  await page.goto(`${desk.url}/tickets/${id}#activity-${first}`)
  await expect(page.locator(`#activity-${first}`)).toBeInViewport()
  expect((await api.call(getReading, { id })).count).toBe(0)

  // What is done rarely: a Template begins with the text, a child with the ticket.
  const one = page.locator(`#activity-${first}`)
  await one.getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: 'Create template…' }).click()
  await expect(page.getByRole('textbox', { name: 'Name' })).toHaveValue('Read by two')
  await expect(page.getByText('Line of talk 1')).toBeVisible()
})
