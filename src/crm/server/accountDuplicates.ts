/** Accounts that may be one company: the same name but for punctuation and legal form, Contacts of one mail domain. */
import { sql } from 'kysely'
import type { AccountRow } from '#crm/account.ts'
import type { AlikeAccount } from '#crm/accountApi.ts'
import { publicMailDomains } from '#crm/publicMailDomains.ts'
import { allow } from '#platform/server/allow.ts'
import type { Context } from '#platform/server/context.ts'
import { accountById, accountColumns } from './accountQueries.ts'

type Reason = AlikeAccount['reasons'][number]
const most = 20
const groups = 50

/** As indexed. */
const domain = (of: string) => sql`split_part(${sql.ref(of)}, '@', 2)`
const ownDomain = (of: string) => sql`${domain(of)} <> all(${publicMailDomains}::text[])`
const key = (of: string) => sql`account_key(${sql.ref(of)})`

/** Which may be the same company as this Account. */
export async function similarAccounts(ctx: Context, { id }: { id: number }): Promise<{ duplicates: AlikeAccount[] }> {
  allow(ctx, 'accounts.read')
  const me = (await accountById(ctx, id)).id
  const { rows } = await sql<{ id: number; reasons: Reason[] }>`
    select x.id, array_agg(distinct f.reason) as reasons from (
      (select o.id, 'same_name' as reason from accounts a join accounts o on ${key('o.name_folded')} = ${key('a.name_folded')}
        and o.merged_into is null and o.id <> a.id where a.id = ${me} and ${key('a.name_folded')} <> '' limit ${most})
      union all (select distinct o.account_id, 'same_domain' from (
          select distinct ${domain('a.address')} as domain from contacts k join contact_addresses a on a.contact_id = k.id and a.kind = 'email'
          where k.account_id = ${me} and k.merged_into is null and ${ownDomain('a.address')} limit ${most}) d
        join contact_addresses b on b.kind = 'email' and ${domain('b.address')} = d.domain
        join contacts o on o.id = b.contact_id and o.account_id <> ${me} limit ${most})) f
    join accounts x on x.id = f.id and x.merged_into is null group by x.id order by count(*) desc, x.id limit ${most}`.execute(ctx.db)
  const accounts = await rowsOf(
    ctx,
    rows.map((row) => row.id),
  )
  return { duplicates: rows.flatMap(({ id: other, reasons }) => named(accounts, [other]).map((account) => ({ account, reasons }))) }
}

/** Groups of Accounts over the whole desk: as many as one can look at. A domain of very many Accounts is nobody's own. */
export async function listAccountDuplicates(ctx: Context) {
  allow(ctx, 'accounts.read')
  const { rows } = await sql<{ reason: Reason; ids: number[] }>`
    select reason, ids from (
      (select 'same_name' as reason, array_agg(id order by id) as ids from accounts where merged_into is null and ${key('name_folded')} <> ''
        group by ${key('name_folded')} having count(*) > 1 limit ${groups + 1})
      union all (select 'same_domain', array_agg(distinct k.account_id order by k.account_id)
        from contact_addresses a join contacts k on k.id = a.contact_id
        where a.kind = 'email' and k.account_id is not null and ${ownDomain('a.address')}
        group by ${domain('a.address')} having count(distinct k.account_id) between 2 and ${most} limit ${groups + 1})) g
    order by array_length(ids, 1) desc, ids[1], reason limit ${groups + 1}`.execute(ctx.db)
  const shown = rows.slice(0, groups)
  const accounts = await rowsOf(
    ctx,
    shown.flatMap((group) => group.ids.slice(0, most)),
  )
  return {
    groups: shown.map(({ reason, ids }) => ({ reason, accounts: named(accounts, ids.slice(0, most)) })),
    more: rows.length > groups,
  }
}

async function rowsOf(ctx: Context, ids: readonly number[]) {
  const { rows } = await sql<AccountRow>`select ${accountColumns} from accounts x where x.id = any(${ids}::bigint[])`.execute(ctx.db)
  return new Map(rows.map((row) => [row.id, row]))
}
const named = (accounts: Map<number, AccountRow>, ids: readonly number[]) =>
  ids.flatMap((id) => {
    const account = accounts.get(id)
    return account ? [account] : []
  })
