/** Starts the embedded PostgreSQL in a folder and waits until it answers. Whoever calls it owns that folder (see `owner.ts`). */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { StartProblem } from '../startProblem.ts'
import { accountFor, type Account } from './account.ts'
import { environment, passwordIn, placesIn, prepareCluster, prepareFolders } from './cluster.ts'
import { keep } from './keeper.ts'
import { findPrograms, type Programs } from './programs.ts'
import { serverSettings } from './serverSettings.ts'
import { socketAt, socketFolder } from './socket.ts'

export interface EmbeddedDatabase {
  url: string
  /** Stops PostgreSQL and resolves when it has ended with everything on disk. */
  stop: () => Promise<void>
  /** Resolves when PostgreSQL has ended, also without being asked to. */
  ended: Promise<void>
}

export interface EmbeddedOptions {
  /** Added to the usual settings of PostgreSQL. */
  settings?: Record<string, string | number>
  /** False for databases that need not survive a power cut. */
  durable?: boolean
  keptBy?: 'sh' | 'node'
}

const patience = 60_000

/** Makes the cluster in `folder` if there is none and starts it on a free port of 127.0.0.1. */
export async function startEmbedded(
  folder: string,
  { settings = {}, durable = true, keptBy }: EmbeddedOptions = {},
): Promise<EmbeddedDatabase> {
  const account = accountFor(placesIn(folder).cluster)
  prepareFolders(folder, account)
  const programs = await findPrograms(folder, account)
  prepareCluster(folder, programs, account, { ...serverSettings(socketFolder(folder)), ...settings }, durable)
  await stopLeftover(folder, programs, account)
  for (const deadline = Date.now() + patience; ;) {
    const port = await freePort()
    const kept = keep(folder, programs, account, port, keptBy)
    while (!kept.hasEnded() && readyPort(folder) !== port) await pause(5)
    if (!kept.hasEnded()) {
      const url = embeddedUrl(folder, port)
      await ensureDatabase(url)
      const stop = () => {
        kept.letGo()
        return kept.ended
      }
      return { url, stop, ended: kept.ended }
    }
    // Another program took the port, or processes of a killed server still hold its shared memory: both pass.
    const words = startLog(folder)
    if (!/could not bind|shared memory block|lock file/.test(words) || Date.now() > deadline)
      throw new StartProblem(`The embedded PostgreSQL did not start. It said:\n${words.trim()}\nMore may be in ${placesIn(folder).log}.`)
    await pause(300)
  }
}

/** The address of an embedded database that runs on that port, its password included; by its socket where there is one. */
export function embeddedUrl(folder: string, port: number): string {
  const socket = socketAt(folder, port)
  const host = socket === undefined ? '' : `?host=${encodeURIComponent(socket)}`
  return `postgres://tessera:${passwordIn(folder)}@127.0.0.1:${port}/tessera${host}`
}

/** `postmaster.pid` has the process on line 1, the port on line 4 and the state on line 8. */
function pidFileLines(folder: string): string[] {
  try {
    return readFileSync(placesIn(folder).pidFile, 'utf8')
      .split('\n')
      .map((line) => line.trim())
  } catch {
    return []
  }
}

function readyPort(folder: string): number | undefined {
  const lines = pidFileLines(folder)
  return lines[7] === 'ready' ? Number(lines[3]) : undefined
}

const startLog = (folder: string) => readFileSync(join(placesIn(folder).log, 'start.log'), 'utf8')

/** After a crash an earlier PostgreSQL may still be at its shutdown, or may even have lost its keeper: it ends before the next one starts. */
async function stopLeftover(folder: string, programs: Programs, account: Account | undefined) {
  const pid = Number(pidFileLines(folder)[0])
  if (!pid || !isPostgres(pid)) return
  try {
    execFileSync(programs.pg_ctl, ['stop', '-D', placesIn(folder).cluster, '-m', 'fast', '-w', '-t', String(patience / 1000), '-s'], {
      ...account,
      cwd: folder,
      env: environment,
      stdio: 'ignore',
      windowsHide: true,
    })
  } catch {
    // It ended by itself meanwhile; if not, the start below says what is wrong.
  }
  while (existsSync(placesIn(folder).pidFile) && isPostgres(pid)) await pause(50)
}

function isPostgres(pid: number): boolean {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('postgres')
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** Connects once; a cluster that was just made has no database of ours yet. */
async function ensureDatabase(url: string) {
  const client = new pg.Client({ connectionString: url })
  try {
    await client.connect()
  } catch (error) {
    if (!(error instanceof pg.DatabaseError && error.code === '3D000')) throw error
    const maintenance = new URL(url)
    maintenance.pathname = '/postgres'
    const maker = new pg.Client({ connectionString: maintenance.href })
    await maker.connect()
    await maker.query('create database tessera')
    await maker.end()
    return
  }
  await client.end()
}

const freePort = () =>
  new Promise<number>((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' ? (address?.port ?? 0) : 0))
    })
  })
