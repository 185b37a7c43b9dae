/** The manual's page Working on a ticket, Attachments: all files of a ticket, seen in place, taken along, brought and deleted. */
import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { listActivities } from '#activities/api.ts'
import { listAttachments } from '#activities/fileApi.ts'
import { categories } from '#categories/categorySettings.ts'
import { changeTicket, getTicket } from '#tickets/api.ts'
import { listTickets } from '#views/api.ts'
import type { Api } from './support/api.ts'
import type { Desk } from './support/desk.ts'
import { expect, expectAccessible, mailText, sendRaw, test } from './support/world.ts'

const picture = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
const pdf = [
  '%PDF-1.4',
  '1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj',
  '2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj',
  '3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]>>endobj',
  'trailer<</Size 4/Root 1 0 R>>',
  '%%EOF',
].join('\n')

const part = (name: string, type: string, bytes: Buffer) =>
  `--b\r\nContent-Type: ${type}\r\nContent-Disposition: attachment; filename*=UTF-8''${encodeURIComponent(name)}\r\nContent-Transfer-Encoding: base64\r\n\r\n${bytes.toString('base64')}\r\n`

async function ticketWithFiles(desk: Desk, api: Api, title: string) {
  const body = [
    '--b\r\nContent-Type: text/plain\r\n\r\nPlease see what I attach.\r\n',
    part('photo.png', 'image/png', Buffer.from(picture, 'base64')),
    part('Ceník 2026.csv', 'text/csv', Buffer.from('4d9a6e6f3b506ff865740d0a8a726f75623b3430', 'hex')),
    part('price.pdf', 'application/octet-stream', Buffer.from(pdf)),
    part('page.html', 'text/html', Buffer.from('<script>parent.document.title="owned"</script>')),
    '--b--\r\n',
  ].join('')
  const raw = mailText({ From: 'Files <files@customer.example>', Subject: title, 'Content-Type': 'multipart/mixed; boundary=b' }, body)
  await sendRaw(desk.smtpPort, raw, { from: 'files@customer.example' })
  let id = 0
  await expect
    .poll(async () => (id = (await api.call(listTickets, { sort: 'id' })).rows.find((r) => r.title === title)?.id ?? 0))
    .toBeGreaterThan(0)
  return id
}

const look = (page: Page, name: string) => page.getByRole('button', { name: `Look at ${name}` })

test('All files are found by name and seen in place: pictures, PDFs, texts with what they were written in; what could run is only downloaded', async ({
  signedIn: page,
  desk,
  api,
}) => {
  const id = await ticketWithFiles(desk, api, 'With files')
  await page.goto(`${desk.url}/tickets/${id}`)
  await page.getByRole('tab', { name: 'Attachments 4' }).click()
  await expect(page.getByText(/4 files/)).toBeVisible()
  await expectAccessible(page)

  await look(page, 'photo.png').click()
  const viewer = page.getByRole('dialog')
  await expect(viewer.getByRole('img', { name: 'photo.png' })).toHaveJSProperty('naturalWidth', 1)
  await expectAccessible(page)
  await page.keyboard.press('ArrowRight')
  await expect(viewer.getByRole('cell', { name: 'Šroub' })).toBeVisible()
  await expect(viewer.getByText('Read as WINDOWS-1250')).toBeVisible()
  await page.keyboard.press('ArrowRight')
  await expect(viewer.locator('iframe[title="PDF: price.pdf"]')).toBeVisible()
  await viewer.getByRole('button', { name: 'The next file' }).click()
  await expect(viewer.getByText('This kind of file is not shown here.')).toBeVisible()
  await page.keyboard.press('ArrowLeft')
  await expect(viewer.getByText('3 of 4')).toBeVisible()
  await viewer.getByRole('button', { name: 'Close' }).click()
  expect(await page.title()).toContain('With files')

  await page.getByRole('textbox', { name: 'Find a file by its name' }).fill('cenik')
  await expect(look(page, 'photo.png')).toHaveCount(0)
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download these' }).click()])
  expect(download.suggestedFilename()).toBe(`ticket-${id}.zip`)
  expect(readFileSync(await download.path()).includes('Ceník 2026.csv')).toBe(true)

  await page.getByRole('button', { name: 'Show its message' }).first().click()
  await expect(page.getByRole('article', { name: /Files, received/ })).toBeFocused()
})

test('Files that are dropped on the tab become an internal comment; a deleted one leaves its name, its size and who did it', async ({
  signedIn: page,
  desk,
  api,
}) => {
  const id = await ticketWithFiles(desk, api, 'Brought and deleted')
  await page.goto(`${desk.url}/tickets/${id}`)
  await page.getByRole('tab', { name: 'Attachments 4' }).click()
  const data = await page.evaluateHandle(() => {
    const held = new DataTransfer()
    held.items.add(new File(['one'], 'one.txt'))
    held.items.add(new File(['two'], 'two.txt'))
    return held
  })
  for (const event of ['dragenter', 'dragover', 'drop']) await look(page, 'photo.png').dispatchEvent(event, { dataTransfer: data })
  await expect(page.getByRole('tab', { name: 'Attachments 6' })).toBeVisible()
  const [comment] = (await api.call(listActivities, { id })).activities
  expect(comment).toMatchObject({ kind: 'comment', text: '', recipients: [] })
  expect(comment?.attachments.map((file) => file.name).toSorted()).toEqual(['one.txt', 'two.txt'])
  await expect(page.getByRole('article', { name: /Internal/ }).getByRole('link', { name: /one.txt/ })).toBeVisible()

  await look(page, 'two.txt').hover()
  await page.getByRole('button', { name: 'Delete two.txt' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete file' }).click()
  await expect(page.getByText(/two.txt, 3 B, deleted by/)).toBeVisible()
  await expect(look(page, 'two.txt')).toHaveCount(0)
  await page.getByRole('tab', { name: 'History' }).click()
  await expect(page.getByText('deleted the file two.txt, 3 B')).toBeVisible()
  expect((await api.call(listAttachments, { id })).total.count).toBe(5)
})

test('A ticket opens with the tab that its Category says, until its User chooses another', async ({ signedIn: page, desk, api }) => {
  const made = await api.call(categories.doors.create, { name: 'Files first', focusedTab: 'attachments' })
  const id = await ticketWithFiles(desk, api, 'Opens with its files')
  const { category } = await api.call(getTicket, { id })
  await api.call(changeTicket, { id, changes: { categoryId: { from: category.id, to: made.id } } })
  await page.goto(`${desk.url}/tickets/${id}`)
  await expect(page.getByRole('tab', { name: 'Attachments 4' })).toHaveAttribute('aria-selected', 'true')
  await page.getByRole('tab', { name: 'Contact' }).click()
  await page.getByRole('link', { name: 'Tickets', exact: true }).first().click()
  await expect(page.getByRole('tab', { name: 'Contact' })).toHaveCount(0)
  await page
    .getByRole('link', { name: /Opens with its files/ })
    .first()
    .click({ position: { x: 20, y: 8 } })
  await expect(page.getByRole('tab', { name: 'Contact' })).toHaveAttribute('aria-selected', 'true')

  await page.getByRole('button', { name: 'More ways to write' }).click()
  await page.getByRole('menuitem', { name: 'Forward' }).click()
  await expect(page.getByRole('region', { name: 'Forward' })).toBeVisible()
  // It stands before Support, where other specifications take the first there is.
  const { changedAt: _at, changedBy: _by, ...values } = made
  await api.call(categories.doors.change, { ...values, focusedTab: 'activities' })
})

test('An invitation is a card in one’s own time; an attached message opens as a letter, and one in that; signature and quote are folded', async ({
  signedIn: page,
  desk,
  api,
}) => {
  const letter =
    '--b\r\nContent-Type: message/rfc822\r\n\r\nFrom: Joe <joe@customer.example>\r\nSubject: The letter\r\nContent-Type: multipart/mixed; boundary=i\r\n\r\n--i\r\nContent-Type: text/html\r\n\r\n<p>inner words</p>\r\n--i\r\nContent-Type: message/rfc822\r\n\r\nSubject: Innermost\r\n\r\ninnermost words\r\n--i\r\nContent-Type: text/plain; name=log.txt\r\n\r\na log\r\n--i--\r\n'
  const calendar =
    'BEGIN:VCALENDAR\r\nMETHOD:CANCEL\r\nBEGIN:VEVENT\r\nSUMMARY:Repair\r\nLOCATION:Hall 2\r\nDTSTART;TZID=America/New_York:20261201T090000\r\nDTEND;TZID=America/New_York:20261201T100000\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n'
  const body = [
    '--b\r\nContent-Type: text/plain\r\n\r\nPlease come.\r\n-- \r\nJane Doe\r\nCustomer Inc.\r\n\r\nOn 11/3/26 10:00, Support wrote:\r\n> Which day?\r\n',
    `--b\r\nContent-Type: text/calendar; method=CANCEL\r\n\r\n${calendar}`,
    letter,
    '--b--\r\n',
  ].join('')
  const raw = mailText(
    { From: 'Letters <letters@customer.example>', Subject: 'With a letter', 'Content-Type': 'multipart/mixed; boundary=b' },
    body,
  )
  await sendRaw(desk.smtpPort, raw, { from: 'letters@customer.example' })
  let id = 0
  await expect
    .poll(async () => (id = (await api.call(listTickets, { sort: 'id' })).rows.find((r) => r.title === 'With a letter')?.id ?? 0))
    .toBeGreaterThan(0)
  await page.goto(`${desk.url}/tickets/${id}`)

  const card = page.getByRole('region', { name: 'Invitation: Repair' })
  await expect(card.getByText('Cancelled')).toBeVisible()
  await expect(card.getByText('Tue, 1 Dec 2026, 15:00 to 16:00 (your time, Europe/Berlin)')).toBeVisible()
  await expect(page.getByText('Customer Inc.')).toHaveCount(0)
  await page.getByRole('button', { name: 'Signature, 3 lines' }).click()
  await expect(page.getByText('Customer Inc.')).toBeVisible()
  await page.getByRole('button', { name: 'Quoted text, 2 lines' }).click()
  await expect(page.getByText('> Which day?')).toBeVisible()
  await expectAccessible(page)

  await page.getByRole('link', { name: /The letter.eml/ }).click()
  const viewer = page.getByRole('dialog')
  await expect(viewer.getByRole('heading', { name: 'The letter', exact: true })).toBeVisible()
  await expect(viewer.frameLocator('iframe').getByText('inner words')).toBeVisible()
  await expectAccessible(page)
  const [download] = await Promise.all([page.waitForEvent('download'), viewer.getByRole('link', { name: /log.txt/ }).click()])
  expect(readFileSync(await download.path(), 'utf8')).toBe('a log')
  await viewer.getByRole('link', { name: /Innermost.eml/ }).click()
  await expect(viewer.getByText('innermost words')).toBeVisible()
  await viewer.getByRole('button', { name: 'Back to the message around it' }).click()
  await expect(viewer.getByRole('heading', { name: 'The letter', exact: true })).toBeVisible()
})
