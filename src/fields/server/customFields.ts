/** Keeps the custom fields: renaming and removing lose nothing; only one without any value can be deleted or become something else entirely. */
import { sql } from 'kysely'
import { customFields, most, type CustomField, type FieldValues } from '#fields/customField.ts'
import { readValue, usersIn } from '#fields/customValue.ts'
import { dependents, problemsOfField } from '#fields/fieldProblems.ts'
import { keepsValues, settleField } from '#fields/settleField.ts'
import { unknownIds } from '#people/server/unknownIds.ts'
import type { FieldProblem } from '#platform/problem.ts'
import type { Context, Writing } from '#platform/server/context.ts'
import { addJob } from '#platform/server/jobs.ts'
import { keepThings } from '#platform/server/things.ts'
import type { Use } from '#platform/thing.ts'
import { fieldColumns, tableOf } from './fieldColumns.ts'
import { loadFields, lockValues } from './fieldsOf.ts'

export const keptCustomFields = keepThings({
  thing: customFields,
  table: 'custom_fields',
  columns: fieldColumns,
  json: ['options', 'default', 'condition'],
  title: 'title',
  within: 'subject',
  order: sql`x.subject desc, x.position, lower(x.title)`,
  settle: async (ctx, values, before) => settleField(values, before, await loadFields(ctx, values.subject)),
  async check(ctx, values, id, before) {
    const field: CustomField = { ...values, id: id ?? 0 }
    return [
      ...problemsOfField(field, await loadFields(ctx, (before ?? values).subject)),
      ...(await unknownIds(ctx, [
        ['categoryIds', 'categories', values.categoryIds],
        ['condition', 'categories', values.condition?.field === 'categoryId' ? values.condition.values.filter(isNumber) : []],
        ['default', 'users', usersIn(field, readValue(field, field.default).value ?? null)],
      ])),
      ...(id !== null && before ? await valueProblems(ctx, id, before, values) : []),
    ]
  },
  async uses(ctx, id): Promise<Use[]> {
    if (isWriting(ctx)) await lockValues(ctx) // deleting: no save may add a value meanwhile
    const field = (await sql<{ subject: FieldValues['subject'] }>`select subject from custom_fields where id = ${id}`.execute(ctx.db))
      .rows[0]
    if (!field) return []
    const others = await loadFields(ctx, field.subject)
    return [
      ...dependents(id, others).map((other) => ({ what: 'custom_field', id: other.id, title: other.title })),
      ...(await rowsWith(ctx, field.subject, id)),
    ]
  },
  async saved(ctx, { id, before, after }) {
    if (before && after && keepsValues(before, after) === 'as_sets')
      await addJob(ctx.db, 'set_custom_values', { id }, `set_custom_values ${id}`)
    if (before?.sortable || after?.sortable)
      await addJob(ctx.db, 'index_custom_field', { id, subject: (after ?? before)?.subject }, `index_custom_field ${id}`)
  },
})

const isNumber = (value: unknown) => typeof value === 'number'
const isWriting = (ctx: Context | Writing): ctx is Writing => 'touched' in ctx

/** Rows that have a value, hidden and deleted ones too: at most twenty, for people to look at. */
async function rowsWith({ db }: Context, subject: FieldValues['subject'], id: number): Promise<Use[]> {
  const { table, title } = tableOf[subject]
  const { rows } = await sql<Use>`select ${subject} as what, id, ${subject === 'ticket' ? sql`'#' || id` : sql.ref(title)} as title
    from ${sql.table(table)} where custom <> '{}' and custom ? ${String(id)} order by id desc limit 20`.execute(db)
  return rows
}

/** Where values exist, a field may only become what they mean the same under. */
async function valueProblems(ctx: Writing, id: number, before: FieldValues, after: FieldValues): Promise<FieldProblem[]> {
  const kept = keepsValues(before, after)
  if (kept === 'as_they_are') return []
  await lockValues(ctx)
  if (kept === 'as_sets') return []
  const { table } = tableOf[before.subject]
  const key = String(id)
  const long = sql`and exists (select from jsonb_path_query(custom -> ${key}, '$[*]') v(one)
    where length(one #>> '{}') > ${most.text} or one #>> '{}' ~ '[\n\t]')`
  const { rows } = await sql`select from ${sql.table(table)}
    where custom <> '{}' and custom ? ${key} ${kept === 'if_short' ? long : sql``} limit 1`.execute(ctx.db)
  return rows.length === 0 ? [] : [{ field: before.type === after.type ? 'several' : 'type', code: 'has_values' }]
}
