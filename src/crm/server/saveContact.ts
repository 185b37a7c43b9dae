/** Creates, changes and deletes Contacts. With `contactFor`, which mail comes through, and merging, the only writers of their tables. */
import { sql } from 'kysely'
import type { ContactShown, ContactValues } from '#crm/contact.ts'
import { contactChanged, contactCreated, contactDeleted } from '#crm/events.ts'
import { searchWords } from '#crm/searchWords.ts'
import { fold } from '#platform/fold.ts'
import { BadInput, Conflict, NotFound, RuleBroken, type FieldProblem } from '#platform/problem.ts'
import { allow } from '#platform/server/allow.ts'
import { inTransaction, type Context, type Writing } from '#platform/server/context.ts'
import { record } from '#platform/server/record.ts'
import { takenAddresses, writeAddresses } from './contactAddresses.ts'
import { contactById } from './contactQueries.ts'
import { asJson, changesBetween, flat, readCustom } from './customValues.ts'

/** The columns by which a Contact is found and sorted. */
export const foundBy = (of: { name: string; emails: readonly string[]; phones: readonly string[] }) => ({
  name_folded: fold(of.name),
  search: sql`array_to_tsvector(${searchWords(of)}::text[])`,
})

export async function createContact(ctx: Context, values: ContactValues): Promise<ContactShown> {
  allow(ctx, 'contacts.create')
  return inTransaction(ctx, async (writing) => contactById(writing, await insertContact(writing, values)))
}

/** Within a transaction of the caller's, who has asked whether it is allowed. */
export async function insertContact(ctx: Writing, values: ContactValues): Promise<number> {
  const custom = await readCustom(ctx, 'contact', values.custom, null)
  refuse([...custom.problems, ...(await problemsWith(ctx, values, null))])
  const { id, version } = await ctx.db
    .insertInto('contacts')
    .values({
      name: values.name,
      account_id: values.accountId,
      note: values.note,
      custom: asJson(custom.values),
      custom_folded: asJson(custom.folded),
      created_at: ctx.now,
      changed_at: ctx.now,
      changed_by: byWhom(ctx),
      ...foundBy(values),
    })
    .returning(['id', 'version'])
    .executeTakeFirstOrThrow()
  await writeAddresses(ctx, id, values)
  await record(ctx, contactCreated, { id, version }, { values: flat({ ...values, custom: custom.values }) })
  return id
}

export async function changeContact(
  ctx: Context,
  { id, version, ...values }: ContactValues & { id: number; version: number },
): Promise<ContactShown> {
  allow(ctx, 'contacts.update')
  return inTransaction(ctx, async (writing) => {
    const held = await lockContact(writing, id)
    if (held.version !== version)
      throw new Conflict('Someone else changed this Contact since you loaded it.', [
        { field: 'version', code: 'conflict', details: { who: held.changedBy?.name ?? null, at: held.changedAt } },
      ])
    await updateContact(writing, held, values)
    return contactById(writing, id)
  })
}

/** `held` is locked by the caller. False when nothing differs: then nothing is written. */
export async function updateContact(ctx: Writing, held: ContactShown, values: ContactValues): Promise<boolean> {
  const custom = await readCustom(ctx, 'contact', values.custom, held.custom)
  const after = { ...values, custom: custom.values }
  const changes = changesBetween(flat(contactValues(held)), flat(after))
  if (Object.keys(changes).length === 0 && custom.problems.length === 0) return false
  refuse([...custom.problems, ...(await problemsWith(ctx, values, held.id))])
  const saved = { id: held.id, version: held.version + 1 }
  await ctx.db
    .updateTable('contacts')
    .set({
      name: values.name,
      account_id: values.accountId,
      note: values.note,
      custom: asJson(custom.values),
      custom_folded: asJson(custom.folded),
      changed_at: ctx.now,
      changed_by: byWhom(ctx),
      version: saved.version,
      ...foundBy(values),
    })
    .where('id', '=', held.id)
    .execute()
  await writeAddresses(ctx, held.id, values)
  await record(ctx, contactChanged, saved, { changes })
  return true
}

/** Deletes a Contact who has neither tickets nor messages; erasing one with all traces is another command. */
export async function deleteContact(ctx: Context, { id }: { id: number }) {
  allow(ctx, 'contacts.delete')
  await inTransaction(ctx, async (writing) => {
    const held = await lockContact(writing, id)
    const { rows } = await sql<{ used: boolean }>`
      select exists (select from tickets where contact_id = ${id}) or exists (select from activities where contact_id = ${id}) as used`.execute(
      writing.db,
    )
    if (rows[0]?.used)
      throw new RuleBroken('This Contact has tickets and cannot be deleted.', [{ field: 'id', code: 'has_tickets' }], 'has_tickets')
    await writing.db.deleteFrom('contacts').where('merged_into', '=', id).execute()
    await writing.db.deleteFrom('contacts').where('id', '=', id).execute()
    await record(writing, contactDeleted, { id, version: held.version + 1 }, { values: flat(contactValues(held)) })
  })
  return { ok: true as const }
}

/** Locks one Contact. One that was merged is no longer there to be changed. */
export async function lockContact(ctx: Writing, id: number): Promise<ContactShown> {
  const row = await ctx.db.selectFrom('contacts').select('merged_into').where('id', '=', id).forUpdate().executeTakeFirst()
  if (!row) throw new NotFound(`There is no Contact with the number ${id}.`)
  if (row.merged_into !== null)
    throw new Conflict('This Contact was merged into another.', [{ field: 'id', code: 'merged', details: { contactId: row.merged_into } }])
  return contactById(ctx, id)
}

/** What people filled in, of a Contact as it is shown. */
export const contactValues = ({ name, emails, phones, account, note, custom }: ContactShown): ContactValues => ({
  name,
  emails,
  phones,
  accountId: account?.id ?? null,
  note,
  custom,
})

async function problemsWith(ctx: Writing, values: ContactValues, id: number | null): Promise<FieldProblem[]> {
  const problems = await takenAddresses(ctx, values, id)
  if (values.accountId !== null) {
    const account = await ctx.db
      .selectFrom('accounts')
      .select('id')
      .where('id', '=', values.accountId)
      .where('merged_into', 'is', null)
      .forKeyShare()
      .executeTakeFirst()
    if (!account) problems.push({ field: 'accountId', code: 'invalid_value' })
  }
  return problems
}

function refuse(problems: FieldProblem[]) {
  if (problems.length > 0) throw new BadInput('Not saved: some values cannot be.', problems)
}

/** Null: the desk itself, or a customer. */
export const byWhom = ({ actor }: Writing) => (actor.kind === 'user' ? actor.id : null)
