/** The custom fields as every reader and writer of values needs them: kept in the process, and never older than the database. */
import { sql } from 'kysely'
import { fieldSet, type CustomField, type FieldSet, type FieldSubject } from '#fields/customField.ts'
import type { Context, Writing } from '#platform/server/context.ts'
import { fieldColumns } from './fieldColumns.ts'

const kept = new Map<FieldSubject, { stamp: string; fields: FieldSet }>()

/** All custom fields of a subject, removed ones too. One small query asks whether they are still the same, those of the own transaction included. */
export async function fieldsOf({ db }: Pick<Context, 'db'>, subject: FieldSubject): Promise<FieldSet> {
  const { rows } = await sql<{ stamp: string }>`select ${stamp} as stamp`.execute(db)
  return fieldsAt({ db }, subject, rows[0]?.stamp ?? '')
}

/** The stamp of all custom fields, for a statement that asks something else too. */
export const stamp = sql<string>`(select stamp from custom_fields_stamp)`

/** The same, by a stamp that was just read. */
export async function fieldsAt({ db }: Pick<Context, 'db'>, subject: FieldSubject, at: string): Promise<FieldSet> {
  const known = kept.get(subject)
  if (known?.stamp === at) return known.fields
  const fields = await loadFields({ db }, subject)
  kept.set(subject, { stamp: at, fields }) // at most newer than their stamp, which only makes them be loaded once more
  return fields
}

/** For a save that writes values: until it ends, no field becomes another type or is deleted under it. */
export const holdFields = (ctx: Pick<Context, 'db'>) => sql`select pg_advisory_xact_lock_shared(hashtext('custom values'))`.execute(ctx.db)

/** Held, and read. */
export async function fieldsToWrite(ctx: Writing, subject: FieldSubject): Promise<FieldSet> {
  await holdFields(ctx)
  return fieldsOf(ctx, subject)
}

/** For a change of a field that depends on which values there are: waits for saves that write some, and later ones wait for it. */
export const lockValues = (ctx: Writing) => sql`select pg_advisory_xact_lock(hashtext('custom values'))`.execute(ctx.db)

/** From the database, whatever is known. */
export async function loadFields({ db }: Pick<Context, 'db'>, subject: FieldSubject): Promise<FieldSet> {
  const columns = Object.entries(fieldColumns).map(([key, column]) => sql`${sql.ref(column)} as ${sql.ref(key)}`)
  const { rows } = await sql<CustomField>`
    select id, ${sql.join(columns)} from custom_fields where subject = ${subject} order by position, lower(title), id`.execute(db)
  return fieldSet(rows)
}
