/** What working on a ticket took: focus time with its corrections, in whole minutes; kept with the ticket, so that lists sort and filter by it. */
import { sql } from 'kysely'
import type { Context } from '#platform/server/context.ts'

/** `ids` are all numbers that the ticket is made of. */
export async function timeSpent({ db }: Pick<Context, 'db'>, ids: readonly number[]): Promise<number> {
  const { rows } = await sql<{ minutes: number }>`
    select (coalesce((select sum(f.ms) from timed_activities x join timed_focus f on f.activity_id = x.id where x.ticket_id = any(${[...ids]}::bigint[])), 0) / 60000
      + coalesce((select sum(c.minutes) from timed_activities x join time_corrections c on c.activity_id = x.id where x.ticket_id = any(${[...ids]}::bigint[])), 0)
      )::bigint::int as minutes`.execute(db)
  return rows[0]?.minutes ?? 0
}
