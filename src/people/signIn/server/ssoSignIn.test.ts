/** Single sign-on against a real provider, as the manual tells it. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { accesses } from '#people/access.ts'
import * as people from '#people/api.ts'
import { peopleRoutes } from '#people/server/routes.ts'
import { testDesk } from '#people/server/testing/desk.ts'
import * as api from '#people/signIn/api.ts'
import { ssoProviders } from '#people/signIn/provider.ts'
import { secretsFrom } from '#platform/server/secrets.ts'
import { signInRoutes } from './routes.ts'
import { startProvider, type TestProvider } from './testing/oidcProvider.ts'

const secrets = secretsFrom('a master key of at least 32 characters')
const callback = 'http://localhost:3000/sign-in/sso'
const desk = await testDesk([...peopleRoutes, ...signInRoutes({ secrets, publicUrl: () => 'http://localhost:3000' })])
const { db } = desk.database
const administrator = await desk.user({ access: 'Administrator' })

let company: TestProvider
beforeAll(async () => {
  company = await startProvider(callback, {
    anna: { email: 'Anna@Corp.Example', email_verified: true, name: 'Anna Known' },
    nora: { email: 'nora@corp.example', email_verified: true, name: 'Nora New' },
    una: { email: 'una@corp.example', email_verified: false, name: 'Una Unsure' },
    olaf: { email: 'olaf@other.example', email_verified: true, name: 'Olaf Other' },
    dora: { email: 'dora@corp.example', email_verified: true, name: 'Dora Disabled' },
    silent: { email: 'silent@corp.example' },
    noname: { email: 'noname@corp.example', email_verified: true },
  })
})
afterAll(async () => {
  await company.stop()
  await desk.close()
})
beforeEach(async () => {
  await db.deleteFrom('sso_providers').execute()
  await db.deleteFrom('sign_in_failures').execute()
})

const browser = 'a secret that only this browser knows'
async function provider(wanted: Partial<Parameters<typeof administrator.call<typeof ssoProviders.doors.create.input, never>>[1]> = {}) {
  const values = { name: 'Corp', issuer: company.issuer, clientId: company.clientId, privateNetwork: true, ...wanted }
  const created = (await administrator.call(ssoProviders.doors.create, ssoProviders.parse(values))).body
  await administrator.call(api.setProviderSecret, { id: created.id, secret: company.clientSecret })
  return created
}
async function come(providerId: number, login: string, next?: string) {
  const { url } = (await desk.stranger.call(api.beginSso, { providerId, browser, ...(next && { next }) })).body
  const { search } = await company.goThrough(url, login)
  return { search, answer: await desk.stranger.call(api.finishSso, { search, browser }) }
}
const cookieOf = ({ headers }: { headers: Record<string, unknown> }) => String(headers['set-cookie']).split(';')[0] ?? ''

describe('Single sign-on', () => {
  test('lets an existing User in by their verified address, and knows them again when it changes', async () => {
    const anna = await desk.user({ email: 'anna@corp.example' })
    const { id } = await provider()
    const { answer } = await come(id, 'anna', '/tickets/7')
    expect(answer.body).toMatchObject({ me: { id: anna.id }, next: '/tickets/7' })
    const own = desk.as({ cookie: cookieOf(answer), origin: 'http://localhost:3000' })
    expect((await own.call(people.listSessions, {})).body.sessions.find((s) => s.current)?.method).toBe('sso')
    await db.updateTable('users').set({ email: 'married@corp.example' }).where('id', '=', anna.id).execute()
    expect((await come(id, 'anna')).answer.body.me).toMatchObject({ id: anna.id, email: 'married@corp.example' })
    const events = await db
      .selectFrom('events')
      .select(['name', 'payload'])
      .where('subject_id', '=', anna.id)
      .where('subject', '=', 'user')
      .execute()
    expect(events.filter((e) => e.name === 'user.sso_linked')).toHaveLength(1)
    expect(events.filter((e) => e.name === 'user.signed_in').at(-1)?.payload).toMatchObject({ method: 'sso' })
  })

  test('makes a User of who comes for the first time, with the Access and Right that its settings name, and only then', async () => {
    const closed = await provider()
    expect((await come(closed.id, 'nora')).answer).toMatchObject({ status: 401, problem: { code: 'no-user' } })
    const access = await db.selectFrom('accesses').select('id').where('name', '=', 'Agent').executeTakeFirstOrThrow()
    const right = await db.selectFrom('rights').select('id').where('name', '=', 'Everything').executeTakeFirstOrThrow()
    const open = await provider({ name: 'Open', accessId: access.id, rightId: right.id })
    expect((await come(open.id, 'nora')).answer.body.me).toMatchObject({ name: 'Nora New', email: 'nora@corp.example' })
    expect((await come(open.id, 'noname')).answer.body.me).toMatchObject({ name: 'noname@corp.example' })
    const made = await db
      .selectFrom('users')
      .select(['password_hash', 'access_id'])
      .where('email', '=', 'nora@corp.example')
      .executeTakeFirst()
    expect(made).toEqual({ password_hash: null, access_id: access.id })
  })

  test('refuses an address that is not verified, one of another domain, and a disabled User', async () => {
    const dora = await desk.user({ email: 'dora@corp.example' })
    await desk.user({ email: 'una@corp.example' })
    await desk.user({ email: 'olaf@other.example' })
    await db.updateTable('users').set({ active: false }).where('id', '=', dora.id).execute()
    const { id } = await provider({ domains: ['@Corp.example'] })
    expect((await come(id, 'una')).answer.problem?.code).toBe('not-verified')
    expect((await come(id, 'olaf')).answer.problem?.code).toBe('wrong-domain')
    const refused = (await come(id, 'dora')).answer
    expect([refused.status, refused.problem?.code, refused.headers['set-cookie']]).toEqual([401, 'no-user', undefined])
    const events = await db
      .selectFrom('events')
      .select('payload')
      .where('name', '=', 'user.sign_in_failed')
      .where('subject_id', '=', dora.id)
      .execute()
    expect(events.map((e) => e.payload)).toMatchObject([{ step: 'sso' }])
  })

  test('trusts a provider with its addresses only where its settings say so, and never with one that it calls not verified', async () => {
    const silent = await desk.user({ email: 'silent@corp.example' })
    const careful = await provider()
    expect((await come(careful.id, 'silent')).answer.problem?.code).toBe('not-verified')
    const values = { name: 'Trusting', issuer: company.issuer, clientId: 'x', privateNetwork: true, trustsAddresses: true }
    expect((await administrator.call(ssoProviders.doors.create, ssoProviders.parse(values))).problem?.problems).toMatchObject([
      { field: 'domains', code: 'required' },
    ])
    const trusting = await provider({ name: 'Trusting', trustsAddresses: true, domains: ['corp.example'] })
    expect((await come(trusting.id, 'silent')).answer.body).toMatchObject({ me: { id: silent.id } })
    expect((await come(trusting.id, 'una')).answer.problem?.code).toBe('not-verified')
  })

  test('is finished once, by the browser that began it, in time', async () => {
    await desk.user({ email: 'noname@corp.example' }).catch(() => undefined)
    const { id } = await provider()
    const { search } = await come(id, 'anna')
    expect((await desk.stranger.call(api.finishSso, { search, browser })).problem?.code).toBe('sso-over')
    const { url } = (await desk.stranger.call(api.beginSso, { providerId: id, browser })).body
    const back = await company.goThrough(url, 'anna')
    const other = await desk.stranger.call(api.finishSso, { search: back.search, browser: 'a secret of another browser' })
    expect(other.problem?.code).toBe('sso-over')
    desk.setTime(new Date(Date.now() + 11 * 60_000))
    expect((await desk.stranger.call(api.finishSso, { search: back.search, browser })).problem?.code).toBe('sso-over')
    desk.setTime(undefined)
  })

  test('is not fooled by an answer that was changed on its way, nor by a made-up one', async () => {
    const { id } = await provider()
    const { url } = (await desk.stranger.call(api.beginSso, { providerId: id, browser })).body
    const back = await company.goThrough(url, 'anna')
    back.searchParams.set('code', 'made-up')
    expect((await desk.stranger.call(api.finishSso, { search: back.search, browser })).problem?.code).toBe('sso-failed')
    expect((await desk.stranger.call(api.finishSso, { search: '?code=x&state=y', browser })).problem?.code).toBe('sso-over')
    expect((await desk.stranger.call(api.finishSso, { search: '', browser })).problem?.code).toBe('sso-over')
    const elsewhere = { providerId: id, browser, next: '//evil.example' }
    expect((await desk.stranger.call(api.beginSso, elsewhere)).status).toBe(400)
  })
})

describe('A single sign-on provider', () => {
  test('has a secret that goes in, is kept encrypted, never comes out, and is forgotten when the issuer changes', async () => {
    const created = await provider()
    const { body } = await administrator.call(api.getProviderSecret, { id: created.id })
    expect(body).toEqual({ set: true, callback })
    const row = await db.selectFrom('sso_providers').select('client_secret').where('id', '=', created.id).executeTakeFirstOrThrow()
    expect(row.client_secret?.toString('latin1')).not.toContain(company.clientSecret)
    const loaded = (await administrator.call(ssoProviders.doors.get, { id: created.id })).body
    const { changedAt: _at, changedBy: _by, ...values } = loaded
    await administrator.call(ssoProviders.doors.change, { ...values, issuer: 'https://elsewhere.example' })
    expect((await administrator.call(api.getProviderSecret, { id: created.id })).body.set).toBe(false)
    const events = await db.selectFrom('events').select(['name', 'payload']).where('name', 'like', 'sso_provider.%').execute()
    expect(events.map((e) => e.name)).toContain('sso_provider.secret_changed')
    expect(JSON.stringify(events)).not.toContain(company.clientSecret)
  })

  test('lies in a private network only if its settings say so', async () => {
    const refused = await administrator.call(ssoProviders.doors.create, { name: 'Plain', issuer: company.issuer, clientId: 'x' })
    expect([refused.status, refused.problem?.problems]).toMatchObject([400, [{ field: 'issuer', code: 'not_encrypted' }]])
    const { port } = new URL(company.issuer)
    for (const issuer of [`https://127.0.0.1:${port}`, `https://localhost:${port}`, 'https://[::1]', 'https://169.254.169.254']) {
      const { id } = await provider({ name: issuer, issuer, privateNetwork: false })
      expect((await desk.stranger.call(api.beginSso, { providerId: id, browser })).problem?.code).toBe('sso-failed')
    }
  })

  test('is named by who may do everything, with an Access and a Right or neither', async () => {
    const settler = await desk.user({ access: ['settings.read', 'settings.create', 'settings.update'] })
    const values = { name: 'Mine', issuer: 'https://evil.example', clientId: 'x' }
    expect((await settler.call(ssoProviders.doors.create, values)).status).toBe(403)
    const created = await provider()
    expect((await settler.call(api.setProviderSecret, { id: created.id, secret: 'x' })).status).toBe(403)
    const narrow = await desk.user({ access: 'Administrator', right: { workCategories: [] } })
    const refused = await narrow.call(ssoProviders.doors.create, values)
    expect([refused.status, refused.problem?.problems]).toMatchObject([403, [{ field: 'issuer', code: 'beyond_own' }]])
    expect((await narrow.call(api.setProviderSecret, { id: created.id, secret: 'x' })).status).toBe(403)
    expect((await administrator.call(ssoProviders.doors.create, { ...values, accessId: 1 })).problem?.problems).toMatchObject([
      { field: 'rightId' },
    ])
    expect((await administrator.call(ssoProviders.doors.create, { ...values, accessId: 9999, rightId: 9999 })).status).toBe(400)
  })

  test('is where its Access and Right are used: they cannot be deleted meanwhile', async () => {
    const blank = { name: 'Newcomer', permissions: [] }
    const access = (await administrator.call(accesses.doors.create, accesses.parse(blank))).body
    const right = await db.selectFrom('rights').select('id').where('name', '=', 'Everything').executeTakeFirstOrThrow()
    const created = await provider({ accessId: access.id, rightId: right.id })
    const refused = await administrator.call(accesses.doors.remove, { id: access.id })
    expect(refused.problem?.problems).toMatchObject([{ code: 'in_use', details: { uses: [{ what: 'sso_provider', id: created.id }] } }])
    await administrator.call(ssoProviders.doors.remove, { id: created.id })
    expect((await administrator.call(accesses.doors.remove, { id: access.id })).status).toBe(200)
  })

  test('stands on the sign-in page while it is active', async () => {
    const created = await provider({ name: 'Corp' })
    expect((await desk.stranger.call(api.getSignInOptions, {})).body.providers).toEqual([{ id: created.id, name: 'Corp' }])
    const hidden = await provider({ name: 'Hidden', active: false })
    expect((await desk.stranger.call(api.getSignInOptions, {})).body.providers).toHaveLength(1)
    expect((await desk.stranger.call(api.beginSso, { providerId: hidden.id, browser })).status).toBe(404)
  })
})
