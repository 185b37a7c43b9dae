/** The manual's page Signing in: second step, passkeys, single sign-on, links by mail, inactivity. */
import type { Page } from '@playwright/test'
import { Secret, TOTP } from 'otpauth'
import { changeSystemAddress, getSystemAddress } from '#channels/email/api.ts'
import { setProviderSecret } from '#people/signIn/api.ts'
import { ssoProviders } from '#people/signIn/provider.ts'
import { startProvider } from '#people/signIn/server/testing/oidcProvider.ts'
import { administrator, type Desk } from './support/desk.ts'
import { expect, expectAccessible, signIn, test } from './support/world.ts'

const someone = (name: string) => ({ name, email: `${name.toLowerCase().replace(' ', '.')}@desk.example`, password: 'first long password' })
async function given(desk: Desk, name: string) {
  const who = someone(name)
  await desk.tessera('user', 'create', '--email', who.email, '--name', who.name, '--password', who.password)
  return who
}
/** Each code works once; the next half minute's is accepted already. */
const codeOf = (secret: string, ahead = 0) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + ahead * 1000 })
const secretOn = async (page: Page) => (await page.locator('code').first().innerText()).replaceAll(/\s/g, '')
async function typePassword(page: Page, desk: Desk, who: { email: string; password: string }) {
  await page.goto(`${desk.url}/sign-in?next=/account`)
  await page.getByLabel('E-mail').fill(who.email)
  await page.getByLabel('Password', { exact: true }).fill(who.password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}
const account = (page: Page) => page.getByRole('heading', { name: 'Account' })

test('Two-step sign-in is set up with a phone; then a code or a recovery code is asked for', async ({ page, desk }) => {
  test.setTimeout(120_000)
  const who = await given(desk, 'Tora Twostep')
  await signIn(page, desk, who)
  await page.goto(`${desk.url}/account`)
  await page.getByRole('button', { name: 'Set up' }).click()
  await page.getByLabel('Your password').fill('something else')
  await page.getByRole('button', { name: 'Go on' }).click()
  await expect(page.getByText('This is not your password.')).toBeVisible()
  await page.getByLabel('Your password').fill(who.password)
  await page.getByRole('button', { name: 'Go on' }).click()
  await expect(page.getByRole('img', { name: 'QR code for the authenticator app' })).toBeVisible()
  const secret = await secretOn(page)
  await page.getByLabel('Then enter the code').fill(codeOf(secret))
  await page.getByRole('button', { name: 'Confirm' }).click()
  const shown = page.getByRole('group', { name: 'Your recovery codes' }).locator('code')
  await expect(shown).toHaveCount(10)
  const codes = await shown.allInnerTexts()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'I have kept them' }).click()
  await expect(page.getByText('10 recovery codes left.')).toBeVisible()
  await page.getByRole('button', { name: 'Sign out' }).click()

  await typePassword(page, desk, who)
  await expect(page.getByRole('heading', { name: 'One more step' })).toBeVisible()
  await page.getByLabel('Code').fill('000000')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByText('This code is not right.')).toBeVisible()
  await expectAccessible(page)
  await page.getByLabel('Code').fill(codeOf(secret, 30))
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(account(page)).toBeVisible()
  await expect(page.getByText('password and code')).toBeVisible()
  await page.getByRole('button', { name: 'Sign out' }).click()

  await typePassword(page, desk, who)
  await page.getByRole('button', { name: 'Use a recovery code' }).click()
  await page.getByLabel('Recovery code').fill(codes[3] ?? '')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByText('9 recovery codes left.')).toBeVisible()
  await page.getByRole('button', { name: 'Switch off' }).click()
  await page.getByLabel('Your password').fill(who.password)
  await page.getByRole('button', { name: 'Switch off' }).click()
  await expect(page.getByText('Two-step sign-in is off.').first()).toBeVisible()
})

test('A passkey signs in without a password, until it is removed', async ({ page, context, desk }) => {
  const who = await given(desk, 'Petra Passkey')
  await signIn(page, desk, who)
  const devices = await context.newCDPSession(page)
  await devices.send('WebAuthn.enable')
  const { authenticatorId } = await devices.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  await page.goto(`${desk.url}/account`)
  await page.getByLabel('Name of the passkey').fill('Laptop')
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  await expect(page.getByRole('button', { name: 'Rename Laptop' })).toBeVisible()
  await page.getByRole('button', { name: 'Rename Laptop' }).click()
  await page.getByRole('textbox', { name: 'Name of the passkey' }).first().fill('Work laptop')
  await page.getByRole('button', { name: 'Save' }).last().click()
  await expect(page.getByRole('button', { name: 'Remove Work laptop' })).toBeVisible()
  await page.getByRole('button', { name: 'Sign out' }).click()

  await page.goto(`${desk.url}/sign-in?next=/account`)
  await page.getByRole('button', { name: 'Use a passkey instead' }).click()
  await expect(account(page)).toBeVisible()
  await expect(page.getByText(/· passkey ·/)).toBeVisible()
  await devices.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false })
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByRole('button', { name: 'Use a passkey instead' }).click()
  await expect(page.getByText('No passkey was used.')).toBeVisible({ timeout: 20_000 })

  await devices.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: true })
  await typePassword(page, desk, who)
  await page.getByRole('button', { name: 'Remove Work laptop' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await expect(page.getByText('No passkey yet.')).toBeVisible()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByRole('button', { name: 'Use a passkey instead' }).click()
  await expect(page.getByText('This passkey does not open this desk.')).toBeVisible()
})

test('Single sign-on: there and back again, to where one wanted to go', async ({ page, desk, api }) => {
  const who = await given(desk, 'Sia Single')
  const company = await startProvider(`${desk.url}/sign-in/sso`, {
    sia: { email: who.email, email_verified: true, name: who.name },
    nobody: { email: 'nobody@desk.example', email_verified: true, name: 'Nobody' },
  })
  const values = { name: 'Corp', issuer: company.issuer, clientId: company.clientId, privateNetwork: true }
  const { id } = await api.call(ssoProviders.doors.create, values)
  await api.call(setProviderSecret, { id, secret: company.clientSecret })
  const through = async (login: string) => {
    await page.goto(`${desk.url}/sign-in?next=/account`)
    await page.getByRole('button', { name: 'Continue with Corp' }).click()
    await page.getByPlaceholder('Enter any login').fill(login)
    await page.getByPlaceholder('and password').fill('x')
    await page.getByRole('button', { name: 'Sign-in' }).click()
    await page.getByRole('button', { name: 'Continue' }).click()
  }
  try {
    await through('sia')
    await expect(account(page)).toBeVisible()
    await expect(page.getByText(/· single sign-on ·/)).toBeVisible()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.context().clearCookies()
    await through('nobody')
    await expect(page.getByText('there is no User here for you')).toBeVisible()
    expect(page.url()).toBe(`${desk.url}/sign-in/sso`)
    await expectAccessible(page)
    await page.getByRole('link', { name: 'Back to sign in' }).click()
    await expect(page.getByRole('button', { name: 'Continue with Corp' })).toBeVisible()
  } finally {
    await api.call(ssoProviders.doors.remove, { id })
    await company.stop()
  }
})

test('Who forgot their password gets a link by mail, and sets a new one', async ({ page, desk, api, relay }) => {
  test.setTimeout(120_000)
  const who = await given(desk, 'Fay Forgot')
  const { queues } = await api.call(getSystemAddress, {})
  const support = queues.find(({ address }) => address === 'support@localhost')
  await api.call(changeSystemAddress, { queueId: support?.id ?? 0 })
  await page.goto(`${desk.url}/sign-in`)
  await page.getByRole('link', { name: 'Forgot your password?' }).click()
  await page.getByLabel('E-mail').fill(who.email)
  await page.getByRole('button', { name: 'Send the link' }).click()
  await expect(page.getByText('If there is a User with this address')).toBeVisible()
  const { mail, handed } = await relay.next((m) => m.subject === 'Set a new password', 75_000)
  expect([handed.to, handed.from]).toEqual([[who.email], ''])
  const link = /http\S+\/reset-password#\S+/.exec(mail.text ?? '')?.[0] ?? ''
  await page.goto(link)
  await expect(page.getByText(`For ${who.name}, ${who.email}.`)).toBeVisible()
  await expectAccessible(page)
  await page.getByLabel('New password').fill('fay.forgot 1')
  await page.getByRole('button', { name: 'Set the password' }).click()
  await expect(page.getByText('It is too close to your own name or address.')).toBeVisible()
  await page.getByLabel('New password').fill('second long password')
  await page.getByRole('button', { name: 'Set the password' }).click()
  await expect(page.getByText('Your password is set.')).toBeVisible()
  await page.getByRole('link', { name: 'Sign in' }).click()
  await typePassword(page, desk, { ...who, password: 'second long password' })
  await expect(account(page)).toBeVisible()
  await page.goto('about:blank')
  await page.goto(link)
  await expect(page.getByText('This link is no longer valid.')).toBeVisible()
})

test('Manage: a second step can be required, and nobody stays signed in without being there', async ({ page, browser, desk }) => {
  test.setTimeout(120_000)
  const who = await given(desk, 'Rita Required')
  await signIn(page, desk)
  await page.goto(`${desk.url}/manage/sign-in`)
  await page.getByLabel('Second step').check()
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Set up your own two-step sign-in first').first()).toBeVisible()
  await expectAccessible(page)
  const post = async (path: string, data: object) =>
    (await page.request.post(`${desk.url}/api/v1/me/second-step${path}`, { data, headers: { origin: desk.url } })).json()
  const { secret } = await post('', { password: administrator.password })
  await post('/confirmation', { code: codeOf(secret) })
  await page.getByLabel('Sign out after').fill('2')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Saved.')).toBeVisible()

  await page.goto(`${desk.url}/manage/sso-providers/new`)
  await expect(async () => {
    await page.getByText('Make them a User').click()
    await expect(page.getByLabel('Access', { exact: true })).toHaveValue('Observer', { timeout: 2000 })
  }).toPass()
  await expectAccessible(page)
  await page.goto(`${desk.url}/manage/sign-in`)

  const other = await (await browser.newContext()).newPage()
  await other.clock.install()
  await typePassword(other, desk, who)
  await expect(other.getByRole('heading', { name: 'Set up two-step sign-in' })).toBeVisible()
  await other.getByLabel('Then enter the code').fill(codeOf(await secretOn(other)))
  await other.getByRole('button', { name: 'Confirm' }).click()
  await expectAccessible(other)
  await other.getByRole('button', { name: 'I have kept them, go on' }).click()
  await expect(account(other)).toBeVisible()

  await other.clock.runFor(70_000)
  await expect(other.getByText('Are you still there?')).toBeVisible()
  await other.keyboard.press('Shift')
  await other.clock.runFor(2_000)
  await expect(other.getByText('Are you still there?')).toBeHidden()
  await other.clock.runFor(125_000)
  await expect(other.getByText('Your session has ended.')).toBeVisible()
  expect((await other.request.get(`${desk.url}/api/v1/me`)).status()).toBe(401)
  await other.context().close()

  await page.getByLabel('Second step').uncheck()
  await page.getByLabel('Sign out after').fill('0')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Saved.')).toBeVisible()
  // Who lost phone and codes is let in on the command line.
  await page.context().clearCookies()
  await desk.tessera('user', 'second-step-off', '--email', administrator.email)
  await signIn(page, desk)
})
