/** Reading Accounts: lists, and one with everything about it. */
import { sql } from 'kysely'
import type { AccountRow, AccountShown } from '#crm/account.ts'
import { NotFound } from '#platform/problem.ts'
import { allow } from '#platform/server/allow.ts'
import type { Context } from '#platform/server/context.ts'
import { customerCount, customerPage, type PageWanted } from './customerPage.ts'

/** The columns of a row, of `accounts as x`. */
export const accountColumns = sql<AccountRow>`x.id, x.name, x.version, x.changed_at as "changedAt",
  (select json_build_object('id', s.id, 'title', s.title) from slas s where s.id = x.sla_id) as sla,
  (select count(*) from contacts k where k.account_id = x.id and k.merged_into is null) as contacts`

const listed = [sql`x.merged_into is null`]

/** Accounts by the words of their name; those that were merged into another stand in no list. */
export async function findAccounts(ctx: Context, wanted: PageWanted) {
  allow(ctx, 'accounts.read')
  const { rows, next } = await customerPage(ctx, 'accounts', wanted, { where: listed, shape: accountColumns })
  return { accounts: rows, next }
}

/** How many such a list has. */
export async function countAccounts(ctx: Context, { q }: { q: string }) {
  allow(ctx, 'accounts.read')
  return customerCount(ctx, 'accounts', q, listed)
}

/** One Account; the number of a merged one leads to the survivor. */
export async function getAccount(ctx: Context, { id }: { id: number }): Promise<AccountShown> {
  allow(ctx, 'accounts.read')
  return accountById(ctx, id)
}

/** The same without asking for the permission: for commands, which ask for their own. */
export async function accountById(ctx: Context, id: number): Promise<AccountShown> {
  const { rows } = await sql<AccountShown>`
    select ${accountColumns}, x.note, x.custom, x.created_at as "createdAt",
      (select json_build_object('id', u.id, 'name', u.name) from users u where u.id = x.changed_by) as "changedBy"
    from accounts x where x.id = (select coalesce(merged_into, id) from accounts where id = ${id})`.execute(ctx.db)
  const found = rows[0]
  if (!found) throw new NotFound(`There is no Account with the number ${id}.`)
  return found
}
