/** Passkeys, as the manual tells it. */
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import * as people from '#people/api.ts'
import { peopleRoutes } from '#people/server/routes.ts'
import { testDesk } from '#people/server/testing/desk.ts'
import * as api from '#people/signIn/api.ts'
import { secretsFrom } from '#platform/server/secrets.ts'
import { hostOfPasskeys } from './passkeyHost.ts'
import { signInRoutes } from './routes.ts'
import { softPasskey } from './testing/softPasskey.ts'

const secrets = secretsFrom('a master key of at least 32 characters')
const desk = await testDesk([...peopleRoutes, ...signInRoutes({ secrets, publicUrl: () => 'http://localhost:3000' })])
const { db } = desk.database
afterAll(() => desk.close())
beforeEach(async () => {
  desk.setTime(undefined)
  await db.deleteFrom('sign_in_failures').execute()
})

type User = Awaited<ReturnType<typeof desk.user>>
const challengeFor = async (user: User) => (await user.call(api.beginPasskey, {})).body.challenge
const challenge = async () => (await desk.stranger.call(api.askForPasskey, {})).body.challenge
async function withPasskey(counter = 0) {
  const user = await desk.user()
  const device = softPasskey()
  const passkey = (await user.call(api.addPasskey, { name: 'Laptop', response: device.make(await challengeFor(user), { counter }) })).body
  return { user, device, passkey }
}
const cookieOf = ({ headers }: { headers: Record<string, unknown> }) => String(headers['set-cookie']).split(';')[0] ?? ''

describe('A passkey', () => {
  test('signs in without a password; the session says so', async () => {
    const { user, device } = await withPasskey()
    const answer = await desk.stranger.call(api.signInByPasskey, { response: device.use(await challenge()) })
    expect(answer.body.id).toBe(user.id)
    const own = desk.as({ cookie: cookieOf(answer), origin: 'http://localhost:3000' })
    expect((await own.call(people.listSessions, {})).body.sessions.find((s) => s.current)?.method).toBe('passkey')
    expect((await user.call(api.listPasskeys, {})).body.passkeys[0]?.usedAt).not.toBeNull()
  })

  test('is asked for with its owner’s finger, face or PIN, and for this host alone', async () => {
    const user = await desk.user()
    expect((await user.call(api.beginPasskey, {})).body).toMatchObject({
      rp: { id: 'localhost' },
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    })
    expect((await desk.stranger.call(api.askForPasskey, {})).body).toMatchObject({ rpId: 'localhost', userVerification: 'required' })
    expect(hostOfPasskeys('https://desk.example.com')).toBe('desk.example.com')
    expect([hostOfPasskeys('http://10.0.0.5:3000'), hostOfPasskeys('http://[::1]')]).toEqual([null, null])
  })

  test.each([
    ['made on another site’s page', { origin: 'https://evil.example' }],
    ['made for another host', { host: 'evil.example' }],
    ['whose owner was not asked', { verified: false }],
  ])('%s is refused, when it is made and when it signs in', async (_what, wrong) => {
    const user = await desk.user()
    const made = await user.call(api.addPasskey, { name: 'x', response: softPasskey().make(await challengeFor(user), wrong) })
    expect([made.status, made.problem?.problems]).toMatchObject([400, [{ field: 'response' }]])
    const { device } = await withPasskey()
    expect((await desk.stranger.call(api.signInByPasskey, { response: device.use(await challenge(), wrong) })).status).toBe(401)
  })

  test('answers a question of ours, each once and within minutes, and made for this User', async () => {
    const { user, device } = await withPasskey()
    const asked = await challenge()
    const response = device.use(asked)
    expect((await desk.stranger.call(api.signInByPasskey, { response })).status).toBe(200)
    expect((await desk.stranger.call(api.signInByPasskey, { response })).status).toBe(401)
    const made = await desk.stranger.call(api.signInByPasskey, { response: device.use('bWFkZSB1cA') })
    expect([made.status, made.problem?.code]).toEqual([401, 'wrong-passkey'])
    const late = await challenge()
    desk.setTime(new Date(Date.now() + 6 * 60_000))
    expect((await desk.stranger.call(api.signInByPasskey, { response: device.use(late) })).status).toBe(401)
    desk.setTime(undefined)
    const other = await desk.user()
    const stolen = await other.call(api.addPasskey, { name: 'x', response: softPasskey().make(await challengeFor(user)) })
    expect(stolen.status).toBe(400)
    expect((await other.call(api.addPasskey, { name: 'x', response: softPasskey().make(await challenge()) })).status).toBe(400)
  })

  test('that counts is refused when it counts backwards: somebody has copied it', async () => {
    const { device, user } = await withPasskey(5)
    const use = async (counter: number) =>
      (await desk.stranger.call(api.signInByPasskey, { response: device.use(await challenge(), { counter }) })).status
    expect(await use(6)).toBe(200)
    expect(await use(6)).toBe(401)
    expect(await use(3)).toBe(401)
    expect(await use(7)).toBe(200)
    const events = await db
      .selectFrom('events')
      .select('payload')
      .where('name', '=', 'user.sign_in_failed')
      .where('subject_id', '=', user.id)
      .execute()
    expect(events.map((e) => e.payload)).toMatchObject([{ step: 'passkey' }, { step: 'passkey' }])
  })

  test('is kept once, named, and removed by its owner alone; then it opens nothing', async () => {
    const { user, device, passkey } = await withPasskey()
    const twice = await user.call(api.addPasskey, { name: 'Again', response: device.make(await challengeFor(user)) })
    expect(twice.problem?.problems).toMatchObject([{ code: 'taken' }])
    const other = await desk.user()
    expect((await other.call(api.renamePasskey, { id: passkey.id, name: 'Mine' })).status).toBe(404)
    expect((await other.call(api.removePasskey, { id: passkey.id })).status).toBe(404)
    expect((await user.call(api.renamePasskey, { id: passkey.id, name: 'Old laptop' })).status).toBe(200)
    expect((await user.call(api.listPasskeys, {})).body.passkeys).toMatchObject([{ name: 'Old laptop' }])
    expect((await user.call(api.removePasskey, { id: passkey.id })).status).toBe(200)
    expect((await desk.stranger.call(api.signInByPasskey, { response: device.use(await challenge()) })).status).toBe(401)
  })

  test('of a disabled User opens nothing; a program with an API token makes none', async () => {
    const { user, device } = await withPasskey()
    const { token } = (await user.call(people.createToken, { name: 'x', days: 1 })).body
    expect((await desk.as({ authorization: `Bearer ${token}` }).call(api.beginPasskey, {})).status).toBe(403)
    await db.updateTable('users').set({ active: false }).where('id', '=', user.id).execute()
    expect((await desk.stranger.call(api.signInByPasskey, { response: device.use(await challenge()) })).status).toBe(401)
  })
})
