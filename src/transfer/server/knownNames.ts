/** The people and names that a file speaks of, as far as the desk knows them; looked up for some hundred rows at once. */
import { sql } from 'kysely'
import type { FieldSet } from '#fields/customField.ts'
import { fieldsOf } from '#fields/server/fieldsOf.ts'
import { addressKey, isAddress, parseMailbox } from '#platform/emailAddress.ts'
import { fold } from '#platform/fold.ts'
import type { Context } from '#platform/server/context.ts'
import type { Column, Target } from '#transfer/ticketImport.ts'

interface Named {
  id: number
  name: string
}

export interface Known {
  users: readonly (Named & { email: string })[]
  categories: Named[]
  statuses: Named[]
  fields: FieldSet
  accounts: Map<string, number>
  contactsByAddress: Map<string, number>
  /** Of each of these Contacts. */
  accountOf: Map<number, number | null>
  /** A name that two have says nothing. */
  contactsByName: Map<string, number[]>
  /** Tickets by their numbers in the other system. */
  tickets: Map<string, number>
}

/** What a cell of people means: addresses with their names, or only a name. */
export function mailboxesIn(cell: string): { address: string; name: string }[] {
  const whole = parseMailbox(cell)
  if (whole && isAddress(whole.address)) return [{ address: whole.address, name: whole.name ?? '' }]
  return cell
    .split(/[;,\n]+/)
    .map((part) => parseMailbox(part.trim()))
    .flatMap((found) => (found && isAddress(found.address) ? [{ address: found.address, name: found.name ?? '' }] : []))
}

/** The cell of this column, trimmed. */
export function cellOf(cells: readonly string[], columns: readonly Column[], target: Target): string {
  const at = columns.indexOf(target)
  return at === -1 ? '' : (cells[at] ?? '').trim()
}

export const shortName = (name: string) => name.replaceAll(/\s+/g, ' ').trim().slice(0, 200)

/** Those that do not change from chunk to chunk by themselves. */
export async function knownOfDesk(ctx: Pick<Context, 'db'>): Promise<Pick<Known, 'users' | 'categories' | 'statuses' | 'fields'>> {
  const list = async (table: 'categories' | 'statuses', name: string) =>
    (await sql<Named>`select id, ${sql.ref(name)} as name from ${sql.table(table)} order by id`.execute(ctx.db)).rows
  return {
    users: await ctx.db.selectFrom('users').select(['id', 'name', 'email']).execute(),
    categories: await list('categories', 'name'),
    statuses: await list('statuses', 'title'),
    fields: await fieldsOf(ctx, 'ticket'),
  }
}

export async function knownFor(
  ctx: Pick<Context, 'db'>,
  rows: readonly (readonly string[])[],
  columns: readonly Column[],
  source: string,
): Promise<Known> {
  const cells = (target: Target) => [...new Set(rows.map((row) => cellOf(row, columns, target)).filter((cell) => cell !== ''))]
  const addresses = cells('contact').flatMap((cell) => mailboxesIn(cell).map(({ address }) => addressKey(address)))
  const names = [...cells('contact'), ...cells('contactName')].map(fold)
  const accounts = cells('account').map((name) => fold(shortName(name)))
  const numbers = [...cells('externalId'), ...cells('parent')]
  const known: Known = {
    ...(await knownOfDesk(ctx)),
    accounts: new Map(),
    contactsByAddress: new Map(),
    accountOf: new Map(),
    contactsByName: new Map(),
    tickets: new Map(),
  }
  if (addresses.length > 0) {
    const { rows: found } = await sql<{ address: string; id: number; account: number | null }>`
      select a.address, c.id, c.account_id as account from contact_addresses a join contacts c on c.id = a.contact_id
      where a.kind = 'email' and a.address = any(${addresses}::text[]) and c.merged_into is null`.execute(ctx.db)
    for (const { address, id, account } of found) {
      known.contactsByAddress.set(address, id)
      known.accountOf.set(id, account)
    }
  }
  if (names.length > 0) {
    const { rows: found } = await sql<{ name: string; id: number }>`
      select name_folded as name, id from contacts where name_folded = any(${names}::text[]) and merged_into is null`.execute(ctx.db)
    for (const { name, id } of found) known.contactsByName.set(name, [...(known.contactsByName.get(name) ?? []), id])
  }
  if (accounts.length > 0) {
    const { rows: found } = await sql<{ name: string; id: number }>`
      select name_folded as name, min(id) as id from accounts where name_folded = any(${accounts}::text[]) group by 1`.execute(ctx.db)
    for (const { name, id } of found) known.accounts.set(name, id)
  }
  if (numbers.length > 0) {
    const { rows: found } = await sql<{ number: string; id: number }>`
      select external_id as number, ticket_id as id from ticket_external_ids where source = ${source} and external_id = any(${numbers}::text[])`.execute(
      ctx.db,
    )
    for (const { number, id } of found) known.tickets.set(number, id)
  }
  return known
}
