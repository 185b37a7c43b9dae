/** One file that this reader may have: of a ticket that they may see, of a Template, or their own that is not sent yet. */
import { sql } from 'kysely'
import { NotFound } from '#platform/problem.ts'
import type { Context } from '#platform/server/context.ts'
import { visible } from '#tickets/server/ticketQueries.ts'

/** Refuses with 404 what one may not see. */
export async function findAttachment(ctx: Context, id: number) {
  const me = ctx.actor.kind === 'user' ? ctx.actor.id : 0
  const templates = ctx.actor.kind === 'user' && ctx.actor.permissions.has('templates.read')
  const { rows } = await sql<{ hash: Buffer; name: string; media_type: string; size: number }>`
    select f.hash, f.name, f.media_type, f.size from attachments f left join tickets kept on kept.id = f.ticket_id
      left join tickets t on t.id = coalesce(kept.survivor_id, kept.id)
    where f.id = ${id} and ((f.ticket_id is null and f.template_id is null and f.uploaded_by = ${me})
      or (f.template_id is not null and ${templates}) or (t.id is not null and ${visible(ctx)}))`.execute(ctx.db)
  const file = rows[0]
  if (!file) throw new NotFound('There is no such attachment.')
  return file
}
