/** The manual's page Contacts and accounts. */
import { createAccount, getAccount } from '#crm/accountApi.ts'
import { createContact, getContact } from '#crm/api.ts'
import { listTickets } from '#views/api.ts'
import { expect, expectAccessible, mailText, sendRaw, test } from './support/world.ts'

test('A contact has addresses and numbers in order; one that is taken names who has it', async ({ signedIn: page, api, desk }) => {
  await api.call(createContact, { name: 'Olga Holder', emails: ['olga@taken.example'] })
  await page.goto(`${desk.url}/contacts`)
  await page.keyboard.press('c')
  await page.getByRole('link', { name: 'New contact' }).click()
  await page.getByRole('textbox', { name: /^Name/ }).fill('Jana Dvořáková')
  await page.getByLabel('Email address 1').fill('olga@taken.example')
  await page.getByRole('button', { name: 'Add a number' }).click()
  await page.getByLabel('Phone number 1').fill('+420 601 234 567')
  await page.getByRole('textbox', { name: 'Account' }).fill('Nordwind Brno')
  await page.getByRole('option', { name: 'Create account Nordwind Brno' }).click()
  await page.getByRole('button', { name: 'Create' }).click()
  await expect(page.getByText('Olga Holder has this already.')).toBeVisible()
  await expectAccessible(page)
  await page.getByLabel('Email address 1').fill('jana@nordwind.example')
  await page.getByRole('button', { name: 'Create' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Jana Dvořáková' })).toBeVisible()
  await expect(page).toHaveURL(/\/contacts\/\d+$/)

  await page.getByRole('button', { name: 'Add an address' }).click()
  await page.getByLabel('Email address 2').fill('jana.dvorakova@home.example')
  await page.getByRole('button', { name: 'Make jana.dvorakova@home.example the main one' }).click()
  await page.getByRole('button', { name: 'Save changes' }).click()
  await expect(page.getByRole('button', { name: 'Save changes' })).toBeDisabled()
  await page.getByRole('tab', { name: 'History' }).click()
  await expect(page.getByText('jana.dvorakova@home.example, jana@nordwind.example')).toBeVisible()
  await expectAccessible(page)

  await page.goto(`${desk.url}/contacts`)
  await page.getByLabel('Search by name, address or number').fill('601 234')
  await expect(page.getByRole('row', { name: /Jana Dvořáková/ })).toBeVisible()
  await expect(page.getByRole('row', { name: /Olga Holder/ })).toHaveCount(0)
  await expectAccessible(page)
})

test('On a ticket, the tab Contact shows numbers, account, note and their other tickets', async ({ signedIn: page, api, desk }) => {
  const account = await api.call(createAccount, { name: 'Tab Works' })
  await api.call(createContact, {
    name: 'Theo Tab',
    emails: ['theo@tab.example'],
    phones: ['+420777000111'],
    accountId: account.id,
    note: 'Speaks German',
  })
  for (const subject of ['The first matter', 'The second matter'])
    await sendRaw(
      desk.smtpPort,
      mailText({ From: 'Theo Tab <theo@tab.example>', Subject: subject, 'Message-ID': `<${subject.replaceAll(' ', '.')}@tab.example>` }),
    )
  await expect.poll(async () => (await api.call(listTickets, { account: account.id })).rows.length, { timeout: 15_000 }).toBe(2)
  const { rows } = await api.call(listTickets, { account: account.id })
  const first = rows.find((row) => row.title === 'The first matter')
  await page.goto(`${desk.url}/tickets/${first?.id}`)
  await page.getByRole('tab', { name: 'Contact' }).click()
  await expect(page.getByRole('link', { name: '+420 777 000 111' })).toBeVisible()
  await expect(page.getByText('Speaks German')).toBeVisible()
  await expect(page.getByRole('link', { name: /The second matter/ })).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('link', { name: 'Open the contact' }).click()
  await expect(page.getByRole('tabpanel').getByRole('link', { name: /The first matter/ })).toBeVisible()
})

test('Merging shows what moves; afterwards the other’s page leads to the survivor', async ({ signedIn: page, api, desk }) => {
  const account = await api.call(createAccount, { name: 'Merge Works' })
  const kept = await api.call(createContact, { name: 'Mia Merge', emails: ['mia@merge.example'], accountId: account.id })
  const other = await api.call(createContact, {
    name: 'mia merge',
    emails: ['mia@second.example'],
    accountId: account.id,
    note: 'Prefers mail',
  })
  await page.goto(`${desk.url}/contacts/${kept.id}`)
  await expect(page.getByText('1 other contact may be the same person.')).toBeVisible()
  await page.getByRole('button', { name: 'Compare and merge' }).click()
  await expect(page.getByRole('dialog').getByText('Prefers mail')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Merge 1 contact into Mia Merge' }).click()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(page.getByLabel('Email address 2')).toHaveValue('mia@second.example')
  await page.goto(`${desk.url}/contacts/${other.id}`)
  await expect(page).toHaveURL(new RegExp(`/contacts/${kept.id}$`))
  expect((await api.call(getContact, { id: other.id })).id).toBe(kept.id)
})

test('Accounts are merged the same way: from the page, the list and the possible duplicates', async ({ signedIn: page, api, desk }) => {
  const kept = await api.call(createAccount, { name: 'Amber Works' })
  const other = await api.call(createAccount, { name: 'Amber Works, Ltd.', note: 'Pays late' })
  await api.call(createContact, { name: 'Anna Amber', accountId: other.id })
  await page.goto(`${desk.url}/contacts/duplicates`)
  await expect(page.getByRole('heading', { name: 'Same company name' })).toBeVisible()
  await expectAccessible(page)
  await page.goto(`${desk.url}/accounts/${kept.id}`)
  await expect(page.getByText('1 other account may be the same company.')).toBeVisible()
  await page.getByRole('button', { name: 'Compare and merge' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText('1 contact', { exact: true })).toBeVisible()
  await expect(dialog.getByText('Pays late')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Merge 1 account into Amber Works' }).click()
  await expect(dialog).toHaveCount(0)
  await expect(page.getByRole('textbox', { name: 'Note' })).toHaveValue('Pays late')
  await expect(page.getByRole('link', { name: /Anna Amber/ })).toBeVisible()
  await page.goto(`${desk.url}/accounts/${other.id}`)
  await expect(page).toHaveURL(new RegExp(`/accounts/${kept.id}$`))
  expect((await api.call(getAccount, { id: other.id })).id).toBe(kept.id)
  await page.goto(`${desk.url}/accounts`)
  await expect(page.getByRole('row', { name: /Amber Works/ })).toHaveCount(1)
})

test('A CSV file is understood, checked and imported; refused rows can be taken home', async ({ signedIn: page, desk }) => {
  await page.goto(`${desk.url}/contacts/import`)
  const csv = 'Jméno;Příjmení;E-mail;Firma\nKarel;Dovozce;karel@import.example;Import s.r.o.\nNikdo;Nikde;nikdo;\n'
  await page.setInputFiles('input[type=file]', { name: 'zakaznici.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) })
  await expect(page.getByText('2 rows', { exact: true })).toBeVisible()
  await expect(page.getByLabel('What “Firma” is')).toHaveValue('account')
  await page.getByRole('button', { name: 'Check without importing' }).click()
  await expect(page.getByRole('heading', { name: 'What the import would do' })).toBeVisible({ timeout: 15_000 })
  await expect(page.getByText('This is no email address.')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Import 2 rows' }).click()
  await expect(page.getByRole('heading', { name: 'What the import did' })).toBeVisible({ timeout: 15_000 })
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Download the rows with errors' }).click()
  expect((await download).suggestedFilename()).toContain('problems of')
  await page.goto(`${desk.url}/contacts`)
  await page.getByLabel('Search by name, address or number').fill('import.example')
  await expect(page.getByRole('row', { name: /Karel Dovozce/ })).toBeVisible()
  await page.goto(`${desk.url}/accounts`)
  await expect(page.getByRole('row', { name: /Import s\.r\.o\./ })).toBeVisible()
  await expectAccessible(page)
})

test('A contact is erased for good once their name is typed, with a certificate', async ({ signedIn: page, desk, api }) => {
  const { id } = await api.call(createContact, { name: 'Erna Erased', emails: ['erna@erased.example'] })
  await page.goto(`${desk.url}/contacts/${id}`)
  await page.getByRole('button', { name: 'More about this contact' }).click()
  await page.getByRole('menuitem', { name: 'Erase …' }).click()
  const dialog = page.getByRole('dialog', { name: 'Erase Erna Erased' })
  await expect(dialog.getByText('There is no way back.', { exact: false })).toBeVisible()
  await expectAccessible(page)
  await expect(dialog.getByRole('button', { name: 'Erase for good' })).toBeDisabled()
  await dialog.getByRole('textbox', { name: 'Type Erna Erased to confirm' }).fill('Erna Erased')
  await dialog.getByRole('button', { name: 'Erase for good' }).click()
  await expect(page.getByRole('dialog', { name: 'Erased' }).getByText(/Certificate \d+ stands in the audit log/)).toBeVisible()
  await page.getByRole('button', { name: 'Done' }).click()
  expect((await api.call(getContact, { id })).name).not.toContain('Erna')
})
