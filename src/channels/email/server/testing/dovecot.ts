/** A private Dovecot for tests: a real IMAP server with mailboxes of its own, on a free port of this machine. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ImapFlow } from 'imapflow'

export interface Dovecot {
  port: number
  /** Every user's password. */
  password: string
  /** Puts a message into a user's mailbox as another mail program would. */
  append: (user: string, raw: string | Buffer, options?: { folder?: string; at?: Date }) => Promise<void>
  /** A connected client of a user; the caller logs out. */
  client: (user: string) => Promise<ImapFlow>
  /** Ends all connections and starts again with the same mailboxes. */
  restart: () => Promise<void>
  /** Ends all connections; `restart` brings it back. */
  halt: () => Promise<void>
  stop: () => Promise<void>
}

const password = 'secret'

/** The program's place, or null where it is not installed. Under `CI=true` that is a failure. */
export function dovecotProgram(): string | null {
  const found = ['/usr/sbin/dovecot', '/usr/local/sbin/dovecot', '/opt/homebrew/sbin/dovecot'].find(
    (path) => spawnSync(path, ['--version']).status === 0,
  )
  if (!found && process.env['CI'] === 'true') throw new Error('Dovecot is missing; install dovecot-imapd.')
  return found ?? null
}

export async function startDovecot(): Promise<Dovecot> {
  const program = dovecotProgram()
  if (!program) throw new Error('Dovecot is missing; install dovecot-imapd.')
  const folder = mkdtempSync(join(tmpdir(), 'tessera-dovecot-'))
  chmodSync(folder, 0o755)
  mkdirSync(join(folder, 'mail'))
  const port = await freePort()
  const root = process.getuid?.() === 0
  const who = root ? { user: 'mail', group: 'mail' } : { user: run('id', '-un'), group: run('id', '-gn') }
  if (root) spawnSync('chown', ['mail:mail', join(folder, 'mail')])
  const config = join(folder, 'dovecot.conf')
  writeFileSync(config, configuration(folder, port, who, root))
  let server = await start(program, config, port)

  const client = async (user: string) => {
    const imap = new ImapFlow({
      host: '127.0.0.1',
      port,
      secure: false,
      doSTARTTLS: false,
      auth: { user, pass: password },
      logger: false,
    })
    await imap.connect()
    return imap
  }
  return {
    port,
    password,
    client,
    async append(user, raw, { folder: box = 'INBOX', at } = {}) {
      const imap = await client(user)
      await imap.append(box, raw, [], at)
      await imap.logout()
    },
    async restart() {
      await end(server)
      server = await start(program, config, port)
    },
    halt: () => end(server),
    async stop() {
      await end(server)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const run = (...[program, ...args]: [string, ...string[]]) => spawnSync(program, args, { encoding: 'utf8' }).stdout.trim()

async function start(program: string, config: string, port: number): Promise<ChildProcess> {
  const server = spawn(program, ['-F', '-c', config], { stdio: 'ignore', detached: true })
  process.once('exit', () => server.exitCode === null && server.signalCode === null && killGroup(server))
  const give = Date.now() + 10_000
  while (!(await answers(port))) {
    if (Date.now() > give || server.exitCode !== null) throw new Error(`Dovecot did not start: ${run(program, '-n', '-c', config)}`)
    await new Promise((resolve) => setTimeout(resolve, 30))
  }
  return server
}

async function end(server: ChildProcess) {
  if (server.exitCode !== null || server.signalCode !== null) return
  const ended = new Promise((resolve) => server.once('exit', resolve))
  server.kill('SIGTERM')
  await ended
  killGroup(server) // its children would keep idle connections for a while longer
}

/** Its children share its process group. */
function killGroup({ pid }: ChildProcess) {
  if (!pid) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // all are gone already
  }
}

const answers = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('data', () => resolve(true))
    socket.once('error', () => resolve(false))
    socket.once('close', () => resolve(false))
    setTimeout(() => socket.destroy(), 500)
  })

/** A port that nothing listens on. */
export const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => (typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port'))))
    })
  })

const configuration = (folder: string, port: number, who: { user: string; group: string }, root: boolean) => `
base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = ${folder}/log
info_log_path = ${folder}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login
default_internal_user = ${root ? 'dovecot' : who.user}
default_login_user = ${root ? 'dovenull' : who.user}
default_internal_group = ${root ? 'dovecot' : who.group}
mail_location = maildir:${folder}/mail/%u
mail_uid = ${who.user}
mail_gid = ${who.group}
first_valid_uid = 1
first_valid_gid = 1
mail_max_userip_connections = 100
passdb {
  driver = static
  args = password=${password}
}
userdb {
  driver = static
  args = uid=${who.user} gid=${who.group} home=${folder}/mail/%u
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
service anvil {
  chroot =
}
namespace inbox {
  inbox = yes
  separator = /
}
`
