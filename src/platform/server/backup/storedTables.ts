/** Which tables, columns and numbers of the database a backup holds, asked of the database itself: a new table is in the next backup unasked. */
import type pg from 'pg'

interface StoredTable {
  name: string
  columns: string[]
  /** Those that hold a transaction id. */
  transactions: string[]
  /** Bytes on disk, for the progress bar. */
  size: number
}

/** All tables of the desk with the columns that can be written, by name. */
export async function storedTables(client: pg.ClientBase): Promise<StoredTable[]> {
  const { rows } = await client.query<StoredTable>(`
    select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns,
      coalesce(array_agg(a.attname::text) filter (where a.atttypid = 'xid8'::regtype), '{}') as transactions,
      pg_table_size(c.oid) as size
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      and not exists (select from pg_depend d where d.objid = c.oid and d.classid = 'pg_class'::regclass and d.deptype = 'e')
    group by c.oid, c.relname order by c.relname`)
  return rows
}

/** Every counter of the desk as it stands. */
export async function storedSequences(client: pg.ClientBase) {
  const { rows: names } = await client.query<{ name: string }>(
    `select relname as name from pg_class where relkind = 'S' and relnamespace = 'public'::regnamespace order by relname`,
  )
  const sequences: { name: string; last: number; called: boolean }[] = []
  for (const { name } of names) {
    const { rows } = await client.query<{ last: number; called: boolean }>(`select last_value as last, is_called as called from "${name}"`)
    if (rows[0]) sequences.push({ name, ...rows[0] })
  }
  return sequences
}

/**
 * Transaction ids mean nothing in another cluster: there they would lie in the future. All that matters of one is which readers of the event
 * list have it behind them, so it becomes the number of readers' places at or below it: 0 for what everybody has read. These numbers stand
 * in the same order to each other and to the readers' places, and below every id that a cluster gives.
 */
export const withoutTransactions = (column: string, places: readonly string[]) =>
  places.length === 0
    ? `'0'::xid8 as "${column}"`
    : `(${places.map((place) => `case when "${column}" >= '${BigInt(place)}'::xid8 then 1 else 0 end`).join(' + ')})::text::xid8 as "${column}"`
