/** Password links and invitations by mail, as the manual tells it. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import * as mailApi from '#channels/email/api.ts'
import * as people from '#people/api.ts'
import { givenUser } from '#people/server/given.ts'
import { peopleRoutes } from '#people/server/routes.ts'
import { testDesk, type TestDesk } from '#people/server/testing/desk.ts'
import * as api from '#people/signIn/api.ts'
import { signInRoutes } from '#people/signIn/server/routes.ts'
import { readOnce } from '#platform/server/reader.ts'
import { createLog } from '#platform/server/log.ts'
import { folderStore } from '#files/server/fileStore.ts'
import { secretsFrom } from '#platform/server/secrets.ts'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { emailChannel } from './emailChannel.ts'
import { emailRoutes } from './routes.ts'
import { sendNextSystemMail, systemMail } from './systemMail.ts'

const folder = mkdtempSync(join(tmpdir(), 'tessera-system-mail-'))
const secrets = secretsFrom('a master key of at least 32 characters')
const store = await folderStore(folder, secrets.key('file-names'))
const publicUrl = () => 'https://desk.example'
const desk: TestDesk = await testDesk([...peopleRoutes, ...signInRoutes({ secrets, publicUrl }), ...emailRoutes({ store, secrets })])
const { db } = desk.database
const channel = emailChannel({ db, store, secrets })
const administrator = await desk.user({ access: 'Administrator' })
const password = 'correct horse battery'

/** What the reader and the sender do by themselves in a running desk. */
async function send() {
  await readOnce(db, systemMail, new Date())
  while (await sendNextSystemMail({ db, log: createLog({ logLevel: 'silent' }), channel, publicUrl, notifications: async () => null }));
}
const mails = () => db.selectFrom('system_mails').selectAll().orderBy('id').execute()
const linkIn = (text: string | null | undefined) => /https:\/\/desk\.example\/reset-password#([\w-]{43})/.exec(text ?? '')?.[1] ?? ''
const ask = (email: string) => desk.stranger.call(api.requestReset, { email })

beforeAll(async () => {
  await readOnce(db, systemMail, new Date())
  const { queues } = (await administrator.call(mailApi.getSystemAddress, {})).body
  expect((await desk.stranger.call(api.getSignInOptions, {})).body.passwordReset).toBe(false)
  expect((await administrator.call(mailApi.changeSystemAddress, { queueId: queues[0]?.id ?? 0 })).status).toBe(200)
  expect((await desk.stranger.call(api.getSignInOptions, {})).body.passwordReset).toBe(true)
})
afterAll(async () => {
  channel.close()
  await desk.close()
  rmSync(folder, { recursive: true })
})
beforeEach(async () => {
  desk.setTime(undefined)
  await db.deleteFrom('system_mails').execute()
  await db.deleteFrom('sign_in_failures').execute()
})

describe('Who forgot their password', () => {
  test('gets a mail with a link that sets a new one, once; all sessions end', async () => {
    const user = await desk.user({ password })
    expect((await ask(user.email.toUpperCase())).body).toEqual({ ok: true })
    await send()
    const [mail] = await mails()
    expect(mail).toMatchObject({ kind: 'reset', delivery: 'accepted', to_address: user.email, from_address: 'support@localhost' })
    const token = linkIn(mail?.text)
    expect((await desk.stranger.call(api.readPasswordLink, { token })).body).toMatchObject({ kind: 'reset', email: user.email })
    const short = await desk.stranger.call(api.setPasswordByLink, { token, password: 'short' })
    expect(short.problem?.problems).toMatchObject([{ field: 'password', code: 'too_short' }])
    expect((await desk.stranger.call(api.setPasswordByLink, { token, password: 'a new long password' })).status).toBe(200)
    expect((await user.call(people.getMe, {})).status).toBe(401)
    expect((await desk.stranger.call(people.signIn, { email: user.email, password })).status).toBe(401)
    expect((await desk.stranger.call(people.signIn, { email: user.email, password: 'a new long password' })).status).toBe(200)
    expect((await desk.stranger.call(api.setPasswordByLink, { token, password: 'another long password' })).status).toBe(404)
    const names = (
      await db.selectFrom('events').select('name').where('subject', '=', 'user').where('subject_id', '=', user.id).execute()
    ).map((e) => e.name)
    expect(names).toEqual(expect.arrayContaining(['user.reset_requested', 'user.password_set_by_link']))
  })

  test('has an hour; of two links at once one works', async () => {
    const user = await desk.user({ password })
    await ask(user.email)
    await ask(user.email)
    await send()
    const [first, second] = (await mails()).map((mail) => linkIn(mail.text))
    desk.setTime(new Date(Date.now() + 61 * 60_000))
    expect((await desk.stranger.call(api.readPasswordLink, { token: first ?? '' })).status).toBe(404)
    desk.setTime(undefined)
    const answers = await Promise.all(
      [first, second, first].map((token) =>
        desk.stranger.call(api.setPasswordByLink, { token: token ?? '', password: 'a new long password' }),
      ),
    )
    expect(answers.filter((a) => a.status === 200)).toHaveLength(1)
    expect(await db.selectFrom('password_links').selectAll().where('user_id', '=', user.id).execute()).toEqual([])
  })

  test('is answered like nobody, disabled and unknown alike, in the same time; three times in a quarter of an hour', async () => {
    const user = await desk.user({ password })
    const disabled = await desk.user()
    await db.updateTable('users').set({ active: false }).where('id', '=', disabled.id).execute()
    for (const email of [user.email, disabled.email, 'nobody@desk.example']) {
      const began = performance.now()
      expect((await ask(email)).body).toEqual({ ok: true })
      expect(performance.now() - began).toBeGreaterThan(295)
    }
    await send()
    expect((await mails()).map((mail) => mail.to_address)).toEqual([user.email])
    for (const email of [user.email, 'nobody@desk.example']) {
      const answers = [await ask(email), await ask(email), await ask(email)]
      expect(answers.map((a) => a.status)).toEqual([200, 200, 429])
    }
    expect((await desk.stranger.call(people.signIn, { email: user.email, password })).status).toBe(200)
  })

  test('finds the link in the mail alone: neither events nor the table of links hold it', async () => {
    const user = await desk.user()
    await ask(user.email)
    await send()
    const token = linkIn((await mails())[0]?.text)
    const rows = [await db.selectFrom('events').selectAll().execute(), await db.selectFrom('password_links').selectAll().execute()]
    expect(token).toHaveLength(43)
    expect(JSON.stringify(rows)).not.toContain(token)
  })
})

describe('The mail of the desk', () => {
  test('stands in the Outbox of a queue without SMTP settings, for who may do everything alone', async () => {
    const user = await desk.user()
    await ask(user.email)
    await send()
    const listed = (await administrator.call(mailApi.listOutbox, {})).body.mails
    expect(listed).toMatchObject([{ ticketId: null, to: [user.email], subject: 'Set a new password' }])
    const id = listed[0]?.id ?? 0
    const mail = (await administrator.call(mailApi.readOutboxMail, { id })).body
    expect(mail.source).toContain('Auto-Submitted: auto-generated')
    expect(mail.source).toContain(`To: ${user.email}`)
    const looker = await desk.user({ access: ['settings.read', 'users.update'] })
    expect((await looker.call(mailApi.listOutbox, {})).body.mails).toEqual([])
    expect((await looker.call(mailApi.readOutboxMail, { id })).status).toBe(404)
  })

  test('is made once of an event, however often that is read', async () => {
    const user = await desk.user()
    await ask(user.email)
    const { rows } = await desk.database.pool.query<never>(
      `select * from events where name = 'user.reset_requested' order by id desc limit 1`,
    )
    await db.transaction().execute(async (trx) => {
      for (const event of [...rows, ...rows]) await systemMail.events['user.reset_requested']?.(trx, event)
    })
    await send()
    expect(await mails()).toHaveLength(1)
  })

  test('waits while its queue is switched off', async () => {
    const user = await desk.user()
    await db.updateTable('email_queues').set({ active: false }).execute()
    await ask(user.email)
    await send()
    expect((await mails())[0]).toMatchObject({ delivery: 'queued', failure: 'Its Email queue is switched off.' })
    await db.updateTable('email_queues').set({ active: true }).execute()
    await db.updateTable('system_mails').set({ due_at: new Date() }).execute()
    await send()
    expect((await mails())[0]).toMatchObject({ delivery: 'accepted' })
  })

  test('needs a system address that is an active queue', async () => {
    const answer = await administrator.call(mailApi.changeSystemAddress, { queueId: 999_999 })
    expect(answer.problem?.problems).toMatchObject([{ field: 'queueId', code: 'unknown' }])
    const agent = await desk.user()
    expect((await agent.call(mailApi.changeSystemAddress, { queueId: null })).status).toBe(403)
  })

  test('cannot be led astray by who may not do everything: whoever reads the links can be anybody', async () => {
    const narrow = await desk.user({ access: 'Administrator', right: { workCategories: [] } })
    expect((await narrow.call(mailApi.changeSystemAddress, { queueId: null })).problem?.problems).toMatchObject([
      { field: 'queueId', code: 'beyond_own' },
    ])
    const [queue] = (await administrator.call(mailApi.listQueues, {})).body.queues
    if (!queue) throw new Error('no queue')
    const { id, name, address, categoryId, version } = queue
    const input = { ...mailApi.changeQueue.input.parse({ id, name, address, categoryId, version }) }
    expect((await narrow.call(mailApi.changeQueue, { ...input, displayName: 'Desk' })).status).toBe(200)
    const evil = { host: 'evil.example', port: 25, security: 'none' as const, user: '' }
    const refused = await narrow.call(mailApi.changeQueue, { ...input, version: version + 1, smtp: evil })
    expect([refused.status, refused.problem?.problems]).toMatchObject([403, [{ field: 'smtp', code: 'beyond_own' }]])
    expect((await administrator.call(mailApi.changeQueue, { ...input, version: version + 1 })).status).toBe(200)
  })
})

describe('An invitation', () => {
  test('lets a new User choose their password within seven days', async () => {
    const user = await givenUser(desk.ctx(), { name: 'Nora New' })
    expect((await administrator.call(api.inviteUser, { id: user.id })).status).toBe(200)
    await send()
    const [mail] = await mails()
    expect(mail).toMatchObject({ kind: 'invitation', to_address: user.email, subject: 'Your sign-in for Tessera' })
    const token = linkIn(mail?.text)
    desk.setTime(new Date(Date.now() + 6.9 * 24 * 3_600_000))
    expect((await desk.stranger.call(api.setPasswordByLink, { token, password: 'a first long password' })).status).toBe(200)
    const again = await administrator.call(api.inviteUser, { id: user.id })
    expect([again.status, again.problem?.problems]).toMatchObject([422, [{ code: 'has_password' }]])
  })

  test('is sent by who may change this User, and not to who is disabled', async () => {
    const chief = await desk.user({ access: 'Administrator' })
    const helper = await desk.user({ access: ['users.read', 'users.update'] })
    expect((await helper.call(api.inviteUser, { id: chief.id })).status).toBe(403)
    const gone = await desk.user()
    await db.updateTable('users').set({ active: false }).where('id', '=', gone.id).execute()
    expect((await administrator.call(api.inviteUser, { id: gone.id })).status).toBe(422)
  })
})
