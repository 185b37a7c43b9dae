/** The manual's page Views: the sidebar, Add view, edit mode, sharing, and Team views in Manage. */
import type { Page } from '@playwright/test'
import { createTicket } from '#activities/api.ts'
import { accesses } from '#people/access.ts'
import { rights } from '#people/right.ts'
import { users } from '#people/users.ts'
import type { Filter } from '#platform/filter.ts'
import { arrangeMine, createView, getSidebar, listAllViews } from '#views/api.ts'
import { teamViews } from '#views/view.ts'
import { listCategories } from '#categories/api.ts'
import type { Api } from './support/api.ts'
import type { Desk } from './support/desk.ts'
import { expect, expectAccessible, signIn, test } from './support/world.ts'

test.describe.configure({ timeout: 120_000 })

const password = 'a long enough password'
const titled = (word: string): Filter => ({ field: 'title', op: 'contains', value: word })

/** A User with all data, unless another Right is given; and the API as theirs. */
async function newUser(api: Api, desk: Desk, name: string, rightId?: number) {
  const email = `${name.toLowerCase()}@desk.example`
  const { items } = await api.call(accesses.doors.list, {})
  const all = await api.call(rights.doors.list, {})
  const accessId = items.find((one) => one.name === 'Administrator')?.id ?? 1
  const right = rightId ?? all.items.find((one) => one.everything)?.id ?? 1
  await api.call(users.doors.create, { name, email, accessId, rightId: right, password })
  return { who: { name, email, password }, theirs: await desk.api(email) }
}
const stand = async (api: Api, places: Parameters<typeof tree>[0]) => {
  const { mineVersion } = await api.call(getSidebar, {})
  return api.call(arrangeMine, { version: mineVersion, places: tree(places) })
}
type Wanted = number | string | { at: number | string; narrowed?: boolean; holds?: Wanted[] }
function tree(places: readonly Wanted[]): { viewId?: number; folder?: string; narrowed?: boolean; children?: ReturnType<typeof tree> }[] {
  return places.map((one) => {
    const { at, narrowed = false, holds = [] } = typeof one === 'object' ? one : { at: one }
    return { ...(typeof at === 'number' ? { viewId: at } : { folder: at }), narrowed, children: tree(holds) }
  })
}
/** My views as they stand: `Folder(View)`. */
async function mine(api: Api) {
  const { views } = await api.call(listAllViews, {})
  const { mine: places } = await api.call(getSidebar, {})
  const say = (list: typeof places): string =>
    list
      .map(
        (one) =>
          (one.folder ?? views.find(({ id }) => id === one.viewId)?.name ?? '?') +
          (one.children.length > 0 ? `(${say(one.children)})` : ''),
      )
      .join(' ')
  return say(places)
}
const idsOf = async (api: Api) => new Map((await api.call(listAllViews, {})).views.map(({ name, id }) => [name, id]))
const myViews = (page: Page) => page.getByRole('tree', { name: 'My views' })
const teamTree = (page: Page) => page.getByRole('tree', { name: 'Team views' })
const line = (page: Page, name: string | RegExp) => myViews(page).getByRole('treeitem', { name })
const edit = async (page: Page) => page.getByRole('button', { name: 'Edit', exact: true }).first().click()

/** Drags a line to just above or below another one, and so far to the side. */
async function drag(page: Page, from: string, to: string, { below = true, sideways = 0 } = {}) {
  const [start, end] = [await line(page, from).boundingBox(), await line(page, to).boundingBox()]
  if (!start || !end) throw new Error('Both lines are there.')
  const x = start.x + 70
  await page.mouse.move(x, start.y + start.height / 2)
  await page.mouse.down()
  await page.mouse.move(x + 4, start.y + start.height / 2 + 6)
  await page.mouse.move(x + sideways, end.y + (below ? end.height - 4 : 4), { steps: 5 })
  await page.mouse.up()
}

test('The sidebar has Team views and My views, each view with its exact count; arrow keys walk it as a tree', async ({
  page,
  desk,
  api,
}) => {
  const { who, theirs } = await newUser(api, desk, 'Sida')
  const ids = await idsOf(theirs)
  await stand(theirs, [{ at: 'Folder', holds: [ids.get('Starred') ?? 0] }])
  await signIn(page, desk, who)
  await page.goto(`${desk.url}/tickets?view=mine`)
  await expect(page.getByRole('heading', { name: 'My tickets', level: 1 })).toBeVisible()
  await expect(page).toHaveURL(new RegExp(`view=${ids.get('My tickets')}$`))
  await expect(teamTree(page).getByRole('treeitem', { name: 'My tickets 0' })).toHaveAttribute('aria-current', 'page')
  await teamTree(page).getByRole('treeitem', { name: 'My tickets 0' }).focus()
  await page.keyboard.press('ArrowDown')
  await expect(teamTree(page).getByRole('treeitem', { name: /^Unassigned/ })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Unassigned', level: 1 })).toBeVisible()
  await line(page, 'Folder').focus()
  await page.keyboard.press('ArrowLeft')
  await expect(line(page, /Starred/)).toBeHidden()
  await page.reload()
  await expect(line(page, 'Folder')).toHaveAttribute('aria-expanded', 'false')
  await line(page, 'Folder').click()
  await expect(line(page, /Starred/)).toBeVisible()
  await expectAccessible(page)
})

test('Click + next to any view to add it to My views; Apply confirms, leaving discards; the checkboxes filter the list', async ({
  page,
  desk,
  api,
}) => {
  const { who, theirs } = await newUser(api, desk, 'Adda')
  await theirs.call(createView, { name: 'Adda’s own', filter: titled('adda') })
  await signIn(page, desk, who)
  await page.goto(`${desk.url}/tickets`)
  await page.getByRole('button', { name: 'Add view' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add view to my views' })
  await dialog.getByRole('button', { name: 'Add Waiting to My views' }).click()
  await dialog.getByRole('button', { name: 'Add Overdue to My views' }).click()
  await expect(dialog.getByText('2 views will be added')).toBeVisible()
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await expect(myViews(page)).toBeHidden()
  expect(await mine(theirs)).toBe('')

  await page.getByRole('button', { name: 'Add view' }).click()
  await dialog.getByLabel('Private views').check()
  await expect(dialog.getByRole('button', { name: 'Add Waiting to My views' })).toBeHidden()
  await dialog.getByRole('button', { name: 'Add Adda’s own to My views' }).click()
  await dialog.getByLabel('Private views').uncheck()
  await dialog.getByLabel('Shared views').check()
  await expect(dialog.getByText('Adda’s own')).toBeHidden()
  await dialog.getByRole('searchbox').fill('over')
  await dialog.getByRole('button', { name: 'Add Overdue to My views' }).click()
  await dialog.getByRole('button', { name: 'Apply' }).click()
  await expect(line(page, /^Overdue/)).toBeVisible()
  expect(await mine(theirs)).toBe('Adda’s own Overdue')
})

test('+ Add new creates a view, the pen edits it, and deleting it says what that means', async ({ page, desk, api }) => {
  const { who, theirs } = await newUser(api, desk, 'Newa')
  const ids = await idsOf(theirs)
  await stand(theirs, [ids.get('All open') ?? 0])
  await signIn(page, desk, who)
  await page.goto(`${desk.url}/tickets`)
  await page.getByRole('button', { name: 'Add view' }).click()
  await page.getByRole('button', { name: 'Add new' }).click()
  const editor = page.getByRole('dialog', { name: 'New view' })
  await editor.getByLabel('Name').fill('Calls of today')
  await editor.getByRole('radio', { name: 'Phone' }).check({ force: true })
  await editor.getByRole('combobox', { name: 'Stands in My views' }).click()
  await page.getByRole('option', { name: 'Under All open' }).click()
  await expect(editor.getByLabel('Narrowed by All open')).toBeChecked()
  await expectAccessible(page)
  await editor.getByRole('button', { name: 'Create view' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add view to my views' })
  await expect(dialog.getByRole('img', { name: 'Calls of today is in My views' })).toBeVisible()
  expect(await mine(theirs)).toBe('All open(Calls of today)')

  await dialog.getByRole('button', { name: 'Edit Calls of today' }).click()
  const again = page.getByRole('dialog', { name: 'Edit Calls of today' })
  await again.getByLabel('Name').fill('Call-backs')
  await again.getByRole('button', { name: 'Save' }).click()
  await dialog.getByRole('button', { name: 'Edit Call-backs' }).click()
  await page.getByRole('dialog', { name: 'Edit Call-backs' }).getByRole('button', { name: 'Delete view' }).click()
  const question = page.getByRole('dialog', { name: 'Delete the view Call-backs?' })
  await expect(question.getByText('No ticket is changed.')).toBeVisible()
  await question.getByRole('button', { name: 'Delete view' }).click()
  await expect(question).toBeHidden()
  await expect.poll(() => mine(theirs)).toBe('All open')
})

test('In edit mode you drag views to reorder, nest and file them; the bin takes one off; Done saves, Cancel does not', async ({
  page,
  desk,
  api,
}) => {
  const { who, theirs } = await newUser(api, desk, 'Edita')
  const ids = await idsOf(theirs)
  const view = (name: string) => ids.get(name) ?? 0
  await stand(theirs, [view('All open'), view('Waiting'), view('Overdue'), view('Starred')])
  await signIn(page, desk, who)
  await page.goto(`${desk.url}/tickets`)
  await edit(page)
  await drag(page, 'Starred', 'All open', { below: false })
  await drag(page, 'Waiting', 'All open', { sideways: 30 })
  await page.getByRole('button', { name: 'New folder' }).click()
  await page.getByLabel('Name of the folder').fill('Later')
  await page.keyboard.press('Enter')
  await drag(page, 'Overdue', 'Later', { sideways: 30 })
  await expectAccessible(page)
  expect(await mine(theirs)).toBe('All open Waiting Overdue Starred')
  await page.getByRole('button', { name: 'Done' }).click()
  await expect(line(page, /^Overdue/)).toHaveAttribute('aria-level', '2')
  expect(await mine(theirs)).toBe('Starred All open(Waiting) Later(Overdue)')

  await edit(page)
  await line(page, 'Starred').hover()
  await page.getByRole('button', { name: 'Take Starred off this list' }).click()
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect(line(page, /^Starred/)).toBeVisible()
  await edit(page)
  await line(page, 'Later').hover()
  await page.getByRole('button', { name: 'Take Later off this list' }).click()
  await page.getByRole('button', { name: 'Done' }).click()
  await expect(line(page, 'Later')).toBeHidden()
  expect(await mine(theirs)).toBe('Starred All open(Waiting) Overdue')
  // What was taken off is still there to be added.
  expect((await idsOf(theirs)).has('Starred')).toBe(true)
})

test('The keyboard arranges as well: Space lifts, arrows move and nest, Escape puts back; leaving edit mode saves', async ({
  page,
  desk,
  api,
}) => {
  const { who, theirs } = await newUser(api, desk, 'Kaya')
  const ids = await idsOf(theirs)
  await stand(
    theirs,
    ['All open', 'Waiting', 'Overdue'].map((name) => ids.get(name) ?? 0),
  )
  await signIn(page, desk, who)
  await page.goto(`${desk.url}/tickets`)
  await edit(page)
  await line(page, 'Overdue').focus()
  await page.keyboard.press('Space')
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('ArrowRight')
  await expect(line(page, 'Overdue')).toHaveAttribute('aria-level', '2')
  await expect(page.getByText('Overdue: 1 of 1 under All open.')).toBeAttached()
  await page.keyboard.press('Escape')
  await expect(line(page, 'Overdue')).toHaveAttribute('aria-level', '1')
  await page.keyboard.press('Space')
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Space')
  await page.keyboard.press('ArrowDown')
  await expect(line(page, 'Waiting')).toBeFocused()
  await page.keyboard.press('Delete')
  await expect(line(page, 'Waiting')).toBeHidden()
  // Another page is left for: that saves too.
  await page.getByRole('link', { name: 'Contacts' }).first().click()
  await expect(page.getByRole('heading', { name: 'Contacts' })).toBeVisible()
  await expect.poll(() => mine(theirs)).toBe('All open(Overdue)')
})

test('Who saves second keeps their arrangement and is told', async ({ page, desk, api }) => {
  const { who, theirs } = await newUser(api, desk, 'Zoe')
  const ids = await idsOf(theirs)
  const [open, waiting] = [ids.get('All open') ?? 0, ids.get('Waiting') ?? 0]
  await stand(theirs, [open, waiting])
  await signIn(page, desk, who)
  await page.goto(`${desk.url}/tickets`)
  await edit(page)
  await line(page, 'Waiting').focus()
  await page.keyboard.press('Space')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Space')
  const { mine: places, mineVersion } = await theirs.call(getSidebar, {})
  await theirs.call(arrangeMine, { version: mineVersion, places: places.toReversed().map(({ id, viewId }) => ({ id, viewId })) })
  await page.getByRole('button', { name: 'Done' }).click()
  await expect(page.getByText('Your arrangement is still here.')).toBeVisible()
  await expect(line(page, 'Waiting')).toHaveAttribute('aria-level', '2')
  await page.getByRole('button', { name: 'Keep mine' }).click()
  await expect.poll(() => mine(theirs)).toBe('All open(Waiting)')
})

test('A subview that its parent narrows shows and counts only those of its tickets that are in the parent too', async ({
  page,
  desk,
  api,
}) => {
  const { who, theirs } = await newUser(api, desk, 'Nara')
  const { categories } = await api.call(listCategories, {})
  const categoryId = categories[0]?.id ?? 1
  for (const title of ['Narrow blue', 'Narrow blue', 'Wide blue', 'Narrow red']) await theirs.call(createTicket, { title, categoryId })
  const narrow = await theirs.call(createView, { name: 'Narrow ones', filter: titled('narrow') })
  const blue = await theirs.call(createView, { name: 'Blue ones', filter: titled('blue') })
  await stand(theirs, [{ at: narrow.id, holds: [{ at: blue.id, narrowed: true }] }])
  await signIn(page, desk, who)
  await page.goto(`${desk.url}/tickets?view=${narrow.id}`)
  await expect(line(page, /^Narrow ones.* 3$/)).toBeVisible()
  await line(page, /^Blue ones.* 2$/).click()
  await expect(page.getByRole('grid').getByText('Narrow blue')).toHaveCount(2)
  await expect(page.getByText('Wide blue')).toHaveCount(0)

  await edit(page)
  await line(page, 'Blue ones').hover()
  await page.getByRole('button', { name: 'Narrow Blue ones by what it stands under' }).click()
  await page.getByRole('button', { name: 'Done' }).click()
  await line(page, /^Blue ones.* 3$/).click()
  await expect(page.getByRole('grid').getByText('Wide blue')).toBeVisible()
  await theirs.call(createTicket, { title: 'Another blue', categoryId })
  await expect(line(page, /^Blue ones.* 4$/)).toBeVisible()
})

test('A shared view appears in Add view of others, never by itself in their sidebar, and they cannot edit it', async ({
  page,
  desk,
  api,
}) => {
  const { who, theirs } = await newUser(api, desk, 'Sven')
  await signIn(page, desk)
  await page.goto(`${desk.url}/tickets`)
  await page.getByRole('button', { name: 'Add view' }).click()
  await page.getByRole('button', { name: 'Add new' }).click()
  const editor = page.getByRole('dialog', { name: 'New view' })
  await editor.getByLabel('Name').fill('For everybody')
  await editor.getByText('Everyone', { exact: true }).click()
  await editor.getByRole('button', { name: 'Create view' }).click()
  await expect(page.getByRole('img', { name: 'For everybody is in My views' })).toBeVisible()

  await page.context().clearCookies()
  await signIn(page, desk, who)
  await page.goto(`${desk.url}/tickets`)
  await expect(teamTree(page)).toBeVisible()
  await expect(page.getByRole('treeitem', { name: /For everybody/ })).toBeHidden()
  await page.getByRole('button', { name: 'Add view' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add view to my views' })
  await expect(dialog.getByRole('button', { name: 'Edit For everybody' })).toBeHidden()
  await dialog.getByRole('button', { name: 'Add For everybody to My views' }).click()
  await dialog.getByRole('button', { name: 'Apply' }).click()
  await expect(line(page, /^For everybody/)).toBeVisible()
  expect(await mine(theirs)).toBe('For everybody')
})

test('A Team view is made in Manage and shown to the Rights that are chosen; without the right to own views there is no Add view', async ({
  page,
  desk,
  api,
}) => {
  const { categories } = await api.call(listCategories, {})
  const bare = { workCategories: categories.map(({ id }) => id), handCategories: [], queues: [], handUsers: null, articleFolders: [] }
  const chosen = await api.call(rights.doors.create, { ...bare, name: 'Shown to' })
  const other = await api.call(rights.doors.create, { ...bare, name: 'Not shown to' })
  const inside = await newUser(api, desk, 'Ines', chosen.id)
  const outside = await newUser(api, desk, 'Otto', other.id)

  await signIn(page, desk)
  await page.goto(`${desk.url}/manage/views`)
  await page.getByRole('link', { name: 'New Team view' }).click()
  await page.getByLabel('Name').fill('Press')
  await page.getByText('Chosen Rights', { exact: true }).click()
  await page.getByRole('combobox', { name: 'Chosen Rights' }).click()
  await page.getByRole('option', { name: 'Shown to', exact: true }).click()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Create' }).click()
  await expect(page.getByRole('heading', { name: 'Press' })).toBeVisible()
  await expectAccessible(page)
  const press = (await api.call(teamViews.doors.list, {})).items.find(({ name }) => name === 'Press')
  expect(press?.rightIds).toEqual([chosen.id])

  // It stands at the end of the Team tree until it is put elsewhere.
  await page.goto(`${desk.url}/manage/views`)
  const places = page.getByRole('tree', { name: 'In everyone’s sidebar' })
  await places.getByRole('treeitem', { name: 'Press' }).focus()
  await page.keyboard.press('Space')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Space')
  await page.getByRole('button', { name: 'Save the order' }).click()
  await expect(page.getByRole('button', { name: 'Save the order' })).toBeHidden()
  await expectAccessible(page)

  for (const [user, there] of [
    [inside, true],
    [outside, false],
  ] as const) {
    await page.context().clearCookies()
    await signIn(page, desk, user.who)
    await page.goto(`${desk.url}/tickets`)
    await expect(teamTree(page).getByRole('treeitem', { name: /^All open/ })).toBeVisible()
    await expect(teamTree(page).getByRole('treeitem', { name: /^Press/ })).toBeVisible({ visible: there })
    await expect(page.getByRole('button', { name: 'Add view' })).toBeHidden()
  }
  await api.call(teamViews.doors.remove, { id: press?.id ?? 0 })
})
