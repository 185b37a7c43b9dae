/** The folder in which PostgreSQL keeps the data: made once, and then only opened by the same major version. */
import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { appendFileSync, chmodSync, chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { StartProblem } from '../startProblem.ts'
import type { Account } from './account.ts'
import type { Programs } from './programs.ts'

/** The parts of the folder `database/` inside of the data folder. */
export const placesIn = (folder: string) => ({
  cluster: join(folder, 'cluster'),
  log: join(folder, 'log'),
  password: join(folder, 'password'),
  pidFile: join(folder, 'cluster', 'postmaster.pid'),
})

/** Environment of PostgreSQL's programs: nothing of ours, least of all our secrets. */
export const environment = {
  ...Object.fromEntries(['PATH', 'SystemRoot', 'TEMP', 'TMP'].flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : []))),
  LC_ALL: 'C',
  TZ: 'UTC',
}

/** Makes the folders that PostgreSQL's account must own. */
export function prepareFolders(folder: string, account: Account | undefined) {
  for (const path of [folder, placesIn(folder).log]) {
    mkdirSync(path, { recursive: true, mode: 0o700 })
    if (process.platform !== 'win32') chmodSync(path, 0o700)
    if (account) chownSync(path, account.uid, account.gid)
  }
}

/** The password of the embedded database: random, and readable by its account alone. */
export function passwordIn(folder: string, account?: Account): string {
  const { password } = placesIn(folder)
  if (!existsSync(password)) {
    writeFileSync(password, randomBytes(24).toString('base64url'), { mode: 0o600 })
    if (account) chownSync(password, account.uid, account.gid)
  }
  return readFileSync(password, 'utf8')
}

/** Makes the cluster where there is none; refuses one of another major version. `settings` are rewritten at each start. */
export function prepareCluster(
  folder: string,
  programs: Programs,
  account: Account | undefined,
  settings: Record<string, string | number>,
  sync: boolean,
) {
  const { cluster, password } = placesIn(folder)
  passwordIn(folder, account)
  if (!existsSync(join(cluster, 'PG_VERSION'))) {
    const fresh = `${cluster}.new`
    rmSync(fresh, { recursive: true, force: true })
    const locale = ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '-E', 'UTF8']
    const args = ['-D', fresh, '-U', 'tessera', '-A', 'scram-sha-256', `--pwfile=${password}`, ...locale, ...(sync ? [] : ['--no-sync'])]
    try {
      execFileSync(programs.initdb, args, { ...account, cwd: folder, env: environment, stdio: 'pipe', windowsHide: true })
    } catch (error) {
      throw new StartProblem(`The embedded PostgreSQL could not make its data folder ${cluster}: ${outputOf(error)}`, { cause: error })
    }
    appendFileSync(join(fresh, 'postgresql.conf'), `\n# Rewritten at each start; ALTER SYSTEM wins over it.\ninclude = 'tessera.conf'\n`)
    writeFileSync(join(fresh, 'tessera.conf'), '')
    renameSync(fresh, cluster)
  }
  const made = readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim()
  const brought = programs.version.split('.')[0] ?? ''
  if (made !== brought) throw new StartProblem(otherMajor(folder, made, brought))
  const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value}'\n`)
  rmSync(join(cluster, 'tessera.conf'), { force: true }) // it may be another user's, from an earlier start
  writeFileSync(join(cluster, 'tessera.conf'), lines.join(''))
}

const otherMajor = (folder: string, made: string, brought: string) =>
  `The database in ${folder} was made by PostgreSQL ${made}; this version of Tessera brings PostgreSQL ${brought}, which cannot open it. Nothing was changed.
Either go back to the version of Tessera that made it, or move the data over:
  1. let a PostgreSQL ${made} server open ${placesIn(folder).cluster} and dump it: pg_dump -Fc -U tessera tessera > tessera.dump
  2. move ${folder} away, start and stop Tessera once
  3. load it: pg_restore --clean --if-exists -U tessera -d tessera tessera.dump
Or set DATABASE_URL to the PostgreSQL ${made} server and keep using it.`

const outputOf = (error: unknown) =>
  error instanceof Error && 'stderr' in error && Buffer.isBuffer(error.stderr)
    ? error.stderr.toString().trim() || error.message
    : String(error)
