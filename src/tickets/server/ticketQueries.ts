/** Reading tickets. Every list, count and single look begins with what this reader may see. */
import { sql, type Selectable } from 'kysely'
import { NotFound } from '#platform/problem.ts'
import type { Context, Writing } from '#platform/server/context.ts'
import type { Tickets } from '#platform/server/tables.ts'
import { seenBy } from '#tickets/rights.ts'
import type { Ticket } from '#tickets/ticket.ts'

export type TicketRow = Selectable<Tickets>

/** The condition on `tickets as t` that a reader's Right adds. */
export function visible(ctx: Context) {
  const seen = seenBy(ctx.actor)
  return seen === 'all' ? sql<boolean>`true` : sql<boolean>`t.category_id = any(${[...seen.categories]}::bigint[])`
}

export const visibleTickets = (ctx: Context) => ctx.db.selectFrom('tickets as t').where(visible(ctx))

/** Locks one ticket before anything else is written; what one may not see does not exist. */
export async function lockTicket(ctx: Writing, id: number): Promise<TicketRow> {
  const row = await visibleTickets(ctx).selectAll('t').where('t.id', '=', id).forUpdate().executeTakeFirst()
  if (!row) throw new NotFound(`There is no ticket #${id}.`)
  return row
}

/** Refuses with 404 what this reader may not see. */
export async function expectVisible(ctx: Context, id: number) {
  const row = await visibleTickets(ctx).select(['t.id', 't.category_id']).where('t.id', '=', id).executeTakeFirst()
  if (!row) throw new NotFound(`There is no ticket #${id}.`)
  return row
}

/**
 * One ticket as form and header show it, in one statement. `justChanged` shows the ticket a last time to whoever handed it out of
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
      (select coalesce(json_agg(json_build_object('address', p.address, 'name', p.name) order by p.address), '[]')
        from ticket_participants p where p.ticket_id = t.id) as participants,
      (select coalesce(json_agg(json_build_object('id', f.id, 'name', f.name) order by f.name), '[]')
        from ticket_followers tf join users f on f.id = tf.user_id where tf.ticket_id = t.id) as followers,
      (select coalesce(json_agg(json_build_object('id', s.id, 'title', s.title, 'color', s.color) order by s.position, lower(s.title)), '[]')
        from statuses s where s.id = any(t.status_ids)) as statuses,
      (select json_build_object('id', o.id, 'title', o.title, 'state', o.state) from tickets o
        where o.id = t.parent_id and ${visibleAs(ctx, 'o')}) as parent,
      (select coalesce(json_agg(json_build_object('id', o.id, 'title', o.title, 'state', o.state) order by o.id), '[]') from tickets o
        where o.parent_id = t.id and ${visibleAs(ctx, 'o')}) as children,
      (select o.id from tickets o where o.id = t.follow_up_of and ${visibleAs(ctx, 'o')}) as "followUpOf",
      (select coalesce(json_agg(o.id order by o.id), '[]') from tickets o where o.follow_up_of = t.id and ${visibleAs(ctx, 'o')}) as "followUps"
    from tickets t
      join categories c on c.id = t.category_id
      left join users u on u.id = t.user_id
      left join contacts k on k.id = t.contact_id
      left join accounts a on a.id = t.account_id
    where t.id = ${id} and (${justChanged} or ${visible(ctx)})`.execute(ctx.db)
  const found = rows[0]
  if (!found) throw new NotFound(`There is no ticket #${id}.`)
  return found
}

/** The same condition for another ticket in the same statement: every sign of it is hidden too. */
function visibleAs(ctx: Context, alias: 'o') {
  const seen = seenBy(ctx.actor)
  return seen === 'all' ? sql<boolean>`true` : sql<boolean>`${sql.ref(`${alias}.category_id`)} = any(${[...seen.categories]}::bigint[])`
}
