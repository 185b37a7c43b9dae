/** Reading Contacts: lists, and one with everything about it. */
import { sql } from 'kysely'
import type { ContactRow, ContactShown } from '#crm/contact.ts'
import { NotFound } from '#platform/problem.ts'
import { allow } from '#platform/server/allow.ts'
import type { Context } from '#platform/server/context.ts'
import { customerCount, customerPage, type PageWanted } from './customerPage.ts'

const addresses = (kind: 'email' | 'phone') => sql`(select coalesce(json_agg(a.address order by a.position, a.address), '[]')
  from contact_addresses a where a.contact_id = x.id and a.kind = ${sql.lit(kind)})`

/** The columns of a row, of `contacts as x`. */
export const contactColumns = sql<ContactRow>`x.id, x.name, x.version, x.changed_at as "changedAt", ${addresses('email')} as emails, ${addresses('phone')} as phones,
  (select json_build_object('id', o.id, 'name', o.name) from accounts o where o.id = x.account_id) as account`

/** Contacts by the words of their name, addresses and numbers; those that were merged into another stand in no list. */
export async function findContacts(ctx: Context, { account, ...wanted }: PageWanted & { account?: number | undefined }) {
  allow(ctx, 'contacts.read')
  const { rows, next } = await customerPage(ctx, 'contacts', wanted, { where: listed(account), shape: contactColumns })
  return { contacts: rows, next }
}

/** How many such a list has. */
export async function countContacts(ctx: Context, { q, account }: { q: string; account?: number | undefined }) {
  allow(ctx, 'contacts.read')
  return customerCount(ctx, 'contacts', q, listed(account))
}

const listed = (account: number | undefined) => [
  sql`x.merged_into is null`,
  ...(account === undefined ? [] : [sql`x.account_id = ${account}`]),
]

/** One Contact; the number of a merged one leads to the survivor. */
export async function getContact(ctx: Context, { id }: { id: number }): Promise<ContactShown> {
  allow(ctx, 'contacts.read')
  return contactById(ctx, id)
}

/** The same without asking for the permission: for commands, which ask for their own. */
export async function contactById(ctx: Context, id: number): Promise<ContactShown> {
  const { rows } = await sql<ContactShown>`
    select ${contactColumns}, x.note, x.custom, x.created_at as "createdAt",
      (select json_build_object('id', u.id, 'name', u.name) from users u where u.id = x.changed_by) as "changedBy"
    from contacts x where x.id = (select coalesce(merged_into, id) from contacts where id = ${id})`.execute(ctx.db)
  const found = rows[0]
  if (!found) throw new NotFound(`There is no Contact with the number ${id}.`)
  return found
}
