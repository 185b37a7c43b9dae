/** The order of a custom field in lists: one expression per field, the same in the list's query and in the index that serves it. */
import { createHash } from 'node:crypto'
import { sql, type RawBuilder } from 'kysely'
import { hasOptions, sortableTypes, type CustomField } from '#fields/customField.ts'

/**
 * SQL of what rows are sorted by; `null` for empty and for a value of another type. A select is sorted by the places of its options,
 * text by one collation that every PostgreSQL brings. Holds only numbers and names of our own, so it can stand in a query as it is.
 */
export function sortKey(field: Pick<CustomField, 'id' | 'type' | 'options'>): RawBuilder<unknown> {
  return sql.raw(sortKeyText(field))
}

function sortKeyText({ id, type, options }: Pick<CustomField, 'id' | 'type' | 'options'>) {
  const at = `custom -> '${id}'`
  const when = (kind: string, key: string) => `(case when jsonb_typeof(${at}) = '${kind}' then ${key} end)`
  if (hasOptions(type)) {
    const places = options.toSorted((a, b) => Number(a.removed) - Number(b.removed)).map((option) => option.id)
    return when('number', `array_position('{${places.join()}}'::bigint[], (${at})::bigint)`)
  }
  if (type === 'number') return when('number', `(${at})::float8`)
  if (type === 'yes_no') return when('boolean', `(${at})::boolean`)
  const text = `left(${at.replace('->', '->>')}, 200)`
  return when('string', type === 'date' || type === 'time' || type === 'date_time' ? `${text} collate "C"` : `${text} collate "und-x-icu"`)
}

/** The index that a field should have now: its name says of which expression it is. Null: none. */
export function wantedIndex(field: CustomField): { name: string; key: string } | null {
  if (!field.sortable || field.removed || field.several || !sortableTypes.has(field.type)) return null
  const key = sortKeyText(field)
  return { name: `${indexPrefix(field.id)}${createHash('sha256').update(key).digest('hex').slice(0, 12)}`, key }
}

export const indexPrefix = (id: number) => `custom_field_${id}_`
