/** The manual's page The list of tickets. */
import { expect, mailText, sendRaw, test } from './support/world.ts'

test('A new mail appears in the list without reload; keys move, open and select', async ({ signedIn: page, desk, api: _api }) => {
  await page.goto(`${desk.url}/tickets?view=all`)
  await expect(page.getByRole('heading', { name: 'All tickets' })).toBeVisible()
  for (const subject of ['List one', 'List two', 'List three']) {
    await sendRaw(desk.smtpPort, mailText({ From: 'list@customer.example', Subject: subject }), { from: 'list@customer.example' })
    await expect(page.getByRole('link', { name: new RegExp(subject) })).toBeVisible({ timeout: 5000 })
  }
  const row = (title: string) => page.getByRole('row').filter({ hasText: title })
  // The newest stands first.
  await page.keyboard.press('j')
  await page.keyboard.press('x')
  await expect(row('List three').getByRole('checkbox')).toBeChecked()
  await page.keyboard.press('Escape')
  await expect(row('List three').getByRole('checkbox')).not.toBeChecked()
  await page.keyboard.press('j')
  await page.keyboard.press('k')
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'List two', level: 1 })).toBeVisible()
  await page.getByRole('navigation', { name: 'Open tabs' }).getByRole('link', { name: 'Tickets' }).click()
  await expect(page.getByRole('heading', { name: 'All tickets' })).toBeVisible()
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog').getByText('Next row')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
  await page.keyboard.press('/')
  // Typed before the line is there: nothing is lost, and no letter is a key of the page.
  await page.keyboard.type('Account')
  await expect(page.getByRole('combobox', { name: 'Jump to' })).toBeFocused()
  await expect(page.getByRole('combobox', { name: 'Jump to' })).toHaveValue('Account')
  await page.keyboard.press('Escape')
})

test('The heading of a column sorts by it', async ({ signedIn: page, desk, api: _api }) => {
  for (const subject of ['Sorted A', 'Sorted B'])
    await sendRaw(desk.smtpPort, mailText({ From: 'sort@customer.example', Subject: subject }), { from: 'sort@customer.example' })
  await page.goto(`${desk.url}/tickets?view=all&sort=id&order=desc`)
  await expect(page.getByRole('link', { name: /Sorted B/ })).toBeVisible()
  /** The numbers of the rows on the screen, from the top; the desk may hold more than fit. */
  const numbers = () =>
    page
      .getByRole('row')
      .getByRole('link')
      .evaluateAll((links) => links.map((link) => Number(/\/tickets\/(\d+)/.exec(link.getAttribute('href') ?? '')?.[1])))
  const inOrder = async (by: (a: number, b: number) => number) => {
    const seen = await numbers()
    return seen.length > 1 && seen.join() === seen.toSorted(by).join()
  }
  await expect.poll(() => inOrder((a, b) => b - a)).toBe(true)
  await page.getByRole('columnheader', { name: 'Number' }).getByRole('button').click()
  await expect.poll(() => inOrder((a, b) => a - b)).toBe(true)
})
