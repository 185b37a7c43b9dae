/** A page of a list by keyset: from a cursor on, back from one, or from a place that lies as deep as one likes. */
import { sql, type RawBuilder } from 'kysely'
import { BadInput } from '#platform/problem.ts'
import type { Context } from '#platform/server/context.ts'
import type { GroupSort, ListSort, ValueSort } from './listSort.ts'

export interface PageWish {
  /** On `tickets as t`: all that decides whether a ticket is in the list. */
  condition: RawBuilder<boolean>
  by: string
  sort: ListSort
  order: 'asc' | 'desc'
  limit: number
  after?: string | null | undefined
  before?: string | null | undefined
  offset?: number | null | undefined
  /** How long the list is, as far as whoever asks knows: the nearer end is counted from. */
  total?: number | null | undefined
}
export interface Page {
  ids: number[]
  next: string | null
  previous: string | null
}

/** Where a row stands: the value it is sorted by (null: empty), or its group, and its number. */
interface Stand {
  id: number
  place: string | null
}

export async function listPage(ctx: Context, wish: PageWish): Promise<Page> {
  const { limit, offset, total } = wish
  const from = cursorOf(wish.after, wish)
  const to = from ? null : cursorOf(wish.before, wish)
  if (from || to) {
    const found = await stretch(ctx, wish, { from: from ?? to, backwards: to !== null, skip: 0, limit: limit + 1 })
    const rows = to ? found.slice(0, limit).toReversed() : found.slice(0, limit)
    const beyond = found.length > limit
    return pageOf(wish, rows, { before: to ? beyond : true, after: to ? true : beyond })
  }
  const skip = offset ?? 0
  const rest = total === null || total === undefined ? null : total - skip
  // Behind the middle it is nearer from the end; the last page is the last page, however long the list has become meanwhile.
  if (rest !== null && skip > 0 && skip > rest) {
    const few = Math.min(limit, Math.max(rest, 1))
    const found = await stretch(ctx, wish, { from: null, backwards: true, skip: Math.max(0, rest - few), limit: few })
    return pageOf(wish, found.toReversed(), { before: true, after: rest > few })
  }
  const found = await stretch(ctx, wish, { from: null, backwards: false, skip, limit: limit + 1 })
  return pageOf(wish, found.slice(0, limit), { before: skip > 0, after: found.length > limit })
}

function pageOf(wish: PageWish, rows: readonly Stand[], more: { before: boolean; after: boolean }): Page {
  const cursor = (row: Stand | undefined) => (row ? Buffer.from(JSON.stringify([wish.by, row.place, row.id])).toString('base64url') : null)
  return {
    ids: rows.map(({ id }) => id),
    next: more.after ? cursor(rows.at(-1)) : null,
    previous: more.before ? cursor(rows[0]) : null,
  }
}

interface Stretch {
  from: Stand | null
  backwards: boolean
  skip: number
  limit: number
}

const stretch = (ctx: Context, wish: PageWish, wanted: Stretch): Promise<Stand[]> =>
  wish.sort.kind === 'group' ? groupStretch(ctx, wish, wish.sort, wanted) : valueStretch(ctx, wish, wish.sort, wanted)

/** Those with a value, then those without: empty is last whichever way, and a comparison with it would lose rows. */
async function valueStretch(ctx: Context, wish: PageWish, sort: ValueSort, { from, backwards, skip, limit }: Stretch): Promise<Stand[]> {
  const up = (wish.order === 'asc') !== backwards
  const [direction, beyond] = up ? [sql`asc`, sql`>`] : [sql`desc`, sql`<`]
  const { key, type, empty, join = sql`` } = sort
  const some = type === 'text' && (await fewMatch(ctx, wish.condition))
  const filled = async (most: number, leave: number): Promise<Stand[]> => {
    if (from && from.place === null && !backwards) return []
    const conditions = some ? [sql<boolean>`true`] : [wish.condition]
    const source = some ? sql`(select t.* from tickets t where ${wish.condition} offset 0)` : sql`tickets`
    if (empty && !sort.join) conditions.push(sql`${key} is not null`)
    if (from && from.place !== null)
      conditions.push(sql`(${key}, t.id) ${beyond} (${from.place}::text::${sql.raw(type)}${collated(type)}, ${from.id}::bigint)`)
    const { rows } = await sql<Stand>`select t.id, ${key}::text as place from ${source} t ${join} where ${sql.join(conditions, sql` and `)}
      order by ${key} ${direction}, t.id ${direction} offset ${leave} limit ${most}`.execute(ctx.db)
    return rows
  }
  const unfilled = async (most: number, leave: number): Promise<Stand[]> => {
    if (from && from.place !== null && backwards) return []
    const missing = sort.join ? emptyOf(wish.by) : sql<boolean>`${key} is null`
    const conditions = [wish.condition, missing]
    if (from?.place === null) conditions.push(sql`t.id ${beyond} ${from.id}::bigint`)
    const { rows } = await sql<Stand>`select t.id, null as place from tickets t where ${sql.join(conditions, sql` and `)}
      order by t.id ${direction} offset ${leave} limit ${most}`.execute(ctx.db)
    return rows
  }
  if (!empty) return filled(limit, skip)
  const [first, second] = backwards ? [unfilled, filled] : [filled, unfilled]
  const found = await first(limit, skip)
  if (found.length === limit) return found
  // What was skipped among the first is not skipped again.
  const skipped = found.length > 0 || skip === 0 ? 0 : skip - (await countFirst(ctx, wish, sort, backwards))
  return [...found, ...(await second(limit - found.length, Math.max(0, skipped)))]
}

/** So many are rather sorted than looked for along the names of a whole desk. */
const few = 20_000

/**
 * Whether the planner thinks that few tickets match. Names and titles go together with what is asked for (all of one Account's begin alike),
 * which he does not know: left to himself he walks their index from the beginning, past everything else.
 */
async function fewMatch(ctx: Context, condition: RawBuilder<boolean>): Promise<boolean> {
  const { rows } = await sql<{ 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] }>`
    explain (format json) select from tickets t where ${condition}`.execute(ctx.db)
  return (rows[0]?.['QUERY PLAN'][0].Plan['Plan Rows'] ?? Infinity) <= few
}

const emptyOf = (by: string) => (by === 'contact' ? sql<boolean>`t.contact_id is null` : sql<boolean>`t.account_id is null`)
const collated = (type: string) => (type === 'text' ? sql` collate "und-x-icu"` : sql``)

async function countFirst(ctx: Context, wish: PageWish, sort: ValueSort, backwards: boolean): Promise<number> {
  const missing = sort.join ? emptyOf(wish.by) : sql<boolean>`${sort.key} is null`
  const { rows } = await sql<{
    n: number
  }>`select count(*) as n from tickets t where ${wish.condition} and ${backwards ? missing : sql`not (${missing})`}`.execute(ctx.db)
  return rows[0]?.n ?? 0
}

/** One group after the other in the order of their names, tickets without one last; each from the group's own index until the page is full. */
async function groupStretch(ctx: Context, wish: PageWish, sort: GroupSort, { from, backwards, skip, limit }: Stretch): Promise<Stand[]> {
  const up = (wish.order === 'asc') !== backwards
  const [direction, beyond] = up ? [sql`asc`, sql`>`] : [sql`desc`, sql`<`]
  const { rows: named } = await sql<{
    id: number
  }>`select g.id from (${sort.names}) g order by g.name collate "und-x-icu" ${direction}, g.id ${direction}`.execute(ctx.db)
  const groups: (number | null)[] = backwards ? [null, ...named.map(({ id }) => id)] : [...named.map(({ id }) => id), null]
  const start = from ? Math.max(0, groups.indexOf(from.place === null ? null : Number(from.place))) : 0
  const left = groups.slice(start)
  const found: Stand[] = []
  const without = left.indexOf(null)
  const parts: { ids: number[]; none: boolean }[] =
    without === 0
      ? [
          { ids: [], none: true },
          { ids: left.slice(1).filter((id) => id !== null), none: false },
        ]
      : [{ ids: left.filter((id) => id !== null), none: false }, ...(without > 0 ? [{ ids: [], none: true }] : [])]
  let leave = skip
  for (const [n, { ids, none }] of parts.entries()) {
    const most = limit - found.length
    if (most === 0) break
    const past = from && n === 0 ? sql`and (g.n > 1 or t.id ${beyond} ${from.id}::bigint)` : sql``
    // The groups come in their order and the join keeps it, so it stops as soon as there are enough; ordering all of them would not.
    const each = none
      ? sql`select null as place, t.id, 1 as n from tickets t where ${sort.column} is null and ${wish.condition} ${from && n === 0 ? sql`and t.id ${beyond} ${from.id}::bigint` : sql``}
          order by t.id ${direction} offset ${leave} limit ${most}`
      : sql`select x.place, x.id, x.n from unnest(${ids}::bigint[]) with ordinality as g (id, n), lateral (
            select g.id::text as place, t.id, g.n from tickets t where ${sort.column} = g.id and ${wish.condition} ${past}
            order by t.id ${direction} limit ${leave + most}) x offset ${leave} limit ${most}`
    const { rows } = await sql<Stand & { n: number }>`${each}`.execute(ctx.db)
    found.push(...rows.map(({ id, place }) => ({ id, place })))
    if (rows.length < most && leave > 0 && rows.length === 0) leave = Math.max(0, leave - (await countGroup(ctx, wish, sort, none)))
    else if (rows.length > 0) leave = 0
  }
  return found
}

async function countGroup(ctx: Context, wish: PageWish, sort: GroupSort, none: boolean): Promise<number> {
  const { rows } = await sql<{
    n: number
  }>`select count(*) as n from tickets t where ${wish.condition} and ${sort.column} is ${none ? sql`null` : sql`not null`}`.execute(ctx.db)
  return rows[0]?.n ?? 0
}

/** Whatever it is, only what this list gave is a cursor of it. */
function cursorOf(text: string | null | undefined, { by, sort }: PageWish): Stand | null {
  if (text === null || text === undefined) return null
  try {
    const [key, place, id]: unknown[] = JSON.parse(Buffer.from(text, 'base64url').toString())
    if (key === by && Number.isSafeInteger(id) && (place === null || (typeof place === 'string' && fits(sort, place))))
      return { id: Number(id), place }
  } catch {
    // falls through
  }
  throw new BadInput('This cursor does not belong to this list.', [{ field: 'after', code: 'invalid_value' }])
}

const shapes: Record<string, RegExp> = {
  bigint: /^\d{1,16}$/,
  integer: /^\d{1,9}$/,
  boolean: /^(true|false|t|f)$/,
  float8: /^-?\d{1,309}(\.\d+)?(e[+-]?\d+)?$/i,
  ticket_priority: /^(low|medium|high)$/,
  ticket_state: /^(open|waiting|closed|archived)$/,
  timestamptz: /^\d{4,6}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?\+00$/,
}
const fits = (sort: ListSort, place: string) =>
  sort.kind === 'group' ? /^\d{1,16}$/.test(place) : (shapes[sort.type]?.test(place) ?? (place.length <= 200 && !place.includes('\0')))
