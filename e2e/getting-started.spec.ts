/** The manual's page Getting started: from the one-time code to the customer's second mail, in a real browser and with real mail on both sides. */
import { simpleParser } from 'mailparser'
import { administrator, startDesk } from './support/desk.ts'
import { expect, expectAccessible, mailText, sendRaw, sendThrough, test } from './support/world.ts'

test('A mail sent there becomes a ticket and appears on every agent’s screen by itself; the agent’s answer goes to the customer as an ordinary mail', async ({
  page,
  relay,
  outside,
}) => {
  test.setTimeout(120_000)
  const desk = await startDesk()
  try {
    await test.step('The first visit asks for the one-time code from the console', async () => {
      await page.goto(desk.url)
      await expect(page).toHaveURL(/\/set-up/)
      await expectAccessible(page)
      await page.getByLabel('One-time code').fill('000000')
      await page.getByLabel('Name', { exact: true }).fill(administrator.name)
      await page.getByLabel('E-mail').fill(administrator.email)
      await page.getByLabel('Password', { exact: true }).fill(administrator.password)
      await page.getByRole('button', { name: 'Create administrator and sign in' }).click()
      await expect(page.getByText('This is not the code in the console')).toBeVisible()
      await page.getByLabel('One-time code').fill(desk.setUpCode ?? '')
      await page.getByRole('button', { name: 'Create administrator and sign in' }).click()
      await expect(page.getByRole('navigation', { name: 'Views' })).toBeVisible()
    })
    await sendThrough(await desk.api(), relay)

    await test.step('A mail appears in the list without reload', async () => {
      await page.goto(`${desk.url}/tickets?view=unassigned`)
      await expect(page.getByText('Every ticket has its owner.')).toBeVisible()
      await sendRaw(
        desk.smtpPort,
        mailText({ From: 'Jane Doe <jane@customer.example>', Subject: 'Where is order 77310?', 'Message-ID': '<first@customer.example>' }),
        { from: 'jane@customer.example' },
      )
      await expect(page.getByRole('link', { name: /Where is order 77310/ })).toBeVisible({ timeout: 5000 })
      await expect(page.getByRole('treeitem', { name: 'Unassigned 1' })).toBeVisible()
    })

    // At its beginning: the row's actions lie over the end of the title.
    await page.getByRole('link', { name: /Where is order 77310/ }).click({ position: { x: 20, y: 8 } })
    await expect(page.getByRole('article', { name: /Jane Doe, received/ })).toBeVisible()
    await test.step('Reply opens the editor on the ticket; files are attached by the button', async () => {
      await page
        .getByRole('article', { name: /Jane Doe, received/ })
        .getByRole('button', { name: 'Reply' })
        .click()
      const editor = page.getByRole('region', { name: /Reply to Jane Doe/ })
      await editor.getByRole('textbox', { name: 'Message' }).fill('It is on its way, see the note.')
      await editor
        .locator('input[type=file]')
        .setInputFiles({ name: 'delivery note.txt', mimeType: 'text/plain', buffer: Buffer.from('77310') })
      await expect(editor.getByText('delivery note.txt').first()).toBeVisible()
      await expectAccessible(page)
      await editor.getByRole('button', { name: 'Send, set Waiting' }).click()
      // It can be taken back until then.
      await expect(page.getByRole('article', { name: /Ada Admin, sent/ })).toBeVisible({ timeout: 20_000 })
      await expect(page.getByRole('combobox', { name: 'State' })).toHaveValue('Waiting')
      await expect(page.getByRole('article', { name: /Ada Admin, sent/ }).getByText('accepted')).toBeVisible()
    })

    const sent =
      await test.step('It arrives in the customer’s mailbox with the headers by which mail programs show one conversation', async () => {
        await relay.next((m) => m.inReplyTo === '<first@customer.example>')
        const imap = await outside.mailboxes().client('jane')
        await imap.mailboxOpen('INBOX')
        const fetched = await imap.fetchOne('*', { source: true })
        await imap.logout()
        const mail = await simpleParser(fetched && fetched.source ? fetched.source : '')
        expect(mail.subject).toMatch(/Re: Where is order 77310\? \[#\d+\]/)
        expect([mail.references].flat()).toEqual(['<first@customer.example>'])
        expect(mail.attachments.map((a) => [a.filename, a.content.toString()])).toEqual([['delivery note.txt', '77310']])
        return mail
      })

    await test.step('The customer’s reply appears in the open ticket and opens it again', async () => {
      const reply = mailText(
        {
          From: 'jane@customer.example',
          Subject: `Re: ${sent.subject}`,
          'In-Reply-To': sent.messageId ?? '',
          References: sent.messageId ?? '',
        },
        'Thank you, it came.\r\n',
      )
      await sendRaw(desk.smtpPort, reply, { from: 'jane@customer.example' })
      await expect(page.getByText('Thank you, it came.')).toBeVisible({ timeout: 5000 })
      await expect(page.getByRole('combobox', { name: 'State' })).toHaveValue('Open')
    })
  } finally {
    await desk.remove()
  }
})
