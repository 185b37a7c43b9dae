/** The addresses and numbers of Contacts: each belongs to one Contact only. */
import { sql } from 'kysely'
import type { FieldProblem } from '#platform/problem.ts'
import type { Writing } from '#platform/server/context.ts'

export interface Addresses {
  emails: readonly string[]
  phones: readonly string[]
}

const entries = ({ emails, phones }: Addresses) => [
  ...emails.map((address, n) => ({ kind: 'email' as const, address, position: n, field: `emails.${n}` })),
  ...phones.map((address, n) => ({ kind: 'phone' as const, address, position: n, field: `phones.${n}` })),
]

/** Two who claim the same address at once stand in line here; the second finds what the first has made. */
export const lockAddress = (ctx: Writing, address: string) =>
  sql`select pg_advisory_xact_lock(hashtext('contact address'), hashtext(${address}))`.execute(ctx.db)

/** What others have of these, each named with its owner. Locks them, so that the answer holds. */
export async function takenAddresses(ctx: Writing, wanted: Addresses, contactId: number | null): Promise<FieldProblem[]> {
  const all = entries(wanted)
  if (all.length === 0) return []
  for (const address of all.map((one) => one.address).toSorted()) await lockAddress(ctx, address)
  const { rows } = await sql<{ kind: string; address: string; id: number; name: string }>`
    select a.kind, a.address, k.id, k.name from contact_addresses a join contacts k on k.id = a.contact_id
    where a.address = any(${all.map((one) => one.address)}::text[]) and a.kind in ('email', 'phone')
      and a.contact_id is distinct from ${contactId}`.execute(ctx.db)
  return all.flatMap(({ kind, address, field }) => {
    const owner = rows.find((row) => row.kind === kind && row.address === address)
    return owner ? [{ field, code: 'taken', details: { contact: { id: owner.id, name: owner.name } } }] : []
  })
}

/** Makes these the Contact's addresses, in this order. */
export async function writeAddresses(ctx: Writing, contactId: number, wanted: Addresses) {
  const all = entries(wanted)
  await sql`delete from contact_addresses a where a.contact_id = ${contactId}
    and not exists (select from unnest(${all.map((x) => x.kind)}::text[], ${all.map((x) => x.address)}::text[]) w (kind, address)
      where w.kind = a.kind and w.address = a.address)`.execute(ctx.db)
  if (all.length === 0) return
  await ctx.db
    .insertInto('contact_addresses')
    .values(all.map(({ kind, address, position }) => ({ contact_id: contactId, kind, address, position })))
    .onConflict((conflict) => conflict.columns(['kind', 'address']).doUpdateSet((row) => ({ position: row.ref('excluded.position') })))
    .execute()
}
