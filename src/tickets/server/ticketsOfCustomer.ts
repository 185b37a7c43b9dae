/** The tickets of Contacts or Accounts that are merged: they become the survivor's. */
import { sql } from 'kysely'
import type { CustomerHolder } from '#crm/server/customerHolder.ts'
import type { Context, Writing } from '#platform/server/context.ts'
import { ticketChanged } from '#tickets/events.ts'
import { saveTicket } from './saveTicket.ts'
import { lockTicket, visible } from './ticketQueries.ts'

/** Live tickets of Contacts may change Account and are saved one by one; so many of them are waited for, and so many in all. */
const waited = { live: 1000, all: 20_000 }

const kinds = {
  contact: { column: 'contact_id', field: 'contactId', because: 'contacts_merged' },
  account: { column: 'account_id', field: 'accountId', because: 'accounts_merged' },
} as const
type Kind = (typeof kinds)[keyof typeof kinds]

export const ticketsOfContact: CustomerHolder = {
  name: 'tickets',
  seen: (ctx, ids) => seen(ctx, kinds.contact, ids),
  async long(ctx, ids) {
    const { live, all } = await counted(ctx, kinds.contact, ids)
    return live > waited.live || all > waited.all
  },
  async move(ctx, ids, survivorId, most) {
    const followed = await follow(ctx, ids, survivorId, most)
    return followed === most ? followed : followed + (await move(ctx, kinds.contact, ids, survivorId, most - followed))
  },
}

/** Where the survivor's SLA is another one, their clocks are recomputed as after any change of an Account's SLA. */
export const ticketsOfAccount: CustomerHolder = {
  name: 'tickets',
  seen: (ctx, ids) => seen(ctx, kinds.account, ids),
  long: async (ctx, ids) => (await counted(ctx, kinds.account, ids)).all > waited.all,
  move: (ctx, ids, survivorId, most) => move(ctx, kinds.account, ids, survivorId, most),
}

async function seen(ctx: Context, { column }: Kind, ids: readonly number[]) {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from tickets t where ${sql.ref(`t.${column}`)} = any(${ids}::bigint[]) and ${visible(ctx)}`.execute(ctx.db)
  return rows[0]?.n ?? 0
}

async function counted({ db }: Context, { column }: Kind, ids: readonly number[]) {
  const { rows } = await sql<{ live: number; all: number }>`
    select count(*) as all, count(*) filter (where state in ('open', 'waiting')) as live from tickets
    where ${sql.ref(column)} = any(${ids}::bigint[])`.execute(db)
  return rows[0] ?? { live: 0, all: 0 }
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
      await saveTicket(
        ctx,
        row,
        { contactId: { from: row.contact_id, to: survivorId } },
        { askRules: false, because: kinds.contact.because },
      )
  }
  return rows.length
}

/** All others keep what else they have: in one statement, each with its entry in the history. */
async function move(ctx: Writing, { column, field, because }: Kind, ids: readonly number[], survivorId: number, most: number) {
  const { actor } = ctx
  const name = sql.ref(column)
  const { rows } = await sql<{ id: number }>`
    with taken as materialized (select id, ${name} as "from" from tickets where ${name} = any(${ids}::bigint[])
        order by id limit ${Math.min(most, 2 ** 31)} for update),
      moved as (update tickets t set ${name} = ${survivorId}, edited_at = ${ctx.now}, version = t.version + 1
        from taken where taken.id = t.id returning t.id, t.version, taken."from")
    insert into events (at, name, subject, subject_id, version, actor_kind, actor_id, via, request_id, payload)
    select ${ctx.now}, ${ticketChanged.name}, 'ticket', id, version, ${actor.kind}, ${actor.kind === 'system' ? null : actor.id}::bigint,
      ${ctx.via}, ${ctx.requestId},
      jsonb_build_object('changes', jsonb_build_object(${field}::text, jsonb_build_object('from', "from", 'to', ${survivorId}::bigint)),
        'because', ${because}::text)
    from moved returning subject_id as id`.execute(ctx.db)
  for (const { id } of rows.slice(0, 200)) ctx.touched.add(`ticket:${id}`)
  return rows.length
}
