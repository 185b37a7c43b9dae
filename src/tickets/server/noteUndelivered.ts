/** Keeps whether a ticket's last answer has reached its Contact: for the view *Undelivered*, told by what became of each message. */
import { sql } from 'kysely'
import type { Writing } from '#platform/server/context.ts'
import { partsOf } from './ticketQueries.ts'

/**
 * Undelivered: a message to one of the Contact's addresses failed (without a Contact, to any), and none that was written later was accepted.
 * `ids` are the tickets that it is made of, where that is just changing. The ticket is locked by the caller, who records what happened to the message.
 */
export async function noteUndelivered(ctx: Writing, ticketId: number, ids?: readonly number[]) {
  const here = ids ? sql`${[...ids]}::bigint[]` : partsOf(sql`${ticketId}::bigint`)
  await sql`
    with known as (select t.id, exists (
      select from activities x join activity_recipients r on r.activity_id = x.id
      where x.ticket_id = any(${here}) and x.direction = 'out' and x.automatic is null and x.delivery is not null and r.state = 'failed'
        and ${isTheirs}
        and not exists (
          select from activities y join activity_recipients r on r.activity_id = y.id
          where y.ticket_id = any(${here}) and y.direction = 'out' and y.automatic is null and y.delivery is not null and (y.at, y.id) > (x.at, x.id)
            and r.state in ('accepted', 'delivered') and ${isTheirs})) as undelivered
      from tickets t where t.id = ${ticketId})
    update tickets t set undelivered = known.undelivered from known
    where t.id = known.id and t.undelivered <> known.undelivered`.execute(ctx.db)
}

const isTheirs = sql<boolean>`(t.contact_id is null or exists (
  select from contact_addresses a where a.contact_id = t.contact_id and a.kind = 'email' and a.address = lower(r.address)))`
