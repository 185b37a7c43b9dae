/** One row of an imported file: known by its addresses, else its numbers; new, changed, unchanged, or refused with a reason. */
import { sql } from 'kysely'
import type { FieldSet } from '#fields/customField.ts'
import type { ImportColumn } from '#crm/importApi.ts'
import { contactInput, type ContactValues } from '#crm/contact.ts'
import { unguardedCell } from '#crm/csv.ts'
import { importValue, type Named } from '#crm/importValue.ts'
import { BadInput, Conflict, RuleBroken } from '#platform/problem.ts'
import type { Writing } from '#platform/server/context.ts'
import { accountNamed, insertAccount } from './saveAccount.ts'
import { contactValues, insertContact, lockContact, updateContact } from './saveContact.ts'

export type Outcome = 'created' | 'changed' | 'unchanged' | { field: string; code: string }

export interface Reading {
  columns: readonly ImportColumn[]
  fields: FieldSet
  users: Named
}

/** What a row says. Empty cells say nothing. */
interface Said {
  name: string
  emails: string[]
  phones: string[]
  account: string
  note: string
  custom: Record<string, unknown>
}

/** Writes a row in the caller's transaction; what is refused leaves no trace. */
export async function importRow(ctx: Writing, cells: readonly string[], reading: Reading): Promise<Outcome> {
  await sql`savepoint one_row`.execute(ctx.db)
  const outcome = await write(ctx, said(cells, reading)).catch(refusal)
  if (typeof outcome === 'object') await sql`rollback to savepoint one_row`.execute(ctx.db)
  await sql`release savepoint one_row`.execute(ctx.db)
  return outcome
}

/** The addresses and numbers of a row, by which it is known. */
export function keysOf(cells: readonly string[], reading: Reading): string[] {
  const { emails, phones } = said(cells, reading)
  const read = contactInput.safeParse({ name: 'x', emails, phones })
  return read.success ? [...read.data.emails, ...read.data.phones] : []
}

function said(cells: readonly string[], { columns, fields, users }: Reading): Said {
  const row: Said = { name: '', emails: [], phones: [], account: '', note: '', custom: {} }
  let [first, last] = ['', '']
  for (const [n, column] of columns.entries()) {
    const cell = unguardedCell(cells[n] ?? '').trim()
    if (cell === '' || column === null) continue
    if (column === 'firstName') first = cell
    else if (column === 'lastName') last = cell
    else if (column === 'email') row.emails.push(...cell.split(/[;,\s]+/).filter((one) => one !== ''))
    else if (column === 'phone') row.phones.push(...cell.split(/[;,\n]+/).filter((one) => one.trim() !== ''))
    else if (column === 'name' || column === 'account' || column === 'note') row[column] = cell
    else {
      const field = fields.byId.get(Number(column.slice('custom.'.length)))
      if (field) row.custom[field.id] = importValue(field, cell, users)
    }
  }
  row.name ||= `${first} ${last}`.trim()
  return row
}

async function write(ctx: Writing, row: Said): Promise<Outcome> {
  const read = contactInput.safeParse({ ...row, name: row.name || row.emails[0] || row.phones[0] || '' })
  if (!read.success) {
    const [issue] = read.error.issues
    const code: unknown = issue?.code === 'custom' ? issue.params?.['code'] : undefined
    return { field: String(issue?.path[0] ?? 'row'), code: typeof code === 'string' ? code : 'invalid_value' }
  }
  const { emails, phones } = read.data
  if (emails.length + phones.length === 0) return { field: 'emails', code: 'address_required' }
  const owners = await ownersOf(ctx, emails, phones)
  if (owners.length > 1) return { field: 'emails', code: 'two_contacts' }
  const accountId = row.account === '' ? null : await accountFor(ctx, row.account)
  if (accountId === undefined) return { field: 'account', code: 'no_such_account' }
  const [owner] = owners
  if (owner === undefined) {
    await insertContact(ctx, { ...read.data, accountId })
    return 'created'
  }
  const held = await lockContact(ctx, owner)
  const before = contactValues(held)
  const values: ContactValues = {
    name: row.name === '' ? before.name : read.data.name,
    emails: [...new Set([...before.emails, ...emails])],
    phones: [...new Set([...before.phones, ...phones])],
    accountId: accountId ?? before.accountId,
    note: read.data.note === '' ? before.note : read.data.note,
    custom: read.data.custom,
  }
  return (await updateContact(ctx, held, values)) ? 'changed' : 'unchanged'
}

/** Whose these are: by address first; numbers are asked only where no address is known. */
async function ownersOf(ctx: Writing, emails: readonly string[], phones: readonly string[]): Promise<number[]> {
  const of = async (kind: 'email' | 'phone', addresses: readonly string[]) => {
    if (addresses.length === 0) return []
    const rows = await ctx.db
      .selectFrom('contact_addresses')
      .select('contact_id')
      .distinct()
      .where('kind', '=', kind)
      .where('address', 'in', addresses)
      .execute()
    return rows.map((row) => row.contact_id)
  }
  const known = await of('email', emails)
  return known.length > 0 ? known : of('phone', phones)
}

/** The Account of this name, made where one may make Accounts. */
async function accountFor(ctx: Writing, name: string): Promise<number | undefined> {
  const short = name.replaceAll(/\s+/g, ' ').slice(0, 200)
  const found = await accountNamed(ctx, short)
  if (found) return found.id
  if (ctx.actor.kind === 'user' && !ctx.actor.permissions.has('accounts.create')) return undefined
  return insertAccount(ctx, { name: short, slaId: null, note: '', custom: {} })
}

function refusal(error: unknown): Outcome {
  if (error instanceof BadInput || error instanceof RuleBroken || error instanceof Conflict) {
    const [problem] = error.problems
    return { field: problem?.field ?? 'row', code: problem?.code ?? 'refused' }
  }
  throw error
}
