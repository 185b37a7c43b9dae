/** The database that the settings name is opened, shared within a data folder, or refused in words that help. */
import { afterAll, expect, test } from 'vitest'
import { readConfig } from './config.ts'
import { openDatabase } from './openDatabase.ts'
import { StartProblem } from './startProblem.ts'
import { databaseAt, testServer } from './testing/database.ts'
import { testFolder } from './testing/folder.ts'
import { oldPostgres } from './testing/oldPostgres.ts'

const folder = testFolder()
afterAll(folder.remove)
const open = (url: string | undefined, command = 'start') =>
  openDatabase(readConfig({ TESSERA_DATA: folder.path, DATABASE_URL: url }), folder.path, { command })

/** A command that asks one question; says how it came to the database. */
const work = async (command: string) => {
  const database = await open(undefined, command)
  await database.pool.query('select 1')
  await database.close()
  return database.how
}

test('DATABASE_URL names a PostgreSQL server; nothing is started then.', async () => {
  const { server, template } = testServer()
  const database = await open(databaseAt(server, 'postgres'))
  expect(database.how).toBe('external')
  expect(Number.parseInt(database.version, 10)).toBeGreaterThanOrEqual(15)
  await database.close()
  await expect(open(databaseAt(server, `${template}_none`))).rejects.toThrow(/cannot be used: there is no such database/)
})

test('A database that cannot be reached is named without its password.', async () => {
  const failure: unknown = await open('postgres://desk:topsecret@127.0.0.1:1/desk').catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(StartProblem)
  expect(String(failure)).toContain('127.0.0.1:1/desk cannot be used: nothing listens there')
  expect(String(failure)).toContain('Correct DATABASE_URL')
  expect(String(failure)).not.toContain('topsecret')
})

test('A database older than PostgreSQL 15 is refused.', async () => {
  const old = await oldPostgres()
  await expect(open(old.url)).rejects.toThrow(/desk is PostgreSQL 14.11. Tessera needs PostgreSQL 15 or newer/)
  old.close()
})

test('Two commands at once take turns with the embedded database, and both end.', async () => {
  expect(await Promise.all([work('seed'), work('migrate')])).toEqual(['embedded', 'embedded'])
})

test('While the server runs, a second start learns where it is, and commands join its database.', async () => {
  const server = await open(undefined)
  server.announce('http://localhost:3999')
  await expect(open(undefined)).rejects.toThrow(/already running at http:\/\/localhost:3999 \(process \d+\)/)
  const joined = await open(undefined, 'user list')
  expect(joined.how).toBe('joined')
  await joined.close()
  await server.pool.query('select 1')
  await server.close()
})
