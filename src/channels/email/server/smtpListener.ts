/** The built-in mail listener: takes mail for our queues by SMTP and says 250 only once it is durable. */
import { readFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import type { Kysely } from 'kysely'
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server'
import { TooLarge } from '#platform/problem.ts'
import type { Config } from '#platform/server/config.ts'
import type { Log } from '#platform/server/log.ts'
import { StartProblem } from '#platform/server/startProblem.ts'
import type { DB } from '#platform/server/tables.ts'
import { takeIn, type Intake } from './intake.ts'
import { loadQueues, queueOf, type OurQueue } from './ourAddresses.ts'

export interface ListenerOptions {
  host: string
  port: number
  db: Kysely<DB>
  intake: Intake
  log: Log
  /** Without a certificate STARTTLS is not offered. */
  tls?: Tls
}

export interface Listener {
  port: number
  /** Accepts nothing new, lets messages under way finish, then closes. */
  stop: () => Promise<void>
}

const mostClients = 200
const mostRecipients = 1000
const idleTimeout = 5 * 60_000
const stopTimeout = 15_000
/** How long a known queue is trusted; unknown addresses are always looked up. */
const freshFor = 3_000
const healthEvery = 30_000

/** Listens; rejects when the port is taken. */
interface Tls {
  key: string
  cert: string
}

async function readPem(setting: string, file: string) {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw new StartProblem(`${setting} names a file that cannot be read: ${file} (${error instanceof Error ? error.message : ''})`)
  }
}

/** The certificate that the settings name, so that the listener offers STARTTLS; a file that cannot be read stops the start. */
export async function tlsOf({ smtpTls }: { smtpTls?: Config['smtpTls'] }): Promise<{ tls?: Tls }> {
  if (!smtpTls) return {}
  return { tls: { cert: await readPem('TESSERA_SMTP_TLS_CERT', smtpTls.cert), key: await readPem('TESSERA_SMTP_TLS_KEY', smtpTls.key) } }
}

export async function startListener({ host, port, db, intake, log, tls }: ListenerOptions): Promise<Listener> {
  const running = new Set<Promise<void>>()
  let queues: OurQueue[] = []
  let loadedAt = 0

  const reload = async () => {
    queues = (await loadQueues(db)).filter((q) => q.active)
    loadedAt = Date.now()
    server.options.size = Math.max(0, ...queues.map((q) => q.sizeLimit)) || smallest
  }
  const findQueue = async (address: string) => {
    const known = Date.now() - loadedAt < freshFor ? queueOf(queues, address) : undefined
    if (known) return known
    await reload()
    return queueOf(queues, address)
  }

  /** Shown with the queues; the row is not written for each mail, or mails would wait for one another. */
  const working = new Map<number, number>()
  const reportHealth = async (ids: number[]) => {
    const due = ids.filter((id) => Date.now() - (working.get(id) ?? 0) > healthEvery)
    if (due.length === 0) return
    for (const id of due) working.set(id, Date.now())
    await db
      .updateTable('email_queues')
      .set({ incoming_ok_at: new Date(), incoming_error: null })
      .where('id', 'in', due)
      .where('incoming', '=', 'listener')
      .execute()
      .catch((error: unknown) => log.warn({ err: error }, 'the health of a queue could not be noted'))
  }

  /** Why a recipient is refused; null when it is one of ours. */
  const judge = async (address: string): Promise<Error | null> => {
    try {
      return (await findQueue(address)) ? null : refusal(550, `There is no mailbox ${address} here`)
    } catch (error) {
      log.error({ err: error }, 'recipients cannot be looked up')
      return refusal(451, 'Recipients cannot be looked up at the moment; please try again later')
    }
  }

  /** Why a message is refused; null once it is durable. */
  const receive = async (stream: SMTPServerDataStream, session: SMTPServerSession): Promise<Error | null> => {
    const { mailFrom, rcptTo } = session.envelope
    const to = rcptTo.map((r) => r.address)
    const addressed = to.flatMap((address) => queueOf(queues, address) ?? [])
    const limits = addressed.map((q) => q.sizeLimit)
    try {
      await takeIn(
        intake,
        { source: 'listener', envelope: { from: mailFrom ? mailFrom.address : '', to }, sizeLimit: Math.max(smallest, ...limits) },
        stream.iterator({ destroyOnReturn: false }),
      )
      void reportHealth([...new Set(addressed.map((q) => q.id))])
      return null
    } catch (error) {
      if (error instanceof TooLarge) return refusal(552, `${error.message} Nothing was delivered.`)
      log.error({ err: error }, 'a mail could not be stored; its sender was asked to try again')
      return refusal(451, 'The message cannot be stored at the moment; please try again later')
    } finally {
      stream.resume() // what was not read has to be, before an answer can be given
    }
  }

  const server = new SMTPServer({
    name: hostname(),
    banner: 'Tessera',
    authOptional: true,
    disabledCommands: tls ? ['AUTH'] : ['AUTH', 'STARTTLS'],
    ...tls,
    logger: false,
    disableReverseLookup: true,
    maxClients: mostClients,
    maxRecipients: mostRecipients,
    socketTimeout: idleTimeout,
    closeTimeout: stopTimeout,
    onRcptTo({ address }, _session, callback) {
      void (async () => callback(await judge(address)))()
    },
    onData(stream, session, callback) {
      const work = (async () => callback(await receive(stream, session), 'The message is stored'))()
      running.add(work)
      void work.finally(() => running.delete(work))
    },
  })
  server.on('error', (error) => log.warn({ err: error }, 'a mail client broke off'))
  await reload()
  await listening(server, port, host)
  const address = server.server.address()
  return {
    port: typeof address === 'object' && address ? address.port : port,
    async stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      await Promise.race([Promise.allSettled(running), closed])
      for (const connection of server.connections) {
        connection.send(421, 'Tessera is stopping')
        connection.close()
      }
      await closed
    },
  }
}

const smallest = 10_000

function refusal(responseCode: number, message: string) {
  return Object.assign(new Error(message.replaceAll(/[^\x20-\x7e]+/g, '?')), { responseCode })
}

function listening(server: SMTPServer, port: number, host: string) {
  return new Promise<void>((resolve, reject) => {
    server.server.once('error', reject)
    server.listen(port, host, () => {
      server.server.off('error', reject)
      resolve()
    })
  })
}
