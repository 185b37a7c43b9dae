/**
 * Where live counts stand: the snapshot that they have taken in, and its moment. What a later snapshot sees and that one did not are exactly the
 * rows of transactions that were unfinished or unborn in it; so nothing is lost to late commits, nothing read twice, and a transaction that
 * stays open for minutes makes nobody read more (docs/decisions: live counts).
 */
import { sql, type Kysely, type RawBuilder, type Transaction } from 'kysely'
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

/** The transactions that a snapshot does not see: all from one on, and some before. */
function unseenBy(snapshot: string) {
  const [, xmax = '0', running = ''] = snapshot.split(':')
  return { from: sql`${xmax}::xid8`, running: running === '' ? [] : running.split(',') }
}

/**
 * Up to `most` of their events, transaction by transaction, so that the index by transaction is walked: without an order the planner, who
 * knows nothing of the numbers, would look through the whole list for the few at its end. One transaction is a range for the same reason:
 * an import or a seed makes him think that every event is of the same one.
 */
function unseen(what: RawBuilder<unknown>, snapshot: string, most: number | null) {
  const { from, running } = unseenBy(snapshot)
  const limit = most === null ? sql`all` : sql.lit(most)
  const later = sql`(select ${what} from events e where e.tx >= ${from} order by e.tx limit ${limit})`
  if (running.length === 0) return later
  return sql`${later} union all (select x.* from unnest(${running}::xid8[]) r (tx),
    lateral (select ${what} from events e where e.tx >= r.tx and e.tx <= r.tx order by e.tx limit ${limit}) x)`
}

const many = 2000

/** The subjects with events that this snapshot sees and the earlier one does not. */
export async function newsSince(trx: Transaction<DB>, snapshot: string): Promise<News[]> {
  const what = sql`e.name, e.subject, e.subject_id as id`
  const { rows } = await sql<News>`${unseen(what, snapshot, many)}`.execute(trx)
  if (rows.length < many) return rows
  const all = await sql<News>`select distinct x.* from (${unseen(what, snapshot, null)}) x`.execute(trx)
  return all.rows
}

/** Whether anything has happened since, what time it is, and something that the answer depends on: the question before an answer from memory. */
export async function anythingSince(
  db: Kysely<DB>,
  snapshot: string,
  also: RawBuilder<string>,
): Promise<{ news: boolean; now: number; also: string }> {
  const { rows } = await sql<{ news: boolean; now: number; also: string }>`
    select exists (select from (${unseen(sql`1`, snapshot, 1)}) x) as news, ${moment} as now, ${also} as also`.execute(db)
  return rows[0] ?? { news: true, now: 0, also: '' }
}
