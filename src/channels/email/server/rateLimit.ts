/** No queue hands over more messages in its minute, hour or day than its mail server bears; what is over it waits, in its order. */
import { sql, type Kysely, type Selectable } from 'kysely'
import type { DB, EmailQueues } from '#platform/server/tables.ts'

type Limited = Pick<Selectable<EmailQueues>, 'id' | 'rate_limit' | 'rate_minutes'>

/** A window is counted in so many pieces; the oldest counts whole, so that there are never more. */
const pieces = 12

/** Takes a place among those of the window, which is kept through restarts. Otherwise: when there is one again. */
export async function takePlace(
  db: Kysely<DB>,
  { id, rate_limit: limit, rate_minutes: minutes }: Limited,
  now: Date,
): Promise<Date | null> {
  if (limit === null) return null
  const length = minutes * 60_000
  const piece = length / pieces
  const began = new Date(Math.floor(now.getTime() / piece) * piece)
  const since = new Date(now.getTime() - length - piece)
  return db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(hashtext('rate of a queue'), ${id}::int)`.execute(trx)
    const { rows } = await sql<{ sent: number; oldest: string | null }>`
      select coalesce(sum(n), 0)::int as sent, min(minute) as oldest from queue_sent where queue_id = ${id} and minute > ${since}`.execute(
      trx,
    )
    const { sent = 0, oldest = null } = rows[0] ?? {}
    if (sent >= limit) return new Date((oldest === null ? now.getTime() : Date.parse(oldest)) + length + piece)
    await sql`insert into queue_sent (queue_id, minute, n) values (${id}, ${began}, 1)
      on conflict (queue_id, minute) do update set n = queue_sent.n + 1`.execute(trx)
    return null
  })
}
