/** The built product as an operator runs it: a process of its own, free ports, a data folder that goes away with it. */
import { spawn, type ChildProcess } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { installationFolder } from '#platform/server/installation.ts'
import { Api } from './api.ts'

export interface Desk {
  /** `http://localhost:…` */
  url: string
  smtpPort: number
  /** The one-time code of the set-up page, while nobody can sign in. */
  setUpCode: string | undefined
  dataFolder: string
  pid: number
  said: () => string
  /** Ends the process in the given way and waits until it and its database are gone. */
  end: (signal?: NodeJS.Signals) => Promise<void>
  /** Ends it, starts it again on the same ports with the same data, and resolves when it answers. */
  restart: (signal?: NodeJS.Signals) => Promise<void>
  /** Ends it and removes its data, unless they are kept. */
  remove: () => Promise<void>
  /** A client with an API token of a User, by default of the first administrator. */
  api: (email?: string) => Promise<Api>
  /** Runs `tessera …` on this desk and returns what it printed. */
  tessera: (...words: string[]) => Promise<string>
}

export const administrator = { name: 'Ada Admin', email: 'ada@desk.example', password: 'correct horse battery' }

const program = join(installationFolder, 'dist', 'server', 'cli.js')

/** Starts a desk; with `settings` that name an administrator, nobody needs the set-up page. `kept` is a data folder that stays. */
export async function startDesk(settings: Record<string, string> = {}, kept?: string): Promise<Desk> {
  if (!existsSync(program)) throw new Error('The product is not built: npm run build.')
  const dataFolder = kept ?? mkdtempSync(join(tmpdir(), 'tessera-desk-'))
  mkdirSync(dataFolder, { recursive: true })
  chmodSync(dataFolder, 0o711) // PostgreSQL may run as another user
  const environment = () => ({ TESSERA_DATA: dataFolder, TESSERA_LOG_LEVEL: 'warn', NODE_ENV: 'production', ...settings })
  let running = await start({ PORT: '0', TESSERA_SMTP_PORT: '0', ...environment() })
  const ports = () => ({ PORT: new URL(running.url).port, TESSERA_SMTP_PORT: String(running.smtpPort) })
  const desk: Desk = {
    get url() {
      return running.url
    },
    get smtpPort() {
      return running.smtpPort
    },
    get setUpCode() {
      return running.setUpCode
    },
    get pid() {
      return running.child.pid ?? 0
    },
    dataFolder,
    said: () => running.said(),
    end: (signal) => end(running, signal),
    async restart(signal) {
      const same = ports()
      await end(running, signal)
      running = await start({ ...environment(), ...same })
    },
    async remove() {
      await end(running)
      if (!kept) rmSync(dataFolder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
    },
    async api(email = administrator.email) {
      return new Api(() => running.url, (await desk.tessera('token', 'create', '--email', email)).trim())
    },
    tessera: (...words) => output(words, environment()),
  }
  return desk
}

interface Started {
  child: ChildProcess
  url: string
  smtpPort: number
  setUpCode: string | undefined
  said: () => string
}

/** Our own settings are not the child's. */
const child = (words: string[], settings: Record<string, string>) => {
  const kept = Object.entries(process.env).filter(([name]) => !/^(TESSERA_|DATABASE_URL$|NODE_ENV$|PORT$|HOST$|npm_|VITEST)/.test(name))
  return spawn(process.execPath, [program, ...words], {
    cwd: installationFolder,
    env: { ...Object.fromEntries(kept), ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

async function start(settings: Record<string, string>): Promise<Started> {
  const server = child(['start'], settings)
  const whole: string[] = []
  server.stdout.on('data', (text) => whole.push(String(text)))
  server.stderr.on('data', (text) => whole.push(String(text)))
  const atExit = () => void server.kill('SIGTERM')
  process.once('exit', atExit)
  server.once('exit', () => process.removeListener('exit', atExit))
  for (const deadline = Date.now() + 60_000; ; await pause(20)) {
    const said = whole.join('')
    const url = /Web +(http:\S+)/.exec(said)?.[1]
    const smtp = /Mail +smtp:\/\/\S+?:(\d+)/.exec(said)?.[1]
    if (url && smtp && / Data +\S/.test(said))
      return { child: server, url, smtpPort: Number(smtp), setUpCode: /one-time code (\S+)/.exec(said)?.[1], said: () => whole.join('') }
    if (server.exitCode !== null || Date.now() > deadline) throw new Error(`Tessera did not start:\n${said}`)
  }
}

async function end({ child: server }: Started, signal: NodeJS.Signals = 'SIGTERM') {
  if (server.exitCode !== null || server.signalCode !== null) return
  const ended = new Promise((resolve) => server.once('exit', resolve))
  server.kill(signal)
  await ended
}

function output(words: string[], settings: Record<string, string>): Promise<string> {
  const server = child(words, settings)
  const printed: string[] = []
  const said: string[] = []
  server.stdout.on('data', (text) => printed.push(String(text)))
  server.stderr.on('data', (text) => said.push(String(text)))
  return new Promise((resolve, reject) =>
    server.once('close', (code) =>
      code === 0 ? resolve(printed.join('')) : reject(new Error(`tessera ${words.join(' ')}: ${said.join('')}`)),
    ),
  )
}
