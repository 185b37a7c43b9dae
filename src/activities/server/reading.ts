/** How far a User has read the activities of a ticket, and what came since. Reading changes nothing in the ticket: no event, and nobody else learns of it. */
import { sql } from 'kysely'
import { BadInput } from '#platform/problem.ts'
import { userOf } from '#platform/server/allow.ts'
import { inTransaction, type Context } from '#platform/server/context.ts'
import { expectVisible } from '#tickets/server/ticketQueries.ts'

interface Reading {
  /** The newest activity that they saw; null if they never saw any here. */
  upTo: number | null
  /** Where what came since begins in the feed. */
  first: number | null
  count: number
}

export async function getReading(ctx: Context, { id }: { id: number }): Promise<Reading> {
  const { id: shown, ids } = await expectVisible(ctx, id)
  const user = userOf(ctx).id
  const { rows } = await sql<Reading>`
    with mark as (select activity_id as id from ticket_reads where user_id = ${user} and ticket_id = ${shown}),
    fresh as (select x.id, x.at from mark join activities x on x.id > mark.id
      where x.ticket_id = any(${ids}::bigint[]) and x.kind <> 'system' and x.withdrawn_at is null and x.user_id is distinct from ${user})
    select (select id from mark) as "upTo", (select id from fresh order by at, id limit 1) as first, (select count(*)::int from fresh) as count`.execute(
    ctx.db,
  )
  return rows[0] ?? { upTo: null, first: null, count: 0 }
}

/** It was before their eyes. Of several windows the one that saw more counts. */
export async function setReading(ctx: Context, { id, activityId }: { id: number; activityId: number }): Promise<{ ok: true }> {
  const user = userOf(ctx).id
  await inTransaction(ctx, async (writing) => {
    const { id: shown, ids } = await expectVisible(writing, id)
    const { rows } = await sql`select from activities where id = ${activityId} and ticket_id = any(${ids}::bigint[])`.execute(writing.db)
    if (!rows[0]) throw new BadInput('There is no such activity on this ticket.', [{ field: 'activityId', code: 'unknown' }])
    await sql`insert into ticket_reads (user_id, ticket_id, activity_id) values (${user}, ${shown}, ${activityId})
      on conflict (user_id, ticket_id) do update set activity_id = excluded.activity_id
      where ticket_reads.activity_id < excluded.activity_id`.execute(writing.db)
  })
  return { ok: true }
}
