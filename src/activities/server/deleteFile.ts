/** Takes a file off its ticket for good: what it was called, its size and who did it stay, in the feed and in the History. */
import { sql } from 'kysely'
import type { Activity } from '#activities/activity.ts'
import { fileDeleted } from '#activities/events.ts'
import { Conflict, NotFound } from '#platform/problem.ts'
import { allow } from '#platform/server/allow.ts'
import { inTransaction, type Context, type Writing } from '#platform/server/context.ts'
import { record } from '#platform/server/record.ts'
import { raiseVersion } from '#tickets/server/raiseVersion.ts'
import { joinShown, lockTicket, visible } from '#tickets/server/ticketQueries.ts'
import { getActivity } from './activityQueries.ts'

interface Found {
  name: string
  activity_id: number
  ticket_id: number
  delivery: string | null
}

export async function deleteFile(ctx: Context, { id }: { id: number }): Promise<Activity> {
  allow(ctx, 'attachments.delete')
  return inTransaction(ctx, async (writing) => {
    const ticketId = (await find(writing, id)).ticket_id
    const row = await lockTicket(writing, ticketId)
    // Somebody may have deleted or moved it while this waited.
    const { name, activity_id: activityId, ticket_id: now, delivery } = await find(writing, id)
    if (now !== ticketId) throw missing()
    if (delivery === 'queued' || delivery === 'sending' || delivery === 'held')
      throw new Conflict(`${name} belongs to a message that has not left yet.`, [], 'not_sent_yet')
    const { fileId, keptOn } = await remove(writing, id)
    await countLess(writing, keptOn)
    await record(writing, fileDeleted, await raiseVersion(writing, row), { activityId, fileId })
    return getActivity(writing, activityId)
  })
}

const missing = () => new NotFound('There is no such attachment.')

/** Of a ticket in sight, by the number where it shows. */
async function find(ctx: Writing, id: number): Promise<Found> {
  const { rows } = await sql<Found>`
    select f.name, f.activity_id, t.id as ticket_id, x.delivery from attachments f
      join activities x on x.id = f.activity_id ${joinShown(sql`f.ticket_id`)} where f.id = ${id} and ${visible(ctx)}`.execute(ctx.db)
  if (!rows[0]) throw missing()
  return rows[0]
}

/** The bytes are swept once no row names them. */
async function remove(ctx: Writing, id: number): Promise<{ fileId: number; keptOn: number }> {
  const by = ctx.actor.kind === 'user' ? ctx.actor.id : null
  const { rows } = await sql<{ id: number; kept_on: number }>`
    with gone as (delete from attachments where id = ${id} returning activity_id, ticket_id, name, size),
      kept as (insert into deleted_files (activity_id, name, size, deleted_at, deleted_by)
        select activity_id, name, size, ${ctx.now}::timestamptz, ${by}::bigint from gone returning id)
    select kept.id, gone.ticket_id as kept_on from kept, gone`.execute(ctx.db)
  if (!rows[0]) throw missing()
  return { fileId: rows[0].id, keptOn: rows[0].kept_on }
}

/** What a ticket was merged into counts its files too, on every step up. */
async function countLess(ctx: Writing, keptOn: number) {
  await sql`with recursive up as (select id, merged_into from tickets where id = ${keptOn}
      union all select t.id, t.merged_into from tickets t join up on t.id = up.merged_into)
    update tickets set attachment_count = greatest(attachment_count - 1, 0) where id in (select id from up)`.execute(ctx.db)
}
