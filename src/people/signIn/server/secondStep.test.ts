/** Two-step sign-in, as the manual tells it. */
import { Secret, TOTP } from 'otpauth'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import * as people from '#people/api.ts'
import { peopleRoutes } from '#people/server/routes.ts'
import { testDesk } from '#people/server/testing/desk.ts'
import * as api from '#people/signIn/api.ts'
import { secretsFrom } from '#platform/server/secrets.ts'
import { signInRoutes } from './routes.ts'

const secrets = secretsFrom('a master key of at least 32 characters')
const desk = await testDesk([...peopleRoutes, ...signInRoutes({ secrets, publicUrl: () => 'http://localhost:3000' })])
const { db } = desk.database
afterAll(() => desk.close())

const password = 'correct horse battery'
const start = Date.parse('2026-03-02T10:00:00.000Z')
beforeEach(async () => {
  desk.setTime(new Date(start))
  await db.deleteFrom('sign_in_failures').execute()
  await db.deleteFrom('settings').execute()
})

const codeAt = (secret: string, time: number) => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: time })
const later = (ms: number) => desk.setTime(new Date(start + ms))
const tokenOf = (problem: { problems?: { details?: Record<string, unknown> }[] } | undefined) =>
  String(problem?.problems?.[0]?.details?.['token'])
const cookieOf = ({ headers }: { headers: Record<string, unknown> }) => String(headers['set-cookie']).split(';')[0] ?? ''
const browserOf = (answer: { headers: Record<string, unknown> }) => desk.as({ cookie: cookieOf(answer), origin: 'http://localhost:3000' })
const eventsOf = async (id: number) =>
  (
    await db
      .selectFrom('events')
      .select(['name', 'payload'])
      .where('subject', '=', 'user')
      .where('subject_id', '=', id)
      .orderBy('version')
      .execute()
  ).map((e) => e.name)

async function withSecondStep() {
  const user = await desk.user({ password })
  const { secret, uri } = (await user.call(api.beginSecondStep, { password })).body
  const { recoveryCodes } = (await user.call(api.confirmSecondStep, { code: codeAt(secret, start) })).body
  return { user, secret, uri, recoveryCodes }
}
const first = async (email: string) => tokenOf((await desk.stranger.call(people.signIn, { email, password })).problem)

describe('Two-step sign-in', () => {
  test('is set up with the password and a code; ten recovery codes are shown once; the secret is kept encrypted', async () => {
    const { user, secret, uri, recoveryCodes } = await withSecondStep()
    expect(uri).toMatch(/^otpauth:\/\/totp\/Tessera:.+secret=[A-Z2-7]{32}/)
    expect(new Set(recoveryCodes).size).toBe(10)
    expect((await user.call(api.getSecondStep, {})).body).toMatchObject({ since: new Date(start).toISOString(), recoveryCodesLeft: 10 })
    const rows = await db.selectFrom('second_factors').select('secret').where('user_id', '=', user.id).execute()
    expect(rows[0]?.secret.toString('latin1')).not.toContain(secret)
    expect(await eventsOf(user.id)).toContain('user.second_step_on')
  })

  test('asks for a code after the right password, and only then lets in', async () => {
    const { user, secret } = await withSecondStep()
    later(60_000)
    const half = await desk.stranger.call(people.signIn, { email: user.email, password })
    expect([half.status, half.problem?.code, half.headers['set-cookie']]).toEqual([401, 'second-step', undefined])
    const done = await desk.stranger.call(api.takeSecondStep, { token: tokenOf(half.problem), code: codeAt(secret, start + 60_000) })
    expect(done.body.id).toBe(user.id)
    expect((await browserOf(done).call(people.listSessions, {})).body.sessions.find((s) => s.current)?.method).toBe('two_step')
    expect(await db.selectFrom('sign_in_failures').selectAll().execute()).toEqual([])
  })

  test('accepts each code once, and the half minute before and after', async () => {
    const { user, secret } = await withSecondStep()
    const take = async (code: string) => (await desk.stranger.call(api.takeSecondStep, { token: await first(user.email), code })).status
    expect(await take(codeAt(secret, start))).toBe(401) // it confirmed the set-up
    later(300_000)
    expect(await take(codeAt(secret, start + 300_000 - 61_000))).toBe(401)
    expect(await take(codeAt(secret, start + 300_000 - 30_000))).toBe(200)
    expect(await take(codeAt(secret, start + 300_000 - 30_000))).toBe(401)
    expect(await take(codeAt(secret, start + 300_000 + 30_000))).toBe(200)
    expect(await take(codeAt(secret, start + 300_000))).toBe(401) // older than one that was taken
  })

  test.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
  ])('knows the codes of RFC 6238: at %i it is %s', async (seconds, code) => {
    const user = await desk.user({ password })
    const secret = Secret.fromUTF8('12345678901234567890').base32
    await db
      .insertInto('second_factors')
      .values({ user_id: user.id, secret: secrets.encrypt('second-factor', secret, `user:${user.id}`), confirmed_at: new Date(start) })
      .execute()
    desk.setTime(new Date(seconds * 1000))
    expect((await desk.stranger.call(api.takeSecondStep, { token: await first(user.email), code })).body.id).toBe(user.id)
  })

  test('of two requests with the same code at once, one wins', async () => {
    const { user, secret } = await withSecondStep()
    later(60_000)
    const tokens = [await first(user.email), await first(user.email)]
    const answers = await Promise.all(
      tokens.map((token) => desk.stranger.call(api.takeSecondStep, { token, code: codeAt(secret, start + 60_000) })),
    )
    expect(answers.map((a) => a.status).toSorted((a, b) => a - b)).toEqual([200, 401])
  })

  test('a recovery code opens once, however it is typed', async () => {
    const { user, recoveryCodes } = await withSecondStep()
    const [code = ''] = recoveryCodes
    const take = async (typed: string) => desk.stranger.call(api.takeSecondStep, { token: await first(user.email), code: typed })
    expect((await take(` ${code.toLowerCase().replace('-', ' ')}`)).status).toBe(200)
    expect((await take(code)).problem?.problems).toMatchObject([{ field: 'code', code: 'wrong_code' }])
    expect((await user.call(api.getSecondStep, {})).body.recoveryCodesLeft).toBe(9)
    expect(await eventsOf(user.id)).toEqual(expect.arrayContaining(['user.recovery_code_used', 'user.sign_in_failed']))
    const renewed = (await user.call(api.renewRecoveryCodes, { password })).body.recoveryCodes
    expect((await take(recoveryCodes[1] ?? '')).status).toBe(401)
    expect((await take(renewed[0] ?? '')).status).toBe(200)
  })

  test('wrong codes and wrong passwords are counted together', async () => {
    const { user } = await withSecondStep()
    const token = await first(user.email) // the first attempt
    const answers = []
    for (let n = 0; n < 10; n += 1) answers.push((await desk.stranger.call(api.takeSecondStep, { token, code: '000000' })).status)
    expect(answers).toEqual([...Array.from({ length: 9 }, () => 401), 429])
    expect((await desk.stranger.call(people.signIn, { email: user.email, password })).status).toBe(429)
  })

  test('a token of the first step ends after ten minutes, is good for once, and for nobody who is disabled', async () => {
    const { user, secret } = await withSecondStep()
    const token = await first(user.email)
    later(11 * 60_000)
    const late = await desk.stranger.call(api.takeSecondStep, { token, code: codeAt(secret, start + 11 * 60_000) })
    expect(late.problem?.code).toBe('step-over')
    const another = await first(user.email)
    await db.updateTable('users').set({ active: false }).where('id', '=', user.id).execute()
    const disabled = await desk.stranger.call(api.takeSecondStep, { token: another, code: codeAt(secret, start + 11 * 60_000) })
    expect(disabled.problem?.code).toBe('step-over')
    expect((await desk.stranger.call(api.takeSecondStep, { token: 'x'.repeat(43), code: '123456' })).status).toBe(401)
  })

  test('is switched off with the password; the open session alone does not do it, nor does an API token', async () => {
    const { user } = await withSecondStep()
    expect((await user.call(api.endSecondStep, { password: 'something else' })).problem?.problems).toMatchObject([{ field: 'password' }])
    const { token } = (await user.call(people.createToken, { name: 'x', days: 1 })).body
    const program = desk.as({ authorization: `Bearer ${token}` })
    expect((await program.call(api.endSecondStep, { password })).status).toBe(403)
    expect((await user.call(api.endSecondStep, { password })).status).toBe(200)
    expect((await desk.stranger.call(people.signIn, { email: user.email, password })).status).toBe(200)
    expect(await eventsOf(user.id)).toContain('user.second_step_off')
  })

  test('is reset by an administrator for who lost their device, but not by who may do less than them', async () => {
    const { user } = await withSecondStep()
    const administrator = await desk.user({ access: 'Administrator' })
    const helper = await desk.user({ access: ['users.read', 'users.update'] })
    expect((await helper.call(api.resetSecondStep, { id: user.id })).status).toBe(403)
    expect((await administrator.call(api.resetSecondStep, { id: user.id })).status).toBe(200)
    expect((await desk.stranger.call(people.signIn, { email: user.email, password })).status).toBe(200)
    expect((await administrator.call(api.resetSecondStep, { id: 999_999 })).status).toBe(404)
  })
})

describe('When two-step sign-in is required', () => {
  const required = { secondStepRequired: true, inactivityMinutes: 0, minimumPassword: 10 }

  test('whoever has none sets it up before they are in', async () => {
    const { user: ada } = await withSecondStep()
    await db.updateTable('users').set({ access_id: 1 }).where('id', '=', ada.id).execute()
    const bo = await desk.user({ password })
    const signedInBefore = await desk.stranger.call(people.signIn, { email: bo.email, password })
    expect((await ada.call(api.changeSignInSettings, required)).status).toBe(200)
    expect((await browserOf(signedInBefore).call(people.getMe, {})).status).toBe(401)
    expect((await ada.call(people.getMe, {})).status).toBe(200)

    const half = await desk.stranger.call(people.signIn, { email: bo.email, password })
    expect([half.status, half.problem?.code]).toEqual([401, 'enrolment'])
    const token = tokenOf(half.problem)
    expect((await desk.stranger.call(api.takeSecondStep, { token, code: '123456' })).problem?.code).toBe('step-over')
    const { secret } = (await desk.stranger.call(api.beginEnrolment, { token })).body
    expect((await desk.stranger.call(api.finishEnrolment, { token, code: '000000' })).problem?.code).toBe('wrong-code')
    const done = await desk.stranger.call(api.finishEnrolment, { token, code: codeAt(secret, start) })
    expect([done.body.me.id, done.body.recoveryCodes.length]).toEqual([bo.id, 10])
    expect((await browserOf(done).call(api.endSecondStep, { password })).problem?.code).toBe('required-here')
  })

  test('an administrator without one cannot lock themselves out', async () => {
    const administrator = await desk.user({ access: 'Administrator', password })
    const answer = await administrator.call(api.changeSignInSettings, required)
    expect([answer.status, answer.problem?.problems]).toMatchObject([422, [{ field: 'secondStepRequired', code: 'own_first' }]])
  })
})

describe('The settings of signing in', () => {
  test('stand in the audit log with old and new values', async () => {
    const administrator = await desk.user({ access: 'Administrator' })
    const value = { secondStepRequired: false, inactivityMinutes: 30, minimumPassword: 12 }
    expect((await administrator.call(api.changeSignInSettings, value)).body).toEqual(value)
    const event = await db
      .selectFrom('events')
      .select('payload')
      .where('name', '=', 'setting.changed')
      .orderBy('id', 'desc')
      .executeTakeFirst()
    expect(event?.payload).toEqual({
      key: 'sign_in',
      changes: { inactivityMinutes: { from: 0, to: 30 }, minimumPassword: { from: 10, to: 12 } },
    })
    for (const wrong of [
      { ...value, minimumPassword: 9 },
      { ...value, minimumPassword: 65 },
      { ...value, inactivityMinutes: -1 },
    ])
      expect((await administrator.call(api.changeSignInSettings, wrong)).status).toBe(400)
  })

  test('A session without anybody at it ends after the set minutes; what a page asks by itself does not keep it', async () => {
    const administrator = await desk.user({ access: 'Administrator' })
    await administrator.call(api.changeSignInSettings, { secondStepRequired: false, inactivityMinutes: 10, minimumPassword: 10 })
    const user = await desk.user()
    later(9 * 60_000)
    expect((await user.call(people.getMe, {})).status).toBe(200)
    later(18 * 60_000)
    expect((await user.call(people.getMe, {}, { 'tessera-idle': '1' })).status).toBe(200)
    later(21 * 60_000)
    expect((await user.call(people.getMe, {}, { 'tessera-idle': '1' })).status).toBe(401)
    expect((await user.call(people.getMe, {})).status).toBe(401)
  })

  test('A password has the set length, and is more than its owner’s name or address', async () => {
    const administrator = await desk.user({ access: 'Administrator', password, name: 'Ada Lovelace', email: 'ada.lovelace@desk.example' })
    await administrator.call(api.changeSignInSettings, { secondStepRequired: false, inactivityMinutes: 0, minimumPassword: 14 })
    const change = async (next: string) =>
      (await administrator.call(people.changePassword, { current: password, next })).problem?.problems?.[0]
    expect(await change('thirteen char')).toMatchObject({ field: 'next', code: 'too_short', details: { minimum: 14 } })
    expect(await change('Ada.Lovelace@desk.example')).toMatchObject({ field: 'next', code: 'too_personal' })
    expect(await change('lovelace-ada-2026')).toMatchObject({ field: 'next', code: 'too_personal' })
    expect(await change('ada likes engines')).toBeUndefined()
  })
})

test('A failed sign-in of a User stands in the audit log, and takes as long as that of nobody', async () => {
  const user = await desk.user({ password })
  const timed = async (email: string) => {
    const began = performance.now()
    expect((await desk.stranger.call(people.signIn, { email, password: 'something else' })).status).toBe(401)
    return performance.now() - began
  }
  expect(await timed(user.email)).toBeGreaterThan(195)
  expect(await timed('nobody@desk.example')).toBeGreaterThan(195)
  expect(await eventsOf(user.id)).toContain('user.sign_in_failed')
})
