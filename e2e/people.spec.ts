/** The manual's page People: signing in, one's own account. */
import { expect, signIn, test } from './support/world.ts'

const carla = { name: 'Carla Costa', email: 'carla@desk.example', password: 'first long password' }

test.beforeEach(async ({ desk }) => {
  await desk.tessera('user', 'create', '--email', carla.email, '--name', carla.name, '--password', carla.password).catch(() => '')
})

test('A User signs in with an email address and a password, and comes to where they wanted to go', async ({ page, desk }) => {
  await page.goto(`${desk.url}/account`)
  await expect(page).toHaveURL(/\/sign-in/)
  await page.getByLabel('E-mail').fill(carla.email)
  await page.getByLabel('Password', { exact: true }).fill('something else')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByText('E-mail or password is wrong.')).toBeVisible()
  await page.getByLabel('Password', { exact: true }).fill(carla.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('heading', { name: 'API tokens' })).toBeVisible()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible()
  expect((await page.request.get(`${desk.url}/api/v1/me`)).status()).toBe(401)
})

test('Under your name you make API tokens; a token may do what its User may do, until it is revoked', async ({ page, desk }) => {
  await signIn(page, desk, carla)
  await page.goto(`${desk.url}/account`)
  await page.getByLabel('Name of the token').fill('Nightly export')
  await page.getByRole('button', { name: 'Create token' }).click()
  await expect(page.getByText('It is shown this once.')).toBeVisible()
  const text = await page.locator('main').innerText()
  const shown = /tess_[\w-]+/.exec(text)?.[0] ?? (await page.locator('input[readonly]').first().inputValue())
  const ask = (path: string) => fetch(desk.url + path, { headers: { authorization: `Bearer ${shown}` } })
  expect((await ask('/api/v1/me')).status).toBe(200)
  // An Agent may not see Email queues' settings, and is told which permission is missing.
  const refused = await ask('/api/v1/mail-ledger')
  expect(refused.status).toBe(403)
  expect(JSON.stringify(await refused.json())).toContain('ledger.read')
  await page.getByRole('button', { name: 'I have copied it' }).click()
  await page.getByRole('button', { name: 'Revoke Nightly export' }).click()
  await page
    .getByRole('button', { name: /^Revoke/ })
    .first()
    .click()
  await expect.poll(async () => (await ask('/api/v1/me')).status).toBe(401)
})

test('A new password ends all other sessions', async ({ page, browser, desk }) => {
  await signIn(page, desk, carla)
  const elsewhere = await browser.newContext()
  const other = await elsewhere.newPage()
  await signIn(other, desk, carla)
  await page.goto(`${desk.url}/account`)
  await page.getByLabel('Current password').fill(carla.password)
  await page.getByLabel('New password').fill('second long password')
  await page.getByRole('button', { name: 'Change password' }).click()
  await expect(page.getByText('Password changed. All other sessions have ended.')).toBeVisible()
  expect((await other.request.get(`${desk.url}/api/v1/me`)).status()).toBe(401)
  expect((await page.request.get(`${desk.url}/api/v1/me`)).status()).toBe(200)
  await elsewhere.close()
})

test('Another site cannot act with a signed-in person’s cookie', async ({ page, desk }) => {
  await signIn(page, desk)
  const foreign = await page.request.post(`${desk.url}/api/v1/me/tokens`, {
    data: { name: 'x', days: 1 },
    headers: { origin: 'https://evil.example' },
  })
  expect(foreign.status()).toBe(403)
})
