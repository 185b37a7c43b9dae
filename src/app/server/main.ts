/** The server: every part in the order of its start. Stopping goes the same way back. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { startMail } from '#channels/email/server/startMail.ts'
import { ensureAdministrator, setUpCode, setUpNeeded } from '#people/server/setUp.ts'
import { authenticator } from '#people/server/authenticate.ts'
import { startAnnouncer } from '#platform/server/announce.ts'
import { addressOf, type Config } from '#platform/server/config.ts'
import type { Context } from '#platform/server/context.ts'
import { settleDataFolder } from '#platform/server/dataFolder.ts'
import { httpServer } from '#platform/server/http.ts'
import { startHorizonWatch } from '#platform/server/horizonWatch.ts'
import { installationFolder } from '#platform/server/installation.ts'
import { startJobs } from '#platform/server/jobs.ts'
import { openDoor } from '#platform/server/listening.ts'
import { startLive } from '#platform/server/live.ts'
import type { Log } from '#platform/server/log.ts'
import { createMetrics } from '#platform/server/metrics.ts'
import { migrate } from '#platform/server/migrate.ts'
import { openDatabase } from '#platform/server/openDatabase.ts'
import type { Parts } from '#platform/server/parts.ts'
import { startReaders } from '#platform/server/readers.ts'
import { checkKey, openSecrets } from '#platform/server/secrets.ts'
import { folderStore } from '#files/server/fileStore.ts'
import { notificationLetter } from '#notifications/server/digests.ts'
import { hearTold } from '#notifications/server/noteTold.ts'
import { Presences } from '#presence/server/presences.ts'
import { PresentPages } from '#presence/server/presentPages.ts'
import { startSearch } from '#search/server/startSearch.ts'
import { foldTickets } from '#tickets/server/foldTickets.ts'
import { startTimers } from '#timers/server/startTimers.ts'
import { LiveCounts } from '#views/server/live/liveCounts.ts'
import { LiveReaders } from '#views/server/live/liveReaders.ts'
import { jobsOf } from './jobs.ts'
import { openLiveSocket } from './liveSocket.ts'
import { readers } from './readers.ts'
import { routesOf } from './routes.ts'

/** What `npm start` prints once everything runs. */
export interface Running {
  webAddress: string
  smtpPort: number
  dataFolder: string
  /** `embedded PostgreSQL 18.4`, for example. */
  database: string
  /** The code that opens the set-up page; undefined once there is a User. */
  setUpCode: string | undefined
  /** Resolves if a part without which nothing works has ended by itself; says which. */
  lost: Promise<string>
}

/** Starts everything. What has been started so far is in `parts`, also when a later step fails. `say` speaks to the person at the console. */
export async function startServer(config: Config, log: Log, parts: Parts, say: (line: string) => void): Promise<Running> {
  const dataFolder = settleDataFolder(config, say)
  const onError = (error: Error) => log.warn({ error }, 'database connection lost')
  const database = await openDatabase(config, dataFolder, { command: 'start', say, onError })
  parts.add('database', database.close)
  const { db, pool, url } = database
  const applied = await migrate(pool)
  if (applied.length > 0) log.info({ applied }, 'migrated')
  const folded = await foldTickets(db)
  if (folded > 0) log.info({ folded }, 'titles and descriptions made ready for filters')

  const secrets = openSecrets(config, dataFolder)
  await checkKey(db, secrets)
  const filesFolder = join(dataFolder, 'files')
  mkdirSync(filesFolder, { recursive: true, mode: 0o700 })
  const store = await folderStore(filesFolder, secrets.key('file-names'))
  const announcer = startAnnouncer(pool)
  parts.add('announcer', announcer.flush)
  const desk: Context = { db, announcer, actor: { kind: 'system' }, now: new Date(), requestId: 'start', via: 'cli' }
  if (config.admin) await ensureAdministrator(desk, config.admin.email, config.admin.password)

  const live = await startLive({ db, url, log })
  parts.add('live', live.stop)
  const metrics = createMetrics()
  parts.add('horizon watch', startHorizonWatch({ db, log, metrics }).stop)
  const liveCounts = new LiveCounts({ db, log })
  await liveCounts.start({ file: join(dataFolder, 'live-counts'), timeline: live.timeline })
  parts.add('live counts', liveCounts.stop)
  announcer.onCommit(liveCounts.wake)
  live.subscribe(liveCounts.wake)
  const jobs = await startJobs({ pool, jobs: jobsOf({ db, pool, store, announcer, secrets }), log })
  parts.add('jobs', jobs.stop)
  const reading = startReaders({ db, url, log, readers })
  parts.add('readers', reading.stop)
  const timers = startTimers({ db, announcer, log })
  parts.add('timers', timers.stop)
  parts.add('search', startSearch({ db, announcer, log }).stop)

  // With a port that the system chooses, our own address is known once the web server listens.
  let publicUrl = config.publicUrl
  const smtp = { what: 'The mail listener', host: config.host, port: config.smtpPort, setting: 'TESSERA_SMTP_PORT' }
  const mail = await openDoor(smtp, () =>
    startMail({
      db,
      pool,
      url,
      config,
      dataFolder,
      secrets,
      store,
      log,
      announcer,
      publicUrl: () => publicUrl,
      notifications: notificationLetter({ db, publicUrl: () => publicUrl }),
    }),
  )
  parts.add('mail', mail.stop)

  const authenticate = authenticator(pool)
  const http = await httpServer({
    db,
    announcer,
    authenticate,
    config,
    log,
    routes: routesOf({ store, secrets, liveCounts, publicUrl: () => publicUrl }),
    metrics,
    healthOf: { database: () => pool.query('select 1'), jobs: jobs.health, mail: mail.health },
    webFolder: join(installationFolder, 'dist', 'web'),
  })
  const web = { what: 'The web server', host: config.host, port: config.port, setting: 'PORT' }
  await openDoor(web, () => http.listen({ host: config.host, port: config.port }))
  parts.add('web server', () => http.close())
  const liveReaders = new LiveReaders(db, liveCounts)
  parts.add('live readers', async () => liveReaders.stop())
  const presences = new Presences({ pool, url, log })
  parts.add('presences', () => presences.stop())
  const presents = new PresentPages(db, presences)
  parts.add('present pages', async () => presents.stop())
  const socket = openLiveSocket({ server: http.server, feed: live, readers: liveReaders, presents, authenticate, config })
  parts.add('live socket', async () => socket.stop())
  const told = hearTold({ url, log, hear: (userIds) => socket.notified(userIds) })
  parts.add('notified', () => told.stop())
  const address = http.server.address()
  const webAddress = addressOf(config.host, typeof address === 'object' && address ? address.port : config.port)
  database.announce(webAddress)
  if (new URL(publicUrl).port === '0') publicUrl = webAddress

  return {
    webAddress,
    smtpPort: mail.smtpPort,
    dataFolder,
    database: `${database.how === 'embedded' ? 'embedded ' : ''}PostgreSQL ${database.version}`,
    setUpCode: (await setUpNeeded(desk)) ? setUpCode() : undefined,
    lost: database.lost.then(() => 'The embedded PostgreSQL has ended'),
  }
}
