/**
 * Reads the event list without losing or repeating anything, although numbers and transaction ids become visible out of order.
 * A horizon is the oldest transaction that a snapshot saw unfinished: whatever was invisible to it has an id at or above it.
 * Window and next horizon must come from one snapshot, hence REPEATABLE READ (docs/decisions: events are read by horizon).
 */
import { sql, type Kysely, type Transaction } from 'kysely'
import type { Event } from '#platform/event.ts'
import type { DB } from './tables.ts'

export interface Happened {
  id: number
  tx: string
  at: string
  name: string
  subject: Event['subject']
  subject_id: number
  version: number
  actor_kind: string
  actor_id: number | null
  via: string
  request_id: string
  payload: unknown
}

/** Runs `work` in one snapshot. */
export const inSnapshot = <T>(db: Kysely<DB>, work: (trx: Transaction<DB>) => Promise<T>) =>
  db.transaction().setIsolationLevel('repeatable read').execute(work)

/** The snapshot's own horizon. */
export async function horizonOf(trx: Transaction<DB>): Promise<string> {
  const { rows } = await sql<{ horizon: string }>`select pg_snapshot_xmin(pg_current_snapshot())::text as horizon`.execute(trx)
  return rows[0]?.horizon ?? '0'
}

/** All events that this snapshot sees at or above a horizon, each subject's in the order of its versions (times may say otherwise: who waited for a row has the older clock). */
export async function eventsSince(trx: Transaction<DB>, horizon: string): Promise<Happened[]> {
  const { rows } = await sql<Happened>`
    select id, tx::text as tx, at, name, subject, subject_id, version, actor_kind, actor_id, via, request_id, payload
    from events where tx >= ${horizon}::xid8 order by subject, subject_id, version, id`.execute(trx)
  return rows
}
