/** What a command needs of the database: opened, migrated, and closed again whatever happens. */
import type { Console } from '#app/server/command.ts'
import { readConfig, type Config } from '#platform/server/config.ts'
import { settleDataFolder } from '#platform/server/dataFolder.ts'
import { migrate } from '#platform/server/migrate.ts'
import { openDatabase, type OpenDatabase } from '#platform/server/openDatabase.ts'

/** What a command's work is given. */
export interface AtHand {
  config: Config
  dataFolder: string
  database: OpenDatabase
  /** The migrations that were missing. */
  applied: string[]
}

/** Joins the database of a running server, or starts the embedded one for as long as the work takes. */
export async function withDatabase<T>(command: string, { say }: Console, work: (hand: AtHand) => Promise<T>): Promise<T> {
  const config = readConfig()
  const dataFolder = settleDataFolder(config, say)
  const database = await openDatabase(config, dataFolder, { command, say, name: `tessera ${command}` })
  try {
    const applied = await migrate(database.pool)
    return await work({ config, dataFolder, database, applied })
  } finally {
    await database.close()
  }
}
