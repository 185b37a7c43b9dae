/**
 * Tells browsers what happened, the moment it is durable. A notification is only a hint: each node reads the event list by horizon
 * (docs/decisions: events are read by horizon), so that neither a lost hint nor a late commit is missed.
 */
import { sql, type Kysely } from 'kysely'
import type { LiveEvent } from '#platform/live.ts'
import { channel } from './announce.ts'
import { listen } from './listen.ts'
import type { Log } from './log.ts'
import type { DB } from './tables.ts'
import { startWorkers } from './workers.ts'

/** An event with what decides who may hear of it. */
export interface LiveHappening extends LiveEvent {
  eventId: number
  /** The ticket's category now (a merged one's: its survivor's), and the one that this event took it from; null for other subjects. */
  category: number | null
  categoryBefore: number | null
  /** The ticket lies in the bin. */
  bin: boolean
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
  let { horizon } = await read(db, null)
  let seen = new Set((await read(db, horizon, most)).events.map((e) => e.eventId))
  const refresh = async () => {
    const { horizon: next, events } = await read(db, horizon)
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
    async since(from) {
      const heard = await read(db, from, most + 1)
      return heard.events.length > most ? null : heard
    },
    async stop() {
      await listener.stop()
      await reading.stop()
    },
  }
}

/** What a snapshot sees at or above a horizon, and its own horizon: one statement, because both must come from one snapshot. */
async function read(db: Kysely<DB>, from: string | null, limit?: number): Promise<Heard> {
  const { rows } = await sql<{ horizon: string } & (LiveHappening | { eventId: null })>`
    select now.horizon, e.id as "eventId", e.name, e.subject, e.subject_id as id, e.version, e.request_id as "requestId",
      case when e.actor_kind = 'user' then e.actor_id end as "actorId", 
      case e.name when 'ticket.purged' then (e.payload ->> 'categoryId')::bigint else t.category_id end as category,
      t.deleted_at is not null as bin,
      coalesce((e.payload #>> '{changes,categoryId,from}')::bigint, kept.category_id) as "categoryBefore"
    from (select pg_snapshot_xmin(pg_current_snapshot())::text as horizon) now
      left join events e on e.tx >= ${from}::xid8 left join tickets kept on e.subject = 'ticket' and kept.id = e.subject_id
      left join tickets t on t.id = coalesce(kept.survivor_id, kept.id)
    order by e.subject, e.subject_id, e.version, e.id ${limit ? sql`limit ${limit}` : sql``}`.execute(db)
  const events = rows.flatMap(({ horizon: _horizon, ...e }) => (e.eventId === null ? [] : [e]))
  return { horizon: rows[0]?.horizon ?? '0', events }
}
