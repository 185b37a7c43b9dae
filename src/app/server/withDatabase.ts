/** What a command needs of the database: opened, migrated, and closed again whatever happens. */
import { randomUUID } from 'node:crypto'
import type { Console } from '#app/server/command.ts'
import { startAnnouncer } from '#platform/server/announce.ts'
import { readConfig } from '#platform/server/config.ts'
import type { Context } from '#platform/server/context.ts'
import { settleDataFolder } from '#platform/server/dataFolder.ts'
import { migrate } from '#platform/server/migrate.ts'
import { openDatabase, type OpenDatabase } from '#platform/server/openDatabase.ts'

/** What a command's work is given. */
export interface AtHand {
  database: OpenDatabase
  /** Whoever may run commands on this machine may do everything. */
  ctx: Context
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
    const announcer = startAnnouncer(database.pool)
    const ctx: Context = { db: database.db, announcer, actor: { kind: 'system' }, now: new Date(), requestId: randomUUID(), via: 'cli' }
    const result = await work({ database, ctx, applied })
    await announcer.flush()
    return result
  } finally {
    await database.close()
  }
}
