/** Every page, in both themes, without a violation of WCAG 2.2 AA. */
import { mailText, sendRaw, expect, expectAccessible, test } from './support/world.ts'

const pages: [name: string, path: string, settled: RegExp][] = [
  ['the list', '/tickets?view=all', /Accessible question/],
  ['an empty list', '/tickets?view=mine', /No ticket is yours/],
  ['a ticket', '/tickets/1001', /Where is it\?/],
  ['a new ticket', '/tickets/new', /New ticket/],
  ['the account', '/account', /API tokens/],
  ['Views', '/manage/views', /In everyone’s sidebar/],
  ['one Team view', '/manage/views/1', /Used in/],
  ['Email queues', '/manage/queues', /support@localhost/],
  ['one Email queue', '/manage/queues/1', /Incoming mail/],
  ['the mail ledger', '/manage/ledger', /Accessible question/],
  ['the Outbox', '/manage/outbox', /Outbox/],
  ['nothing', '/nowhere', /There is nothing here/],
]

for (const colorScheme of ['light', 'dark'] as const)
  test(`Every page is accessible, ${colorScheme}`, async ({ signedIn: page, desk, api: _api }) => {
    test.setTimeout(120_000)
    await sendRaw(
      desk.smtpPort,
      mailText({ From: 'Axe <axe@customer.example>', Subject: 'Accessible question', 'Message-ID': '<accessible@customer.example>' }),
    )
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    for (const [name, path, settled] of pages)
      await test.step(name, async () => {
        await page.goto(desk.url + path)
        await expect(page.locator('body')).toContainText(settled)
        await expectAccessible(page)
      })
    await page.context().clearCookies()
    await page.goto(`${desk.url}/sign-in`)
    await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible()
    await expectAccessible(page)
  })
