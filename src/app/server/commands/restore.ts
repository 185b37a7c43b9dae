/** `tessera restore`: brings a backup back into an empty data folder and database, and up to the shape of this version. */
import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { z } from 'zod'
import { holdUnsent } from '#activities/server/holdUnsent.ts'
import { command, type Console } from '#app/server/command.ts'
import { inBytes, progressBar } from '#app/server/progressBar.ts'
import { folderStore } from '#files/server/fileStore.ts'
import { memberOf } from '#platform/server/backup/manifest.ts'
import { openBackup, verifyBackup, type OpenBackup } from '#platform/server/backup/openBackup.ts'
import { restoreDatabase, whyNot } from '#platform/server/backup/restoreDatabase.ts'
import { restoreFiles } from '#platform/server/backup/restoreFiles.ts'
import { readConfig, type Config } from '#platform/server/config.ts'
import { settleDataFolder } from '#platform/server/dataFolder.ts'
import { checkShape, migrate } from '#platform/server/migrate.ts'
import { openDatabase, type OpenDatabase } from '#platform/server/openDatabase.ts'
import { ownerOf } from '#platform/server/owner.ts'
import { keyCheckOf, keyFileIn, secretsFrom } from '#platform/server/secrets.ts'
import { StartProblem } from '#platform/server/startProblem.ts'

/** The exit code is 1 also where everything was restored but files that the backup lacks. */
export const restore = command({
  name: 'restore',
  about: 'Brings back what tessera backup wrote: database, files and secret key. The server must not run.',
  place: 'from',
  input: z.object({
    from: z.string().min(1).describe('the folder or file that tessera backup wrote'),
    force: z.boolean().default(false).describe('replace the desk that is there; it is lost'),
    send: z
      .boolean()
      .default(false)
      .describe('send the messages that were waiting to be sent; without it they are held, because the old desk may have sent them since'),
  }),
  async run({ from, force, send }, console) {
    const config = readConfig()
    const dataFolder = settleDataFolder(config, console.say)
    const running = ownerOf(dataFolder)
    if (running?.command === 'start') throw new StartProblem(stillRunning(`as process ${running.pid} with the data in ${dataFolder}`))
    const backup = await openBackup(from)
    checkShape(backup.manifest.migrations)
    const key = await keyFor(backup, config)
    const database = await openDatabase(config, dataFolder, { command: 'restore', say: console.say, name: 'tessera restore' })
    try {
      await alone(database, dataFolder)
      const refusal = await whyNot(database.pool, force)
      if (refusal) throw new StartProblem(refusal)
      return await bringBack(backup, { config, dataFolder, database, console, force, send, key })
    } finally {
      await database.close()
    }
  },
})

interface AtHand {
  config: Config
  dataFolder: string
  database: OpenDatabase
  console: Console
  force: boolean
  send: boolean
  key: string | undefined
}

const bar = (what: string) => progressBar(process.stderr, what, inBytes)

async function bringBack(backup: OpenBackup, { config, dataFolder, database, console, force, send, key }: AtHand): Promise<number> {
  const { manifest } = backup
  await verifyBackup(backup, bar('Checking '))
  const folder = join(dataFolder, 'files')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const salt = key === undefined ? Buffer.alloc(0) : secretsFrom(key).key('file-names')
  const problems = await restoreFiles(backup, await folderStore(folder, salt), bar('Files    '))
  if (key !== undefined && config.secretKey === undefined) keepKey(key, dataFolder, console)
  let held = 0
  await restoreDatabase(database.pool, backup, {
    force,
    progress: bar('Database '),
    async beforeCommit(client) {
      if (!send) held = await holdUnsent(client)
    },
  })
  const applied = await migrate(database.pool)
  const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0)
  console.print(`Database  ${manifest.tables.length} tables, ${rows} rows, as of ${manifest.madeAt}`)
  if (applied.length > 0) console.print(`          brought up to date: ${applied.join(', ')}`)
  console.print(`Files     ${manifest.files.count - problems.length}, ${inBytes(manifest.files.bytes)}`)
  if (held > 0)
    console.say(
      `${held} ${held === 1 ? 'message was' : 'messages were'} still to be sent when the backup was made. What left since is not known, so nothing of it leaves by itself: each ticket shows it as held, with Retry.`,
    )
  for (const problem of problems) console.say(problem)
  return problems.length === 0 ? 0 : 1
}

/** The key that the backup's secrets and file names were made with; undefined where it never had one. */
async function keyFor({ manifest, read }: OpenBackup, { secretKey }: Config): Promise<string | undefined> {
  const key = secretKey ?? (manifest.secret ? (await text(read(memberOf.secret))).trim() : undefined)
  if (manifest.keyCheck === null) return key
  if (key !== undefined && keyCheckOf(secretsFrom(key)).toString('hex') === manifest.keyCheck) return key
  throw new StartProblem(
    secretKey === undefined
      ? 'The backup does not hold the secret key that it needs. Set TESSERA_SECRET_KEY to the one of the old desk. Nothing was changed.'
      : 'TESSERA_SECRET_KEY is not the key that the backup needs. Set it as the old desk had it, or leave it out if that had none. Nothing was changed.',
  )
}

/** A key that is there already goes aside and is not lost. */
function keepKey(key: string, dataFolder: string, { say }: Console) {
  const file = keyFileIn(dataFolder)
  if (existsSync(file)) {
    if (readFileSync(file, 'utf8').trim() === key) return
    const aside = `${file}.before-${new Date().toISOString().replaceAll(/[-:.]/g, '')}`
    renameSync(file, aside)
    say(`The secret key that was here is kept as ${aside}.`)
  }
  writeFileSync(file, `${key}\n`, { mode: 0o600, flush: true })
  chmodSync(file, 0o600)
}

/** Also a server on another machine, or with another data folder, may use this database. */
async function alone({ pool, how }: OpenDatabase, dataFolder: string) {
  if (how === 'joined') throw new StartProblem(stillRunning(`with the data in ${dataFolder}`))
  const { rowCount } = await pool.query(
    `select from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
       and application_name like 'tessera%' and application_name <> 'tessera restore'`,
  )
  if (rowCount) throw new StartProblem(stillRunning('with this database'))
}

const stillRunning = (how: string) => `Tessera is running ${how}. Stop it first; nothing was changed.`
