import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import { oldestWriting } from './horizonWatch.ts'
import { testDatabase } from './testing/database.ts'

const database = await testDatabase()
afterAll(() => database.close())

test('a transaction that writes and does not end is told by its age, one that only reads is not', async () => {
  const [writer, reader] = [await database.pool.connect(), await database.pool.connect()]
  await reader.query('begin isolation level repeatable read')
  await reader.query('select count(*) from tickets')
  await writer.query('begin')
  await writer.query('select pg_current_xact_id()')
  await pause(300)
  expect(await oldestWriting(database.db)).toBeGreaterThanOrEqual(0.3)
  for (const client of [writer, reader]) {
    await client.query('rollback')
    client.release()
  }
})
