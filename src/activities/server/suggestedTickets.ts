/** Tickets that an email may belong to as well: shown to those who may see them, until a person has decided. */
import { sql } from 'kysely'
import { suggestionsDismissed } from '#activities/events.ts'
import type { Suggestion } from '#activities/suggestionApi.ts'
import { allow } from '#platform/server/allow.ts'
import { inTransaction, type Context } from '#platform/server/context.ts'
import { raiseVersion } from '#tickets/server/raiseVersion.ts'
import { record } from '#platform/server/record.ts'
import { expectVisible, joinShown, lockTicket, visible } from '#tickets/server/ticketQueries.ts'
import { ticketOfActivity } from './activityQueries.ts'

/** So many emails at most: the banner speaks of one after the other. */
const most = 50

export async function listSuggestions(ctx: Context, { id }: { id: number }): Promise<{ suggestions: Suggestion[] }> {
  const { id: shown, ids } = await expectVisible(ctx, id)
  const { rows } = await sql<Suggestion>`
    select x.id as "activityId", x.at, coalesce(nullif(x.from_name, ''), x.from_address, '') as "from", x.subject,
      json_agg(json_build_object('id', s.id, 'title', s.title, 'state', s.state) order by s.id desc) as tickets
    from activities x cross join lateral (
      select distinct t.id, t.title, t.state from suggested_tickets s ${joinShown(sql`s.ticket_id`)}
      where s.activity_id = x.id and s.dismissed_at is null and t.id <> ${shown} and not t.hidden and ${visible(ctx)}) s
    where x.ticket_id = any(${ids}::bigint[]) and exists (select from suggested_tickets any_of where any_of.activity_id = x.id)
    group by x.id, x.at, x.from_name, x.from_address, x.subject order by x.at desc, x.id desc limit ${most}`.execute(ctx.db)
  return { suggestions: rows }
}

/** For everybody; what is out of the reader's sight is not theirs to dismiss. */
export async function dismissSuggestions(ctx: Context, { id }: { id: number }): Promise<{ suggestions: Suggestion[] }> {
  allow(ctx, 'tickets.update')
  return inTransaction(ctx, async (writing) => {
    const row = await lockTicket(writing, await ticketOfActivity(writing, id))
    const { rows } = await sql<{ id: number }>`
      update suggested_tickets d set dismissed_at = ${writing.now} where d.activity_id = ${id} and d.dismissed_at is null
        and exists (select from (values (d.ticket_id)) of (id) ${joinShown(sql`of.id`)} where ${visible(writing)})
      returning d.ticket_id as id`.execute(writing.db)
    if (rows.length > 0) {
      const ticketIds = rows.map((one) => one.id).toSorted((a, b) => a - b)
      await record(writing, suggestionsDismissed, await raiseVersion(writing, row), { activityId: id, ticketIds })
    }
    return listSuggestions(writing, { id: row.id })
  })
}
