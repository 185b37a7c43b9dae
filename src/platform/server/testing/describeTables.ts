/** Describes a migrated database as TypeScript: the source of `tables.ts`, so that no query can name a column that does not exist. */
import type pg from 'pg'

const types: Record<string, string> = {
  int8: 'number',
  int4: 'number',
  float8: 'number',
  text: 'string',
  uuid: 'string',
  bool: 'boolean',
  bytea: 'Buffer',
  timestamptz: 'Instant',
  xid8: 'string',
  jsonb: 'Json',
}

/** The text of `tables.ts` for all tables of the schema `public`. */
export async function describeTables(pool: pg.Pool): Promise<string> {
  const { rows: columns } = await pool.query<Column>(`
    select c.relname as table, a.attname as column, t.typname as type, a.attnotnull as required,
      a.atthasdef or a.attidentity <> '' as has_default, a.attidentity = 'a' as always,
      (select json_agg(e.enumlabel order by e.enumsortorder) from pg_enum e where e.enumtypid = t.oid) as labels,
      (select pg_get_constraintdef(k.oid) from pg_constraint k where k.conrelid = c.oid and k.contype = 'c' and k.conkey = array[a.attnum]
         and pg_get_constraintdef(k.oid) like '%= ANY (ARRAY[%' limit 1) as choice
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped join pg_type t on t.oid = a.atttypid
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') order by c.relname, a.attnum`)
  const tables = new Map<string, Column[]>()
  for (const c of columns) tables.set(c.table, [...(tables.get(c.table) ?? []), c])
  const interfaces = [...tables].map(
    ([name, list]) => `export interface ${pascal(name)} {\n${list.map((c) => `  ${c.column}: ${typeOf(c)}\n`).join('')}}\n`,
  )
  return `/** The tables of the migrated database, by their names there. Written by \`npx vitest -u run src/platform/server/tables.test.ts\`. */
import type { ColumnType, Generated, GeneratedAlways } from 'kysely'

/** A point in time: read as ISO 8601 text in UTC with milliseconds (so texts compare as times), written as text or Date. */
export type Instant = ColumnType<string, string | Date, string | Date>
/** The same where the database has a value of its own for it. */
export type DefaultInstant = ColumnType<string, string | Date | undefined, string | Date>
/** Read as the parsed value, written as JSON text. */
export type Json = ColumnType<unknown, string, string>
/** The same where the database has a value of its own for it. */
export type DefaultJson = ColumnType<unknown, string | undefined, string>

${interfaces.join('\n')}
export interface DB {
${[...tables.keys()].map((name) => `  ${name}: ${pascal(name)}\n`).join('')}}
`
}

interface Column {
  table: string
  column: string
  type: string
  required: boolean
  has_default: boolean
  always: boolean
  labels: string[] | null
  choice: string | null
}

function typeOf({ type, labels, choice, required, has_default, always }: Column) {
  const chosen = labels ?? (choice ? [...choice.matchAll(/'([^']*)'/g)].map((m) => m[1] ?? '') : null)
  const list = type.startsWith('_')
  const one = chosen ? chosen.map((v) => `'${v}'`).join(' | ') : (types[list ? type.slice(1) : type] ?? 'unknown')
  const value = list ? `${one}[]` : one
  if (always) return `GeneratedAlways<${value}>`
  const whole = required ? value : `${value} | null`
  if (has_default && (whole === 'Instant' || whole === 'Json')) return `Default${whole}`
  return has_default ? `Generated<${whole}>` : whole
}

const pascal = (name: string) => name.replace(/(^|_)(.)/g, (_, __, letter: string) => letter.toUpperCase())
