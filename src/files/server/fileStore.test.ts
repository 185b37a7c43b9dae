/** Bytes are kept once, come back as they went in, and are swept only when nothing names them. */
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { afterAll, expect, test } from 'vitest'
import type { Context } from '#platform/server/context.ts'
import { testDatabase } from '#platform/server/testing/database.ts'
import { addAttachment } from './attachments.ts'
import { folderStore } from './fileStore.ts'
import { sweepFiles } from './sweepFiles.ts'

const folder = await mkdtemp(join(tmpdir(), 'files with spaces '))
const database = await testDatabase()
afterAll(async () => {
  await database.close()
  await rm(folder, { recursive: true })
})
const store = await folderStore(folder, Buffer.from('salt'))

test('the same bytes lie there once, under a name that only this installation can tell', async () => {
  const a = await store.put(Buffer.from('hello'))
  const b = await store.put(Readable.from([Buffer.from('hel'), Buffer.from('lo')]))
  expect(b).toEqual(a)
  expect(await (await folderStore(folder, Buffer.from('other'))).put(Buffer.from('hello'))).not.toEqual(a)
  expect((await buffer(store.get(a.hash))).toString()).toBe('hello')
})

test('text is counted in bytes too, as it is served', async () => {
  const text = ['Žluťoučký ', 'kůň 🐎']
  const { hash, size } = await store.put(Readable.from(text))
  expect(size).toBe(Buffer.byteLength(text.join('')))
  expect((await buffer(store.get(hash))).toString()).toBe(text.join(''))
})

test('a body that breaks off leaves nothing behind', async () => {
  const broken = new Readable({ read: () => undefined })
  broken.push('half')
  setTimeout(() => broken.destroy(new Error('connection lost')), 10)
  await expect(store.put(broken)).rejects.toThrow('connection lost')
  expect(await readdir(join(folder, 'arriving'))).toEqual([])
})

test('uploads that were never sent go after a week, and their bytes with them; what is named stays', async () => {
  const then = new Date('2026-11-01T00:00:00Z')
  const ctx: Context = {
    db: database.db,
    actor: { kind: 'system' },
    now: then,
    requestId: 't',
    via: 'ui',
    announcer: { announce: () => undefined },
  }
  const { rows } = await database.pool.query<{ id: number }>(`
    with a as (insert into accesses (name, permissions) values ('t', '{}') returning id), r as (insert into rights (name) values ('t') returning id)
    insert into users (email, name, access_id, right_id, created_at) select 'u@x.example', 'U', a.id, r.id, now() from a, r returning id`)
  const file = await addAttachment(
    ctx,
    store,
    { name: 'a.txt', mediaType: 'text/plain', bytes: Buffer.from('forgotten') },
    { uploadedBy: rows[0]?.id ?? 0 },
  )
  await sweepFiles(database.db, store, new Date('2026-11-05T00:00:00Z'))
  expect(await store.has(file.hash)).toBe(true)
  await sweepFiles(database.db, store, new Date('2026-11-20T00:00:00Z'))
  expect(await store.has(file.hash)).toBe(false)
})
