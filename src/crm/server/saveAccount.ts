/** Creates, changes and deletes Accounts: the only writer of their table. */
import { sql } from 'kysely'
import type { AccountShown, AccountValues } from '#crm/account.ts'
import { accountChanged, accountCreated, accountDeleted } from '#crm/events.ts'
import { searchWords } from '#crm/searchWords.ts'
import { fold } from '#platform/fold.ts'
import { BadInput, Conflict, NotFound, RuleBroken, type FieldProblem } from '#platform/problem.ts'
import { allow } from '#platform/server/allow.ts'
import { inTransaction, type Context, type Writing } from '#platform/server/context.ts'
import { record } from '#platform/server/record.ts'
import { accountById } from './accountQueries.ts'
import { asJson, changesBetween, flat, readCustom } from './customValues.ts'
import { byWhom } from './saveContact.ts'

const foundBy = (name: string) => ({ name_folded: fold(name), search: sql`array_to_tsvector(${searchWords({ name })}::text[])` })

export async function createAccount(ctx: Context, values: AccountValues): Promise<AccountShown> {
  allow(ctx, 'accounts.create')
  return inTransaction(ctx, async (writing) => accountById(writing, await insertAccount(writing, values)))
}

/** Within a transaction of the caller's, who has asked whether it is allowed. */
export async function insertAccount(ctx: Writing, values: AccountValues): Promise<number> {
  const custom = await readCustom(ctx, 'account', values.custom, null)
  refuse([...custom.problems, ...(await problemsWith(ctx, values, null))])
  const row = await ctx.db
    .insertInto('accounts')
    .values({
      name: values.name,
      sla_id: values.slaId,
      note: values.note,
      custom: asJson(custom.values),
      custom_folded: asJson(custom.folded),
      created_at: ctx.now,
      changed_at: ctx.now,
      changed_by: byWhom(ctx),
      ...foundBy(values.name),
    })
    .returning(['id', 'version'])
    .executeTakeFirstOrThrow()
  await record(ctx, accountCreated, row, { values: flat({ ...values, custom: custom.values }) })
  return row.id
}

export async function changeAccount(
  ctx: Context,
  { id, version, ...values }: AccountValues & { id: number; version: number },
): Promise<AccountShown> {
  allow(ctx, 'accounts.update')
  return inTransaction(ctx, async (writing) => {
    const held = await lockAccount(writing, id)
    if (held.version !== version)
      throw new Conflict('Someone else changed this Account since you loaded it.', [
        { field: 'version', code: 'conflict', details: { who: held.changedBy?.name ?? null, at: held.changedAt } },
      ])
    const custom = await readCustom(writing, 'account', values.custom, held.custom)
    const changes = changesBetween(flat(accountValues(held)), flat({ ...values, custom: custom.values }))
    if (Object.keys(changes).length === 0 && custom.problems.length === 0) return held
    refuse([...custom.problems, ...(await problemsWith(writing, values, id))])
    const saved = { id, version: version + 1 }
    await writing.db
      .updateTable('accounts')
      .set({
        name: values.name,
        sla_id: values.slaId,
        note: values.note,
        custom: asJson(custom.values),
        custom_folded: asJson(custom.folded),
        changed_at: writing.now,
        changed_by: byWhom(writing),
        version: saved.version,
        ...foundBy(values.name),
      })
      .where('id', '=', id)
      .execute()
    await record(writing, accountChanged, saved, { changes })
    return accountById(writing, id)
  })
}

/** Deletes an Account that nobody belongs to and no ticket names. */
export async function deleteAccount(ctx: Context, { id }: { id: number }) {
  allow(ctx, 'accounts.delete')
  await inTransaction(ctx, async (writing) => {
    const held = await lockAccount(writing, id)
    const { rows } = await sql<{ contacts: boolean; tickets: boolean }>`
      select exists (select from contacts where account_id = ${id} and merged_into is null) as contacts,
        exists (select from tickets where account_id = ${id}) as tickets`.execute(writing.db)
    const code = rows[0]?.contacts ? 'has_contacts' : rows[0]?.tickets ? 'has_tickets' : null
    if (code) throw new RuleBroken('This Account has Contacts or tickets and cannot be deleted.', [{ field: 'id', code }], code)
    await writing.db.updateTable('contacts').set({ account_id: null }).where('account_id', '=', id).execute()
    await writing.db.deleteFrom('accounts').where('merged_into', '=', id).execute()
    await writing.db.deleteFrom('accounts').where('id', '=', id).execute()
    await record(writing, accountDeleted, { id, version: held.version + 1 }, { values: flat(accountValues(held)) })
  })
  return { ok: true as const }
}

/** Locks one Account. One that was merged is no longer there to be changed. */
export async function lockAccount(ctx: Writing, id: number): Promise<AccountShown> {
  const row = await ctx.db.selectFrom('accounts').select('merged_into').where('id', '=', id).forUpdate().executeTakeFirst()
  if (!row) throw new NotFound(`There is no Account with the number ${id}.`)
  if (row.merged_into !== null)
    throw new Conflict('This Account was merged into another.', [{ field: 'id', code: 'merged', details: { accountId: row.merged_into } }])
  return accountById(ctx, id)
}

/** What people filled in, of an Account as it is shown. */
export const accountValues = ({ name, sla, note, custom }: AccountShown): AccountValues => ({ name, slaId: sla?.id ?? null, note, custom })

/** No two Accounts have the same name, whatever its case and accents. */
async function problemsWith(ctx: Writing, values: AccountValues, id: number | null): Promise<FieldProblem[]> {
  const problems: FieldProblem[] = []
  const other = await accountNamed(ctx, values.name)
  if (other && other.id !== id) problems.push({ field: 'name', code: 'taken', details: { account: other } })
  if (values.slaId !== null) {
    const { rows } = await sql`select from slas where id = ${values.slaId} for key share`.execute(ctx.db)
    if (rows.length === 0) problems.push({ field: 'slaId', code: 'invalid_value' })
  }
  return problems
}

/** The Account of this name. Locks the name, so that two who make it at once make one. */
export async function accountNamed(ctx: Writing, name: string): Promise<{ id: number; name: string } | undefined> {
  const folded = fold(name)
  await sql`select pg_advisory_xact_lock(hashtext('account name'), hashtext(${folded}))`.execute(ctx.db)
  return ctx.db
    .selectFrom('accounts')
    .select(['id', 'name'])
    .where('name_folded', '=', folded)
    .where('merged_into', 'is', null)
    .orderBy('id')
    .executeTakeFirst()
}

function refuse(problems: FieldProblem[]) {
  if (problems.length > 0) throw new BadInput('Not saved: some values cannot be.', problems)
}
