/**
 * A reader of the event list with a place of its own: consequences hang on what was recorded, and saving enqueues nothing.
 * Its place is a horizon and the events done above it. At least once, so a reader's work must be safe to run twice.
 */
import { sql, type Kysely, type Transaction } from 'kysely'
import { horizonOf, type Happened } from './horizon.ts'
import type { DB } from './tables.ts'

export interface Reader {
  name: string
  /** Small database work in the reader's own transaction; what is slow or outside is handed on from here. */
  events: Record<string, (trx: Transaction<DB>, event: Happened) => Promise<void>>
  /** The same for many events with fewer questions, in place of `events` as long as none of them fails. */
  together?: (trx: Transaction<DB>, events: readonly Happened[]) => Promise<void>
  /** What one event that keeps failing becomes, so that the line never stands. */
  failed: (trx: Transaction<DB>, event: Happened, error: Error) => Promise<void>
}

const batch = 500
/** How long a place may stand although nothing happened that is the reader's business. Milliseconds. */
const longest = 1000

/**
 * Reads what is new, once. Returns how many events were handled, or null when another process reads for this reader.
 * A leader by advisory lock; the window, the work, the done-marks and the next horizon share one snapshot.
 */
export async function readOnce(db: Kysely<DB>, reader: Reader, now: Date): Promise<number | null> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (trx) => {
      const { rows: lock } = await sql<{
        mine: boolean
      }>`select pg_try_advisory_xact_lock(hashtext(${`reader ${reader.name}`})) as mine`.execute(trx)
      if (!lock[0]?.mine) return null
      const next = await horizonOf(trx)
      const place = await trx.selectFrom('event_readers').select('horizon').where('name', '=', reader.name).forUpdate().executeTakeFirst()
      if (!place) {
        // A reader begins now: what happened before it existed is not its business.
        await trx.insertInto('event_readers').values({ name: reader.name, horizon: next, moved_at: now }).execute()
        return 0
      }
      const window = await windowOf(trx, reader, place.horizon)
      await handleAll(trx, reader, window)
      if (window.length > 0)
        await sql`insert into event_reader_done (reader, event_id, tx)
          select ${reader.name}, e.id, e.tx from events e where e.id = any(${window.map((e) => e.id)}::bigint[])`.execute(trx)
      // A full batch may have left events below the next horizon: then the place stays and the done-marks carry it. The row is written
      // all the same: a second process whose snapshot is older than this commit then fails instead of doing the work again.
      const full = window.length === batch
      await trx
        .updateTable('event_readers')
        .set({ horizon: full ? place.horizon : next, moved_at: now })
        .where('name', '=', reader.name)
        .execute()
      if (!full) await sql`delete from event_reader_done where reader = ${reader.name} and tx < ${next}::xid8`.execute(trx)
      return window.length
    })
}

/**
 * Those for whom something is new, asked once for all of them: most of what happens is not a reader's business, and then nothing is locked
 * and nothing is written as long as its place is recent.
 */
export async function readersWithWork(db: Kysely<DB>, readers: readonly Reader[], now: Date): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ name: string }>`
    select r.name from jsonb_each(${JSON.stringify(Object.fromEntries(readers.map((one) => [one.name, Object.keys(one.events)])))}::jsonb) as r (name, events)
    left join event_readers p on p.name = r.name
    where p.name is null or p.moved_at <= ${new Date(now.getTime() - longest)} or exists (
      select from events e left join event_reader_done d on d.reader = r.name and d.event_id = e.id
      where e.tx >= p.horizon and d.event_id is null and r.events ? e.name)`.execute(db)
  return new Set(rows.map(({ name }) => name))
}

async function windowOf(trx: Transaction<DB>, reader: Reader, horizon: string) {
  const { rows } = await sql<Happened>`
    select e.id, e.tx::text as tx, e.at, e.name, e.subject, e.subject_id, e.version, e.actor_kind, e.actor_id, e.via, e.request_id, e.payload
    from events e left join event_reader_done d on d.reader = ${reader.name} and d.event_id = e.id
    where e.tx >= ${horizon}::xid8 and d.event_id is null and e.name = any(${Object.keys(reader.events)}::text[])
    order by e.subject, e.subject_id, e.version, e.id limit ${batch}`.execute(trx)
  return rows
}

/** All together first, since hardly any fails and a savepoint for each costs more than most readers' work; where one fails, each for itself. */
async function handleAll(trx: Transaction<DB>, reader: Reader, window: readonly Happened[]) {
  if (window.length === 0) return
  await sql`savepoint all_events`.execute(trx)
  try {
    if (reader.together) await reader.together(trx, window)
    else for (const event of window) await reader.events[event.name]?.(trx, event)
  } catch {
    await sql`rollback to savepoint all_events`.execute(trx)
    for (const event of window) await handle(trx, reader, event)
  }
  await sql`release savepoint all_events`.execute(trx)
}

async function handle(trx: Transaction<DB>, reader: Reader, event: Happened) {
  await sql`savepoint one_event`.execute(trx)
  try {
    await reader.events[event.name]?.(trx, event)
  } catch (error) {
    await sql`rollback to savepoint one_event`.execute(trx)
    await reader.failed(trx, event, error instanceof Error ? error : new Error(String(error)))
  }
  await sql`release savepoint one_event`.execute(trx)
}
