/**
 * Ties PostgreSQL to this process: a small keeper holds a pipe whose other end only we have. The kernel closes it when we
 * end for whatever reason, `kill -9` included, and the keeper then gives PostgreSQL its fast and clean shutdown.
 */
import { spawn } from 'node:child_process'
import { closeSync, openSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Account } from './account.ts'
import { environment, placesIn } from './cluster.ts'
import type { Programs } from './programs.ts'

export interface Kept {
  /** Resolves when PostgreSQL has ended, however that came. */
  ended: Promise<void>
  hasEnded: () => boolean
  /** Lets go of the pipe: PostgreSQL stops in its orderly way. */
  letGo: () => void
}

/** `$@` is the postgres command; SIGINT is its fast shutdown. File descriptor 3 is the pipe. */
const shell = `"$@" 3<&- & db=$!
{ read _ <&3; kill -INT $db; } & watch=$!
wait $db; code=$?; kill $watch 2>/dev/null; exit $code`

/** The same where there is no shell; pg_ctl also drops the rights of an administrator, which PostgreSQL would refuse. */
const node = `const { spawnSync } = require('node:child_process'), { existsSync, createReadStream } = require('node:fs')
const [ctl, cluster, port, pidFile] = process.argv.slice(1)
const run = (...args) => spawnSync(ctl, [...args, '-D', cluster, '-w', '-s'], { stdio: 'inherit', windowsHide: true }).status
process.on('SIGINT', () => {})
const code = run('start', '-o', '-p ' + port)
if (code !== 0) process.exit(code ?? 1)
const stop = () => { run('stop', '-m', 'fast'); process.exit(0) }
createReadStream('', { fd: 3 }).on('end', stop).on('error', stop).resume()
setInterval(() => existsSync(pidFile) || process.exit(1), 1000)`

/** Starts PostgreSQL on a port, in a session of its own so that Ctrl-C reaches it last. Its first words go to `log/start.log`. */
export function keep(
  folder: string,
  programs: Programs,
  account: Account | undefined,
  port: number,
  by = process.platform === 'win32' ? 'node' : 'sh',
): Kept {
  const { cluster, log, pidFile } = placesIn(folder)
  rmSync(join(log, 'start.log'), { force: true }) // it may be another user's, from an earlier start
  const words = openSync(join(log, 'start.log'), 'w')
  const [command, args] =
    by === 'sh'
      ? ['sh', ['-c', shell, 'keeper', programs.postgres, '-D', cluster, '-p', String(port)]]
      : [process.execPath, ['-e', node, programs.pg_ctl, cluster, String(port), pidFile]]
  const child = spawn(command, args, {
    ...account,
    cwd: folder,
    env: environment,
    detached: true,
    windowsHide: true,
    stdio: ['ignore', words, words, 'pipe'],
  })
  closeSync(words)
  let over = false
  const ended = new Promise<void>((resolve) => {
    const done = () => {
      over = true
      resolve()
    }
    child.once('exit', done)
    child.once('error', done)
  })
  const tie = child.stdio[3]
  tie?.on('error', () => undefined)
  child.unref() // a database alone keeps no process alive
  if (tie && 'unref' in tie && typeof tie.unref === 'function') tie.unref()
  const letGo = () => {
    child.ref() // whoever lets go wants to see the end
    tie?.destroy()
  }
  return { ended, hasEnded: () => over, letGo }
}
