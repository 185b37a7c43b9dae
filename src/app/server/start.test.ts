/** `npm start` says where it is, or why it cannot be; and however it is ended, nothing stays behind and nothing is lost. */
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { run, runs, tessera, type Process } from '#app/server/testing/processes.ts'
import { connect } from '#platform/server/database.ts'
import { databaseFolder } from '#platform/server/dataFolder.ts'
import { placesIn } from '#platform/server/embedded/cluster.ts'
import { embeddedUrl } from '#platform/server/embedded/startEmbedded.ts'
import { ownerOf } from '#platform/server/owner.ts'
import { testDatabase } from '#platform/server/testing/database.ts'
import { testFolder } from '#platform/server/testing/folder.ts'

const minutes = 60_000
const folder = testFolder()
afterAll(folder.remove)

async function up(started: Process) {
  await expect.poll(started.said, { timeout: 2 * minutes, interval: 20 }).toMatch(/is running\.[\s\S]*Data/)
  const owner = ownerOf(folder.path)
  if (!owner?.databasePort || !owner.address) throw new Error(`no owner: ${started.said()}`)
  const postgres = Number(readFileSync(placesIn(databaseFolder(folder.path)).pidFile, 'utf8').split('\n')[0])
  return { server: owner.pid, postgres, address: owner.address, url: embeddedUrl(databaseFolder(folder.path), owner.databasePort) }
}

const npmStart = () => run('npm', ['start'], { TESSERA_DATA: folder.path })

beforeAll(async () => {
  // Whatever has to be built is built here, and the database is made.
  expect(await tessera(['migrate'], { TESSERA_DATA: folder.path }).ended).toBe(0)
}, 3 * minutes)

describe('Stopping leaves nothing running and nothing unflushed', () => {
  let stops = 0
  test.each<[NodeJS.Signals, string, 'npm' | 'server' | 'group']>([
    ['SIGINT', 'the group, as Ctrl-C does', 'group'],
    ['SIGTERM', 'npm', 'npm'],
    ['SIGKILL', 'npm', 'npm'],
    ['SIGTERM', 'the server', 'server'],
    ['SIGKILL', 'the server', 'server'],
    ['SIGTERM', 'the group', 'group'],
    ['SIGKILL', 'the group', 'group'],
  ])(
    '%s to %s',
    async (signal, _name, target) => {
      const npm = npmStart()
      const { server, postgres, url } = await up(npm)
      const { pool, close } = connect(url, { max: 1 })
      await pool.query('create table if not exists stops (n integer)')
      expect((await pool.query('select 1 from stops')).rowCount).toBe(stops)
      await pool.query('insert into stops values (1)')
      stops += 1
      await close()

      process.kill(target === 'group' ? -npm.pid : target === 'npm' ? npm.pid : server, signal)
      await expect.poll(() => [npm.pid, server, postgres].filter(runs), { timeout: 15_000, interval: 20 }).toEqual([])
      const log = readFileSync(join(placesIn(databaseFolder(folder.path)).log, logOfToday()), 'utf8')
      expect(log.trim().split('\n').at(-1)).toContain('database system is shut down')
    },
    minutes,
  )
})

test(
  'Of two starts at once one runs, and the other says so.',
  async () => {
    const both = [npmStart(), npmStart()]
    const { server } = await Promise.any(both.map(up))
    expect(await Promise.race(both.map((start) => start.ended))).toBe(1)
    expect(both.filter((start) => start.said().includes('Tessera is already running'))).toHaveLength(1)
    process.kill(server, 'SIGTERM')
    await Promise.all(both.map((start) => start.ended))
  },
  minutes,
)

test(
  'When the embedded database is killed, the server says so and ends; the next start has everything.',
  async () => {
    const first = npmStart()
    const { postgres } = await up(first)
    process.kill(postgres, 'SIGKILL')
    expect(await first.ended).toBe(1)
    expect(first.said()).toContain('The embedded PostgreSQL has ended')
    const next = npmStart()
    const { server } = await up(next)
    process.kill(server, 'SIGTERM')
    await next.ended
  },
  minutes,
)

test(
  'A second start says where the first one is, and ends with 1.',
  async () => {
    const first = npmStart()
    const { address, server } = await up(first)
    const second = tessera(['start'], { TESSERA_DATA: folder.path })
    expect(await second.ended).toBe(1)
    expect(second.said()).toContain(`Tessera is already running at ${address} (process ${server})`)
    process.kill(server, 'SIGTERM')
    await first.ended
  },
  minutes,
)

describe('What keeps it from starting is said in plain words', () => {
  let database: Awaited<ReturnType<typeof testDatabase>>
  beforeAll(async () => {
    database = await testDatabase()
  })
  afterAll(() => database.close())

  test.each(['PORT', 'TESSERA_SMTP_PORT'])('A port that is in use: %s', async (setting) => {
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const address = other.address()
    const port = typeof address === 'object' && address ? address.port : 0
    const start = tessera(['start'], { TESSERA_DATA: folder.path, DATABASE_URL: database.url, [setting]: String(port) })
    expect(await start.ended).toBe(1)
    expect(start.said()).toContain(`cannot use port ${port}: another program listens there`)
    expect(start.said()).toContain(`set ${setting} to another port`)
    other.close()
  })

  test('A data folder that cannot be written to', async () => {
    writeFileSync(join(folder.path, 'file'), '')
    const start = tessera(['start'], { TESSERA_DATA: join(folder.path, 'file', 'data'), DATABASE_URL: database.url })
    expect(await start.ended).toBe(1)
    expect(start.said()).toMatch(/data folder .* cannot be written to: a part of this path is a file/)
  })

  test('A database that cannot be reached', async () => {
    const start = tessera(['start'], { TESSERA_DATA: folder.path, DATABASE_URL: 'postgres://u:topsecret@127.0.0.1:1/x' })
    expect(await start.ended).toBe(1)
    expect(start.said()).toContain('127.0.0.1:1/x cannot be used: nothing listens there')
    expect(start.said()).not.toContain('topsecret')
  })

  test('A setting that makes no sense', async () => {
    const start = tessera(['start'], { PORT: 'http' })
    expect(await start.ended).toBe(1)
    expect(start.said()).toContain('The setting PORT is wrong')
  })

  test('A Node that is too old', async () => {
    const start = run(process.execPath, ['-e', "import('./scripts/requireNode.mjs').then((m) => m.requireNode('18.20.4'))"])
    expect(await start.ended).toBe(1)
    expect(start.said()).toContain('Tessera needs Node 20.19 or newer; this is 18.20.4')
  })
})

const logOfToday = () => `postgresql-${new Date().toLocaleDateString('en', { weekday: 'short', timeZone: 'UTC' })}.log`
