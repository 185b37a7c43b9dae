/** Reading tickets. Every list, count and single look begins with what this reader may see. */
import { sql, type RawBuilder, type Selectable } from 'kysely'
import { Conflict, NotFound } from '#platform/problem.ts'
import type { Context, Writing } from '#platform/server/context.ts'
import type { Tickets } from '#platform/server/tables.ts'
import { seenBy, seesBin } from '#tickets/rights.ts'
import type { Ticket } from '#tickets/ticket.ts'

export type TicketRow = Selectable<Tickets>

/** The condition on `tickets as t` that a reader's Right adds; what lies in the bin is there for those who may delete. */
export function visible(ctx: Pick<Context, 'actor'>) {
  const seen = seenBy(ctx.actor)
  if (seen === 'all') return seesBin(ctx.actor) ? sql<boolean>`true` : sql<boolean>`not t.hidden`
  const inSight = sql<boolean>`t.category_id = any(${[...seen.categories]}::bigint[])`
  return seesBin(ctx.actor) ? inSight : sql<boolean>`(${inSight} and not t.hidden)`
}

export const visibleTickets = (ctx: Context) => ctx.db.selectFrom('tickets as t').where(visible(ctx))

/** The ticket on which this one shows: itself, or what it was merged into. */
const shownOn = (id: number) => sql<number>`coalesce((select m.survivor_id from tickets m where m.id = ${id}), ${id}::bigint)`

/** From the ticket that something is kept on (a reference to its number) to the one on which it shows, `tickets as t`. */
export const joinShown = (keptOn: RawBuilder<unknown>) =>
  sql`join tickets kept on kept.id = ${keptOn} join tickets t on t.id = coalesce(kept.survivor_id, kept.id)`

/** The numbers that a ticket is made of: its own, and those of all that was merged into it. */
export const partsOf = (survivor: RawBuilder<unknown>) =>
  sql<number[]>`array_append(array(select m.id from tickets m where m.survivor_id = ${survivor}), ${survivor}::bigint)`

const missing = (id: number) => new NotFound(`There is no ticket #${id}.`)

/**
 * Locks one ticket before anything else is written; what one may not see does not exist, and the number of a merged one leads to its
 * survivor. What lies in the bin is changed by nobody; mail, timers and deliveries say that they know how to deal with it.
 */
export async function lockTicket(ctx: Writing, id: number, { evenInBin = false } = {}): Promise<TicketRow> {
  const row = await visibleTickets(ctx).selectAll('t').where('t.id', '=', shownOn(id)).forUpdate().executeTakeFirst()
  if (!row) throw missing(id)
  // It was merged while this waited for its lock.
  if (row.survivor_id !== null) return lockTicket(ctx, row.survivor_id, { evenInBin })
  if (row.deleted_at !== null && !evenInBin) throw inBin(row.id)
  return row
}

export const inBin = (id: number) => new Conflict(`#${id} lies in the bin; restore it first.`, [], 'in_bin')

/** One ticket, or what it was merged into, for who may see it. */
export async function seenTicket(ctx: Context, id: number): Promise<TicketRow> {
  const row = await visibleTickets(ctx).selectAll('t').where('t.id', '=', shownOn(id)).executeTakeFirst()
  if (!row) throw missing(id)
  return row
}

/** Refuses with 404 what this reader may not see; a merged one is seen with its survivor. `ids` are all that it is made of. */
export async function expectVisible(ctx: Context, id: number): Promise<{ id: number; category_id: number; ids: number[] }> {
  const { rows } = await sql<{ id: number; category_id: number; ids: number[] }>`
    select t.id, t.category_id, ${partsOf(sql`t.id`)} as ids from tickets t where t.id = ${shownOn(id)} and ${visible(ctx)}`.execute(ctx.db)
  if (!rows[0]) throw missing(id)
  return rows[0]
}

/**
 * One ticket as form and header show it, in one statement; a merged one's number gives its survivor. `justChanged` shows the ticket a last time to whoever handed it out of
 * their own sight with this very save.
 */
export async function getTicket(ctx: Context, id: number, justChanged = false): Promise<Ticket> {
  const { rows } = await sql<Ticket>`
    select t.id, t.version, t.title, t.priority, t.state, t.description, t.origin, t.unread,
      t.created_at as "createdAt", t.edited_at as "editedAt", t.closed_at as "closedAt", t.first_answer_at as "firstAnswerAt",
      t.last_activity_at as "lastActivityAt", t.account_by_hand as "accountByHand", t.deadline_at as "deadlineAt",
      t.deadline_by_hand as "deadlineByHand", t.computed_deadline_at as "computedDeadlineAt", t.due_soon_at as "dueSoonAt",
      t.clock_warning as "clockWarning", t.reopen_at as "reopenAt", t.custom, t.activity_count as "activityCount", t.attachment_count as "attachmentCount",
      json_build_object('id', c.id, 'name', c.name) as category,
      case when u.id is not null then json_build_object('id', u.id, 'name', u.name) end as "user",
      case when a.id is not null then json_build_object('id', a.id, 'name', a.name) end as account,
      case when k.id is not null then json_build_object('id', k.id, 'name', k.name, 'emails',
        (select coalesce(json_agg(ka.address order by ka.position, ka.address), '[]') from contact_addresses ka
          where ka.contact_id = k.id and ka.kind = 'email')) end as contact,
      (select coalesce(json_agg(json_build_object('address', p.address, 'name', p.name) order by p.address), '[]') from (
          select p.address, max(p.name) as name from ticket_participants p where p.ticket_id = any(parts.ids) group by p.address) p) as participants,
      (select coalesce(json_agg(json_build_object('id', f.id, 'name', f.name) order by f.name), '[]')
        from users f where f.id in (select tf.user_id from ticket_followers tf where tf.ticket_id = any(parts.ids))) as followers,
      (select coalesce(json_agg(json_build_object('id', s.id, 'title', s.title, 'color', s.color) order by s.position, lower(s.title)), '[]')
        from statuses s where s.id = any(t.status_ids)) as statuses,
      (select json_build_object('id', o.id, 'title', o.title, 'state', o.state) from tickets up
        join tickets o on o.id = coalesce(up.survivor_id, up.id) and o.id <> t.id where up.id = t.parent_id and ${visibleAs(ctx, 'o')}) as parent,
      (select coalesce(json_agg(json_build_object('id', o.id, 'title', o.title, 'state', o.state) order by o.id), '[]') from tickets o
        where o.parent_id = any(parts.ids) and o.id <> t.id and not o.hidden and ${visibleAs(ctx, 'o')}) as children,
      (select o.id from tickets old join tickets o on o.id = coalesce(old.survivor_id, old.id) and o.id <> t.id
        where old.id = t.follow_up_of and ${visibleAs(ctx, 'o')}) as "followUpOf",
      (select coalesce(json_agg(o.id order by o.id), '[]') from tickets o
        where o.follow_up_of = any(parts.ids) and o.id <> t.id and not o.hidden and ${visibleAs(ctx, 'o')}) as "followUps",
      (select coalesce(json_agg(json_build_object('id', m.id, 'title', m.title, 'into', m.merged_into,
          'at', to_char(m.merged_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by m.merged_at, m.id), '[]')
        from tickets m where m.survivor_id = t.id) as merged,
      case when t.deleted_at is not null then json_build_object('at', to_char(t.deleted_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        'by', (select name from users where id = t.deleted_by)) end as bin
    from tickets t
      cross join lateral (select ${partsOf(sql`t.id`)} as ids offset 0) parts
      join categories c on c.id = t.category_id
      left join users u on u.id = t.user_id
      left join contacts k on k.id = t.contact_id
      left join accounts a on a.id = t.account_id
    where t.id = ${shownOn(id)} and (${justChanged} or ${visible(ctx)})`.execute(ctx.db)
  const found = rows[0]
  if (!found) throw missing(id)
  return found
}

/** Titles of tickets by their numbers, as far as one may see them: a merged one with its survivor. */
export async function seenTitles(ctx: Context, ids: readonly number[]): Promise<{ id: number; title: string }[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<{ id: number; title: string }>`select kept.id, kept.title from unnest(${[...ids]}::bigint[]) as asked (id)
    ${joinShown(sql`asked.id`)} where ${visible(ctx)}`.execute(ctx.db)
  return rows
}

/** The same condition for another ticket in the same statement: every sign of it is hidden too. */
export function visibleAs(ctx: Context, alias: 'o') {
  const seen = seenBy(ctx.actor)
  const bin = seesBin(ctx.actor) ? sql`` : sql` and not ${sql.ref(`${alias}.hidden`)}`
  return seen === 'all'
    ? sql<boolean>`(true${bin})`
    : sql<boolean>`(${sql.ref(`${alias}.category_id`)} = any(${[...seen.categories]}::bigint[])${bin})`
}
