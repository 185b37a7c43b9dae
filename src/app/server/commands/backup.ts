/** `tessera backup`: everything that must survive, database and files, in one folder or file, while the server goes on. */
import { existsSync, readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { command, type Console } from '#app/server/command.ts'
import { inBytes, progressBar } from '#app/server/progressBar.ts'
import { folderStore } from '#files/server/fileStore.ts'
import { backupDatabase } from '#platform/server/backup/backupDatabase.ts'
import { backupFiles } from '#platform/server/backup/backupFiles.ts'
import type { Manifest } from '#platform/server/backup/manifest.ts'
import { openPlace } from '#platform/server/backup/place.ts'
import { readConfig, type Config } from '#platform/server/config.ts'
import { settleDataFolder } from '#platform/server/dataFolder.ts'
import { version } from '#platform/server/installation.ts'
import { openDatabase, type OpenDatabase } from '#platform/server/openDatabase.ts'
import { keyCheckOf, keyFileIn, secretsFrom } from '#platform/server/secrets.ts'
import { StartProblem } from '#platform/server/startProblem.ts'

/** The exit code is 1 also where the backup was made, but files were missing or damaged already. */
export const backup = command({
  name: 'backup',
  about: 'Writes the database and all files to a folder, or to one file if its name ends in .tar. The server may run meanwhile.',
  place: 'to',
  input: z.object({
    to: z
      .string()
      .min(1)
      .describe('a new or empty folder, the folder of an earlier backup (what it has is not copied again), or a new file *.tar'),
  }),
  async run({ to }, console) {
    const config = readConfig()
    const dataFolder = settleDataFolder(config, console.say)
    const database = await openDatabase(config, dataFolder, { command: 'backup', say: console.say, name: 'tessera backup' })
    try {
      return await write(to, { config, dataFolder, database, console })
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
}

async function write(to: string, { config, dataFolder, database, console }: AtHand): Promise<number> {
  const begun = new Date()
  const folder = `database-${begun.toISOString().replaceAll(/[-:.]/g, '')}`
  const place = await openPlace(to, folder)
  try {
    const blobs = join(place.staging, 'blobs.txt')
    const tables = await backupDatabase(database.pool, place.staging, blobs, progressBar(process.stderr, 'Database ', inBytes))
    const keyFile = keyFileIn(dataFolder)
    const kept = config.secretKey || !existsSync(keyFile) ? null : readFileSync(keyFile, 'utf8')
    const salt = saltOf(config.secretKey ?? kept?.trim(), tables.keyCheck, dataFolder)
    const store = await folderStore(join(dataFolder, 'files'), salt)
    const { files, problems } = await backupFiles({
      blobs,
      list: join(place.staging, 'files.txt'),
      store,
      salt,
      place,
      progress: progressBar(process.stderr, 'Files    ', inBytes),
    })
    await rm(blobs)
    const manifest: Manifest = {
      format: 1,
      tessera: version,
      madeAt: begun.toISOString(),
      postgres: database.version,
      folder,
      ...tables,
      secret: kept !== null,
      files,
    }
    const size = await place.finish(manifest, kept)
    report(manifest, size, to, problems, config, console)
    return problems.length === 0 ? 0 : 1
  } catch (error) {
    await place.abandon()
    throw error
  }
}

/** Without the right key the files could neither be checked nor, after a restore, be opened. */
function saltOf(key: string | undefined, keyCheck: string | null, dataFolder: string): Buffer {
  if (keyCheck === null) return Buffer.alloc(0) // a desk that has never been started has no files
  const secrets = key === undefined ? undefined : secretsFrom(key)
  if (secrets && keyCheckOf(secrets).toString('hex') === keyCheck) return secrets.key('file-names')
  throw new StartProblem(
    `The secret key of this desk is not in ${dataFolder}, so a backup could never be read again.
Set TESSERA_DATA (and TESSERA_SECRET_KEY, if it is used) as the server has it.`,
  )
}

function report(manifest: Manifest, size: number, to: string, problems: string[], config: Config, { print, say }: Console) {
  const { tables, files } = manifest
  const rows = tables.reduce((sum, table) => sum + table.rows, 0)
  const stored = tables.reduce((sum, table) => sum + table.size, 0)
  print(`Database  ${tables.length} tables, ${rows} rows, ${inBytes(stored)} compressed`)
  print(`Files     ${files.count}, ${inBytes(files.bytes)}`)
  print(`Backup    ${to}, ${inBytes(size)}`)
  for (const problem of problems) say(problem)
  if (problems.length > 0) say('Everything else is in the backup.')
  if (manifest.secret)
    say(
      'The backup holds everything that customers wrote and the secret key that opens the passwords of the mailboxes: keep it where only you can read it.',
    )
  else if (config.secretKey)
    say('TESSERA_SECRET_KEY is not in the backup: keep it safe elsewhere. Without it the backup cannot be restored.')
}
