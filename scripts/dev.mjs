/** `npm run dev`: the server, started again when a source changes, and the pages with hot reload. Both end together. */
import { spawn } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { prepareInstall } from './prepare.mjs'
import { requireNode } from './requireNode.mjs'
import { stopWithParents } from './stopWithParents.mjs'

requireNode()
prepareInstall()

const home = join(dirname(fileURLToPath(import.meta.url)), '..')
const run = (...args) =>
  spawn(process.execPath, args, { cwd: home, stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, NODE_ENV: 'development' } })
const children = [
  run('node_modules/tsx/dist/cli.mjs', 'watch', '--clear-screen=false', 'src/app/server/cli.ts', 'start'),
  run('node_modules/vite/bin/vite.js', '--host', process.env.HOST || '127.0.0.1', '--clearScreen', 'false'),
]

/** Each gets its time to end; what still runs after 20 seconds is ended. */
function stop(code) {
  for (const child of children) child.kill('SIGTERM')
  const limit = setTimeout(() => {
    for (const child of children) child.kill('SIGKILL')
  }, 20_000)
  limit.unref()
  process.exitCode ??= code
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stop(0))
for (const child of children) child.once('exit', (code) => stop(code ?? 0))
stopWithParents()
