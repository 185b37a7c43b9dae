/** Contacts by their addresses: the customer of a mail is found or made, never twice under mails that arrive at once. */
import { contactCreated } from '#crm/events.ts'
import { addressKey } from '#platform/emailAddress.ts'
import type { Context, Writing } from '#platform/server/context.ts'
import { record } from '#platform/server/record.ts'
import { lockAddress } from './contactAddresses.ts'
import { foundBy } from './saveContact.ts'

export interface ContactRef {
  id: number
  name: string
}

/** The Contact of this address, made if there is none yet. The name of an existing one stays as it is. */
export async function contactFor(ctx: Writing, { address, name }: { address: string; name: string }): Promise<ContactRef> {
  const key = addressKey(address)
  const found = await heldByAddress(ctx, key)
  if (found) return found
  // Two mails of a new customer at once: the second waits here and finds what the first has made.
  await lockAddress(ctx, key)
  const meanwhile = await heldByAddress(ctx, key)
  if (meanwhile) return meanwhile
  const values = { name: name.trim() || address, emails: [key], phones: [] }
  const { id, version } = await ctx.db
    .insertInto('contacts')
    .values({ name: values.name, created_at: ctx.now, changed_at: ctx.now, ...foundBy(values) })
    .returning(['id', 'version'])
    .executeTakeFirstOrThrow()
  await ctx.db.insertInto('contact_addresses').values({ contact_id: id, kind: 'email', address: key }).execute()
  await record(ctx, contactCreated, { id, version }, { values })
  return { id, name: values.name }
}

/** The Contact of this address, if there is one. */
export const findContact = (ctx: Context, address: string) => byAddress(ctx, addressKey(address)).executeTakeFirst()

/** While this transaction lasts the Contact is not merged away: merging waits for it, and it for a merging under way. */
const heldByAddress = (ctx: Writing, key: string) => byAddress(ctx, key).forKeyShare().executeTakeFirst()

const byAddress = (ctx: Context, key: string) =>
  ctx.db
    .selectFrom('contact_addresses as a')
    .innerJoin('contacts as c', 'c.id', 'a.contact_id')
    .select(['c.id', 'c.name'])
    .where('a.kind', '=', 'email')
    .where('a.address', '=', key)
    .where('c.merged_into', 'is', null)
