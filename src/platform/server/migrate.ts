/** Brings the database to the shape that this code expects: plain SQL files, applied in their order, forward only. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type pg from 'pg'
import { installationFolder } from './installation.ts'
import { StartProblem } from './startProblem.ts'

const shipped = join(installationFolder, 'migrations')

const table = `create table if not exists migrations (name text primary key, hash text not null, at timestamptz(3) not null default now())`

interface Migration {
  name: string
  text: string
  hash: string
}

/** Applies what is missing and returns its names. Several processes may ask at once: one works, the others wait. */
export async function migrate(pool: pg.Pool, folder = shipped): Promise<string[]> {
  const client = await pool.connect()
  try {
    await client.query(`select pg_advisory_lock(hashtext('tessera migrations'))`)
    await client.query(table)
    const missing = missingOf(readMigrations(folder), await appliedIn(client))
    for (const migration of missing) await apply(client, migration)
    return missing.map((m) => m.name)
  } finally {
    await client.query(`select pg_advisory_unlock(hashtext('tessera migrations'))`).catch(() => undefined)
    client.release()
  }
}

/** The names of migrations that a start would apply, without applying them. */
export async function pendingMigrations(pool: pg.Pool, folder = shipped): Promise<string[]> {
  const { rows } = await pool.query<{ there: boolean }>(`select to_regclass('migrations') is not null as there`)
  return missingOf(readMigrations(folder), rows[0]?.there ? await appliedIn(pool) : []).map((m) => m.name)
}

/** Gives an empty database the shape that exactly these migrations made, in the caller's transaction: for restoring a backup of that shape. */
export async function migrateTo(client: pg.ClientBase, wanted: readonly { name: string; hash: string }[], folder = shipped): Promise<void> {
  const migrations = checkShape(wanted, folder)
  await client.query(table)
  for (const { name, text, hash } of migrations) {
    await client.query(text)
    await client.query('insert into migrations (name, hash) values ($1, $2)', [name, hash])
  }
}

/** The migrations of a backup's shape. A StartProblem where this version does not know one, or knows it as something else. */
export function checkShape(wanted: readonly { name: string; hash: string }[], folder = shipped): Migration[] {
  const files = readMigrations(folder)
  return wanted.map(({ name, hash }) => {
    const file = files.find((f) => f.name === name)
    if (!file)
      throw new StartProblem(
        `The backup was made by a newer version of Tessera: its database has the migration ${name}, which is not here.\nRestore it with the version that made it. Nothing was changed.`,
      )
    if (file.hash !== hash)
      throw new StartProblem(
        `The backup was made with another migration ${name} than the one that is here.\nRestore it with the version that made it. Nothing was changed.`,
      )
    return file
  })
}

const appliedIn = async (client: pg.ClientBase | pg.Pool) =>
  (await client.query<{ name: string; hash: string }>('select name, hash from migrations order by name')).rows

function missingOf(files: Migration[], applied: { name: string; hash: string }[]): Migration[] {
  for (const { name, hash } of applied) {
    const file = files.find((f) => f.name === name)
    if (!file)
      throw new StartProblem(
        `The database is newer than this version of Tessera: it has the migration ${name}, which is not here.\nStart the version that made it, or restore a backup that is older.`,
      )
    if (file.hash !== hash)
      throw new StartProblem(
        `The migration ${name} has changed after it was applied to this database.\nApplied migrations are never edited: restore the file and write a new migration instead.`,
      )
  }
  const last = applied.at(-1)?.name ?? ''
  const missing = files.filter((f) => !applied.some((a) => a.name === f.name))
  const late = missing.find((m) => m.name < last)
  if (late) throw new StartProblem(`The migration ${late.name} comes before ${last}, which is already applied. Give it a higher number.`)
  return missing
}

async function apply(client: pg.ClientBase, { name, text, hash }: Migration) {
  await client.query('begin')
  try {
    await client.query(text)
    await client.query('insert into migrations (name, hash) values ($1, $2)', [name, hash])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw new StartProblem(
      `The migration ${name} failed: ${error instanceof Error ? error.message : String(error)}. Nothing of it was kept.`,
      {
        cause: error,
      },
    )
  }
}

function readMigrations(folder: string): Migration[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .toSorted()
    .map((file) => {
      const text = readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n')
      return { name: file.slice(0, -'.sql'.length), text, hash: createHash('sha256').update(text).digest('hex').slice(0, 32) }
    })
}
