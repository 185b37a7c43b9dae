/** The server: every part in the order of its start. Stopping goes the same way back. */
import { createServer } from 'node:http'
import { addressOf, type Config } from '#platform/server/config.ts'
import { settleDataFolder } from '#platform/server/dataFolder.ts'
import { openDoor } from '#platform/server/listening.ts'
import type { Log } from '#platform/server/log.ts'
import { migrate } from '#platform/server/migrate.ts'
import { openDatabase } from '#platform/server/openDatabase.ts'
import type { Parts } from '#platform/server/parts.ts'

/** What `npm start` prints once everything runs. */
export interface Running {
  webAddress: string
  smtpPort: number
  dataFolder: string
  /** `embedded PostgreSQL 18.4`, for example. */
  database: string
  /** Resolves if a part without which nothing works has ended by itself; says which. */
  lost: Promise<string>
}

/** Starts everything. What has been started so far is in `parts`, also when a later step fails. `say` speaks to the person at the console. */
export async function startServer(config: Config, log: Log, parts: Parts, say: (line: string) => void): Promise<Running> {
  const dataFolder = settleDataFolder(config, say)
  const onError = (error: Error) => log.warn({ error }, 'database connection lost')
  const database = await openDatabase(config, dataFolder, { command: 'start', say, onError })
  parts.add('database', database.close)
  const applied = await migrate(database.pool)
  if (applied.length > 0) log.info({ applied }, 'migrated')

  const http = createServer((_request, response) => response.end('{}'))
  const web = { what: 'The web server', host: config.host, port: config.port, setting: 'PORT' }
  await openDoor(web, () => new Promise<void>((resolve, reject) => http.once('error', reject).listen(config.port, config.host, resolve)))
  parts.add('web server', () => new Promise((resolve) => http.close(resolve)))
  const address = http.address()
  const webAddress = addressOf(config.host, typeof address === 'object' && address ? address.port : config.port)
  database.announce(webAddress)

  return {
    webAddress,
    smtpPort: config.smtpPort,
    dataFolder,
    database: `${database.how === 'embedded' ? 'embedded ' : ''}PostgreSQL ${database.version}`,
    lost: database.lost.then(() => 'The embedded PostgreSQL has ended'),
  }
}
