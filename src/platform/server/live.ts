/**
 * Tells browsers what happened, the moment it is durable. A notification is only a hint: each node reads the event list by horizon
 * (docs/decisions: events are read by horizon), so that neither a lost hint nor a late commit is missed.
 */
import { sql, type Kysely, type Transaction } from 'kysely'
import type { LiveEvent } from '#platform/live.ts'
import { channel } from './announce.ts'
import { horizonOf, inSnapshot } from './horizon.ts'
import { listen } from './listen.ts'
import type { Log } from './log.ts'
import type { DB } from './tables.ts'
import { startWorkers } from './workers.ts'

/** An event with what decides who may hear of it. */
export interface LiveHappening extends LiveEvent {
  eventId: number
  /** The ticket's category now, and the one that this event took it from; null for other subjects. */
  category: number | null
  categoryBefore: number | null
}

export interface Heard {
  horizon: string
  events: LiveHappening[]
}

export interface LiveFeed {
  timeline: string
  /** Hears of each batch of new events, once. */
  subscribe: (hear: (heard: Heard) => void) => () => void
  /** What happened since a horizon, for whoever was away; null when that is too much to tell. */
  since: (horizon: string) => Promise<Heard | null>
  horizon: () => string
  stop: () => Promise<void>
}

const tick = 1000
const most = 5000

export async function startLive({ db, url, log }: { db: Kysely<DB>; url: string; log: Log }): Promise<LiveFeed> {
  const { timeline } = await db.selectFrom('installation').select('timeline').executeTakeFirstOrThrow()
  const hearers = new Set<(heard: Heard) => void>()
  let horizon = await inSnapshot(db, horizonOf)
  let seen = new Set<number>((await inSnapshot(db, (trx) => window(trx, horizon, most))).map((e) => e.eventId))
  const refresh = async () => {
    const { next, events } = await inSnapshot(db, async (trx) => ({ next: await horizonOf(trx), events: await window(trx, horizon) }))
    const fresh = events.filter((e) => !seen.has(e.eventId))
    horizon = next
    seen = new Set(events.map((e) => e.eventId))
    if (fresh.length > 0) for (const hear of hearers) hear({ horizon, events: fresh })
  }
  /** One at a time; what is announced meanwhile makes one more. */
  const reading = startWorkers({
    count: 1,
    every: tick,
    async work() {
      await refresh()
      return false
    },
    failed: (error) => log.warn({ error }, 'live refresh failed; the next one makes up for it'),
  })
  const listener = listen({ url, channel, log, hear: reading.wake })

  return {
    timeline,
    horizon: () => horizon,
    subscribe(hear) {
      hearers.add(hear)
      return () => hearers.delete(hear)
    },
    since: (from) =>
      inSnapshot(db, async (trx) => {
        const events = await window(trx, from, most + 1)
        return events.length > most ? null : { horizon: await horizonOf(trx), events }
      }),
    async stop() {
      await listener.stop()
      await reading.stop()
    },
  }
}

async function window(trx: Transaction<DB>, horizon: string, limit?: number): Promise<LiveHappening[]> {
  const { rows } = await sql<LiveHappening>`
    select e.id as "eventId", e.name, e.subject, e.subject_id as id, e.version, e.request_id as "requestId",
      case when e.actor_kind = 'user' then e.actor_id end as "actorId", t.category_id as category,
      (e.payload #>> '{changes,categoryId,from}')::bigint as "categoryBefore"
    from events e left join tickets t on e.subject = 'ticket' and t.id = e.subject_id
    where e.tx >= ${horizon}::xid8 order by e.subject, e.subject_id, e.version, e.id ${limit ? sql`limit ${limit}` : sql``}`.execute(trx)
  return rows
}
