/** Contacts who may be one person: the same name in the same Account, the same number but for the country, the same mailbox but for a +tag. */
import { sql, type RawBuilder } from 'kysely'
import type { Alike } from '#crm/api.ts'
import type { ContactRow } from '#crm/contact.ts'
import { allow } from '#platform/server/allow.ts'
import type { Context } from '#platform/server/context.ts'
import { contactColumns, contactById } from './contactQueries.ts'

type Reason = Alike['reasons'][number]
const most = 20
const groups = 50

/** As indexed: the last nine digits of a number. */
const number = (of: string) => sql`right(split_part(${sql.ref(of)}, ' x', 1), 9)`
/** As indexed: an address without its tag. */
const mailbox = (of: string) => sql`regexp_replace(${sql.ref(of)}, '\\+[^@]*@', '@')`

/** Who may be the same person as this Contact. */
export async function similarContacts(ctx: Context, { id }: { id: number }): Promise<{ duplicates: Alike[] }> {
  allow(ctx, 'contacts.read')
  const me = (await contactById(ctx, id)).id
  const byAddress = (kind: 'phone' | 'email', key: (of: string) => RawBuilder<unknown>) => sql`
    select b.contact_id from contact_addresses a join contact_addresses b
      on b.kind = ${sql.lit(kind)} and ${key('b.address')} = ${key('a.address')} and b.contact_id <> a.contact_id
    where a.kind = ${sql.lit(kind)} and a.contact_id = ${me} ${kind === 'phone' ? sql`and length(a.address) >= 9` : sql``}`
  const { rows } = await sql<{ id: number; reasons: Reason[] }>`
    select x.id, array_agg(distinct f.reason) as reasons from (
      (select o.id, 'same_name' as reason from contacts k join contacts o on o.name_folded = k.name_folded
        and o.account_id is not distinct from k.account_id and o.id <> k.id and o.merged_into is null where k.id = ${me} limit ${most})
      union all select contact_id, 'same_phone' from (${byAddress('phone', number)} limit ${most}) p
      union all select contact_id, 'same_mailbox' from (${byAddress('email', mailbox)} limit ${most}) m) f
    join contacts x on x.id = f.id and x.merged_into is null group by x.id order by count(*) desc, x.id limit ${most}`.execute(ctx.db)
  const contacts = await rowsOf(
    ctx,
    rows.map((row) => row.id),
  )
  return { duplicates: rows.flatMap(({ id: other, reasons }) => named(contacts, [other]).map((contact) => ({ contact, reasons }))) }
}

/** Groups of Contacts over the whole desk: as many as one can look at, found along the indexes. */
export async function listDuplicates(ctx: Context) {
  allow(ctx, 'contacts.read')
  const byAddress = (kind: 'phone' | 'email', reason: Reason, key: RawBuilder<unknown>) => sql`
    select ${sql.lit(reason)} as reason, array_agg(distinct a.contact_id order by a.contact_id) as ids from contact_addresses a
    where a.kind = ${sql.lit(kind)} ${kind === 'phone' ? sql`and length(a.address) >= 9` : sql``}
    group by ${key} having min(a.contact_id) <> max(a.contact_id) limit ${groups + 1}`
  const { rows } = await sql<{ reason: Reason; ids: number[] }>`
    select reason, ids from (
      (select 'same_name' as reason, array_agg(id order by id) as ids from contacts where merged_into is null
        group by account_id, name_folded having count(*) > 1 limit ${groups + 1})
      union all (${byAddress('phone', 'same_phone', number('a.address'))})
      union all (${byAddress('email', 'same_mailbox', mailbox('a.address'))})) g
    order by array_length(ids, 1) desc, ids[1] limit ${groups + 1}`.execute(ctx.db)
  const shown = rows.slice(0, groups)
  const contacts = await rowsOf(
    ctx,
    shown.flatMap((group) => group.ids.slice(0, most)),
  )
  return {
    groups: shown.map(({ reason, ids }) => ({ reason, contacts: named(contacts, ids.slice(0, most)) })),
    more: rows.length > groups,
  }
}

async function rowsOf(ctx: Context, ids: readonly number[]) {
  const { rows } = await sql<ContactRow>`select ${contactColumns} from contacts x where x.id = any(${ids}::bigint[])`.execute(ctx.db)
  return new Map(rows.map((row) => [row.id, row]))
}
const named = (contacts: Map<number, ContactRow>, ids: readonly number[]) =>
  ids.flatMap((id) => {
    const contact = contacts.get(id)
    return contact ? [contact] : []
  })
