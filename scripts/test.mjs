/**
 * `npm test` on a bare clone: installs the packages, a browser and an IMAP server, then runs every check.
 * Node's built-ins only until the packages are there. With `CI=true` nothing may be missing.
 */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findApt, findChromium, findDovecot } from './findPrograms.mjs'
import { prepareInstall } from './prepare.mjs'
import { requireNode } from './requireNode.mjs'

const home = join(fileURLToPath(import.meta.url), '..', '..')
const must = process.env.CI === 'true'
const root = process.getuid?.() === 0
const run = (command, args, env = {}) =>
  spawnSync(command, args, { cwd: home, stdio: 'inherit', env: { ...process.env, ...env } }).status === 0
const node = (...args) => run(process.execPath, args)

requireNode()
prepareInstall()

const wanted = [
  { what: 'a browser (Chromium)', packages: ['chromium', 'fonts-liberation'], found: findChromium, tests: 'the tests in the browser' },
  { what: 'an IMAP server (Dovecot)', packages: ['dovecot-imapd'], found: findDovecot, tests: 'the tests with a real mailbox' },
]
const missing = () => wanted.filter((w) => !w.found())
const apt = findApt()
if (missing().length > 0 && root && apt) {
  const packages = missing().flatMap((w) => w.packages)
  console.log(`Installing ${packages.join(', ')} …`)
  const quiet = { DEBIAN_FRONTEND: 'noninteractive' }
  run(apt, ['update', '-q'], quiet)
  run(apt, ['install', '-y', '-q', '--no-install-recommends', ...packages], quiet)
}
const playwrightHasOne = !findChromium() && node('node_modules/playwright/cli.js', 'install', 'chromium')
const still = missing().filter((w) => !(w.found === findChromium && playwrightHasOne))
for (const { what, packages, tests } of still) {
  const line = `There is no ${what.slice(2).trimStart()} here, and it could not be installed (package ${packages[0]}).`
  console.error(must ? `${line} With CI=true that is a failure.` : `\n*** ${line}\n*** LEFT OUT: ${tests}.\n`)
}
if (must && still.length > 0) {
  console.log(`0 passed, ${still.length} failed`)
  process.exit(1)
}
const without = still.some((w) => w.found === findChromium) ? ['--without', 'browser'] : []
process.exit(node('node_modules/tsx/dist/cli.mjs', 'scripts/check.ts', ...without) ? 0 : 1)
