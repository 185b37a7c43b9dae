/** The manual's page Answering: what is written is never lost, and nothing leaves past what a colleague or the customer wrote meanwhile. */
import type { Browser, Page } from '@playwright/test'
import { createTicket, listActivities } from '#activities/api.ts'
import { listDrafts, sendLater } from '#activities/draftApi.ts'
import { categories } from '#categories/categorySettings.ts'
import { changeQueue, listQueues } from '#channels/email/api.ts'
import { getPreferences } from '#people/preferences.ts'
import { templates } from '#templates/template.ts'
import { getTicket, mergeTickets } from '#tickets/api.ts'
import { listTickets } from '#views/api.ts'
import type { Api } from './support/api.ts'
import type { Desk } from './support/desk.ts'
import { expect, expectAccessible, mailText, queueForm, sendRaw, sendThrough, signIn, test } from './support/world.ts'

test.describe.configure({ timeout: 150_000 })

async function newTicket(desk: Desk, api: Api, title: string) {
  await sendRaw(desk.smtpPort, mailText({ From: 'Pavla Nová <pavla@customer.example>', Subject: title }), {
    from: 'pavla@customer.example',
  })
  let id = 0
  await expect
    .poll(async () => (id = (await api.call(listTickets, { sort: 'id' })).rows.find((r) => r.title === title)?.id ?? 0))
    .toBeGreaterThan(0)
  return id
}

/** A second browser of somebody else. */
async function second(browser: Browser, desk: Desk): Promise<Page> {
  const page = await (await browser.newContext({ locale: 'en-GB', timezoneId: 'Europe/Berlin' })).newPage()
  await desk
    .tessera('user', 'create', '--email', 'ben@desk.example', '--name', 'Ben Brown', '--password', 'a long password')
    .catch(() => '')
  await signIn(page, desk, { name: 'Ben Brown', email: 'ben@desk.example', password: 'a long password' })
  return page
}

async function reply(page: Page, desk: Desk, id: number, text: string) {
  await page.goto(`${desk.url}/tickets/${id}`)
  await page.getByRole('article').first().getByRole('button', { name: 'Reply', exact: true }).click()
  await composer(page).getByRole('textbox', { name: 'Message' }).fill(text)
}
const composer = (page: Page) => page.getByRole('region', { name: /^Reply to/ })
const waiting = (page: Page) => page.getByRole('region', { name: /that has not left/ })
const sent = async (api: Api, id: number) =>
  (await api.call(listActivities, { id })).activities.filter((a) => a.kind === 'email' && a.direction === 'out')

test('A draft saves itself, survives a crash of the browser in mid-typing, and others see whose exists, not its text', async ({
  browser,
  desk,
  api,
}) => {
  const id = await newTicket(desk, api, 'Kept while it is written')
  const ada = await (await browser.newContext({ locale: 'en-GB' })).newPage()
  await signIn(ada, desk)
  await reply(ada, desk, id, 'We are looking into it')
  await expect(composer(ada).getByText(/Draft saved/)).toBeVisible()
  await expectAccessible(ada)
  const ben = await second(browser, desk)
  await ben.goto(`${desk.url}/tickets/${id}`)
  await expect(ben.getByText(/is writing a reply, since/)).toBeVisible()
  await expect(ben.getByText('We are looking into it')).toHaveCount(0)
  // Another browser of the same person, after this one died without a word.
  const cookies = await ada.context().cookies()
  await ada.context().close()
  const context = await browser.newContext({ locale: 'en-GB' })
  await context.addCookies(cookies)
  const again = await context.newPage()
  await again.goto(`${desk.url}/tickets/${id}`)
  await again.getByRole('button', { name: 'Continue' }).click()
  await expect(composer(again).getByRole('textbox', { name: 'Message' })).toHaveText('We are looking into it')
  await context.close()
  await ben.context().close()
})

test('When replies cross, the send gate shows what came, and the same key goes on', async ({
  signedIn: ada,
  browser,
  desk,
  api,
  relay,
}) => {
  await sendThrough(api, relay)
  const id = await newTicket(desk, api, 'Crossing replies')
  const ben = await second(browser, desk)
  await reply(ada, desk, id, 'From Ada')
  await reply(ben, desk, id, 'From Ben')
  await ben.keyboard.press('Control+Enter')
  await expect(waiting(ben).getByText(/Leaves in \d+ s|Leaving/)).toBeVisible()
  await expect(async () => expect(await sent(api, id)).toHaveLength(1)).toPass({ timeout: 20_000 })
  await composer(ada).getByRole('textbox', { name: 'Message' }).focus()
  await ada.keyboard.press('Control+Enter')
  await expect(ada.getByText('Something came since you began.')).toBeVisible()
  await expect(composer(ada).getByText('From Ben')).toBeVisible()
  await ada.keyboard.press('Control+Enter')
  await expect(waiting(ada)).toBeVisible()
  await expect(async () => expect(await sent(api, id)).toHaveLength(2)).toPass({ timeout: 20_000 })
  await expect(ada.getByRole('article', { name: /, sent/ })).toHaveCount(2)
  await ben.context().close()
})

test('Undo gives the draft back as it was, and nothing has left', async ({ signedIn: page, desk, api }) => {
  const id = await newTicket(desk, api, 'Taken back')
  await reply(page, desk, id, 'Too early')
  await composer(page).getByRole('button', { name: 'Send, set Waiting' }).click()
  await waiting(page).getByRole('button', { name: 'Undo' }).click()
  await expect(composer(page).getByRole('textbox', { name: 'Message' })).toHaveText('Too early')
  expect((await api.call(getTicket, { id })).state).toBe('open')
  expect(await sent(api, id)).toEqual([])
})

test('A scheduled message stands on the ticket, can be moved and edited, and is sent by one click', async ({
  signedIn: page,
  desk,
  api,
}) => {
  const id = await newTicket(desk, api, 'Scheduled for tomorrow')
  await reply(page, desk, id, 'Good morning')
  await composer(page).getByRole('button', { name: 'More ways to send' }).click()
  await page.getByRole('menuitem', { name: /Tomorrow morning/ }).click()
  await expect(waiting(page).getByText(/^Leaves .*08:00/)).toBeVisible()
  await page.reload()
  await expect(waiting(page).getByText('Good morning')).toBeVisible()
  await waiting(page).getByRole('button', { name: 'Send now' }).click()
  await expect(page.getByRole('article', { name: /, sent/ })).toBeVisible({ timeout: 10_000 })
  await expect(waiting(page)).toHaveCount(0)
})

test('If a rule refuses the state that goes with a message, nothing leaves and the form shows it', async ({
  signedIn: page,
  desk,
  api,
}) => {
  const category = await api.call(categories.doors.create, { name: 'Waits with a time', waitingRequiresReopen: true })
  const { id } = await api.call(createTicket, { title: 'Refused with its message', categoryId: category.id })
  await page.goto(`${desk.url}/tickets/${id}`)
  await page.getByRole('button', { name: 'E-mail', exact: true }).click()
  const editor = page.getByRole('region', { name: 'New email' })
  await editor.getByRole('textbox', { name: 'To', exact: true }).fill('pavla@customer.example,')
  await editor.getByRole('textbox', { name: 'Message' }).fill('We wait for you')
  await editor.getByRole('button', { name: 'Send, set Waiting' }).click()
  await expect(editor.getByText(/Not sent:/)).toBeVisible()
  await expect(page.getByText('Waiting needs a time to re-open here.').first()).toBeVisible()
  await expect(editor.getByRole('textbox', { name: 'Message' })).toHaveText('We wait for you')
  expect(await sent(api, id)).toEqual([])
  expect((await api.call(getTicket, { id })).state).toBe('open')
})

test('A template is read beside the ticket and put into what is being written', async ({ signedIn: page, desk, api }) => {
  await api.call(templates.doors.create, {
    name: 'Thank you, short',
    kind: 'email',
    folder: 'Manners',
    body: '<p>Dear {{contact.name}}, thank you for writing about #{{ticket.number}}.</p>',
  })
  const id = await newTicket(desk, api, 'Written with a template')
  await reply(page, desk, id, '')
  // They come to the front by themselves, and the Form comes back with the end of the writing.
  await page.getByRole('textbox', { name: 'Find a template' }).fill('manners')
  await page.getByRole('button', { name: /Thank you, short/ }).click()
  await expect(page.getByText(`Dear Pavla Nová, thank you for writing about #${id}.`)).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Insert', exact: true }).click()
  await expect(composer(page).getByRole('textbox', { name: 'Message' })).toContainText(`thank you for writing about #${id}.`)
  await composer(page).getByRole('textbox', { name: 'Message' }).press('Escape')
  await expect(page.getByRole('tab', { name: 'Form' })).toHaveAttribute('aria-selected', 'true')
  await page.getByRole('button', { name: 'Continue' }).click()
  await expect(page.getByRole('tab', { name: 'Templates' })).toHaveAttribute('aria-selected', 'true')
  await page.getByRole('tab', { name: 'Contact' }).click()
  await composer(page).getByRole('textbox', { name: 'Message' }).press('Escape')
  await expect(page.getByRole('tab', { name: 'Contact' })).toHaveAttribute('aria-selected', 'true')
})

test('Placeholders and Templates are offered while one types; what nothing is known for is marked and never sent; the signature is seen as it leaves', async ({
  signedIn: page,
  desk,
  api,
  relay,
}) => {
  const signature = await api.call(templates.doors.create, { name: 'House', kind: 'signature', body: '<p>Yours, <b>{{user.name}}</b></p>' })
  await api.call(templates.doors.create, { name: 'Refund on its way', kind: 'email', body: '<p>Refund for {{account.name}}</p>' })
  const queue = (await api.call(listQueues, {})).queues.find((q) => q.address === 'support@localhost')
  if (!queue) throw new Error('A new desk has a queue for support@localhost.')
  const smtp = { host: '127.0.0.1', port: relay.port, security: 'none' as const, user: '' }
  const form = { ...queueForm(queue), id: queue.id, smtp }
  const signed = await api.call(changeQueue, { ...form, version: queue.version, signatureTemplateId: signature.id })
  const id = await newTicket(desk, api, 'Written with placeholders')
  await reply(page, desk, id, '')
  const text = composer(page).getByRole('textbox', { name: 'Message' })
  await text.pressSequentially('Dear {{first')
  await expect(page.getByRole('option', { name: /contact\.firstName.*Pavla/ })).toBeVisible()
  await expectAccessible(page)
  await text.press('Enter')
  await expect(text).toHaveText('Dear Pavla')
  await text.press('Enter')
  await text.pressSequentially('/refund')
  await page.getByRole('option', { name: /Refund on its way/ }).click()
  await expect(text).toContainText('Refund for {{account.name}}')
  await expect(composer(page).getByText('Nothing is known here for: Name of the Account.')).toBeVisible()
  await page.keyboard.press('Control+Enter')
  await expect(composer(page).getByRole('alert')).toContainText('Nothing is known here for: Name of the Account.')
  expect(await sent(api, id)).toEqual([])
  await composer(page).getByRole('button', { name: 'Show', exact: true }).click()
  await page.keyboard.type('Ms Nová')
  await expect(composer(page).getByText('Nothing is known here for')).toHaveCount(0)
  await expect(composer(page).getByRole('group', { name: 'Signature' })).toContainText('Yours,')
  await composer(page)
    .getByRole('button', { name: /Yours,/ })
    .click()
  const shown = await composer(page).frameLocator('iframe').locator('body').innerText()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Continue' }).click()
  await composer(page).getByRole('textbox', { name: 'Message' }).press('Control+Enter')
  const { mail } = await relay.next((m) => m.subject?.includes('Written with placeholders') ?? false, 40_000)
  expect(mail.text).toContain('Dear Pavla')
  expect(mail.text).toContain('Refund for Ms Nová')
  expect(mail.text).toContain(shown.trim())
  expect(mail.text).not.toContain('{{')
  await api.call(changeQueue, { ...form, version: signed.version, signatureTemplateId: null })
})

test('Recipients are marked against the message they answer: new, first time, and dropped ones to be put back', async ({
  signedIn: page,
  desk,
  api,
}) => {
  const subject = 'Who gets this'
  await sendRaw(
    desk.smtpPort,
    mailText({ From: 'Pavla Nová <pavla@customer.example>', Cc: 'Karel <karel@customer.example>', Subject: subject }),
    { from: 'pavla@customer.example' },
  )
  let id = 0
  await expect
    .poll(async () => (id = (await api.call(listTickets, { sort: 'id' })).rows.find((r) => r.title === subject)?.id ?? 0))
    .toBeGreaterThan(0)
  await reply(page, desk, id, 'Hello')
  await composer(page).getByRole('button', { name: 'Restore karel@customer.example' }).click()
  await expect(composer(page).getByRole('button', { name: /^Restore/ })).toHaveCount(0)
  await composer(page).getByRole('textbox', { name: 'To', exact: true }).fill('lawyer@elsewhere.example')
  await composer(page).getByRole('textbox', { name: 'To', exact: true }).press('Enter')
  await composer(page).getByRole('textbox', { name: 'To', exact: true }).fill('boss@localhost')
  await composer(page).getByRole('textbox', { name: 'To', exact: true }).press('Enter')
  await expect(composer(page).getByText('+ first time')).toHaveCount(1)
  await expect(composer(page).getByText('+ new')).toHaveCount(1)
  await expect(composer(page).getByText('lawyer@elsewhere.example never took part in this ticket and is no colleague.')).toBeVisible()
})

test('A reply begun before a merge is not lost: both drafts stand side by side and say where they were begun', async ({
  signedIn: page,
  desk,
  api,
}) => {
  const [survivor, other] = [await newTicket(desk, api, 'Merged: survivor'), await newTicket(desk, api, 'Merged: other')]
  await reply(page, desk, survivor, 'Begun on the survivor')
  await expect(composer(page).getByText(/Draft saved/)).toBeVisible()
  await reply(page, desk, other, 'Begun on the other')
  await expect(composer(page).getByText(/Draft saved/)).toBeVisible()
  await page.keyboard.type(', and more')
  await api.call(mergeTickets, { id: survivor, ticketIds: [other] })
  await expect(page).toHaveURL(new RegExp(`/tickets/${survivor}$`))
  const drafts = page.getByRole('region', { name: /^Reply to/ })
  await expect(drafts).toHaveCount(2)
  const moved = drafts.filter({ hasText: `begun on #${other}, which was merged into this ticket` })
  await expect(moved).toContainText('Begun on the other, and more')
  await moved.getByRole('button', { name: 'Continue' }).click()
  const text = composer(page).getByRole('textbox', { name: 'Message' })
  await expect(text).toHaveText('Begun on the other, and more')
  await text.press('Control+Enter')
  await expect(composer(page).getByText(`#${other} was merged with this ticket.`)).toBeVisible()
  expect(await sent(api, survivor)).toEqual([])
})

test('Two windows of one User on the same draft: the later text is kept, and the other window says so and offers it', async ({
  signedIn: page,
  desk,
  api,
}) => {
  const id = await newTicket(desk, api, 'Written in two windows')
  await reply(page, desk, id, 'From the first window')
  await expect(composer(page).getByText(/Draft saved/)).toBeVisible()
  const other = await page.context().newPage()
  await other.goto(`${desk.url}/tickets/${id}`)
  await other.getByRole('button', { name: 'Continue' }).click()
  await composer(other).getByRole('textbox', { name: 'Message' }).fill('From the second window')
  await expect(page.getByText(/You wrote on this in another window too/)).toBeVisible()
  await page.getByRole('button', { name: 'Show that text' }).click()
  await expect(composer(page).getByRole('textbox', { name: 'Message' })).toHaveText('From the second window')
  await other.close()
})

test('A lost connection while sending: what it is is said, and sending again sends once', async ({ signedIn: page, desk, api, relay }) => {
  const id = await newTicket(desk, api, 'Lost while sending')
  await reply(page, desk, id, 'Only once')
  let lost = 0
  await page.route('**' + sendLater.path.replace(/\{\w+\}/g, '*'), async (route) => {
    lost += 1
    if (lost > 1) return route.continue()
    // It arrives; its answer does not.
    await route.fetch()
    return route.abort('connectionreset')
  })
  await composer(page).getByRole('textbox', { name: 'Message' }).press('Control+Enter')
  await expect(composer(page).getByText(/sending again never sends twice/)).toBeVisible()
  await composer(page).getByRole('textbox', { name: 'Message' }).press('Control+Enter')
  await expect(composer(page)).toHaveCount(0)
  const { handed } = await relay.next((m) => m.subject?.includes('Lost while sending') ?? false, 40_000)
  expect(handed.to).toEqual(['pavla@customer.example'])
  expect(await sent(api, id)).toHaveLength(1)
  expect((await api.call(listDrafts, { id })).mine).toEqual([])
})

test('A wrong clock of the browser: the desk’s time counts, and both are shown', async ({ browser, desk, api }) => {
  const id = await newTicket(desk, api, 'A wrong clock')
  const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'Europe/Berlin' })
  const page = await context.newPage()
  await signIn(page, desk)
  await page.clock.install({ time: Date.now() + 30 * 3_600_000 })
  await page.goto(`${desk.url}/tickets/${id}`)
  await page.getByRole('article').first().getByRole('button', { name: 'Reply', exact: true }).click()
  await composer(page).getByRole('textbox', { name: 'Message' }).fill('Tomorrow by your clock')
  await composer(page).getByRole('button', { name: 'More ways to send' }).click()
  await expect(page.getByText(/By the desk’s clock it is .*; this device says .*/)).toBeVisible()
  await page.getByRole('menuitem', { name: /Tomorrow morning/ }).click()
  await expect(waiting(page)).toBeVisible()
  const leaves = Date.parse((await api.call(listDrafts, { id })).mine[0]?.leavesAt ?? '')
  expect(leaves - Date.now()).toBeGreaterThan(0)
  expect(leaves - Date.now()).toBeLessThan(32 * 3_600_000)
  await context.close()
})

test('25 MB pasted: the text becomes a file, the picture a part of the message, the page stays alive and says the size against the limit', async ({
  signedIn: page,
  desk,
  api,
}) => {
  const id = await newTicket(desk, api, 'Pasted far too much')
  await reply(page, desk, id, 'See below')
  const text = composer(page).getByRole('textbox', { name: 'Message' })
  await text.evaluate((element) => {
    const given = new DataTransfer()
    given.setData('text/plain', 'All that was ever said. '.repeat(1_050_000))
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData: given, bubbles: true, cancelable: true }))
  })
  await text.pressSequentially('!')
  await expect(text).toHaveText('See below!')
  await expect(composer(page).getByText('What you pasted is too long for a message, so it was attached as a file.')).toBeVisible()
  await expect(composer(page).getByText(/34\.5 of 52\.4 MB/)).toBeVisible({ timeout: 40_000 })
  await text.evaluate((element) => {
    const bytes = new Uint8Array(25_000_000)
    bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
    const given = new DataTransfer()
    given.items.add(new File([bytes], 'huge.png', { type: 'image/png' }))
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData: given, bubbles: true, cancelable: true }))
  })
  await text.pressSequentially('?')
  await expect(composer(page).getByText(/more than the 52\.4 MB that this Email queue takes/)).toBeVisible({ timeout: 40_000 })
  await text.press('Control+Enter')
  await expect(text).toContainText('See below!?')
  expect(await sent(api, id)).toEqual([])
})

test('A pasted picture stands in the text and leaves as a part of the message; undo and the last State go with the User', async ({
  signedIn: page,
  desk,
  api,
  relay,
}) => {
  const id = await newTicket(desk, api, 'With a picture in it')
  await reply(page, desk, id, 'Look: ')
  const text = composer(page).getByRole('textbox', { name: 'Message' })
  await text.press('End')
  await text.evaluate(async (element) => {
    const canvas = new OffscreenCanvas(40, 20)
    canvas.getContext('2d')?.fillRect(0, 0, 20, 20)
    const given = new DataTransfer()
    given.items.add(new File([await canvas.convertToBlob({ type: 'image/png' })], '', { type: 'image/png' }))
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData: given, bubbles: true, cancelable: true }))
  })
  await expect(text.getByRole('img')).toBeVisible()
  await composer(page).getByRole('button', { name: 'More ways to send' }).click()
  await page.getByRole('menuitemradio', { name: '5 seconds' }).click()
  await page.getByRole('menuitem', { name: 'Send, set Closed' }).click()
  await expect(waiting(page)).toBeVisible()
  const { mail } = await relay.next((m) => m.subject?.includes('With a picture in it') ?? false, 40_000)
  expect(mail.attachments.map((a) => [a.contentType, a.related])).toEqual([['image/png', true]])
  expect(String(mail.html)).toMatch(/<img[^>]*src="(cid:|data:)/)
  expect(await api.call(getPreferences, {})).toMatchObject({ undoSendSeconds: 5, sendStates: { 1: 'closed' } })
})

test('A scheduled message is held, and says so, at the moment something comes', async ({ signedIn: page, browser, desk, api }) => {
  const id = await newTicket(desk, api, 'Scheduled, then answered')
  await reply(page, desk, id, 'In the morning')
  await composer(page).getByRole('button', { name: 'More ways to send' }).click()
  await page.getByRole('menuitem', { name: /Tomorrow morning/ }).click()
  await expect(waiting(page).getByText(/^Leaves/)).toBeVisible()
  const ben = await second(browser, desk)
  await reply(ben, desk, id, 'I have just answered')
  await ben.keyboard.press('Control+Enter')
  await expect(waiting(page).getByText('Held: another message or comment came before its time.')).toBeVisible({
    timeout: 30_000,
  })
  await ben.context().close()
})
