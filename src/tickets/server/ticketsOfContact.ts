/** The tickets of Contacts that are merged: they become the survivor's, and those that follow its Account take that on. */
import { sql } from 'kysely'
import type { ContactHolder } from '#crm/server/contactHolder.ts'
import type { Writing } from '#platform/server/context.ts'
import { ticketChanged } from '#tickets/events.ts'
import { saveTicket } from './saveTicket.ts'
import { lockTicket, visible } from './ticketQueries.ts'

/** Live tickets have clocks and are saved one by one; so many of them are waited for, and so many in all. */
const waited = { live: 1000, all: 20_000 }
const because = 'contacts_merged' as const

export const ticketsOfContact: ContactHolder = {
  name: 'tickets',
  async seen(ctx, contactIds) {
    const { rows } = await sql<{ n: number }>`select count(*) as n from tickets t
      where t.contact_id = any(${contactIds}::bigint[]) and ${visible(ctx)}`.execute(ctx.db)
    return rows[0]?.n ?? 0
  },
  async long(ctx, contactIds) {
    const { rows } = await sql<{ live: number; all: number }>`
      select count(*) as all, count(*) filter (where state in ('open', 'waiting')) as live from tickets
      where contact_id = any(${contactIds}::bigint[])`.execute(ctx.db)
    const { live, all } = rows[0] ?? { live: 0, all: 0 }
    return live > waited.live || all > waited.all
  },
  async move(ctx, contactIds, survivorId, most) {
    const followed = await follow(ctx, contactIds, survivorId, most)
    return followed === most ? followed : followed + (await move(ctx, contactIds, survivorId, most - followed))
  },
}

/** Open and Waiting tickets whose Account was not chosen by hand: one by one, for the Account's SLA moves their clock. */
async function follow(ctx: Writing, contactIds: readonly number[], survivorId: number, most: number) {
  const { rows } = await sql<{ id: number }>`
    select t.id from tickets t join contacts s on s.id = ${survivorId}
    where t.contact_id = any(${contactIds}::bigint[]) and t.state in ('open', 'waiting') and not t.hidden and not t.account_by_hand
      and t.account_id is distinct from s.account_id order by t.id limit ${Math.min(most, 2 ** 31)}`.execute(ctx.db)
  for (const { id } of rows) {
    const row = await lockTicket({ ...ctx, actor: { kind: 'system' } }, id)
    if (row.contact_id !== null && contactIds.includes(row.contact_id))
      await saveTicket(ctx, row, { contactId: { from: row.contact_id, to: survivorId } }, { askRules: false, because })
  }
  return rows.length
}

/** All others keep their Account and so their clock: in one statement, each with its entry in the history. */
async function move(ctx: Writing, contactIds: readonly number[], survivorId: number, most: number) {
  const { actor } = ctx
  const { rows } = await sql<{ id: number }>`
    with taken as materialized (select id, contact_id from tickets where contact_id = any(${contactIds}::bigint[])
        order by id limit ${Math.min(most, 2 ** 31)} for update),
      moved as (update tickets t set contact_id = ${survivorId}, edited_at = ${ctx.now}, version = t.version + 1
        from taken where taken.id = t.id returning t.id, t.version, taken.contact_id as "from")
    insert into events (at, name, subject, subject_id, version, actor_kind, actor_id, via, request_id, payload)
    select ${ctx.now}, ${ticketChanged.name}, 'ticket', id, version, ${actor.kind}, ${actor.kind === 'system' ? null : actor.id}::bigint,
      ${ctx.via}, ${ctx.requestId},
      jsonb_build_object('changes', jsonb_build_object('contactId', jsonb_build_object('from', "from", 'to', ${survivorId}::bigint)),
        'because', ${because}::text)
    from moved returning subject_id as id`.execute(ctx.db)
  for (const { id } of rows.slice(0, 200)) ctx.touched.add(`ticket:${id}`)
  return rows.length
}
