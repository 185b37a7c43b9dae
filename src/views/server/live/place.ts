/**
 * Where live counts stand: the snapshot that they have taken in, and its moment. What a later snapshot sees and that one did not are exactly the
 * rows of transactions that were unfinished or unborn in it; so nothing is lost to late commits, nothing read twice, and a transaction that
 * stays open for minutes makes nobody read more (docs/decisions: live counts).
 */
import { sql, type Kysely, type Transaction } from 'kysely'
import type { Subject } from '#platform/event.ts'
import type { DB } from '#platform/server/tables.ts'

export interface Place {
  /** As PostgreSQL writes it: `xmin:xmax:xip,…`. */
  snapshot: string
  /** Milliseconds, by the database's clock; never goes back. */
  now: number
}

/** That something of this name has happened to a subject, however often. */
export interface News {
  name: string
  subject: Subject
  id: number
}

const moment = sql`floor(extract(epoch from statement_timestamp()) * 1000)::float8`

/** The place of this transaction's snapshot, which must be REPEATABLE READ to have one. */
export async function placeOf(trx: Transaction<DB>, before: Place | null): Promise<Place> {
  const { rows } = await sql<Place>`select pg_current_snapshot()::text as snapshot, ${moment} as now`.execute(trx)
  const { snapshot = '', now = 0 } = rows[0] ?? {}
  return { snapshot, now: Math.max(now, before?.now ?? 0) }
}

/** What is to be known of a snapshot to tell the events that it does not see. */
function unseenBy(snapshot: string) {
  const [, xmax = '0', running = ''] = snapshot.split(':')
  return sql`(e.tx >= ${xmax}::xid8 or e.tx = any(${running === '' ? [] : running.split(',')}::xid8[]))`
}

/** The subjects with events that this snapshot sees and the earlier one does not. */
export async function newsSince(trx: Transaction<DB>, snapshot: string): Promise<News[]> {
  const { rows } = await sql<News>`select distinct e.name, e.subject, e.subject_id as id from events e where ${unseenBy(snapshot)}`.execute(
    trx,
  )
  return rows
}

/** Whether anything has happened since, and what time it is: the question before an answer from memory. */
export async function anythingSince(db: Kysely<DB>, snapshot: string): Promise<{ news: boolean; now: number }> {
  const { rows } = await sql<{ news: boolean; now: number }>`
    select exists (select from events e where ${unseenBy(snapshot)}) as news, ${moment} as now`.execute(db)
  return rows[0] ?? { news: true, now: 0 }
}

/** Seconds for which the oldest unfinished transaction has been writing: all readers of the event list keep what happened since then in mind. */
export async function horizonAge(db: Kysely<DB>): Promise<number> {
  const { rows } = await sql<{ age: number }>`
    select coalesce(extract(epoch from statement_timestamp() - min(xact_start)), 0)::float8 as age
    from pg_stat_activity where backend_xid is not null and pid <> pg_backend_pid()`.execute(db)
  return rows[0]?.age ?? 0
}
