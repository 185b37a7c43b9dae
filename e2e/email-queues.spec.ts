/** The manual's page Email, its part for administrators: queues, mailboxes, the Outbox and the ledger. */
import { changeQueue, listLedger, listQueues } from '#channels/email/api.ts'
import { templates } from '#templates/template.ts'
import { findTickets } from '#tickets/api.ts'
import { expect, mailText, queueForm, sendRaw, test } from './support/world.ts'

test('Connecting a mailbox says how much mail lies there and asks from when on to take it; the rest is left there and counted', async ({
  signedIn: page,
  desk,
  api: _api,
  outside,
  relay,
}) => {
  const mailboxes = outside.mailboxes()
  for (const n of [1, 2, 3]) await mailboxes.append('orders', mailText({ From: 'before@customer.example', Subject: `Before ${n}` }))
  await page.goto(`${desk.url}/manage/queues`)
  await page.getByRole('link', { name: 'New Email queue' }).click()
  await page.getByLabel('Name', { exact: true }).fill('Orders')
  await page.getByLabel('Address', { exact: true }).fill('orders@desk.example')
  await page
    .getByRole('radiogroup')
    .getByText(/mailbox \(IMAP\)|IMAP mailbox/i)
    .click()
  await page.getByLabel('Host').fill('127.0.0.1')
  await page.getByLabel('Port').fill(String(mailboxes.port))
  await page.getByRole('combobox', { name: 'Security' }).click()
  await page.getByRole('option', { name: 'None' }).click()
  await page.getByLabel('User name').fill('orders')
  await page.getByLabel('Password', { exact: true }).fill(mailboxes.password)
  await page.getByRole('button', { name: 'Look into the mailbox' }).click()
  await expect(page.getByText('3 messages lie there.')).toBeVisible()
  await expect(page.getByRole('radio', { name: 'From now on' })).toBeChecked()
  await page.getByRole('button', { name: 'Create queue' }).click()
  await expect(page.getByRole('link', { name: /orders@desk.example|Orders/ }).first()).toBeVisible()
  await mailboxes.append('orders', mailText({ From: 'after@customer.example', Subject: 'After it was connected' }))
  await page.goto(`${desk.url}/tickets?view=all`)
  await expect(page.getByRole('link', { name: /After it was connected/ })).toBeVisible({ timeout: 20_000 })
  await expect(page.getByRole('link', { name: /Before \d/ })).toHaveCount(0)
  await page.goto(`${desk.url}/manage/queues`)
  await expect(page.getByText('3 older messages were left in the mailbox.')).toBeVisible()
  expect(relay.port).toBeGreaterThan(0)
})

test('Every accepted message has a row in the mail ledger, with what became of it and why', async ({ signedIn: page, desk, api: _api }) => {
  const raw = mailText({ From: 'Led Ger <ledger@customer.example>', Subject: 'For the ledger' })
  await sendRaw(desk.smtpPort, raw, { from: 'ledger@customer.example' })
  await sendRaw(desk.smtpPort, raw, { from: 'ledger@customer.example' })
  await page.goto(`${desk.url}/manage/ledger`)
  await page
    .getByRole('searchbox', { name: 'Search' })
    .or(page.getByRole('textbox', { name: 'Search' }))
    .fill('For the ledger')
  await expect(page.getByRole('row').filter({ hasText: 'For the ledger' })).toHaveCount(2)
  await expect(page.getByRole('row').filter({ hasText: 'new ticket' })).toHaveCount(1)
  await expect(page.getByRole('row').filter({ hasText: 'came before' })).toHaveCount(1)
})

test('Mark as spam puts a ticket into the bin and holds its sender back; restoring lifts both; a queue answers new tickets by itself', async ({
  signedIn: page,
  desk,
  api,
}) => {
  const from = `spam-${Date.now()}@spam.example`
  const write = (subject: string) =>
    sendRaw(desk.smtpPort, mailText({ From: `Rich Uncle <${from}>`, Subject: subject, Date: new Date().toUTCString() }), { from })
  await api.call(templates.doors.create, {
    name: `Received ${from}`,
    kind: 'email',
    format: 'plain',
    body: 'We have it.',
    subject: 'Received',
  })
  await page.goto(`${desk.url}/manage/queues`)
  await page.getByRole('link', { name: 'Support' }).first().click()
  await page.getByRole('combobox', { name: 'Within them' }).click()
  await page.getByRole('option', { name: `Received ${from}` }).click()
  await page.getByRole('button', { name: 'Save queue' }).click()
  await write('You have won')
  const find = async (subject: string) => (await api.call(findTickets, { q: subject })).tickets[0]?.id
  await expect.poll(() => find('You have won')).toBeDefined()
  await page.goto(`${desk.url}/tickets/${await find('You have won')}`)
  await expect(page.getByRole('article', { name: 'Support, sent' }).getByText('Automatic mail')).toBeVisible()
  await page.getByRole('button', { name: 'More for this ticket' }).click()
  await page.getByRole('menuitem', { name: 'Mark as spam…' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Mark as spam' }).click()
  await expect(page.getByText('It can be read, and will be purged on')).toBeVisible()
  await write('You have won again')
  const held = async () => (await api.call(listLedger, { q: from })).mails.map((mail) => [mail.outcome, mail.reason])
  await expect.poll(held).toEqual([
    ['quarantined', 'blocked_sender'],
    ['new_ticket', 'none'],
  ])
  const ticket = page.url()
  await page.goto(`${desk.url}/manage/ledger`)
  const row = page.getByRole('row').filter({ hasText: 'You have won again' })
  await expect(row.getByText('its sender is blocked')).toBeVisible()
  await row.getByRole('button', { name: 'Release' }).click()
  await expect.poll(() => find('You have won again')).toBeDefined()
  await page.goto(ticket)
  await page.getByRole('button', { name: 'Restore' }).click()
  await expect(page.getByRole('button', { name: 'Save changes' })).toBeVisible()
  await write('You have won at last')
  await expect.poll(() => find('You have won at last')).toBeDefined()
  // Other specifications write to this queue and wait for what they caused themselves.
  const queue = (await api.call(listQueues, {})).queues.find(({ address }) => address === 'support@localhost')
  if (!queue) throw new Error('no queue')
  const { host, port, security, user } = queue.smtp
  const smtp = queue.outgoing === 'smtp' ? { host, port, security, user } : null
  await api.call(changeQueue, { ...queueForm(queue), id: queue.id, version: queue.version, smtp, automatic: {} })
})
