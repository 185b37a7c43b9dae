/** Merging Accounts: one survives with the Contacts and tickets of the others, and their numbers lead to it. */
import { sql } from 'kysely'
import type { AccountShown, AccountValues } from '#crm/account.ts'
import { longestNote } from '#crm/customer.ts'
import { accountMergedInto, accountsMerged, contactChanged } from '#crm/events.ts'
import { allow } from '#platform/server/allow.ts'
import type { Context, Writing } from '#platform/server/context.ts'
import { record } from '#platform/server/record.ts'
import { accountById } from './accountQueries.ts'
import type { CustomerHolder } from './customerHolder.ts'
import { asJson, changesBetween, flat, joinedCustom, readCustom } from './customValues.ts'
import { customerMerging, joinedNotes, movesOf, othersOf, type Merging } from './mergeCustomers.ts'
import { accountValues, lockAccount } from './saveAccount.ts'
import { byWhom } from './saveContact.ts'

const merging = customerMerging({ background: 'merge_accounts', table: 'accounts', lock: lockAccount, byId: accountById, join })
export const mergeAccountsLater = merging.later

/** What would move, as far as this reader may see it, and what the survivor would look like. */
export async function previewAccountMerge(ctx: Context, wanted: Merging, holders: readonly CustomerHolder[]) {
  allow(ctx, 'accounts.update')
  const survivor = await accountById(ctx, wanted.id)
  const others = await Promise.all(othersOf(wanted).map((id) => accountById(ctx, id)))
  const { name, slaId, note } = joined(survivor, others)
  const sla = [survivor, ...others].find((one) => one.sla?.id === slaId)?.sla ?? null
  const contacts = others.reduce((n, one) => n + one.contacts, 0)
  const ids = others.map((one) => one.id)
  return { moves: { ...(await movesOf(ctx, ids, holders)), contacts }, result: { id: survivor.id, name, sla, note } }
}

export async function mergeAccounts(ctx: Context, wanted: Merging, holders: readonly CustomerHolder[]) {
  allow(ctx, 'accounts.update')
  const { survivor, background } = await merging.merge(ctx, wanted, holders)
  return { account: survivor, background }
}

async function join(ctx: Writing, survivor: AccountShown, others: readonly AccountShown[]) {
  const { id } = survivor
  const otherIds = others.map((one) => one.id)
  const result = joined(survivor, others)
  const kept = [survivor, ...others].map((one) => one.custom)
  const custom = await readCustom(ctx, 'account', {}, await joinedCustom(ctx, 'account', kept))
  const changes = changesBetween(flat(accountValues(survivor)), flat({ ...result, custom: custom.values }))
  // One that only leads elsewhere keeps no SLA in use.
  await ctx.db.updateTable('accounts').set({ sla_id: null }).where('id', 'in', otherIds).execute()
  await ctx.db
    .updateTable('accounts')
    .set({
      sla_id: result.slaId,
      note: result.note,
      custom: asJson(custom.values),
      custom_folded: asJson(custom.folded),
      changed_at: ctx.now,
      changed_by: byWhom(ctx),
      version: survivor.version + 1,
    })
    .where('id', '=', id)
    .execute()
  await record(ctx, accountsMerged, { id, version: survivor.version + 1 }, { accountIds: otherIds, changes })
  for (const other of others)
    await record(
      ctx,
      accountMergedInto,
      { id: other.id, version: other.version + 1 },
      { accountId: id, values: flat(accountValues(other)) },
    )
}

/** What the survivor says of itself stands; what it does not say, the first other that does. Notes come together. */
function joined(survivor: AccountShown, others: readonly AccountShown[]): AccountValues {
  const all = [survivor, ...others].map(accountValues)
  return {
    ...accountValues(survivor),
    slaId: all.find((one) => one.slaId !== null)?.slaId ?? null,
    note: joinedNotes(
      all.map((one) => one.note),
      longestNote,
    ),
  }
}

const waitedContacts = 20_000

/** The Contacts of Accounts that are merged: each has it in its history. */
export const contactsOfAccount: CustomerHolder = {
  name: 'contacts',
  async seen(ctx, ids) {
    return countContacts(ctx, ids)
  },
  async long(ctx, ids) {
    return (await countContacts(ctx, ids)) > waitedContacts
  },
  async move(ctx, ids, survivorId, most) {
    const { actor } = ctx
    const { rows } = await sql<{ id: number }>`
      with taken as materialized (select id, account_id, merged_into from contacts where account_id = any(${ids}::bigint[])
          order by id limit ${Math.min(most, 2 ** 31)} for update),
        moved as (update contacts k set account_id = ${survivorId}, changed_at = ${ctx.now}, changed_by = ${byWhom(ctx)}, version = k.version + 1
          from taken where taken.id = k.id returning k.id, k.version, taken.account_id as "from", k.merged_into),
        told as (insert into events (at, name, subject, subject_id, version, actor_kind, actor_id, via, request_id, payload)
          select ${ctx.now}, ${contactChanged.name}, 'contact', id, version, ${actor.kind}, ${actor.kind === 'system' ? null : actor.id}::bigint,
            ${ctx.via}, ${ctx.requestId},
            jsonb_build_object('changes', jsonb_build_object('accountId', jsonb_build_object('from', "from", 'to', ${survivorId}::bigint)))
          from moved where merged_into is null)
      select id from moved`.execute(ctx.db)
    for (const { id } of rows.slice(0, 200)) ctx.touched.add(`contact:${id}`)
    return rows.length
  },
}

async function countContacts({ db }: Context, ids: readonly number[]): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from contacts where account_id = any(${ids}::bigint[]) and merged_into is null`.execute(db)
  return rows[0]?.n ?? 0
}
