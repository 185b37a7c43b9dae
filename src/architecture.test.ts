/** The order of the domains, and the few rules of the house that neither the compiler nor the linter knows. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { expect, test } from 'vitest'

/** A folder imports only itself and those before it. The map in the README shows the same folders in the same order. */
const domains =
  `platform people fields crm files categories tickets activities templates channels articles search views erasure macros runs transfer presence
  worktime timers surveys history notifications automation webhooks reports admin app`.split(/\s+/)

const src = import.meta.dirname
const there = (domain: string) => existsSync(join(src, domain))
const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => /\.tsx?$/.test(path) && path !== 'architecture.test.ts')
  .map((path) => ({ path, domain: path.split('/')[0] ?? '', text: readFileSync(join(src, path), 'utf8') }))

/** The domains that a file imports from, tests of a higher domain's doings included. */
function importedBy({ path, text }: { path: string; text: string }): string[] {
  const named = [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((m) => m[1] ?? '')
  return named.flatMap((name) => {
    if (name.startsWith('#')) return [name.slice(1).split('/')[0] ?? '']
    if (name.startsWith('.'))
      return [
        relative(src, join(src, dirname(path), name))
          .replaceAll('\\', '/')
          .split('/')[0] ?? '',
      ]
    return []
  })
}

test('Every folder of src/ is a domain.', () => {
  const folders = readdirSync(src, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  expect(folders.map((f) => f.name).filter((name) => !domains.includes(name))).toEqual([])
})

test('A domain imports only itself and those before it.', () => {
  const wrong = files.flatMap((file) =>
    importedBy(file)
      .filter((imported) => domains.indexOf(imported) > domains.indexOf(file.domain))
      .map((imported) => `${file.path} imports ${imported}`),
  )
  expect(wrong).toEqual([])
})

test('The map in the README shows the domains in this order.', () => {
  const readme = readFileSync(join(src, '..', 'README.md'), 'utf8')
  const shown = [...readme.matchAll(/^\| `([a-z]+)` \|/gm)].map((m) => m[1] ?? '').filter((name) => domains.includes(name))
  expect(shown).toEqual(domains.filter(there))
})

test('Every file says first why it exists; tests say it in their titles.', () => {
  expect(files.filter(({ path, text }) => !/\.test\.tsx?$/.test(path) && !/^\/\*\*\s/.test(text)).map((f) => f.path)).toEqual([])
})

test('No file gathers what belongs to others: no barrels, no drawers.', () => {
  const drawer = /(^|\/)(index|utils?|helpers?|common|misc|shared|.*service|.*manager)(\/|\.tsx?$)/i
  expect(files.filter(({ path }) => drawer.test(path)).map((f) => f.path)).toEqual([])
})

test('Only the settings read the environment.', () => {
  const allowed = /^platform\/server\/(config|embedded\/cluster)\.ts$|\/testing\/|\.test\.tsx?$/
  expect(files.filter(({ path, text }) => text.includes('process.env') && !allowed.test(path)).map((f) => f.path)).toEqual([])
})

test('Nothing is put off: no marks of unfinished work, no silenced compiler, no skipped test.', () => {
  const marks = /\bTODO\b|\bFIXME\b|@ts-(ignore|expect-error|nocheck)|\b(test|describe|it)\.(skip|only|todo)\b/
  expect(files.filter(({ text }) => marks.test(text)).map((f) => f.path)).toEqual([])
})

test('Migrations are numbered without a gap.', () => {
  const numbers = readdirSync(join(src, '..', 'migrations'))
    .toSorted()
    .map((name) => Number(name.slice(0, 4)))
  expect(numbers).toEqual(numbers.map((_, n) => n + 1))
})
