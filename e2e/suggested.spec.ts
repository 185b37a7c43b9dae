/** The manual's page Working on a ticket, Suggested tickets: an email that may belong elsewhere, and what becomes of it. */
import { listActivities } from '#activities/api.ts'
import { listTickets } from '#views/api.ts'
import type { Api } from './support/api.ts'
import type { Desk } from './support/desk.ts'
import { expect, expectAccessible, mailText, sendRaw, signIn, test } from './support/world.ts'

async function mail(desk: Desk, api: Api, headers: Record<string, string>) {
  const { From = '', Subject = '' } = headers
  await sendRaw(desk.smtpPort, mailText({ ...headers, From }), { from: From })
  let id = 0
  await expect
    .poll(async () => (id = (await api.call(listTickets, { sort: 'id' })).rows.find((r) => r.title === Subject)?.id ?? 0))
    .toBeGreaterThan(0)
  return id
}

test('The banner opens the candidates: go there, or move the email there, and what answers it follows; dismissing is for everybody', async ({
  signedIn: ada,
  browser,
  desk,
  api,
}) => {
  const first = await mail(desk, api, { From: 'first@customer.example', Subject: 'The first of two' })
  const moved = await mail(desk, api, {
    From: 'unknown@stranger.example',
    Subject: `To be moved [#${first}]`,
    'Message-ID': '<moved@stranger.example>',
  })
  const kept = await mail(desk, api, { From: 'other@stranger.example', Subject: `To be kept [#${first}]` })

  const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'Europe/Berlin' })
  const other = await context.newPage()
  await signIn(other, desk)
  await Promise.all([ada.goto(`${desk.url}/tickets/${kept}`), other.goto(`${desk.url}/tickets/${kept}`)])
  const banner = ada.getByRole('region', { name: 'Suggested tickets' })
  await expect(banner).toContainText(`This email may belong to this ticket #${first}`)
  await expect(other.getByRole('region', { name: 'Suggested tickets' })).toBeVisible()
  await banner.getByRole('button', { name: 'this ticket' }).click()
  await expect(banner.getByText('The first of two')).toBeVisible()
  await expectAccessible(ada)
  await banner.getByRole('button', { name: 'Dismiss' }).click()
  await expect(banner).toHaveCount(0)
  await expect(other.getByRole('region', { name: 'Suggested tickets' })).toHaveCount(0)
  await other.getByRole('tab', { name: 'History' }).click()
  await expect(other.getByText('dismissed the tickets that were suggested')).toBeVisible()

  await ada.goto(`${desk.url}/tickets?peek=${moved}`)
  await banner.getByRole('button', { name: 'this ticket' }).click()
  await banner.getByRole('button', { name: `Move the email to #${first}` }).click()
  await expect(banner).toHaveCount(0)
  await expect(ada.getByText('An activity was moved to')).toBeVisible()
  await ada
    .getByRole('link', { name: `#${first}` })
    .last()
    .click()
  await expect(ada.getByText('An activity was moved here from')).toBeVisible()
  await sendRaw(
    desk.smtpPort,
    mailText(
      { From: 'unknown@stranger.example', Subject: 'Re: To be moved', 'In-Reply-To': '<moved@stranger.example>' },
      'It follows.\r\n',
    ),
    { from: 'unknown@stranger.example' },
  )
  await expect(ada.getByText('It follows.')).toBeVisible({ timeout: 10_000 })
  expect((await api.call(listActivities, { id: first })).activities.map((one) => one.text.trim())).toContain('It follows.')
  await context.close()
})
