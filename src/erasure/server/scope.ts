/** What belongs to an erasure: the tickets with all that was merged into them, and how much of each kind they hold. */
import { sql, type Kysely } from 'kysely'
import type { Removed } from '#erasure/api.ts'
import { fieldsOf } from '#fields/server/fieldsOf.ts'
import type { Context } from '#platform/server/context.ts'
import type { DB } from '#platform/server/tables.ts'
import { quoted } from '#platform/textQuery.ts'
import { visible } from '#tickets/server/ticketQueries.ts'

/** Those tickets and what was merged into them. */
export async function withMerged({ db }: { db: Kysely<DB> }, survivors: readonly number[]): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`select id from tickets
    where id = any(${[...survivors]}::bigint[]) or survivor_id = any(${[...survivors]}::bigint[]) order by id`.execute(db)
  return rows.map(({ id }) => id)
}

/** The numbers of custom fields whose values are personal. */
export async function personalFields(ctx: Pick<Context, 'db'>): Promise<number[]> {
  return (await fieldsOf(ctx, 'ticket')).all.filter((field) => field.personal).map((field) => field.id)
}

/** The events whose payload can hold what people wrote or who they are. */
export const tellingEvents = ['ticket.created', 'ticket.changed'] as const

export async function countOf(ctx: Pick<Context, 'db'>, ids: readonly number[]): Promise<Removed & { unsent: number }> {
  const of = sql`any(${[...ids]}::bigint[])`
  const fields = (await personalFields(ctx)).map(String)
  const { rows } = await sql<Removed & { unsent: number }>`select
    ${ids.length}::int as tickets,
    (select count(*) from activities where ticket_id = ${of}) as activities,
    (select count(distinct a.address) from (
      select lower(address) as address from ticket_participants where ticket_id = ${of}
      union all select lower(from_address) from activities where ticket_id = ${of} and from_address is not null
      union all select lower(r.address) from activity_recipients r join activities x on x.id = r.activity_id where x.ticket_id = ${of}) a) as addresses,
    (select count(*) from attachments where ticket_id = ${of}) as attachments,
    (select count(*) from incoming_mails m where m.id in (select mail_id from incoming_mail_results where ticket_id = ${of})) as mails,
    (select count(*) from tickets t, jsonb_object_keys(t.custom) key where t.id = ${of} and key = any(${fields}::text[])) as "customValues",
    (select count(*) from events where subject = 'ticket' and subject_id = ${of} and name = any(${[...tellingEvents]}::text[])) as history,
    (select count(*) from activities where ticket_id = ${of} and delivery in ('queued', 'held')) as unsent`.execute(ctx.db)
  return rows[0] ?? { tickets: 0, activities: 0, addresses: 0, attachments: 0, mails: 0, customValues: 0, history: 0, unsent: 0 }
}

/** Other tickets that speak of the same addresses, as search knows them; our own addresses are everywhere and mean nothing. */
export async function elsewhere(ctx: Context, ids: readonly number[], { all = false } = {}): Promise<{ id: number; title: string }[]> {
  const of = sql`any(${[...ids]}::bigint[])`
  const { rows: found } = await sql<{ address: string }>`
    select distinct a.address from (
      select lower(address) as address from ticket_participants where ticket_id = ${of}
      union all select lower(from_address) from activities where ticket_id = ${of} and direction = 'in' and from_address is not null) a
    where not exists (select from email_queues q where lower(q.address) = a.address or a.address = any(q.aliases)) limit 200`.execute(
    ctx.db,
  )
  if (found.length === 0) return []
  const query = found.map(({ address }) => quoted(address)).join(' | ')
  const { rows } = await sql<{ id: number; title: string }>`
    select t.id, t.title from ticket_search s join tickets t on t.id = s.ticket_id
    where s.doc @@ ${query}::tsquery and not (t.id = ${of}) and t.survivor_id is null and ${all ? sql`true` : visible(ctx)} order by t.id desc limit 1000`.execute(
    ctx.db,
  )
  return rows
}
