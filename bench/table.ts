/** The bench's table: on the console, and between the marks in the README. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, totalmem } from 'node:os'
import { dirname, join } from 'node:path'
import { installationFolder } from '#platform/server/installation.ts'
import type { Row } from './measure.ts'

/** The machine and the desk that the figures belong to; a load beside ours of more than its processors makes every figure worse. */
export function machine(tickets: number, activities: number) {
  const [first] = cpus()
  return `${cpus().length} × ${first?.model.trim() ?? 'unknown processor'}, ${(totalmem() / 1024 ** 3).toFixed(0)} GB, ${process.platform}, Node ${process.versions.node}, embedded PostgreSQL on the same machine, load ${loadBefore.toFixed(1)} before; ${tickets.toLocaleString('en')} tickets, ${activities.toLocaleString('en')} activities`
}

/** As the bench found the machine. */
const [loadBefore = 0] = loadavg()

const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
const headings = ['what', 'aim', 'Tessera', 'twin', 'ratio'] as const

export function markdown(rows: readonly Row[]): string {
  return [line(headings), line(headings.map(() => '---')), ...rows.map((r) => line([r.what, r.aim, r.ours, r.twin, r.ratio]))].join('\n')
}

export interface Measured {
  tickets: number
  rows: Row[]
}

export function curve(sizes: readonly Measured[]): string {
  const [first] = sizes
  const names = ['what', ...sizes.map((s) => `${s.tickets.toLocaleString('en')} tickets`)]
  const rows = (first?.rows ?? []).map((row, i) =>
    line([row.what, ...sizes.map((s) => `${s.rows[i]?.ours ?? ''}${s.rows[i]?.ratio ? ` (${s.rows[i]?.ratio})` : ''}`)]),
  )
  return [line(names), line(names.map(() => '---')), ...rows].join('\n')
}

/** What was measured on this machine is kept, so that desks of several sizes need not be measured in one go; by size, smallest first. */
export function remember(measured: readonly Measured[]): Measured[] {
  const file = join(installationFolder, 'node_modules', '.cache', 'bench.json')
  const before: Measured[] = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : []
  const all = [...before.filter((b) => measured.every((m) => m.tickets !== b.tickets)), ...measured].toSorted(
    (a, b) => a.tickets - b.tickets,
  )
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, JSON.stringify(all))
  return all
}

/** Replaces what stands between the marks. */
export function writeReadme(text: string) {
  const file = join(installationFolder, 'README.md')
  const readme = readFileSync(file, 'utf8')
  writeFileSync(
    file,
    readme.replace(/<!-- bench -->[\s\S]*<!-- \/bench -->/, () => `<!-- bench -->\n${text}\n<!-- /bench -->`),
  )
}
