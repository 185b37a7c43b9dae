/** Work that only one of all processes does: whoever holds its advisory lock, on a connection of its own, whose end frees it. */
import pg from 'pg'
import type { Log } from './log.ts'

export interface LeaderOptions {
  /** Names the work; the same in all processes. */
  name: string
  url: string
  log: Log
  /** Begins the work; called again after the lock was lost and won back. */
  lead: () => Promise<{ stop: () => Promise<void> }>
}

const every = 1_000

/** Tries to lead until stopped. */
export function startLeader({ name, url, log, lead }: LeaderOptions): { stop: () => Promise<void> } {
  const stopping = new AbortController()
  const { signal } = stopping
  const once = async () => {
    const client = new pg.Client({ connectionString: url, application_name: `tessera ${name}`, keepAlive: true })
    const lost = new Promise<void>((resolve) => {
      client.on('error', () => resolve()) // a connection may break more than once
      client.once('end', () => resolve())
    })
    const asked = new Promise<void>((resolve) => {
      signal.addEventListener('abort', () => resolve(), { once: true })
    })
    try {
      await client.connect()
      while (!signal.aborted && !(await lock(client, name))) await Promise.race([pause(every), asked])
      if (signal.aborted) return
      const work = await lead()
      await Promise.race([lost, asked])
      await work.stop()
    } finally {
      await client.end().catch(() => undefined)
    }
  }
  const ended = (async () => {
    while (!signal.aborted) {
      await once().catch((error: unknown) => log.warn({ err: error, work: name }, 'cannot lead this work; trying again'))
      if (!signal.aborted) await pause(every)
    }
  })()
  return {
    async stop() {
      stopping.abort()
      await ended
    },
  }
}

async function lock(client: pg.Client, name: string) {
  const { rows } = await client.query<{ mine: boolean }>(`select pg_try_advisory_lock(hashtext('tessera leader'), hashtext($1)) as mine`, [
    name,
  ])
  return rows[0]?.mine ?? false
}

const pause = (ms: number) => new Promise<void>((resolve) => void setTimeout(resolve, ms))
