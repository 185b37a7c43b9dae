/** The embedded database keeps what it was given, whatever happens to the processes around it. */
import { execFileSync } from 'node:child_process'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import { connect } from '../database.ts'
import { testFolder } from '../testing/folder.ts'
import { placesIn } from './cluster.ts'
import { startEmbedded } from './startEmbedded.ts'

const folder = testFolder()
const home = join(folder.path, 'database')
const places = placesIn(home)
const postmaster = () => Number(readFileSync(places.pidFile, 'utf8').split('\n')[0])
const parentOf = (pid: number) => Number(execFileSync('ps', ['-o', 'ppid=', '-p', String(pid)], { encoding: 'utf8' }))
afterAll(folder.remove)

/** The database writes through to the disk, as in operation, but is made without it. */
const start = (keptBy: 'sh' | 'node' = 'sh') => startEmbedded(home, { durable: false, keptBy })

async function add(url: string, mark: string) {
  const { pool, close } = connect(url)
  await pool.query('create table if not exists marks (mark text)')
  await pool.query('insert into marks values ($1)', [mark])
  await close()
}
async function marks(url: string) {
  const { pool, close } = connect(url)
  const { rows } = await pool.query<{ mark: string }>('select mark from marks order by mark')
  await close()
  return rows.map((r) => r.mark)
}

test('The first start makes the database; its password is random and readable by its own account alone.', async () => {
  const database = await start()
  await add(database.url, 'a')
  expect(statSync(places.password).mode & 0o777).toBe(0o600)
  expect(new URL(database.url).password).toHaveLength(32)
  const wrong = new URL(database.url)
  wrong.password = 'guess'
  await expect(marks(wrong.href)).rejects.toThrow('password authentication failed')
  await database.stop()
})

test('What was there before a stop is there after the next start.', async () => {
  const database = await start()
  expect(await marks(database.url)).toEqual(['a'])
  await add(database.url, 'b')
  await database.stop()
})

test('A killed PostgreSQL loses nothing that it had acknowledged.', async () => {
  const database = await start()
  await add(database.url, 'c')
  process.kill(postmaster(), 'SIGKILL')
  await database.ended
  const next = await start()
  expect(await marks(next.url)).toEqual(['a', 'b', 'c'])
  await next.stop()
})

test('A PostgreSQL that lost its keeper is stopped before the next one starts.', async () => {
  const database = await start()
  await add(database.url, 'd')
  const orphan = postmaster()
  process.kill(parentOf(orphan), 'SIGKILL')
  await database.ended
  const next = await start()
  expect(postmaster()).not.toBe(orphan)
  expect(await marks(next.url)).toEqual(['a', 'b', 'c', 'd'])
  await next.stop()
})

test('The keeper of systems without a shell does the same.', async () => {
  const database = await start('node')
  await add(database.url, 'e')
  await database.stop()
  await expect.poll(() => readFileSync(join(places.log, logOfToday()), 'utf8').trim().split('\n').at(-1)).toContain('shut down')
  const next = await start('node')
  expect(await marks(next.url)).toContain('e')
  await next.stop()
})

test('The log holds neither statements nor what they carried.', async () => {
  const database = await start()
  const { pool, close } = connect(database.url)
  await expect(pool.query('select * from nothing_there where x = $1', ['private words'])).rejects.toThrow('does not exist')
  await pool.query('create unique index on marks (mark)')
  await expect(pool.query('insert into marks values ($1)', ['e'])).rejects.toThrow('duplicate key')
  await close()
  await database.stop()
  const log = readFileSync(join(places.log, logOfToday()), 'utf8')
  expect(log).toContain('duplicate key')
  expect(log).not.toMatch(/private words|\(mark\)=|insert into/)
})

test('A database of another major version is refused untouched, with the way out.', async () => {
  const version = join(places.cluster, 'PG_VERSION')
  const made = readFileSync(version, 'utf8')
  writeFileSync(version, '17\n')
  await expect(start()).rejects.toThrow(/made by PostgreSQL 17[\s\S]*pg_dump[\s\S]*DATABASE_URL/)
  writeFileSync(version, made)
  await pause(10)
  const database = await start()
  expect(await marks(database.url)).toHaveLength(5)
  await database.stop()
})

const logOfToday = () => `postgresql-${new Date().toLocaleDateString('en', { weekday: 'short', timeZone: 'UTC' })}.log`
