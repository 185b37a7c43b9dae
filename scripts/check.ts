/** Every check of this repository, by name. `npm run check` runs them all; `npm run check -- types unit` runs some. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { delimiter, resolve } from 'node:path'
import { parseArgs } from 'node:util'

const reports = 'node_modules/.cache/reports'
const vitest = (report: string, ...args: string[]) =>
  `vitest run ${args.join(' ')} --passWithNoTests --reporter=default --reporter=json --outputFile.json=${reports}/${report}.json`

const steps: Record<string, string[]> = {
  types: ['tsc -b'],
  lint: ['oxlint --type-aware'],
  format: ['oxfmt --check'],
  unused: ['knip'],
  architecture: ['tsx scripts/boundaries.ts', vitest('architecture', '--project', 'architecture')],
  unit: [vitest('unit', '--project', 'pure', '--project', 'web')],
  database: [vitest('database', '--project', 'server')],
  browser: ['node tessera --version', 'playwright test'], // the first builds what is stale,
}

const { values, positionals } = parseArgs({ allowPositionals: true, options: { without: { type: 'string', multiple: true } } })
const names = (positionals.length > 0 ? positionals : Object.keys(steps)).filter((name) => !values.without?.includes(name))

/** A number in a runner's report; 0 where there is none. */
const from = (source: unknown, key: string): number => {
  const value: unknown = typeof source === 'object' && source !== null ? Reflect.get(source, key) : 0
  return typeof value === 'number' ? value : 0
}

/** How many tests a step's runner counted; a step without tests counts only when it fails. */
function counted(name: string): { passed: number; failed: number; skipped: number } {
  const file = `${reports}/${name}.json`
  if (!existsSync(file)) return { passed: 0, failed: 0, skipped: 0 }
  const report: Record<string, unknown> = JSON.parse(readFileSync(file, 'utf8'))
  const browser = report['stats']
  return {
    passed: from(report, 'numPassedTests') + from(browser, 'expected') + from(browser, 'flaky'),
    failed: from(report, 'numFailedTests') + from(browser, 'unexpected'),
    skipped: from(report, 'numPendingTests') + from(report, 'numTodoTests') + from(browser, 'skipped'),
  }
}

rmSync(reports, { recursive: true, force: true })
mkdirSync(reports, { recursive: true })
const environment = {
  ...process.env,
  PATH: `${resolve('node_modules/.bin')}${delimiter}${process.env['PATH']}`,
  PLAYWRIGHT_JSON_OUTPUT_NAME: `${reports}/browser.json`,
}
const done = names.map((name) => {
  console.log(`\n── ${name} ${'─'.repeat(60 - name.length)}`)
  const commands = steps[name]
  if (!commands) throw new Error(`There is no check "${name}". There are: ${Object.keys(steps).join(', ')}.`)
  const started = Date.now()
  const ok = commands.every((line) => {
    const [program = '', ...args] = line.split(' ')
    return spawnSync(program, args, { stdio: 'inherit', env: environment, shell: process.platform === 'win32' }).status === 0
  })
  return { name, ok, seconds: (Date.now() - started) / 1000, ...counted(name) }
})

console.log('\n')
let passed = 0
let failed = 0
for (const step of done) {
  passed += step.passed
  failed += step.failed || (step.ok ? 0 : 1)
  const tests = step.passed + step.failed > 0 ? `${step.passed} passed, ${step.failed} failed` : ''
  const skipped = step.skipped > 0 ? `, ${step.skipped} LEFT OUT` : ''
  console.log(`${step.ok ? 'ok    ' : 'FAILED'}  ${step.name.padEnd(13)}${step.seconds.toFixed(1).padStart(7)} s  ${tests}${skipped}`)
}
for (const name of values.without ?? []) console.log(`LEFT OUT ${name}`)
console.log(`\n${passed} passed, ${failed} failed`)
process.exitCode = failed > 0 ? 1 : 0
