/** Whether each part of the system works, for load balancers, monitors and the curious. Always answered: a part that hangs counts as not working. */
import { setTimeout as pause } from 'node:timers/promises'
import { getHealth } from '#platform/api.ts'
import type { Log } from './log.ts'
import { route } from './route.ts'

/** Each check resolves when the part works and rejects with the reason when it does not. The reasons go to the log alone. */
export type HealthOf = Partial<Record<'database' | 'jobs' | 'mail', () => Promise<unknown>>>

const patience = 2000

export const healthRoute = (healthOf: HealthOf, version: string, log: Log) =>
  route(getHealth, async () => {
    const states = await Promise.all(Object.entries(healthOf).map(async ([part, check]) => [part, await works(part, check, log)] as const))
    return { ok: states.every(([, { ok }]) => ok), version, ...Object.fromEntries(states) }
  })

async function works(part: string, check: () => Promise<unknown>, log: Log) {
  const waiting = new AbortController()
  const late = pause(patience, undefined, { signal: waiting.signal }).then(() => {
    throw new Error(`no answer within ${patience} ms`)
  })
  try {
    await Promise.race([check(), late])
    return { ok: true }
  } catch (error) {
    log.warn({ part, error }, 'not healthy')
    return { ok: false }
  } finally {
    waiting.abort()
    late.catch(() => undefined)
  }
}
