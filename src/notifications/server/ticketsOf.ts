/** Tickets as notifications need them: whose they are, and what their Category says of telling. Of a merged one its survivor. */
import { sql, type Kysely } from 'kysely'
import type { DB } from '#platform/server/tables.ts'
import type { TicketOf } from './tellUsers.ts'

export async function ticketsOf(db: Kysely<DB>, ids: readonly number[]): Promise<(TicketOf & { asked: number })[]> {
  const { rows } = await sql<TicketOf & { asked: number }>`
    select asked.id as asked, t.id, t.category_id as "categoryId", t.user_id as "userId", t.hidden, c.due_soon_minutes as "dueSoonMinutes", c.notify as rules,
      array(select distinct f.user_id from ticket_followers f join tickets p on p.id = f.ticket_id where p.id = t.id or p.survivor_id = t.id) as "followerIds"
    from tickets asked join tickets t on t.id = coalesce(asked.survivor_id, asked.id) join categories c on c.id = t.category_id
    where asked.id = any(${[...ids]}::bigint[])`.execute(db)
  return rows
}
