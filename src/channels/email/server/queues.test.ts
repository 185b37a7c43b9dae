import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { queueInput } from '#channels/email/queue.ts'
import { startAnnouncer } from '#platform/server/announce.ts'
import type { Context } from '#platform/server/context.ts'
import { secretsFrom } from '#platform/server/secrets.ts'
import { testDatabase, type TestDatabase } from '#platform/server/testing/database.ts'
import { queueOf } from './ourAddresses.ts'
import { openSecret } from './queueSecrets.ts'
import { changeQueue, createQueue, listQueues } from './queues.ts'
import { removeQueue, usesOfQueue } from './queueUses.ts'

let desk: TestDatabase
const secrets = secretsFrom('a key for tests that is long enough')
let ctx: Context
beforeAll(async () => {
  desk = await testDatabase()
  ctx = { db: desk.db, actor: { kind: 'system' }, now: new Date(), requestId: 'test', via: 'ui', announcer: startAnnouncer(desk.pool) }
})
afterAll(() => desk.close())

const server = { host: 'mail.example.com', port: 993, security: 'tls' as const, user: 'sales', password: 'top secret' }
const input = (given: Record<string, unknown> = {}) =>
  queueInput.parse({ name: 'Sales', address: 'sales@desk.example', categoryId: 1, ...given })
const make = (given: Record<string, unknown> = {}) => createQueue(ctx, secrets, input(given))

describe('Email queues', () => {
  test('passwords are kept encrypted and never sent back', async () => {
    const made = await make({ imap: { ...server, takeMailFrom: null }, smtp: { ...server, port: 465 } })
    expect(JSON.stringify(made)).not.toContain('secret"')
    expect(made).toMatchObject({ incoming: 'imap', imap: { hasPassword: true }, outgoing: 'smtp', smtp: { hasPassword: true }, version: 1 })
    const row = await desk.db.selectFrom('email_queues').selectAll().where('id', '=', made.id).executeTakeFirstOrThrow()
    expect(row.imap_secret?.toString('latin1')).not.toContain('top secret')
    expect(openSecret(secrets, made.id, 'imap', row.imap_secret ?? Buffer.alloc(0))).toBe('top secret')
    expect(() => openSecret(secrets, made.id, 'smtp', row.imap_secret ?? Buffer.alloc(0))).toThrow()
    expect(JSON.stringify(await listQueues(ctx, secrets))).not.toContain('top secret')
    const { password: _, ...kept } = server
    const changed = await changeQueue(ctx, secrets, {
      id: made.id,
      version: 1,
      ...input({ name: 'Sales 2', imap: { ...kept, takeMailFrom: null } }),
    })
    expect(changed).toMatchObject({
      name: 'Sales 2',
      version: 2,
      imap: { hasPassword: true },
      outgoing: 'outbox',
      smtp: { hasPassword: false },
    })
    await expect(
      changeQueue(ctx, secrets, { id: made.id, version: 2, ...input({ imap: { ...kept, host: 'evil.example', takeMailFrom: null } }) }),
    ).rejects.toMatchObject({ problems: [{ field: 'imap.password', code: 'required' }] })
    const told = await desk.db.selectFrom('events').selectAll().where('subject', '=', 'queue').orderBy('id').execute()
    expect(told.map((e) => e.name)).toEqual(['queue.created', 'queue.changed'])
    expect(JSON.stringify(told)).not.toContain('secret"')
  })

  test('an address belongs to one queue only, be it as its address or an alias', async () => {
    await make({ name: 'Help', address: 'help@desk.example', aliases: ['ask@desk.example'] })
    for (const given of [
      { name: 'x', address: 'HELP@Desk.example' },
      { name: 'x', address: 'ask@desk.example' },
    ])
      await expect(make(given)).rejects.toMatchObject({ problems: [{ field: 'address', code: 'taken' }] })
    await expect(make({ name: 'x', address: 'new@desk.example', aliases: ['help@desk.example'] })).rejects.toMatchObject({
      problems: [{ field: 'aliases', code: 'taken' }],
    })
    await expect(make({ name: 'help', address: 'other@desk.example' })).rejects.toMatchObject({
      problems: [{ field: 'name', code: 'taken' }],
    })
    await expect(make({ name: 'x', address: 'no address' })).rejects.toMatchObject({
      problems: [{ field: 'address', code: 'malformed_address' }],
    })
    await expect(make({ name: 'x', address: 'x@desk.example', categoryId: 4711 })).rejects.toMatchObject({
      problems: [{ field: 'categoryId', code: 'invalid_value' }],
    })
  })

  test('who saves second hears of the first', async () => {
    const made = await make({ name: 'Twice', address: 'twice@desk.example' })
    const change = (name: string) =>
      changeQueue(ctx, secrets, { id: made.id, version: made.version, ...input({ name, address: 'twice@desk.example' }) })
    const ends = await Promise.allSettled([change('one'), change('two')])
    expect(ends.map((e) => e.status).toSorted((a, b) => a.localeCompare(b))).toEqual(['fulfilled', 'rejected'])
    await expect(changeQueue(ctx, secrets, { id: 4711, version: 1, ...input() })).rejects.toMatchObject({ status: 404 })
  })

  test('nobody without the permission sees or changes them', async () => {
    const agent: Context = {
      ...ctx,
      actor: {
        kind: 'user',
        id: 1,
        name: 'Agent',
        permissions: new Set(),
        right: {
          everything: true,
          workCategories: [],
          handCategories: [],
          queues: [],
          flags: [],
          handUsers: null,
          views: [],
          articleFolders: [],
        },
        teamIds: [],
      },
    }
    await expect(listQueues(agent, secrets)).rejects.toMatchObject({ status: 403 })
    await expect(createQueue(agent, secrets, input())).rejects.toMatchObject({ status: 403 })
  })
})

describe('An address belongs to a queue', () => {
  const queues = [
    { address: 'support@desk.example', aliases: ['help+vip@desk.example'] },
    { address: 'help@desk.example', aliases: [] },
  ]
  test.each([
    ['Support@DESK.example', 0],
    ['support+anything.here@desk.example', 0],
    ['help+vip@desk.example', 0],
    ['help+vip+t.1.abc@desk.example', 0],
    ['help+other@desk.example', 1],
    ['support@elsewhere.example', -1],
    ['+support@desk.example', -1],
    ['nonsense', -1],
  ])('%s', (address, index) => expect(queues.findIndex((q) => q === queueOf(queues, address))).toBe(index))

  test('one that is in use is not deleted, and says where; one that is not goes, and the audit log keeps its name', async () => {
    const used = await make({ name: 'Used', address: 'used@desk.example' })
    await desk.db.updateTable('categories').set({ default_queue_id: used.id }).where('id', '=', 1).execute()
    const uses = [{ what: 'category', id: 1, title: 'Support' }]
    expect(await usesOfQueue(ctx, used)).toMatchObject({ uses, last: { changedBy: null } })
    await expect(removeQueue(ctx, used)).rejects.toMatchObject({ code: 'in_use', problems: [{ code: 'in_use', details: { uses } }] })
    await desk.db.updateTable('categories').set({ default_queue_id: null }).where('id', '=', 1).execute()
    await removeQueue(ctx, used)
    expect((await listQueues(ctx, secrets)).queues.map(({ id }) => id)).not.toContain(used.id)
    const told = await desk.db.selectFrom('events').select('payload').where('name', '=', 'queue.deleted').executeTakeFirstOrThrow()
    expect(told.payload).toMatchObject({ values: { name: 'Used' } })
  })
})
