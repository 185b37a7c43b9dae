/** Puts activities onto another ticket with all that belongs to them: files, Message-IDs (so the thread follows), people, ledger, mentions. */
import { sql } from 'kysely'
import type { Writing } from '#platform/server/context.ts'
import { partsOf, type TicketRow } from '#tickets/server/ticketQueries.ts'

interface Between {
  source: TicketRow
  target: TicketRow
  /** On whose mails an answer is one: the target's own unless it is new. */
  peopleOf: TicketRow
}

/** Both rows are locked by the caller. Returns the moments of answers that left the source. */
export async function relocate(ctx: Writing, activityIds: readonly number[], { source, target, peopleOf }: Between): Promise<string[]> {
  const ids = sql`${[...activityIds]}::bigint[]`
  const { rows } = await sql<{ at: string }>`select at from activities where id = any(${ids}) and answer`.execute(ctx.db)
  await sql`update activities x set ticket_id = ${target.id}, answer = x.direction = 'out' and x.kind = 'email' and x.automatic is null and (
      ${target.contact_id}::bigint is null or exists (select from activity_recipients r where r.activity_id = x.id and (
        lower(r.address) in (select lower(p.address) from ticket_participants p where p.ticket_id = any(${partsOf(sql`${peopleOf.id}::bigint`)}))
        or lower(r.address) in (select lower(a.address) from contact_addresses a where a.contact_id = ${target.contact_id}))))
    where x.id = any(${ids})`.execute(ctx.db)
  // Who stands on a mail takes part where it stands: their next one with this number in its subject comes here.
  await sql`insert into ticket_participants (ticket_id, address, name)
    select ${target.id}, p.address, max(p.name) from ticket_participants p join activities x on x.id = any(${ids})
    where p.ticket_id = any(${partsOf(sql`${source.id}::bigint`)}) and p.ticket_id <> ${target.id} and (lower(p.address) = lower(x.from_address)
      or exists (select from activity_recipients r where r.activity_id = x.id and lower(r.address) = lower(p.address)))
    group by p.address on conflict do nothing`.execute(ctx.db)
  await sql`update attachments set ticket_id = ${target.id} where activity_id = any(${ids})`.execute(ctx.db)
  // What is being written in answer to it goes with it.
  await sql`update drafts set ticket_id = ${target.id} where activity_id = any(${ids})`.execute(ctx.db)
  // What the target only knew of by reference it now holds; a message of its own with the same id stays its own.
  await sql`delete from message_ids m using message_ids mine where mine.activity_id = any(${ids}) and m.message_id = mine.message_id
    and m.ticket_id = ${target.id} and m.kind = 'referred'`.execute(ctx.db)
  await sql`update message_ids m set ticket_id = ${target.id} where m.activity_id = any(${ids})
    and not exists (select from message_ids o where o.message_id = m.message_id and o.ticket_id = ${target.id})`.execute(ctx.db)
  await sql`delete from message_ids where activity_id = any(${ids}) and ticket_id <> ${target.id}`.execute(ctx.db)
  await sql`update incoming_mail_results set ticket_id = ${target.id} where activity_id = any(${ids})`.execute(ctx.db)
  await sql`update ticket_mentions set ticket_id = ${target.id} where activity_id = any(${ids})`.execute(ctx.db)
  await sql`delete from suggested_tickets where activity_id = any(${ids}) and ticket_id = ${target.id}`.execute(ctx.db)
  return rows.map((row) => row.at)
}

/** What of these can be moved: messages and comments that show on this ticket; what the desk said of itself stays. */
export async function movable(ctx: Writing, ticket: TicketRow, activityIds: readonly number[]): Promise<Movable[]> {
  const { rows } = await sql<Movable>`
    select id, at, customer, direction, kind, subject from activities where id = any(${[...activityIds]}::bigint[])
      and ticket_id = any(${partsOf(sql`${ticket.id}::bigint`)}) and kind <> 'system' order by at, id`.execute(ctx.db)
  return rows
}

export interface Movable {
  id: number
  at: string
  customer: boolean
  direction: string
  kind: string
  subject: string
}
