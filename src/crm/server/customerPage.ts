/** One page of a list of Contacts or Accounts: found by words, sorted by name or last change, cut by a cursor. */
import { sql, type RawBuilder } from 'kysely'
import type { CustomerSort } from '#crm/customer.ts'
import { searchQuery } from '#crm/searchWords.ts'
import { BadInput } from '#platform/problem.ts'
import type { Context } from '#platform/server/context.ts'

export interface PageWanted {
  q: string
  sort: CustomerSort
  order: 'asc' | 'desc'
  after?: string | undefined
  limit: number
}

const columns = { name: sql`x.name_folded`, changedAt: sql`x.changed_at` } as const

/** `shape` selects a row's columns from `x`; they are read for the rows of the page alone. */
export async function customerPage<Row>(
  ctx: Context,
  table: 'contacts' | 'accounts',
  wanted: PageWanted,
  { where, shape }: { where: readonly RawBuilder<unknown>[]; shape: RawBuilder<Row> },
): Promise<{ rows: Row[]; next: string | null }> {
  const conditions = conditionsOf(wanted.q, where)
  const column = columns[wanted.sort]
  const ascending = wanted.order === 'asc'
  const direction = ascending ? sql`asc` : sql`desc`
  const cut = wanted.after === undefined ? [] : [beyond(wanted.after, wanted.sort, ascending)]
  const { rows: places } = await sql<{ id: number; place: string }>`
    select x.id, ${column}::text as place from ${sql.table(table)} x
    where ${sql.join([...conditions, ...cut], sql` and `)} order by ${column} ${direction}, x.id ${direction} limit ${wanted.limit + 1}`.execute(
    ctx.db,
  )
  const shown = places.slice(0, wanted.limit)
  const last = shown.at(-1)
  const ids = shown.map((place) => place.id)
  const { rows } = await sql<Row>`
    select ${shape} from ${sql.table(table)} x where x.id = any(${ids}::bigint[]) order by array_position(${ids}::bigint[], x.id)`.execute(
    ctx.db,
  )
  return {
    rows,
    next:
      places.length > wanted.limit && last ? Buffer.from(JSON.stringify([wanted.sort, last.place, last.id])).toString('base64url') : null,
  }
}

/** How many there are in all. */
export async function customerCount(ctx: Context, table: 'contacts' | 'accounts', q: string, where: readonly RawBuilder<unknown>[]) {
  const { rows } = await sql<{ total: number }>`
    select count(*) as total from ${sql.table(table)} x where ${sql.join(conditionsOf(q, where), sql` and `)}`.execute(ctx.db)
  return { total: rows[0]?.total ?? 0 }
}

function conditionsOf(q: string, where: readonly RawBuilder<unknown>[]) {
  const query = searchQuery(q)
  const found = sql`x.search @@ ${query}::tsquery`
  // One or two letters begin words of very many: along the sort's index a page of them is soon full, the words' index would bring them all.
  const broad = q.trim().length <= 2
  return [sql`true`, ...where, ...(query === null ? [] : broad ? [sql`(${found}) is true`] : [found])]
}

const moment = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?\+00$/

function beyond(after: string, sort: CustomerSort, ascending: boolean) {
  const place = readCursor(after)
  if (place?.sort !== sort || (sort === 'changedAt' && !moment.test(place.value)))
    throw new BadInput('This cursor does not belong to this list.', [{ field: 'after', code: 'invalid_value' }])
  const value = sort === 'name' ? sql`${place.value}::text collate "C"` : sql`${place.value}::text::timestamptz`
  return sql`(${columns[sort]}, x.id) ${ascending ? sql`>` : sql`<`} (${value}, ${place.id}::bigint)`
}

function readCursor(text: string) {
  try {
    const [sort, value, id]: unknown[] = JSON.parse(Buffer.from(text, 'base64url').toString())
    if (typeof value === 'string' && !value.includes('\0') && typeof id === 'number' && Number.isSafeInteger(id)) return { sort, value, id }
  } catch {
    // falls through: whatever it was, it is no cursor of ours
  }
  return undefined
}
