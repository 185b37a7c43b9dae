/** Fills a database with the tables of a backup, in one transaction: all of it, or the database stays as it was. */
import { createGunzip } from 'node:zlib'
import { Logger, runMigrations } from 'graphile-worker'
import type pg from 'pg'
import { migrateTo } from '../migrate.ts'
import { StartProblem } from '../startProblem.ts'
import { jobColumns } from './backupDatabase.ts'
import { copyIn } from './copyStream.ts'
import { memberOf, type TablePart } from './manifest.ts'
import type { OpenBackup } from './openBackup.ts'
import { storedTables } from './storedTables.ts'

const quiet = new Logger(() => () => {})

interface RestoreOptions {
  /** Replace what is there. */
  force: boolean
  progress: (done: number, all: number) => void
  /** What else has to be done before anybody can see the restored desk. */
  beforeCommit: (client: pg.ClientBase) => Promise<void>
}

/** Why this database may not be filled; undefined when it may. */
export async function whyNot(pool: pg.Pool, force: boolean): Promise<string | undefined> {
  const { rows: tables } = await pool.query<{ name: string }>(
    `select relname as name from pg_class where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace`,
  )
  if (tables.length === 0) return undefined
  const names = new Set(tables.map((t) => t.name))
  if (!names.has('migrations') || !names.has('installation'))
    return 'The database holds tables that are not of Tessera. Name an empty one in DATABASE_URL.'
  if (force) return undefined
  for (const [table, one] of [
    ['users', 'a User'],
    ['tickets', 'a ticket'],
  ] as const)
    if (names.has(table) && (await pool.query(`select from ${table} limit 1`)).rowCount)
      return `The database is not empty: it holds at least ${one}. Nothing was changed.\nGive the restored desk a new folder with TESSERA_DATA (or a new database), or say --force to replace everything that is there.`
  return undefined
}

/** The desk gets a timeline of its own, so that whoever held a place in the event list of the old one loads afresh. */
export async function restoreDatabase(pool: pg.Pool, backup: OpenBackup, { force, progress, beforeCommit }: RestoreOptions): Promise<void> {
  const { manifest } = backup
  const refusal = await whyNot(pool, force)
  if (refusal) throw new StartProblem(refusal)
  await runMigrations({ pgPool: pool, logger: quiet })
  const client = await pool.connect()
  try {
    await client.query('begin')
    await client.query(`select pg_advisory_xact_lock(hashtext('tessera migrations'))`)
    await dropEverything(client)
    await migrateTo(client, manifest.migrations)
    const back = await onlyTables(client)
    const all = manifest.tables.reduce((sum, table) => sum + table.size, 0)
    let before = 0
    for (const table of manifest.tables) {
      await fill(client, backup, table, `"${table.name}" (${table.columns.map((c) => `"${c}"`).join(', ')})`, (bytes) =>
        progress(before + bytes, all),
      )
      before += table.size
    }
    for (const statement of back) await client.query(statement)
    for (const { name, last, called } of manifest.sequences) await client.query('select setval($1, $2, $3)', [`"${name}"`, last, called])
    if (manifest.jobs) await restoreJobs(client, backup, manifest.jobs)
    await client.query('update installation set timeline = gen_random_uuid()')
    await beforeCommit(client)
    await client.query('commit')
    await client.query('analyze')
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw error
  } finally {
    client.release()
  }
}

async function dropEverything(client: pg.ClientBase) {
  const { rows } = await client.query<{ drop: string }>(`
    select 'drop table "' || relname || '" cascade' as drop from pg_class
      where relkind in ('r', 'p') and not relispartition and relnamespace = 'public'::regnamespace
    union all select 'drop routine ' || oid::regprocedure || ' cascade' from pg_proc p
      where pronamespace = 'public'::regnamespace and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
    union all select 'drop type "' || typname || '" cascade' from pg_type where typtype in ('e', 'd') and typnamespace = 'public'::regnamespace`)
  for (const { drop } of rows) await client.query(drop)
  await client.query('delete from graphile_worker._private_jobs')
}

/** Empties what the migrations brought and switches triggers, keys and indexes off for the time of filling; returns the statements that bring them back. */
async function onlyTables(client: pg.ClientBase): Promise<string[]> {
  const tables = await storedTables(client)
  for (const { name } of tables) await client.query(`alter table "${name}" disable trigger user`)
  await client.query(`truncate ${tables.map((t) => `"${t.name}"`).join(', ')}`)
  const { rows } = await client.query<{ without: string; back: string }>(`
    select 'alter table ' || conrelid::regclass || ' drop constraint "' || conname || '"' as without,
      'alter table ' || conrelid::regclass || ' add constraint "' || conname || '" ' || pg_get_constraintdef(oid) as back, 2 as turn
      from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace
    union all select 'drop index ' || i.indexrelid::regclass, pg_get_indexdef(i.indexrelid), 1
      from pg_index i join pg_class c on c.oid = i.indexrelid
      where c.relnamespace = 'public'::regnamespace and not exists (select from pg_constraint k where k.conindid = i.indexrelid)
    order by turn`)
  for (const { without } of rows.toReversed()) await client.query(without)
  return [...rows.map((row) => row.back), ...tables.map(({ name }) => `alter table "${name}" enable trigger user`)]
}

async function fill(
  client: pg.ClientBase,
  { manifest, read }: OpenBackup,
  part: TablePart,
  target: string,
  progress: (bytes: number) => void,
) {
  let bytes = 0
  const compressed = read(memberOf.table(manifest.folder, part.name))
  const gunzip = createGunzip()
  compressed.on('data', (chunk: Buffer) => progress((bytes += chunk.length))).on('error', (error) => gunzip.destroy(error))
  const rows = await copyIn(client, `copy ${target} from stdin`, compressed.pipe(gunzip))
  if (rows !== part.rows)
    throw new StartProblem(`The backup is damaged: ${part.name} has ${rows} rows instead of ${part.rows}. Nothing was restored.`)
}

async function restoreJobs(client: pg.ClientBase, backup: OpenBackup, jobs: TablePart) {
  await client.query(`create temp table ${jobs.name} (identifier text, payload json, queue_name text, run_at timestamptz, max_attempts integer,
    job_key text, priority integer, flags text[]) on commit drop`)
  await fill(client, backup, jobs, `${jobs.name} (${jobColumns.join(', ')})`, () => {})
  await client.query(
    `select graphile_worker.add_job(${jobColumns.map((column) => `${column} := j.${column}`).join(', ')}) from ${jobs.name} j`,
  )
}
