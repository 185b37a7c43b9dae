/** Users: the first one, signing in, sessions, tokens and passwords, as the manual tells it. */
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import * as api from '#people/api.ts'
import { permissions } from '#platform/permission.ts'
import { readConfig } from '#platform/server/config.ts'
import { createUser } from './createUser.ts'
import { disableUser } from './changeUser.ts'
import { peopleRoutes } from './routes.ts'
import { ensureAdministrator, setUpCode } from './setUp.ts'
import { testDesk } from './testing/desk.ts'
import { createToken } from './tokens.ts'
import { findUser, listUsersInFull } from './userQueries.ts'

const desk = await testDesk(peopleRoutes)
const { db } = desk.database
afterAll(() => desk.close())

const anyText: unknown = expect.any(String)
const anyNumber: unknown = expect.any(Number)
const password = 'correct horse battery'
const minutes = (n: number) => n * 60_000
const later = (ms: number) => new Date(Date.now() + ms)
beforeEach(async () => {
  desk.setTime(undefined)
  await db.deleteFrom('sign_in_failures').execute()
})

const cookieOf = ({ headers }: { headers: Record<string, unknown> }) => String(headers['set-cookie']).split(';')[0] ?? ''
const browserOf = (answer: { headers: Record<string, unknown> }) => desk.as({ cookie: cookieOf(answer), origin: 'http://localhost:3000' })
const eventsOf = (userId: number) =>
  db
    .selectFrom('events')
    .select(['name', 'version', 'payload', 'actor_id'])
    .where('subject', '=', 'user')
    .where('subject_id', '=', userId)
    .orderBy('version')
    .execute()

describe('The set-up', () => {
  const person = { name: 'Ada', email: ' Ada@Desk.Example ', password }

  test('asks for the one-time code of the console', async () => {
    expect((await desk.stranger.call(api.getSetUp, {})).body).toEqual({ needed: true })
    const answer = await desk.stranger.call(api.setUp, { ...person, code: 'AAAAA-AAAAA' })
    expect([answer.status, answer.problem?.problems]).toMatchObject([400, [{ field: 'code', code: 'wrong-code' }]])
  })

  test('has one winner of two at once, who is signed in as Administrator', async () => {
    const code = ` ${setUpCode().toLowerCase().replace('-', ' ')} `
    const answers = await Promise.all(
      [1, 2, 3].map((n) => desk.stranger.call(api.setUp, { ...person, email: `ada${n}@desk.example`, code })),
    )
    expect(answers.map((a) => a.status).toSorted((a, b) => a - b)).toEqual([200, 422, 422])
    const won = answers.find((a) => a.status === 200)
    if (!won) throw new Error('nobody won')
    expect(won.body).toMatchObject({ name: 'Ada', everything: true })
    expect([...won.body.permissions].toSorted()).toEqual([...permissions].toSorted())
    expect((await browserOf(won).call(api.getMe, {})).body).toEqual(won.body)
    expect(await db.selectFrom('users').selectAll().execute()).toHaveLength(1)
  })

  test('is over once there is a User, whatever the code', async () => {
    expect((await desk.stranger.call(api.getSetUp, {})).body).toEqual({ needed: false })
    const again = await desk.stranger.call(api.setUp, { ...person, code: setUpCode() })
    expect([again.status, again.problem?.code]).toEqual([422, 'already-set-up'])
    expect(await ensureAdministrator(desk.ctx(), 'other@desk.example', password)).toBe(false)
  })
})

describe('The shipped Accesses', () => {
  test('Administrator may do everything there is', async () => {
    const access = await db.selectFrom('accesses').select('permissions').where('name', '=', 'Administrator').executeTakeFirstOrThrow()
    expect(access.permissions.toSorted()).toEqual(permissions.toSorted())
  })

  test('Agent works on tickets and administers nothing', async () => {
    const access = await db.selectFrom('accesses').select('permissions').where('name', '=', 'Agent').executeTakeFirstOrThrow()
    expect(access.permissions).toEqual(expect.arrayContaining(['tickets.create', 'tickets.read', 'tickets.update', 'activities.comment']))
    expect(access.permissions.filter((p) => /^(users|settings|queues|categories)\.|\.delete$/.test(p))).toEqual([])
    expect(access.permissions.filter((p) => !(permissions as readonly string[]).includes(p))).toEqual([])
  })
})

describe('Signing in', () => {
  test('gives a session in a cookie that scripts cannot read', async () => {
    await createUser(desk.ctx(), { email: 'bo@desk.example', name: 'Bo', password, access: 'Agent' })
    const answer = await desk.stranger.call(api.signIn, { email: 'BO@desk.example ', password })
    expect(answer.body).toMatchObject({ name: 'Bo', email: 'bo@desk.example' })
    expect(String(answer.headers['set-cookie'])).toMatch(/^tessera_session=[\w-]{43}; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/)
    const { id } = answer.body
    expect((await eventsOf(id)).map((e) => [e.name, e.version, e.actor_id])).toEqual([
      ['user.created', 1, null],
      ['user.signed_in', 2, id],
    ])
    expect(await db.selectFrom('sessions').select('token_hash').where('user_id', '=', id).execute()).toHaveLength(1)
  })

  test('is refused alike for a wrong password, an unknown address and a disabled User', async () => {
    const id = await createUser(desk.ctx(), { email: 'cy@desk.example', name: 'Cy', password, access: 'Agent' })
    await createUser(desk.ctx(), { email: 'nopassword@desk.example', name: 'No', password: null, access: 'Agent' })
    await disableUser(desk.ctx(), id)
    const answers = await Promise.all([
      desk.stranger.call(api.signIn, { email: 'bo@desk.example', password: 'wrong password' }),
      desk.stranger.call(api.signIn, { email: 'nobody@desk.example', password }),
      desk.stranger.call(api.signIn, { email: 'cy@desk.example', password }),
      desk.stranger.call(api.signIn, { email: 'nopassword@desk.example', password }),
    ])
    for (const { status, problem, headers } of answers) {
      expect([status, problem?.code, problem?.detail]).toEqual([401, 'wrong-credentials', answers[0].problem?.detail])
      expect(headers['set-cookie']).toBeUndefined()
    }
  })

  test('pauses after ten failures with one address of mail, also with many at once; waiting helps', async () => {
    const attempt = (word: string) => desk.stranger.call(api.signIn, { email: 'bo@desk.example', password: word })
    const answers = await Promise.all(Array.from({ length: 25 }, () => attempt('wrong password')))
    expect(answers.filter((a) => a.status === 401)).toHaveLength(10)
    expect(answers.filter((a) => a.status === 429)).toHaveLength(15)
    const paused = await attempt(password)
    expect([paused.status, paused.problem]).toMatchObject([
      429,
      { code: 'wait', problems: [{ field: 'email', details: { seconds: anyNumber } }] },
    ])
    const seconds = Number(paused.headers['retry-after'])
    expect(seconds).toBeGreaterThan(800)
    expect(paused.problem?.detail).toContain(`${seconds} seconds`)
    expect((await desk.stranger.call(api.signIn, { email: 'ada1@desk.example', password: 'x' })).status).toBe(401)
    desk.setTime(later(seconds * 1000 + 1000))
    expect((await attempt(password)).status).toBe(200)
    expect(await db.selectFrom('sign_in_failures').selectAll().where('email', '=', 'bo@desk.example').execute()).toEqual([])
  })

  test('pauses for an address of the network that tries many Users', async () => {
    const rows = Array.from({ length: 50 }, (_, i) => ({ email: `x${i}@desk.example`, address: '127.0.0.1', at: new Date() }))
    await db.insertInto('sign_in_failures').values(rows).execute()
    expect((await desk.stranger.call(api.signIn, { email: 'bo@desk.example', password })).status).toBe(429)
  })

  test('hashes a password anew when the cost has changed', async () => {
    const { hash } = await import('@node-rs/argon2')
    const id = await createUser(desk.ctx(), { email: 'old@desk.example', name: 'Old', password, access: 'Agent' })
    const cheap = await hash(password, { memoryCost: 1024, timeCost: 1 })
    await db.updateTable('users').set({ password_hash: cheap }).where('id', '=', id).execute()
    expect((await desk.stranger.call(api.signIn, { email: 'old@desk.example', password })).status).toBe(200)
    const after = await db.selectFrom('users').select('password_hash').where('id', '=', id).executeTakeFirstOrThrow()
    expect(after.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect((await desk.stranger.call(api.signIn, { email: 'old@desk.example', password })).status).toBe(200)
  })

  test('takes the same letters from any keyboard', async () => {
    await createUser(desk.ctx(), { email: 'nfc@desk.example', name: 'N', password: 'Crème brûlée!'.normalize('NFC'), access: 'Agent' })
    const answer = await desk.stranger.call(api.signIn, { email: 'nfc@desk.example', password: 'Crème brûlée!'.normalize('NFD') })
    expect(answer.status).toBe(200)
  })
})

describe('Sessions', () => {
  test('end when one signs out, and the cookie goes', async () => {
    const user = await desk.user({ password })
    const answer = await user.call(api.signOut, {})
    expect(answer.body).toEqual({ ok: true })
    expect(String(answer.headers['set-cookie'])).toContain('tessera_session=;')
    expect((await user.call(api.getMe, {})).status).toBe(401)
    // Open sockets hear of it and close.
    expect((await eventsOf(user.id)).at(-1)).toMatchObject({ name: 'user.session_ended' })
  })

  test('are listed with the one that asks, and each can be ended; nobody else’s', async () => {
    const user = await desk.user({ password })
    const other = await desk.user()
    const second = browserOf(await desk.stranger.call(api.signIn, { email: user.email, password }, { 'user-agent': 'Firefox' }))
    const { sessions } = (await second.call(api.listSessions, {})).body
    expect(sessions.map((s) => [s.browser, s.current])).toEqual([
      ['Firefox', true],
      ['test', false],
    ])
    const first = sessions.find((s) => !s.current)?.id ?? 0
    expect((await other.call(api.revokeSession, { id: first })).status).toBe(404)
    expect((await second.call(api.revokeSession, { id: first })).status).toBe(200)
    expect((await user.call(api.getMe, {})).status).toBe(401)
    expect((await second.call(api.revokeSession, { id: first })).status).toBe(404)
    expect((await eventsOf(user.id)).at(-1)).toMatchObject({ name: 'user.session_ended', payload: { sessionId: first } })
  })

  test('end by themselves after 30 days', async () => {
    const user = await desk.user()
    desk.setTime(later(29 * 24 * minutes(60)))
    expect((await user.call(api.getMe, {})).status).toBe(200)
    desk.setTime(later(31 * 24 * minutes(60)))
    expect((await user.call(api.getMe, {})).status).toBe(401)
    expect((await user.call(api.listSessions, {})).status).toBe(401)
  })

  test('remember when they were last used, to the minute', async () => {
    const user = await desk.user()
    const seen = () => db.selectFrom('sessions').select('seen_at').where('user_id', '=', user.id).executeTakeFirstOrThrow()
    const before = await seen()
    desk.setTime(later(30_000))
    await user.call(api.getMe, {})
    expect(await seen()).toEqual(before)
    desk.setTime(later(minutes(5)))
    await user.call(api.getMe, {})
    expect(Date.parse((await seen()).seen_at)).toBeGreaterThan(Date.parse(before.seen_at) + minutes(4))
  })
})

describe('The password', () => {
  test('can be changed by who knows the current one; all other sessions end, this one stays', async () => {
    const user = await desk.user({ password })
    const elsewhere = browserOf(await desk.stranger.call(api.signIn, { email: user.email, password }))
    const wrong = await user.call(api.changePassword, { current: 'not my password', next: 'a new long password' })
    expect([wrong.status, wrong.problem?.problems]).toMatchObject([400, [{ field: 'current', code: 'wrong-password' }]])
    expect((await user.call(api.changePassword, { current: password, next: 'short' })).problem?.problems).toMatchObject([{ field: 'next' }])
    expect((await user.call(api.changePassword, { current: password, next: 'a new long password' })).status).toBe(200)
    expect((await user.call(api.getMe, {})).status).toBe(200)
    expect((await elsewhere.call(api.getMe, {})).status).toBe(401)
    expect((await desk.stranger.call(api.signIn, { email: user.email, password })).status).toBe(401)
    expect((await desk.stranger.call(api.signIn, { email: user.email, password: 'a new long password' })).status).toBe(200)
  })

  test('cannot be guessed through an open session', async () => {
    const user = await desk.user({ password })
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => user.call(api.changePassword, { current: 'a wrong guess', next: 'a new long password' })),
    )
    expect(answers.filter((a) => a.status === 429)).toHaveLength(2)
  })
})

const bearer = (token: string) => desk.as({ authorization: `Bearer ${token}` })

describe('API tokens', () => {
  test('are shown once, act as their User, and end when revoked', async () => {
    const user = await desk.user()
    const { token, details } = (await user.call(api.createToken, { name: 'Report', days: 30 })).body
    expect(token).toMatch(/^tess_[\w-]{43}$/)
    const program = bearer(token)
    expect((await program.call(api.getMe, {})).body).toEqual((await user.call(api.getMe, {})).body)
    const { tokens } = (await user.call(api.listTokens, {})).body
    expect(tokens).toEqual([{ ...details, usedAt: anyText }])
    expect(JSON.stringify(tokens)).not.toContain(token.slice(8))
    const other = await desk.user()
    expect((await other.call(api.revokeToken, { id: details.id })).status).toBe(404)
    expect((await user.call(api.revokeToken, { id: details.id })).status).toBe(200)
    expect((await program.call(api.getMe, {})).status).toBe(401)
  })

  test('expire', async () => {
    const user = await desk.user()
    const { token } = (await user.call(api.createToken, { name: 'Short', days: 1 })).body
    desk.setTime(later(25 * minutes(60)))
    expect((await bearer(token).call(api.getMe, {})).status).toBe(401)
  })

  test('may do less than their User, and never more than their User may now', async () => {
    const user = await desk.user()
    const { token } = (await user.call(api.createToken, { name: 'Reader', days: null, permissions: ['tickets.read', 'users.delete'] })).body
    expect((await bearer(token).call(api.getMe, {})).body.permissions).toEqual(['tickets.read'])
  })

  test('cannot make other tokens, nor touch the password or the sessions', async () => {
    const user = await desk.user({ password })
    const { token } = (await user.call(api.createToken, { name: 'Reader', days: null, permissions: ['tickets.read'] })).body
    const program = bearer(token)
    for (const answer of [
      await program.call(api.createToken, { name: 'More', days: null }),
      await program.call(api.changePassword, { current: password, next: 'a new long password' }),
      await program.call(api.revokeSession, { id: 1 }),
      await program.call(api.revokeToken, { id: 1 }),
    ])
      expect([answer.status, answer.problem?.code]).toEqual([403, 'session-needed'])
  })

  test('are made by the command line for a User by name', async () => {
    const user = await desk.user()
    const ctx = { ...desk.ctx(), via: 'cli' as const }
    const { token } = await createToken(ctx, { name: 'cli', days: 1, permissions: null }, await findUser(ctx, user.email.toUpperCase()))
    expect((await bearer(token).call(api.getMe, {})).body.id).toBe(user.id)
  })

  test.each(['', 'tess_', 'x'.repeat(5000), "' or 1=1 --aaaaaaaaaaaaaaaaaaa", 'tess_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'])(
    'that nobody made are refused: %s',
    async (token) => {
      expect((await bearer(token).call(api.getMe, {})).status).toBe(401)
    },
  )
})

describe('Users', () => {
  test('change their own name and time zone', async () => {
    const user = await desk.user({ name: 'Eve' })
    expect((await user.call(api.changeMe, { name: ' Eva ', timeZone: 'Europe/Prague' })).body).toMatchObject({
      name: 'Eva',
      timeZone: 'Europe/Prague',
    })
    expect((await user.call(api.changeMe, { timeZone: 'Mars/Olympus' })).problem?.problems).toMatchObject([{ field: 'timeZone' }])
    expect((await user.call(api.changeMe, { name: 'Eva', timeZone: null })).body).toMatchObject({ timeZone: null })
    expect((await user.call(api.changeMe, { name: 'Eva' })).status).toBe(200)
    const changes = (await eventsOf(user.id)).filter((e) => e.name === 'user.changed').map((e) => e.payload)
    expect(changes).toMatchObject([{ fields: ['name', 'timeZone'] }, { fields: ['timeZone'] }])
  })

  test('are created by who may, with an address of their own', async () => {
    const agent = await desk.user()
    await expect(createUser(agent.ctx(), { email: 'z@desk.example', name: 'Z', password: null, access: 'Agent' })).rejects.toMatchObject({
      code: 'users.create',
    })
    await expect(createUser(desk.ctx(), { email: agent.email, name: 'Z', password: null, access: 'Agent' })).rejects.toMatchObject({
      problems: [{ field: 'email', code: 'taken' }],
    })
    await expect(createUser(desk.ctx(), { email: 'z@desk.example', name: 'Z', password: null, access: 'King' })).rejects.toMatchObject({
      problems: [{ field: 'access' }],
    })
  })

  test('who are disabled are signed out everywhere, and their tokens end; they stay in the list', async () => {
    const user = await desk.user()
    const { token } = (await user.call(api.createToken, { name: 'x', days: null })).body
    await disableUser(desk.ctx(), user.id)
    expect((await user.call(api.getMe, {})).status).toBe(401)
    expect((await desk.as({ authorization: `Bearer ${token}` }).call(api.getMe, {})).status).toBe(401)
    const reader = await desk.user()
    const { users } = (await reader.call(api.listUsers, {})).body
    expect(users.find((u) => u.id === user.id)).toMatchObject({ active: false, email: user.email })
  })

  test('The last administrator cannot be disabled, also when two disable each other at once', async () => {
    const administrators = (await listUsersInFull(desk.ctx())).filter((u) => u.access === 'Administrator' && u.active)
    const second = await desk.user({ access: 'Administrator' })
    const ids = [...administrators.map((u) => u.id), second.id]
    const outcomes = await Promise.allSettled(ids.map((id) => disableUser(desk.ctx(), id)))
    expect(outcomes.filter((o) => o.status === 'rejected').map((o): unknown => o.reason)).toMatchObject([{ code: 'last-administrator' }])
    expect((await listUsersInFull(desk.ctx())).filter((u) => u.access === 'Administrator' && u.active)).toHaveLength(1)
  })
})

test('Nothing but what is public answers without signing in', async () => {
  const open = peopleRoutes.map((r) => r.endpoint).filter((e) => e.access === 'public')
  expect(open.map((e) => `${e.method} ${e.path}`)).toEqual(['GET /api/v1/set-up', 'POST /api/v1/set-up', 'POST /api/v1/session'])
})

test('With TESSERA_ADMIN_EMAIL and TESSERA_ADMIN_PASSWORD the first administrator is there from the start', async () => {
  const fresh = await testDesk(peopleRoutes)
  const { admin } = readConfig({ TESSERA_ADMIN_EMAIL: 'Root@Desk.Example', TESSERA_ADMIN_PASSWORD: password })
  if (!admin) throw new Error('not read')
  const made = await Promise.all([1, 2].map(() => ensureAdministrator(fresh.ctx(), admin.email, admin.password)))
  expect(made.filter(Boolean)).toHaveLength(1)
  const answer = await fresh.stranger.call(api.signIn, { email: 'root@desk.example', password })
  expect(answer.body.permissions).toHaveLength(permissions.length)
  await fresh.close()
})
