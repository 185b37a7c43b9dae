/** A timed activity ends with the last page that has it open: when that one closes it, or at its last heartbeat when it died. */
import { sql } from 'kysely'
import { inTransaction, type Context, type Writing } from '#platform/server/context.ts'
import { keepTimeSpent } from './keepTimeSpent.ts'
import { lockTimes } from './lockTimes.ts'

/** A page in the background may say so only once a minute: browsers slow it down. */
export const deadAfter = 75_000
/** As long as what a page tells may reach back: until then what it counted is remembered. */
export const reachesBack = 5 * 60_000
/** Opened again within this time an activity goes on. */
export const goesOn = 5 * 60_000

/** Ends those of these activities that no page has open. `at`: when each was last open. */
export async function endUnjoined(ctx: Writing, left: readonly { id: number; at: string }[]): Promise<void> {
  if (left.length === 0) return
  const { rows } = await sql<{ ticket_id: number | null }>`
    update timed_activities x set closed_at = greatest(l.at, x.opened_at)
    from (select id, max(at) as at from unnest(${left.map(({ id }) => id)}::bigint[], ${left.map(({ at }) => at)}::timestamptz[]) as g (id, at) group by id) l
    where x.id = l.id and x.closed_at is null and not exists (select from timed_joins j where j.activity_id = x.id) returning x.ticket_id`.execute(
    ctx.db,
  )
  await keepTimeSpent(
    ctx,
    rows.flatMap(({ ticket_id }) => (ticket_id === null ? [] : [ticket_id])),
  )
}

/** Ends what the User's dead pages had open. The times of the User are locked by the caller. */
export async function endLost(ctx: Writing, userId: number): Promise<void> {
  const { rows } = await sql<{ id: number; at: string }>`
    delete from timed_joins j using timed_pages p
    where p.id = j.page_id and p.user_id = ${userId} and p.seen_at < ${before(ctx, deadAfter)} returning j.activity_id as id, p.seen_at as at`.execute(
    ctx.db,
  )
  await sql`delete from timed_pages where user_id = ${userId} and seen_at < ${before(ctx, deadAfter + reachesBack)}`.execute(ctx.db)
  await endUnjoined(ctx, rows)
}

/** One User with dead pages; false when there is none. */
export async function endOne(ctx: Context): Promise<boolean> {
  const { rows } = await sql<{ user_id: number }>`
    select p.user_id from timed_pages p where p.seen_at < ${before(ctx, deadAfter + reachesBack)}
      or (p.seen_at < ${before(ctx, deadAfter)} and exists (select from timed_joins j where j.page_id = p.id)) limit 1`.execute(ctx.db)
  const [found] = rows
  if (!found) return false
  await inTransaction(ctx, async (writing) => {
    await lockTimes(writing, found.user_id)
    await endLost(writing, found.user_id)
  })
  return true
}

const before = ({ now }: Pick<Context, 'now'>, ms: number) => new Date(now.getTime() - ms)
