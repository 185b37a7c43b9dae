/** Files of exports go after 7 days, results of rows after 30; that there was a run stays. */
import { sql, type Kysely } from 'kysely'
import type { DB } from '#platform/server/tables.ts'

export async function sweepRuns(db: Kysely<DB>, now: Date) {
  const before = (days: number) => new Date(now.getTime() - days * 86_400_000)
  await sql`update runs set file_hash = null, file_size = null where file_hash is not null and ended_at < ${before(7)}`.execute(db)
  await sql`delete from run_rows x using runs r where r.id = x.run_id and r.ended_at < ${before(30)}`.execute(db)
}
