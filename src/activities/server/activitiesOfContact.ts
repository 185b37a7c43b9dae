/** The messages of Contacts that are merged: their author becomes the survivor. */
import { sql } from 'kysely'
import type { CustomerHolder } from '#crm/server/customerHolder.ts'
import { joinShown, visible } from '#tickets/server/ticketQueries.ts'

const waited = 50_000

export const activitiesOfContact: CustomerHolder = {
  name: 'activities',
  async seen(ctx, contactIds) {
    const { rows } = await sql<{ n: number }>`select count(*) as n from activities a ${joinShown(sql`a.ticket_id`)}
      where a.contact_id = any(${contactIds}::bigint[]) and ${visible(ctx)}`.execute(ctx.db)
    return rows[0]?.n ?? 0
  },
  async long(ctx, contactIds) {
    const { rows } = await sql<{ n: number }>`
      select count(*) as n from (select from activities where contact_id = any(${contactIds}::bigint[]) limit ${waited + 1}) x`.execute(
      ctx.db,
    )
    return (rows[0]?.n ?? 0) > waited
  },
  async move(ctx, contactIds, survivorId, most) {
    const { rows } = await sql`update activities set contact_id = ${survivorId} where id in (
      select id from activities where contact_id = any(${contactIds}::bigint[]) order by id limit ${Math.min(most, 2 ** 31)}) returning id`.execute(
      ctx.db,
    )
    return rows.length
  },
}
