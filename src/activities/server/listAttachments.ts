/** All files of a ticket, whichever of its activities carries them. */
import { sql } from 'kysely'
import type { z } from 'zod'
import type { listAttachments as endpoint } from '#activities/api.ts'
import type { Context } from '#platform/server/context.ts'
import { expectVisible } from '#tickets/server/ticketQueries.ts'

type Listed = z.input<(typeof endpoint)['output']>

export async function listAttachments(ctx: Context, { id, limit }: { id: number; limit: number }): Promise<Listed> {
  const { ids } = await expectVisible(ctx, id)
  const { rows } = await sql<Listed['files'][number]>`
    select f.id, f.name, f.media_type as "mediaType", f.size, f.inline, x.id as "activityId", x.at,
      coalesce(u.name, k.name, nullif(x.from_name, ''), x.from_address, '') as author
    from attachments f join activities x on x.id = f.activity_id
      left join users u on u.id = x.user_id left join contacts k on k.id = x.contact_id
    where f.ticket_id = any(${ids}::bigint[]) order by x.at desc, f.id desc limit ${limit + 1}`.execute(ctx.db)
  return { files: rows.slice(0, limit), more: rows.length > limit }
}
