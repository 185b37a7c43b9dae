/** What happens to tickets at a time: looked at every second, in every process; what is due after a downtime happens at once. */
import type { Kysely } from 'kysely'
import type { Announcer } from '#platform/server/announce.ts'
import type { Context } from '#platform/server/context.ts'
import type { Log } from '#platform/server/log.ts'
import type { DB } from '#platform/server/tables.ts'
import { startWorkers } from '#platform/server/workers.ts'
import { endOne } from '#worktime/server/endActivities.ts'
import { archiveOne } from './archiveOld.ts'
import { reopenOne } from './reopenDue.ts'

const timers = [
  { name: 're-open', every: 1_000, one: reopenOne },
  { name: 'timed-activities', every: 10_000, one: endOne },
  { name: 'auto-archive', every: 60_000, one: archiveOne },
] as const

export function startTimers({ db, announcer, log }: { db: Kysely<DB>; announcer: Announcer; log: Log }) {
  const running = timers.map(({ name, every, one }) =>
    startWorkers({
      count: 1,
      every,
      work: () => one(contextAt({ db, announcer }, name)),
      failed: (error) => log.warn({ timer: name, err: error }, 'a timer failed; it is tried again'),
    }),
  )
  return { stop: async () => void (await Promise.all(running.map((workers) => workers.stop()))) }
}

const contextAt = (parts: Pick<Context, 'db' | 'announcer'>, name: string): Context => ({
  ...parts,
  actor: { kind: 'system' },
  now: new Date(),
  requestId: name,
  via: 'timer',
})
