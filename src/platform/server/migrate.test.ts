/** Migrations go forward, once, in their order, and never silently differ from what was applied. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { migrate, pendingMigrations } from './migrate.ts'
import { testDatabase } from './testing/database.ts'
import { testFolder } from './testing/folder.ts'

const database = await testDatabase()
const folder = testFolder()
afterAll(async () => {
  await database.close()
  folder.remove()
})
const write = (name: string, text: string) => writeFileSync(join(folder.path, `${name}.sql`), text)
const third = 'insert into first_things\n  values (3);\n'
const run = () => migrate(database.pool, folder.path)
await database.pool.query('delete from migrations')

test('Missing migrations are applied in the order of their numbers, and only once, also when several processes ask.', async () => {
  write('0002_second', 'insert into first_things values (2);')
  write('0001_first', 'create table first_things (n integer); insert into first_things values (1);')
  expect(await pendingMigrations(database.pool, folder.path)).toEqual(['0001_first', '0002_second'])
  const applied = await Promise.all([run(), run(), run()])
  expect(applied.flat()).toEqual(['0001_first', '0002_second'])
  expect((await database.pool.query('select n from first_things order by n')).rows).toEqual([{ n: 1 }, { n: 2 }])
})

test('A migration that fails leaves nothing behind and is named.', async () => {
  write('0003_third', 'insert into first_things values (3); select nonsense;')
  await expect(run()).rejects.toThrow(/0003_third failed.*nonsense/)
  expect((await database.pool.query('select 1 from first_things where n = 3')).rowCount).toBe(0)
  write('0003_third', third)
  expect(await run()).toEqual(['0003_third'])
})

test('An applied migration that was edited is refused; line ends do not count as an edit.', async () => {
  write('0003_third', third.replaceAll('\n', '\r\n'))
  expect(await run()).toEqual([])
  write('0003_third', 'insert into first_things values (4);')
  await expect(run()).rejects.toThrow('0003_third has changed')
  write('0003_third', third)
})

test('A database that is newer than the code is refused.', async () => {
  await database.pool.query(`insert into migrations (name, hash) values ('9999_future', 'x')`)
  await expect(run()).rejects.toThrow('newer than this version of Tessera')
  await database.pool.query(`delete from migrations where name = '9999_future'`)
})

test('A migration that slips in before applied ones is refused.', async () => {
  write('0002_a_late_one', 'select 1;')
  await expect(run()).rejects.toThrow('Give it a higher number')
})
