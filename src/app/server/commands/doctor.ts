/** `tessera doctor`: explains every setting and tries every part, for the person who wonders why something does not work. */
import { connect, createServer } from 'node:net'
import type pg from 'pg'
import { z } from 'zod'
import { command } from '#app/server/command.ts'
import { explainSettings, readConfig, type Config } from '#platform/server/config.ts'
import { settleDataFolder } from '#platform/server/dataFolder.ts'
import { version } from '#platform/server/installation.ts'
import { pendingMigrations } from '#platform/server/migrate.ts'
import { openDatabase } from '#platform/server/openDatabase.ts'
import { ownerOf } from '#platform/server/owner.ts'

/** Says what is in order and what is not; the exit code is 1 if anything is not. */
export const doctor = command({
  name: 'doctor',
  about: 'Explains every setting and tries every part: data folder, database, ports, mail.',
  input: z.object({}),
  async run(_input, console) {
    console.print(`Tessera ${version}, Node ${process.versions.node}\n\nSettings (from the environment)\n`)
    for (const { name, value, about } of explainSettings()) console.print(`  ${name} = ${value}\n    ${about}\n`)
    console.print('Parts\n')
    let wrong = 0
    for await (const { ok, part, about } of findings(console.say)) {
      if (!ok) wrong += 1
      console.print(`  ${ok ? 'ok   ' : 'WRONG'}  ${part.padEnd(12)}${about.replaceAll('\n', `\n${' '.repeat(21)}`)}`)
    }
    console.print(wrong === 0 ? '\nEverything is in order.' : `\n${wrong} of these ${wrong === 1 ? 'needs' : 'need'} your attention.`)
    return wrong === 0 ? 0 : 1
  },
})

interface Finding {
  ok: boolean
  part: string
  about: string
}

const fine = (part: string, about: string): Finding => ({ ok: true, part, about })
/** One part after the other; what stands on a broken one is not tried. */
async function* findings(say: (line: string) => void): AsyncGenerator<Finding> {
  let part = 'Settings'
  try {
    const config = readConfig()
    yield fine(part, 'understood')
    part = 'Data folder'
    const dataFolder = settleDataFolder(config, say)
    yield fine(part, dataFolder)
    yield* ports(config, dataFolder)
    part = 'Database'
    const database = await openDatabase(config, dataFolder, { command: 'doctor', say, name: 'tessera doctor' })
    try {
      yield fine(part, `PostgreSQL ${database.version}, ${origin[database.how]}`)
      part = 'Migrations'
      const pending = await pendingMigrations(database.pool)
      yield fine(part, pending.length > 0 ? `${pending.length} to apply; the next start does it` : 'all applied')
      if (pending.length === 0) yield* mail(database.pool)
    } finally {
      await database.close()
    }
  } catch (error) {
    yield { ok: false, part, about: error instanceof Error ? error.message : String(error) }
  }
}

const origin = { external: 'the server that DATABASE_URL names', embedded: 'embedded', joined: 'embedded, of the running Tessera' }

async function* ports({ host, port, smtpPort }: Config, dataFolder: string): AsyncGenerator<Finding> {
  const running = ownerOf(dataFolder)?.command === 'start'
  for (const { part, number, setting } of [
    { part: 'Web port', number: port, setting: 'PORT' },
    { part: 'Mail port', number: smtpPort, setting: 'TESSERA_SMTP_PORT' },
  ]) {
    if (number === 0) yield fine(part, 'any free one')
    else if (running && (await answers(host, number))) yield fine(part, `${number}, in use by the running Tessera`)
    else {
      const problem = await tryPort(host, number)
      yield problem
        ? { ok: false, part, about: `${number} cannot be used (${problem}). ${setting} sets another.` }
        : fine(part, `${number} is free`)
    }
  }
}

const tryPort = (host: string, port: number) =>
  new Promise<string | undefined>((resolve) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    server.listen(port, host, () => server.close(() => resolve(undefined)))
  })

const answers = (host: string, port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host)
    const end = (answer: boolean) => {
      socket.destroy()
      resolve(answer)
    }
    socket
      .once('connect', () => end(true))
      .once('error', () => end(false))
      .setTimeout(2000, () => end(false))
  })

interface QueueState {
  name: string
  address: string
  incoming: string
  outgoing: string
  error: string | null
}

/** What the running server last found out about each Email queue. */
async function* mail(pool: pg.Pool): AsyncGenerator<Finding> {
  const { rows } = await pool.query<QueueState>(
    `select name, address, incoming, outgoing,
       concat_ws('; ', 'incoming: ' || incoming_error, 'outgoing: ' || outgoing_error) as error
     from email_queues where active order by name`,
  )
  for (const { name, address, incoming, outgoing, error } of rows)
    yield error
      ? { ok: false, part: 'Email queue', about: `${name} <${address}>: ${error}` }
      : fine('Email queue', `${name} <${address}>: in by ${ways[incoming] ?? incoming}, out by ${ways[outgoing] ?? outgoing}`)
}

const ways: Record<string, string> = { listener: 'the mail listener', imap: 'IMAP', smtp: 'SMTP', outbox: 'the Outbox page' }
