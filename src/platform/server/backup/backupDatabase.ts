/** The tables of a backup: all of them as one moment left them, while the server goes on. No program of PostgreSQL is needed for it. */
import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Transform, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type pg from 'pg'
import { StartProblem } from '../startProblem.ts'
import { copyOut } from './copyStream.ts'
import type { Manifest, TablePart } from './manifest.ts'
import { storedSequences, storedTables, withoutTransactions } from './storedTables.ts'

type DatabasePart = Pick<Manifest, 'migrations' | 'tables' | 'jobs' | 'sequences' | 'keyCheck'>

/** The name of the part that holds the jobs, and its columns as `graphile_worker.add_job` takes them. */
const jobsPart = 'worker_jobs'
export const jobColumns = ['identifier', 'payload', 'queue_name', 'run_at', 'max_attempts', 'job_key', 'priority', 'flags']

/** Writes every table to `<folder>/<table>.copy.gz`, and the files that they name to `blobs` (hash and size on each line). */
export async function backupDatabase(
  pool: pg.Pool,
  folder: string,
  blobs: string,
  progress: (done: number, all: number) => void,
): Promise<DatabasePart> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const client = await pool.connect()
  try {
    // Read only: a transaction that writes would keep the readers of the event list from moving on.
    await client.query('begin isolation level repeatable read, read only')
    const { rows: there } = await client.query<{ desk: boolean; jobs: boolean }>(
      `select to_regclass('public.migrations') is not null as desk, to_regclass('graphile_worker._private_jobs') is not null as jobs`,
    )
    if (!there[0]?.desk) throw new StartProblem('There is nothing to back up: this database has never held a desk.')
    const { rows: migrations } = await client.query<{ name: string; hash: string }>('select name, hash from migrations order by name')
    const { rows: places } = await client.query<{ horizon: string }>('select horizon::text as horizon from event_readers')
    const found = await storedTables(client)
    const all = Math.max(
      1,
      found.reduce((sum, table) => sum + table.size, 0),
    )
    const tables: TablePart[] = []
    let before = 0
    for (const { name, columns, transactions, size } of found) {
      const list = columns.map((column) =>
        transactions.includes(column)
          ? withoutTransactions(
              column,
              places.map((place) => place.horizon),
            )
          : `"${column}"`,
      )
      const file = join(folder, `${name}.copy.gz`)
      const part = await writePart(client, `select ${list.join(', ')} from "${name}"`, file, (bytes) =>
        progress(before + Math.min(bytes, size), all),
      )
      tables.push({ name, columns, ...part })
      before += size
    }
    progress(all, all)
    const jobs = there[0].jobs
      ? { name: jobsPart, columns: jobColumns, ...(await writePart(client, openJobs, join(folder, `${jobsPart}.copy.gz`), () => {})) }
      : null
    await pipeInto(blobs, (to) => copyOut(client, `copy (select encode(hash, 'hex'), size from blobs order by hash) to stdout`, to))
    const { rows: keys } = await client.query<{ key: string | null }>(`select encode(key_check, 'hex') as key from installation`)
    const sequences = await storedSequences(client)
    await client.query('commit')
    return { migrations, tables, jobs, sequences, keyCheck: keys[0]?.key ?? null }
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw error
  } finally {
    client.release()
  }
}

const openJobs = `select t.identifier, j.payload, q.queue_name, j.run_at, j.max_attempts, j.key, j.priority,
    (select array_agg(f) from jsonb_object_keys(j.flags) f)
  from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
    left join graphile_worker._private_job_queues q on q.id = j.job_queue_id
  where j.attempts < j.max_attempts order by j.id`

/** One part: compressed, durable, and with its digest taken on the way. */
async function writePart(client: pg.ClientBase, query: string, file: string, copied: (bytes: number) => void) {
  const gzip = createGzip({ level: 3 })
  const sha256 = createHash('sha256')
  let size = 0
  const measured = new Transform({
    transform(chunk: Buffer, _encoding, next) {
      sha256.update(chunk)
      size += chunk.length
      next(null, chunk)
    },
  })
  const written = pipeline(gzip, measured, createWriteStream(file, { mode: 0o600, flush: true }))
  const timer = setInterval(() => copied(gzip.bytesWritten), 200)
  try {
    const [rows] = await Promise.all([copyOut(client, `copy (${query}) to stdout`, gzip).finally(() => gzip.end()), written])
    return { rows, size, sha256: sha256.digest('hex') }
  } finally {
    clearInterval(timer)
  }
}

async function pipeInto(file: string, write: (to: Writable) => Promise<unknown>) {
  await mkdir(dirname(file), { recursive: true })
  const to = createWriteStream(file, { mode: 0o600 })
  const closed = new Promise<void>((resolve, reject) => to.once('close', resolve).once('error', reject))
  await write(to).finally(() => to.end())
  await closed
}
