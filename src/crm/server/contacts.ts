/** Contacts by their addresses: the customer of a mail is found or made, never twice under mails that arrive at once. */
import { sql } from 'kysely'
import type { Contact } from '#crm/contact.ts'
import { addressKey, isAddress } from '#platform/emailAddress.ts'
import { BadInput } from '#platform/problem.ts'
import { allow } from '#platform/server/allow.ts'
import { inTransaction, type Context, type Writing } from '#platform/server/context.ts'

export interface ContactRef {
  id: number
  name: string
}

/** The Contact of this address, made if there is none yet. The name of an existing one stays as it is. */
export async function contactFor(ctx: Writing, { address, name }: { address: string; name: string }): Promise<ContactRef> {
  const key = addressKey(address)
  const found = await byAddress(ctx, key)
  if (found) return found
  // Two mails of a new customer at once: the second waits here and finds what the first has made.
  await sql`select pg_advisory_xact_lock(hashtext('contact address'), hashtext(${key}))`.execute(ctx.db)
  const meanwhile = await byAddress(ctx, key)
  if (meanwhile) return meanwhile
  const contact = await ctx.db
    .insertInto('contacts')
    .values({ name: name.trim() || address, created_at: ctx.now })
    .returning(['id', 'name'])
    .executeTakeFirstOrThrow()
  await ctx.db.insertInto('contact_addresses').values({ contact_id: contact.id, kind: 'email', address: key }).execute()
  return contact
}

/** The Contact of this address, if there is one. */
export const findContact = (ctx: Context, address: string) => byAddress(ctx, addressKey(address))

const byAddress = (ctx: Context, key: string) =>
  ctx.db
    .selectFrom('contact_addresses as a')
    .innerJoin('contacts as c', 'c.id', 'a.contact_id')
    .select(['c.id', 'c.name'])
    .where('a.kind', '=', 'email')
    .where('a.address', '=', key)
    .executeTakeFirst()

const shape = sql`k.id, k.name,
  (select coalesce(json_agg(a.address order by a.position, a.address), '[]') from contact_addresses a
    where a.contact_id = k.id and a.kind = 'email') as emails,
  (select json_build_object('id', o.id, 'name', o.name) from accounts o where o.id = k.account_id) as account`

/** Contacts a word of whose name, or whose address, begins so; at most 20, the newest first when nothing is asked for. */
export async function findContacts(ctx: Context, { q }: { q: string }): Promise<{ contacts: Contact[] }> {
  allow(ctx, 'contacts.read')
  const words = q
    .toLowerCase()
    .replaceAll(/[%_\\]/g, String.raw`\$&`)
    .trim()
  const { rows } =
    words === ''
      ? await sql<Contact>`select ${shape} from contacts k order by k.id desc limit 20`.execute(ctx.db)
      : await sql<Contact>`select ${shape} from contacts k
          where lower(k.name) like ${`${words}%`} or lower(k.name) like ${`% ${words}%`}
            or exists (select from contact_addresses a where a.contact_id = k.id and a.kind = 'email' and a.address like ${`${words}%`})
          order by k.name, k.id limit 20`.execute(ctx.db)
  return { contacts: rows }
}

/** Creates a Contact, or returns the one who has this address. */
export async function createContact(ctx: Context, { name, email }: { name: string; email: string }): Promise<Contact> {
  allow(ctx, 'contacts.create')
  if (!isAddress(email)) throw new BadInput('This is no email address.', [{ field: 'email', code: 'invalid_value' }])
  const { id } = await inTransaction(ctx, (writing) => contactFor(writing, { address: email, name }))
  const { rows } = await sql<Contact>`select ${shape} from contacts k where k.id = ${id}`.execute(ctx.db)
  const contact = rows[0]
  if (!contact) throw new Error('a Contact is gone that was just there')
  return contact
}
