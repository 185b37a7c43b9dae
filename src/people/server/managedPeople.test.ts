/** Users, Accesses, Rights and Teams as administrators keep them: nobody gives what they do not hold, and an administrator always remains. */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accesses } from '#people/access.ts'
import * as api from '#people/api.ts'
import { rights } from '#people/right.ts'
import { maySeeAs, partsBeyond, permissionsBeyond } from '#people/rights.ts'
import { teams } from '#people/team.ts'
import { users } from '#people/users.ts'
import type { Right, UserActor } from '#platform/actor.ts'
import { permissions, type Permission } from '#platform/permission.ts'
import { deleteUser } from './deleteUser.ts'
import { peopleRoutes } from './routes.ts'
import { setPassword } from './setPassword.ts'
import { testDesk } from './testing/desk.ts'

const desk = await testDesk(peopleRoutes)
const { db, pool } = desk.database
afterAll(() => desk.close())

let ada: Awaited<ReturnType<typeof desk.user>>
let categories: number[] = []
let ids: { administrator: number; agent: number; lead: number; everything: number }
beforeAll(async () => {
  ada = await desk.user({ name: 'Ada', access: 'Administrator' })
  await pool.query(`insert into categories (name) values ('Billing'), ('Returns')`)
  categories = (await db.selectFrom('categories').select('id').orderBy('id').execute()).map((c) => c.id)
  const idOf = async (table: 'accesses' | 'rights', name: string) =>
    (await db.selectFrom(table).select('id').where('name', '=', name).executeTakeFirstOrThrow()).id
  ids = {
    administrator: await idOf('accesses', 'Administrator'),
    agent: await idOf('accesses', 'Agent'),
    lead: await idOf('accesses', 'Team lead'),
    everything: await idOf('rights', 'Everything'),
  }
})

let n = 0
const person = (more: object = {}) => {
  n += 1
  return { name: `Jan ${n}`, email: `jan${n}@desk.example`, accessId: ids.agent, rightId: ids.everything, ...more }
}
const held = async (id: number) => {
  const { id: _, version, changedAt: _at, changedBy: _by, ...values } = (await ada.call(users.doors.get, { id })).body
  return { id, version, ...values }
}
const eventsOf = async (subject: string, id: number) =>
  (
    await pool.query<{ name: string; payload: object }>(
      'select name, payload from events where subject = $1 and subject_id = $2 order by version, id',
      [subject, id],
    )
  ).rows
/** A team lead who may also keep people, in one category. */
const lead = async (more: readonly Permission[] = []) =>
  desk.user({
    access: ['tickets.read', 'tickets.update', 'users.create', 'users.read', 'users.update', 'users.delete', ...more],
    right: { workCategories: categories.slice(0, 1) },
  })

/** Everybody else is disabled past the desk. */
const onlyActive = (...these: number[]) => db.updateTable('users').set({ active: false }).where('id', 'not in', these).execute()
const actor = (id: number, names: Permission[], right: Right): UserActor => ({
  kind: 'user',
  id,
  name: '',
  permissions: new Set(names),
  right,
  teamIds: [],
})

describe('A User', () => {
  test('is created, changed, disabled and enabled again, with old and new values on record and never a password', async () => {
    const made = (await ada.call(users.doors.create, { ...person({ email: ' Jan@Desk.Example ' }), password: 'correct horse battery' }))
      .body
    expect(made).toMatchObject({ email: 'jan@desk.example', active: true, timeZone: null, changedBy: { id: ada.id } })
    const { id } = made
    expect((await desk.stranger.call(api.signIn, { email: 'jan@desk.example', password: 'correct horse battery' })).status).toBe(200)
    // Signing in has counted the version on; that is no conflict.
    const changed = await ada.call(users.doors.change, { ...(await held(id)), version: made.version, name: 'Jan Novák' })
    expect(changed.body).toMatchObject({ name: 'Jan Novák' })
    const stale = await ada.call(users.doors.change, { ...(await held(id)), version: made.version, name: 'Someone' })
    expect([stale.status, stale.problem?.problems]).toMatchObject([409, [{ field: 'version', code: 'conflict', details: { who: 'Ada' } }]])
    await ada.call(users.doors.change, { ...(await held(id)), active: false })
    expect((await desk.stranger.call(api.signIn, { email: 'jan@desk.example', password: 'correct horse battery' })).status).toBe(401)
    expect(await db.selectFrom('sessions').select('id').where('user_id', '=', id).execute()).toEqual([])
    await ada.call(users.doors.change, { ...(await held(id)), active: true })
    await setPassword(desk.ctx(), id, 'another horse battery')
    expect((await desk.stranger.call(api.signIn, { email: 'jan@desk.example', password: 'another horse battery' })).status).toBe(200)
    const events = await eventsOf('user', id)
    expect(events.filter((e) => !e.name.startsWith('user.sign'))).toMatchObject([
      { name: 'user.created', payload: { accessId: ids.agent, values: { email: 'jan@desk.example' } } },
      { name: 'user.changed', payload: { changes: { name: { to: 'Jan Novák' } } } },
      { name: 'user.disabled', payload: { changes: { active: { from: true, to: false } } } },
      { name: 'user.enabled', payload: { changes: { active: { from: false, to: true } } } },
      { name: 'user.password_changed', payload: {} },
    ])
    expect(JSON.stringify(events)).not.toMatch(/argon|horse/)
  })

  test('needs an Access and a Right that exist, an address of its own and a time zone that there is', async () => {
    const answer = await ada.call(users.doors.create, person({ accessId: 999, rightId: 998, email: ada.email }))
    expect(answer.status).toBe(400)
    expect(answer.problem?.problems?.map((p) => [p.field, p.code])).toEqual([
      ['email', 'taken'],
      ['accessId', 'unknown'],
      ['rightId', 'unknown'],
    ])
    expect((await ada.call(users.doors.create, person({ timeZone: 'Mars/Olympus' }))).problem?.problems).toMatchObject([
      { field: 'timeZone' },
    ])
    expect((await ada.call(users.doors.create, { ...person(), password: 'short' })).problem?.problems).toMatchObject([
      { field: 'password' },
    ])
  })

  test('is deleted only while nothing names them', async () => {
    const { id } = (await ada.call(users.doors.create, person())).body
    expect((await ada.call(users.doors.uses, { id })).body.uses).toEqual([])
    const team = (await ada.call(teams.doors.create, { name: 'Night', memberIds: [id] })).body
    const refused = await ada.call(users.doors.remove, { id })
    expect([refused.status, refused.problem?.code, refused.problem?.problems?.[0]?.details]).toEqual([
      422,
      'in_use',
      { uses: [{ what: 'team', id: team.id, title: 'Night' }] },
    ])
    await ada.call(teams.doors.remove, { id: team.id })
    expect((await ada.call(users.doors.remove, { id })).status).toBe(200)
    expect((await ada.call(users.doors.get, { id })).status).toBe(404)
    expect((await eventsOf('user', id)).at(-1)).toMatchObject({ name: 'user.deleted', payload: { values: { accessId: ids.agent } } })
    const worker = await desk.user({ access: 'Administrator' })
    await worker.call(accesses.doors.create, { name: 'Made by a worker' })
    await expect(deleteUser(desk.ctx(), worker.id)).rejects.toMatchObject({ code: 'in_use' })
  })
})

describe('Nobody gives what they do not hold', () => {
  test('a team lead makes neither themselves nor others an administrator', async () => {
    const eva = await lead()
    const own = (await eva.call(users.doors.get, { id: eva.id })).body
    const me = { id: eva.id, version: own.version, name: own.name, email: own.email, accessId: own.accessId, rightId: own.rightId }
    const other = (await ada.call(users.doors.create, person({ accessId: own.accessId, rightId: own.rightId }))).body
    const them = {
      id: other.id,
      version: other.version,
      name: other.name,
      email: other.email,
      accessId: own.accessId,
      rightId: own.rightId,
    }
    const attempts = [
      [await eva.call(users.doors.change, { ...me, accessId: ids.administrator }), 'accessId'],
      [await eva.call(users.doors.change, { ...me, rightId: ids.everything }), 'rightId'],
      [await eva.call(users.doors.change, { ...them, accessId: ids.administrator }), 'accessId'],
      [await eva.call(users.doors.create, person({ accessId: own.accessId })), 'rightId'],
      [await eva.call(users.doors.create, person({ rightId: own.rightId })), 'accessId'],
      [await eva.call(accesses.doors.create, { name: 'Mine', permissions: ['tickets.anonymise'] }), 'permissions'],
      [await eva.call(accesses.doors.change, { id: own.accessId, version: 1, name: 'Mine', permissions: [...permissions] }), 'permissions'],
      [await eva.call(accesses.doors.change, { id: ids.administrator, version: 1, name: 'Administrator', permissions: [] }), 'permissions'],
      [await eva.call(rights.doors.create, { name: 'Mine', workCategories: categories, handUsers: [] }), 'workCategories'],
      [
        await eva.call(rights.doors.change, {
          id: own.rightId,
          version: 1,
          name: 'Mine',
          workCategories: categories.slice(0, 1),
          flags: ['own_views'],
        }),
        'flags',
      ],
      // Another address for an administrator would let a new password be sent there.
      [await eva.call(users.doors.change, { ...(await held(ada.id)), email: eva.email.replace('@', '+2@') }), 'id'],
      [await eva.call(users.doors.change, { ...(await held(ada.id)), active: false }), 'id'],
      [await eva.call(users.doors.remove, { id: ada.id }), 'id'],
    ] as const
    for (const [{ status, problem }, field] of attempts) {
      expect([status, problem?.code, problem?.problems?.[0]?.field], field).toEqual([403, 'beyond_own', field])
    }
    expect((await eva.call(users.doors.change, { ...them, name: 'Renamed' })).status).toBe(200)
    expect((await eva.call(rights.doors.create, { name: 'Hand only', handCategories: categories.slice(0, 1) })).status).toBe(200)
  })

  test('an API token that holds less gives less', async () => {
    const { token } = (await ada.call(api.createToken, { name: 'HR', days: 1, permissions: ['users.create', 'users.read'] })).body
    const program = desk.as({ authorization: `Bearer ${token}` })
    const answer = await program.call(users.doors.create, person({ accessId: ids.agent }))
    expect([answer.status, answer.problem?.problems?.[0]]).toMatchObject([403, { field: 'accessId', code: 'beyond_own' }])
  })

  test('what one may give is never more than one holds, for any two Accesses and Rights', () => {
    const few = fc.subarray([1, 2, 3])
    const anyRight: fc.Arbitrary<Right> = fc.record({
      everything: fc.constant(false),
      workCategories: few,
      handCategories: few,
      queues: few,
      flags: fc.subarray(['own_views']),
      handUsers: fc.option(few),
      views: few,
      articleFolders: few,
    })
    const anyPermissions = fc.subarray([...permissions].slice(0, 6))
    fc.assert(
      fc.property(anyRight, anyRight, anyPermissions, anyPermissions, (own, given, mine, theirs) => {
        const within = (part: 'workCategories' | 'queues' | 'views' | 'articleFolders' | 'flags') =>
          (given[part] as readonly unknown[]).every((one) => (own[part] as readonly unknown[]).includes(one))
        const handing = given.handCategories.every((c) => own.handCategories.includes(c) || own.workCategories.includes(c))
        const to = own.handUsers === null || (given.handUsers !== null && given.handUsers.every((u) => own.handUsers?.includes(u)))
        const all = (['workCategories', 'queues', 'views', 'articleFolders', 'flags'] as const).every(within) && handing && to
        expect(partsBeyond(own, given).length === 0).toBe(all)
        expect(partsBeyond({ ...own, everything: true }, given)).toEqual([])
        expect(partsBeyond(own, { ...given, everything: true })).toEqual(['everything'])
        expect(permissionsBeyond(actor(1, mine, own), theirs).length === 0).toBe(theirs.every((p) => mine.includes(p)))
        expect(maySeeAs(actor(1, mine, own), actor(2, theirs, given))).toBe(false)
      }),
      { numRuns: 300 },
    )
  })
})

describe('The last administrator', () => {
  test('cannot be disabled, demoted, lose the Right or the permissions; each refusal names the field', async () => {
    const bea = await desk.user({ name: 'Bea', access: 'Administrator' })
    await onlyActive(ada.id, bea.id)
    expect((await ada.call(users.doors.change, { ...(await held(bea.id)), accessId: ids.lead })).status).toBe(200)
    const narrow = (await ada.call(rights.doors.create, { name: 'Narrow', workCategories: categories })).body
    const administrator = (await ada.call(accesses.doors.get, { id: ids.administrator })).body
    const { version } = administrator
    const attempts = [
      [await ada.call(users.doors.change, { ...(await held(ada.id)), active: false }), 'active'],
      [await ada.call(users.doors.change, { ...(await held(ada.id)), accessId: ids.lead }), 'accessId'],
      [await ada.call(users.doors.change, { ...(await held(ada.id)), rightId: narrow.id }), 'rightId'],
      [
        await ada.call(accesses.doors.change, {
          id: ids.administrator,
          version,
          name: 'Administrator',
          permissions: ['users.create', 'users.update'],
        }),
        'permissions',
      ],
      [
        await ada.call(accesses.doors.change, {
          id: ids.administrator,
          version,
          name: 'Administrator',
          permissions: permissions.filter((p) => p !== 'contacts.erase'),
        }),
        'permissions',
      ],
    ] as const
    for (const [{ status, problem }, field] of attempts)
      expect([status, problem?.code, problem?.problems?.[0]?.field], field).toEqual([422, 'last-administrator', field])
    expect(await held(ada.id)).toMatchObject({ active: true, accessId: ids.administrator, rightId: ids.everything })
  })

  test('is still there when two administrators demote each other at once', async () => {
    const [cyd, dan] = [await desk.user({ access: 'Administrator' }), await desk.user({ access: 'Administrator' })]
    const [c, d] = [await held(cyd.id), await held(dan.id)]
    await onlyActive(cyd.id, dan.id)
    const outcomes = await Promise.all([
      cyd.call(users.doors.change, { ...d, accessId: ids.agent }),
      dan.call(users.doors.change, { ...c, active: false }),
    ])
    expect(outcomes.map((o) => o.status).toSorted((x, y) => x - y)).toEqual([200, 403])
    const { rows } = await pool.query<{ id: number }>(`select u.id from users u where u.active and u.access_id = $1`, [ids.administrator])
    expect(rows).toHaveLength(1)
    await db.updateTable('users').set({ active: true }).where('id', '=', ada.id).execute()
  })

  test('the Right Everything stays as it is, and there is no second one', async () => {
    const everything = (await ada.call(rights.doors.get, { id: ids.everything })).body
    const { id, version } = everything
    expect(everything).toMatchObject({ name: 'Everything', everything: true, handUsers: null })
    const attempts = [
      await ada.call(rights.doors.change, { id, version, name: 'Everything', everything: false }),
      await ada.call(rights.doors.change, { id, version, name: 'All', everything: true }),
      await ada.call(rights.doors.create, { name: 'Also everything', everything: true }),
    ]
    for (const { status, problem } of attempts) {
      expect(status).toBeGreaterThanOrEqual(400)
      expect(problem?.problems?.[0]).toMatchObject({ field: 'everything', code: 'shipped' })
    }
    expect((await ada.call(rights.doors.remove, { id })).problem?.code).toBe('in_use')
  })
})

test('a Right names what exists, and each thing that does not is said', async () => {
  const answer = await ada.call(rights.doors.create, {
    name: 'Wrong',
    workCategories: [999],
    handCategories: [998],
    queues: [997],
    handUsers: [996],
    views: [1],
  })
  expect([answer.status, answer.problem?.problems?.map((p) => [p.field, p.code])]).toEqual([
    400,
    ['workCategories', 'handCategories', 'queues', 'handUsers', 'views'].map((field) => [field, 'unknown']),
  ])
  expect((await ada.call(teams.doors.create, { name: 'Ghosts', memberIds: [999_999] })).problem?.problems).toMatchObject([
    { field: 'memberIds', code: 'unknown' },
  ])
})

test('the four shipped Accesses are there, and what changes in one counts from the next request on', async () => {
  const { items } = (await ada.call(accesses.doors.list, {})).body
  expect(items.map((a) => a.name)).toEqual(expect.arrayContaining(['Administrator', 'Team lead', 'Agent', 'Observer']))
  const made = (await ada.call(accesses.doors.create, { name: 'Reader of people', permissions: ['users.read'] })).body
  const { id } = (
    await ada.call(users.doors.create, {
      ...person({ accessId: made.id, email: 'reader@desk.example' }),
      password: 'correct horse battery',
    })
  ).body
  const signedIn = await desk.stranger.call(api.signIn, { email: 'reader@desk.example', password: 'correct horse battery' })
  const reader = desk.as({ cookie: String(signedIn.headers['set-cookie']).split(';')[0] ?? '', origin: 'http://localhost:3000' })
  expect((await reader.call(users.doors.list, {})).status).toBe(200)
  await ada.call(accesses.doors.change, { id: made.id, version: 1, name: 'Reader of nothing', permissions: [] })
  expect((await reader.call(users.doors.list, {})).problem?.code).toBe('users.read')
  const right = (await ada.call(rights.doors.create, { name: 'Own views', flags: ['own_views'], handUsers: [ada.id] })).body
  const team = (await ada.call(teams.doors.create, { name: 'Readers', memberIds: [id, id] })).body
  await ada.call(users.doors.change, { ...(await held(id)), rightId: right.id })
  expect((await reader.call(api.getMe, {})).body).toMatchObject({ everything: false, flags: ['own_views'], teamIds: [team.id] })
  // Pickers offer those to whom one may hand tickets, and oneself.
  expect((await reader.call(api.listUsers, {})).body.users.map((u) => u.id).toSorted((a, b) => a - b)).toEqual([ada.id, id])
})

describe('Seeing the desk as another User', () => {
  test('shows what they see, changes nothing, and stands in the audit log', async () => {
    const jan = await desk.user({ name: 'Jan Novák', access: 'Agent', right: { workCategories: [] } })
    expect((await ada.call(api.seeAs, { id: jan.id })).body.user).toMatchObject({ name: 'Jan Novák' })
    expect((await eventsOf('user', jan.id)).at(-1)?.name).toBe('user.seen_as')
    const as = { 'tessera-see-as': String(jan.id) }
    expect((await ada.call(api.getMe, {}, as)).body).toMatchObject({ id: jan.id, everything: false })
    expect((await ada.call(users.doors.list, {}, as)).problem?.code).toBe('users.read')
    for (const refused of [
      await ada.call(api.changeMe, { name: 'Mallory' }, as),
      await ada.call(api.createToken, { name: 'x', days: null }, as),
      await ada.call(api.signOut, {}, as),
      await ada.call(api.seeAs, { id: ada.id }, as),
      await ada.call(api.listSessions, {}, as),
      await ada.call(api.listTokens, {}, as),
    ])
      expect([refused.status, refused.problem?.code]).toEqual([403, 'see_as_read_only'])
    expect((await ada.call(api.getMe, {})).body.name).toBe('Ada')
  })

  test('is for those who hold all that the other holds, and ends when they no longer do', async () => {
    const eva = await lead()
    const jan = await desk.user({ access: 'Agent', right: { workCategories: [] } })
    const some = await desk.user({ access: ['users.read', 'tickets.read'] })
    const disabled = await desk.user()
    await db.updateTable('users').set({ active: false }).where('id', '=', disabled.id).execute()
    const seen = (by: typeof ada, id: unknown) => by.call(api.getMe, {}, { 'tessera-see-as': String(id) })
    for (const answer of [
      await seen(eva, jan.id),
      await seen(some, ada.id),
      await seen(some, jan.id),
      await seen(ada, disabled.id),
      await seen(ada, ada.id),
      await seen(ada, 999_999),
      await seen(ada, 'x'),
      await some.call(api.seeAs, { id: jan.id }),
    ])
      expect([answer.status, answer.problem?.code]).toEqual([403, 'see_as_not_allowed'])
    const plain = await desk.user({ access: ['tickets.read'], right: { workCategories: [] } })
    expect((await seen(some, plain.id)).status).toBe(200)
    const { token } = (await ada.call(api.createToken, { name: 'p', days: 1 })).body
    expect((await desk.as({ authorization: `Bearer ${token}` }).call(api.getMe, {}, { 'tessera-see-as': String(jan.id) })).status).toBe(403)
  })
})
