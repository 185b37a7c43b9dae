/**
 * What a fresh clone needs before it can run: packages installed, both halves built. Nothing to do costs a few milliseconds.
 * Node's built-ins only, because this runs before any dependency exists. Everything it says goes to the error output.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, linkSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const home = join(dirname(fileURLToPath(import.meta.url)), '..')
const at = (...p) => join(home, ...p)
const say = (line) => process.stderr.write(`${line}\n`)

const hash = (text) => createHash('sha256').update(text).digest('hex').slice(0, 32)
const read = (path) => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

/** Name, size and time of each source: 2,000 files cost a few milliseconds, reading them would cost a hundred. */
function fingerprint(paths) {
  const sum = createHash('sha256')
  const walk = (path) => {
    const s = statSync(path, { throwIfNoEntry: false })
    if (!s) return
    if (s.isDirectory()) for (const name of readdirSync(path)) walk(join(path, name))
    else if (!/\.test\.tsx?$/.test(path)) sum.update(`${path.slice(home.length)} ${s.size} ${s.mtimeMs}\n`)
  }
  for (const p of paths) walk(at(p))
  return sum.digest('hex').slice(0, 32)
}

/** npm, by the path npm itself gives; no shell, so paths with spaces are safe and Windows works. */
function run(what, script, ...args) {
  const started = Date.now()
  const [command, first] =
    script === 'npm'
      ? process.env.npm_execpath
        ? [process.execPath, [process.env.npm_execpath]]
        : [process.platform === 'win32' ? 'npm.cmd' : 'npm', []]
      : [process.execPath, [at(script)]]
  say(`${what} …`)
  const done = spawnSync(command, [...first, ...args], {
    cwd: home,
    stdio: ['ignore', 2, 2],
    env: { ...process.env, NODE_ENV: 'production', npm_config_production: '' },
  })
  if (done.signal || done.status !== 0) {
    say(
      `${what} failed (${done.error?.message ?? done.signal ?? `exit ${done.status}`}). Nothing was started; correct the cause above and run it again.`,
    )
    process.exit(done.status || 1)
  }
  say(`${what}: ${((Date.now() - started) / 1000).toFixed(1)} s`)
}

/** One preparer at a time: a second one waits instead of tearing node_modules from under the first. */
function alone(work) {
  const lock = at('.starting')
  const mine = `${lock}.${process.pid}`
  try {
    writeFileSync(mine, String(process.pid))
  } catch (error) {
    say(`Cannot write to ${home}: ${error.message}`)
    process.exit(1)
  }
  for (let told = false; ;) {
    try {
      linkSync(mine, lock) // appears with its content or not at all
      break
    } catch {
      const holder = Number(read(lock))
      if (!holder) continue
      try {
        process.kill(holder, 0)
      } catch (error) {
        if (error.code === 'ESRCH') rmSync(lock, { force: true })
      }
      if (!told) say(`Waiting for another start (process ${holder}) to finish installing or building …`)
      told = true
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300)
    }
  }
  rmSync(mine)
  const release = () => rmSync(lock, { force: true })
  process.once('exit', release)
  work()
  process.removeListener('exit', release)
  release()
}

const stampOfInstall = () => hash(read(at('package-lock.json')) + process.platform + process.arch + process.versions.modules)
const installed = () => read(at('node_modules/.tessera-install')) === stampOfInstall()
const sources = ['src', 'vite.config.ts', 'package.json', 'package-lock.json', 'scripts/build.mjs']
const built = () => read(at('dist/.tessera-build')) === fingerprint(sources) && existsSync(at('dist/server/cli.js'))

/** A release archive ships dist and no sources to compare: it is never rebuilt. */
const mayBuild = existsSync(at('src/app/server/cli.ts'))

function install() {
  if (installed()) return
  run('Installing packages', 'npm', 'ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error')
  writeFileSync(at('node_modules/.tessera-install'), stampOfInstall())
}

/** Installs the packages if the lock file says others than are there. */
export function prepareInstall() {
  if (!installed()) alone(install)
}

/** Installs what is missing and builds what is stale. */
export function prepare() {
  if (installed() && (!mayBuild || built())) return
  alone(() => {
    install()
    if (!mayBuild || built()) return
    const stamp = fingerprint(sources)
    run('Building', 'scripts/build.mjs')
    writeFileSync(at('dist/.tessera-build'), stamp)
  })
}

/** The built program takes over this very process, so that a signal has one place to go. */
export async function runTessera(args) {
  process.env.NODE_ENV ??= 'production'
  process.argv.splice(2, Infinity, ...args)
  await import(pathToFileURL(at('dist/server/cli.js')).href)
}
