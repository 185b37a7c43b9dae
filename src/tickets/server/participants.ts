/** Participants: every address on the ticket's mails but our own (product: Ticket). */
import { sql } from 'kysely'
import type { Writing } from '#platform/server/context.ts'

/** Adds those who are new; the caller leaves out the desk's own addresses and records nothing, because the message's own event tells. */
export async function addParticipants(ctx: Writing, ticketId: number, people: readonly { address: string; name: string }[]) {
  if (people.length === 0) return
  await sql`
    insert into ticket_participants (ticket_id, address, name)
    select ${ticketId}, a, n from unnest(${people.map((p) => p.address)}::text[], ${people.map((p) => p.name)}::text[]) as p (a, n)
    on conflict (ticket_id, address) do update set name = excluded.name
      where ticket_participants.name = '' and excluded.name <> ''`.execute(ctx.db)
}
