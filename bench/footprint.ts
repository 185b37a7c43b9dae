/** The rows about what it takes: memory, the time of a start, and the JavaScript that a browser loads first. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { installationFolder } from '#platform/server/installation.ts'
import type { Desk } from '../e2e/support/desk.ts'
import { ms, quantiles, type Row } from './measure.ts'

/** Resident megabytes of a process now (Linux); NaN elsewhere. */
function resident(pid: number): number {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024
  } catch {
    return Number.NaN
  }
}

/** Watches a process from now on. */
export function watchMemory(pid: () => number) {
  let most = 0
  const clock = setInterval(() => (most = Math.max(most, resident(pid()) || 0)), 200)
  return { now: () => resident(pid()), most: () => most, stop: () => clearInterval(clock) }
}

export const memoryRows = (idle: number, loaded: number): Row[] => [
  { what: 'memory of the server, idle', aim: '≤ 200 MB', ours: `${idle.toFixed(0)} MB`, twin: '', ratio: '' },
  { what: 'memory of the server, most during this bench', aim: '≤ 350 MB', ours: `${loaded.toFixed(0)} MB`, twin: '', ratio: '' },
]

/** From the command to the first page, database included; the bare start of Node beside it. */
export async function startRows(desk: Desk): Promise<Row[]> {
  const took: number[] = []
  for (let n = 0; n < 3; n++) {
    await desk.end()
    const begun = performance.now()
    await desk.restart()
    await fetch(desk.url)
    took.push(performance.now() - begun)
  }
  return [{ what: 'start: built tree to first page', aim: '≤ 3 s', ours: ms(quantiles(took).p50), twin: '', ratio: '' }]
}

export function scriptRows(): Row[] {
  const web = join(installationFolder, 'dist', 'web')
  const page = readFileSync(join(web, 'index.html'), 'utf8')
  const scripts = [...page.matchAll(/(?:src|href)="([^"]+\.js)"/g)].map((m) => m[1] ?? '')
  const bytes = scripts.reduce((sum, script) => sum + gzipSync(readFileSync(join(web, script.replace(/^\//, '')))).length, 0)
  return [
    {
      what: `first JavaScript (${scripts.length} files, gzipped)`,
      aim: '≤ 250 kB',
      ours: `${(bytes / 1000).toFixed(0)} kB`,
      twin: '',
      ratio: '',
    },
  ]
}

export const settle = () => pause(5000)
