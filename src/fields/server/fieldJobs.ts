/** What follows a change of a custom field and takes its time: its index, and values that became sets. Either can be run again at any moment. */
import { sql, type Kysely } from 'kysely'
import { z } from 'zod'
import { fieldSubjects, holdsSeveral } from '#fields/customField.ts'
import { job } from '#platform/server/jobs.ts'
import type { DB } from '#platform/server/tables.ts'
import { tableOf } from './fieldColumns.ts'
import { loadFields } from './fieldsOf.ts'
import { indexPrefix, wantedIndex } from './sortKey.ts'

const payload = z.object({ id: z.int().positive() })

export const fieldJobs = (db: Kysely<DB>) => [
  job({
    name: 'index_custom_field',
    payload: payload.extend({ subject: z.enum(fieldSubjects) }),
    run: ({ id, subject }) => indexField(db, id, subject),
  }),
  job({ name: 'index_custom_fields', payload: z.object({}), at: '41 3 * * *', run: () => indexAll(db) }),
  job({ name: 'set_custom_values', payload, run: ({ id }) => setValues(db, id) }),
]

/** Makes the index that the field wants and drops those it had; saves go on meanwhile, and lists keep the old one until the new one serves. */
export async function indexField(db: Kysely<DB>, id: number, subject: (typeof fieldSubjects)[number]) {
  const field = (await loadFields({ db }, subject)).byId.get(id)
  const wanted = field ? wantedIndex(field) : null
  const { rows: there } = await sql<{ name: string; valid: boolean }>`
    select c.relname as name, i.indisvalid as valid from pg_class c join pg_index i on i.indexrelid = c.oid
    where c.relnamespace = current_schema()::regnamespace and starts_with(c.relname::text, ${indexPrefix(id)})`.execute(db)
  const broken = there.filter((index) => !index.valid)
  for (const { name } of broken) await sql`drop index concurrently if exists ${sql.ref(name)}`.execute(db)
  if (wanted && !there.some((index) => index.valid && index.name === wanted.name))
    await sql`create index concurrently ${sql.ref(wanted.name)}
      on ${sql.table(tableOf[subject].table)} (${sql.raw(wanted.key)}, id)`.execute(db)
  for (const { name } of there)
    if (name !== wanted?.name && !broken.some((index) => index.name === name))
      await sql`drop index concurrently if exists ${sql.ref(name)}`.execute(db)
}

/** Every night: what an interrupted build or a restored backup lacks. */
export async function indexAll(db: Kysely<DB>) {
  for (const subject of fieldSubjects)
    for (const field of (await loadFields({ db }, subject)).all) if (field.sortable) await indexField(db, field.id, subject)
}

const batch = 500

/** Values kept as one become sets of one. Readers take either, so nothing is wrong while it runs. */
export async function setValues(db: Kysely<DB>, id: number) {
  const sets = await Promise.all(
    fieldSubjects.map(async (subject) => ({ subject, field: (await loadFields({ db }, subject)).byId.get(id) })),
  )
  const found = sets.find((one) => one.field && holdsSeveral(one.field))
  if (!found) return
  const { table } = tableOf[found.subject]
  const key = String(id)
  const wrapped = (column: string) => sql`case when ${sql.ref(column)} ? ${key} and jsonb_typeof(${sql.ref(column)} -> ${key}) <> 'array'
    then jsonb_set(${sql.ref(column)}, array[${key}], jsonb_build_array(${sql.ref(column)} -> ${key})) else ${sql.ref(column)} end`
  for (let last = 0, more = true; more;) {
    const { rows } = await sql<{ id: number }>`
      with next as (
        select id from ${sql.table(table)} where id > ${last} and custom <> '{}' and custom ? ${key} order by id limit ${batch} for update
      )
      update ${sql.table(table)} x set custom = ${wrapped('custom')}, custom_folded = ${wrapped('custom_folded')}
      from next where x.id = next.id returning x.id`.execute(db)
    last = Math.max(last, ...rows.map((row) => row.id))
    more = rows.length === batch
  }
}
