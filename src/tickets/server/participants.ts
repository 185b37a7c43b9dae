/** Participants: every address on the ticket's mails but our own (product: Ticket). */
import { sql } from 'kysely'

/**
 * Adds those who are new: a part of the statement that writes the message. The caller leaves out the desk's own addresses and records nothing,
 * because the message's own event tells.
 */
export const participantsJoin = (ticketId: number, people: readonly { address: string; name: string }[]) =>
  sql<object>`
    (insert into ticket_participants (ticket_id, address, name)
    select ${ticketId}::bigint, a, n from unnest(${people.map((p) => p.address)}::text[], ${people.map((p) => p.name)}::text[]) as p (a, n)
    on conflict (ticket_id, address) do update set name = excluded.name
      where ticket_participants.name = '' and excluded.name <> '')`
