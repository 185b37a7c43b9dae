/** The manual's page Filters: built, written as words, saved as a Filter scheme, and made a view. */
import type { Page } from '@playwright/test'
import { expect, expectAccessible, mailText, sendRaw, test } from './support/world.ts'

const urgent = {
  and: [
    { field: 'category', op: 'is', value: expect.any(Number) },
    { field: 'priority', op: 'is', value: 'high' },
    { field: 'firstAnswerAt', op: 'empty' },
    { field: 'deadline', op: 'within_next', value: '4h' },
    { field: 'user', op: 'is_not', value: 'me' },
  ],
}
const words = 'category:Support priority:high no:first-answer deadline:next-4h -user:me'
const filterOf = (page: Page): unknown => JSON.parse(new URL(page.url()).searchParams.get('filter') ?? 'null')
const box = (page: Page) => page.getByRole('combobox', { name: 'Search this list' })
const chips = (page: Page) => page.getByRole('list', { name: 'Filter of this list' }).getByRole('listitem')

/** Chooses in the newest line of the builder. */
async function choose(page: Page, what: string, option: string) {
  const panel = page.getByRole('dialog', { name: 'Filter' })
  await panel.getByRole('combobox', { name: what, exact: true }).last().click()
  await page.getByRole('option', { name: option, exact: true }).first().click()
}

test('Who opens the builder for the first time finds Support, High, unanswered, due within 4 h, not mine; as words it is the same filter', async ({
  signedIn: page,
  desk,
  api: _api,
}) => {
  await page.goto(`${desk.url}/tickets?view=all`)
  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  const panel = page.getByRole('dialog', { name: 'Filter' })
  const another = () => panel.getByRole('button', { name: 'Add a condition' }).last().click()
  await another()
  await choose(page, 'Category: Value', 'Support')
  await page.keyboard.press('Escape')
  await another()
  await expect(panel.getByRole('combobox', { name: 'Field', exact: true }).last()).toBeFocused()
  await page.keyboard.type('prio')
  await page.getByRole('option', { name: 'Priority', exact: true }).click()
  await choose(page, 'Priority: Operator', 'is')
  await choose(page, 'Priority: Value', 'High')
  await another()
  await choose(page, 'Field', 'First answer')
  await choose(page, 'First answer: Operator', 'is empty')
  await another()
  await choose(page, 'Field', 'Deadline')
  await choose(page, 'Deadline: Operator', 'within the next')
  await panel.getByLabel('Deadline: Value, How many').fill('4')
  await another()
  await choose(page, 'Field', 'User')
  await choose(page, 'User: Operator', 'is not')
  await choose(page, 'User: Value', 'Me')
  await expect(panel).toContainText('0 tickets match')
  await expectAccessible(page)
  await panel.getByRole('button', { name: 'Search' }).click()
  await expect(panel).toBeHidden()
  await expect.poll(() => filterOf(page)).toEqual(urgent)
  const built = filterOf(page)
  await expect(box(page)).toHaveValue(words)
  await expect(chips(page)).toHaveText([
    'The view’s own filter: Every ticket',
    /Category is Support/,
    /Priority is High/,
    /First answer is empty/,
    /Deadline within the next 4 hours/,
    /User is not Me/,
  ])
  await expectAccessible(page)

  await page.goto(`${desk.url}/tickets?view=all`)
  await box(page).fill(words)
  await page.keyboard.press('Enter')
  await expect.poll(() => filterOf(page)).toEqual(built)
})

test('A filter is saved as a Filter scheme, found beside Filter, promoted to a view, renamed and deleted', async ({
  signedIn: page,
  desk,
  api: _api,
}) => {
  await page.goto(`${desk.url}/tickets`)
  await box(page).fill(words)
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Filter, 5 conditions' }).click()
  await page.getByRole('dialog', { name: 'Filter' }).getByRole('button', { name: 'Save as' }).click()
  const save = page.getByRole('dialog', { name: 'Save as a Filter scheme' })
  await save.getByLabel('Name').fill('Urgent and not mine')
  await save.getByRole('button', { name: 'Save' }).click()
  await expect(save).toBeHidden()

  await page.goto(`${desk.url}/tickets?view=all`)
  const schemes = page.getByRole('button', { name: 'Filter schemes' })
  await schemes.click()
  await page.getByRole('menuitemradio', { name: 'Urgent and not mine' }).click()
  await expect(box(page)).toHaveValue(words)

  await schemes.click()
  await page.getByRole('menuitem', { name: 'Manage schemes' }).click()
  const manage = page.getByRole('dialog', { name: 'Manage schemes' })
  await expectAccessible(page)
  await manage.getByRole('button', { name: 'Rename: Urgent and not mine' }).click()
  const rename = page.getByRole('dialog', { name: 'Rename' })
  await rename.getByLabel('Name').fill('Urgent for me')
  await rename.getByRole('button', { name: 'Save' }).click()
  await manage.getByRole('button', { name: 'Make a view: Urgent for me' }).click()
  const promote = page.getByRole('dialog', { name: 'A view of “Urgent for me”' })
  await promote.getByRole('button', { name: 'Create the view' }).click()
  await page.getByRole('link', { name: 'Show Urgent for me' }).click()
  await expect(page.getByRole('heading', { name: 'Urgent for me', level: 1 })).toBeVisible()
  await expect(chips(page).first()).toContainText('Category is Support and Priority is High')
  await expect(page.getByRole('treeitem', { name: /Urgent for me/ })).toBeVisible()

  await schemes.click()
  await page.getByRole('menuitem', { name: 'Manage schemes' }).click()
  await manage.getByRole('button', { name: 'Delete: Urgent for me' }).click()
  await page
    .getByRole('dialog', { name: /Delete/ })
    .getByRole('button', { name: 'Delete' })
    .click()
  await expect(manage.getByText('Urgent for me')).toBeHidden()
})

test('Groups nest, are negated, moved with the keys, and deleted without their conditions', async ({ signedIn: page, desk, api: _api }) => {
  const tree = {
    and: [
      { field: 'state', op: 'is', value: 'open' },
      {
        or: [
          { field: 'unread', op: 'is', value: true },
          { field: 'overdue', op: 'is', value: true },
        ],
      },
    ],
  }
  await page.goto(`${desk.url}/tickets?view=all&filter=${encodeURIComponent(JSON.stringify(tree))}`)
  await expect(box(page)).toHaveValue('state:open (is:unread or is:overdue)')
  await page.getByRole('button', { name: 'Filter, 3 conditions' }).click()
  const panel = page.getByRole('dialog', { name: 'Filter' })
  await panel.getByRole('button', { name: 'Negate the group' }).last().click()
  await expect(panel).toContainText('none of these')
  await panel.getByRole('button', { name: /^Move State/ }).press('ArrowDown')
  await panel.getByRole('button', { name: 'Search' }).click()
  await expect
    .poll(() => filterOf(page))
    .toEqual({ not: { or: [tree.and[0], { field: 'unread', op: 'is', value: true }, { field: 'overdue', op: 'is', value: true }] } })
  await page.getByRole('button', { name: 'Filter, 3 conditions' }).click()
  await panel.getByRole('button', { name: 'Add a group' }).last().click()
  await panel.getByRole('button', { name: 'Delete the group, keep its conditions' }).first().click()
  await panel.getByRole('button', { name: 'Delete Category' }).click()
  await panel.getByRole('button', { name: 'Delete State' }).click()
  await panel.getByRole('button', { name: 'Search' }).click()
  await expect.poll(() => JSON.stringify(filterOf(page))).not.toContain('state')
  await page
    .getByRole('button', { name: /^Remove / })
    .first()
    .click()
  await expect.poll(() => filterOf(page)).toBeNull()
})

test('The search box completes fields and values, and says what is wrong with a word', async ({ signedIn: page, desk, api: _api }) => {
  await sendRaw(desk.smtpPort, mailText({ From: 'words@customer.example', Subject: 'Refund of parcel 7731' }), {
    from: 'words@customer.example',
  })
  await page.goto(`${desk.url}/tickets?view=all`)
  await expect(page.getByRole('link', { name: /Refund of parcel 7731/ })).toBeVisible()
  await box(page).pressSequentially('prio')
  await page.getByRole('option', { name: /Priority/ }).click()
  await box(page).pressSequentially('h')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(box(page)).toHaveValue('priority:high ')
  await box(page).fill('prioriti:high')
  await page.keyboard.press('Enter')
  await expect(page.getByText('There is no field “prioriti”.')).toBeVisible()
  expect(new URL(page.url()).searchParams.get('filter')).toBeNull()
  await box(page).fill('category:Nowhere')
  await expect(page.getByText('Category: nothing is called “Nowhere”.')).toBeVisible()
  await box(page).fill('parcel 7731 state:open')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('link', { name: /Refund of parcel 7731/ })).toBeVisible()
  await expect(chips(page)).toHaveCount(3)
  await page.getByRole('button', { name: 'Clear the search' }).click()
  await expect(chips(page)).toHaveCount(1)
})
