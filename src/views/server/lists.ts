/** Lists: a page of one, how long it is, and which of some tickets stand in it now. Rows are filtered by the reader's Right, whatever the view. */
import { sql, type RawBuilder } from 'kysely'
import type { z } from 'zod'
import { fieldsOf } from '#fields/server/fieldsOf.ts'
import type { Context } from '#platform/server/context.ts'
import { hitsOf } from '#search/server/hitsOf.ts'
import { countHits, searchQuery, searchTickets } from '#search/server/searchTickets.ts'
import { documentMatches } from '#tickets/server/textCondition.ts'
import { filterSql, readFilter, readKeptFilter } from '#tickets/server/ticketFilter.ts'
import { visible, visibleAs } from '#tickets/server/ticketQueries.ts'
import { allOf, type Filter } from '#platform/filter.ts'
import type * as api from '#views/api.ts'
import { usualSort, type ColumnKey, type ListRow, type Sort } from '#views/view.ts'
import { getView } from './availableViews.ts'
import { filterOfView, type Asked } from './effectiveFilter.ts'
import { listPage } from './listPage.ts'
import { listSort } from './listSort.ts'
import { rowColumns, rowJoins } from './rowColumns.ts'
import { filterOfWords } from './wordsFilter.ts'

type Wanted = z.output<(typeof api.queryTickets)['input']>
type List = Asked & { q?: string | null | undefined }

/** What decides whether a ticket is in the list. `query` is what was typed, in PostgreSQL's form; `nothing`: no word was. */
async function conditionOf(ctx: Context, list: List): Promise<{ condition: RawBuilder<boolean>; query: string | null; nothing: boolean }> {
  const kept = await filterOfView(ctx, list)
  if (list.filter) await readFilter(ctx, list.filter)
  const added = [...(list.filter ? [list.filter] : []), ...(list.words?.trim() ? [await filterOfWords(ctx, list.words)] : [])]
  const ready = await readKeptFilter(ctx, allOf(kept, ...added))
  const typed = list.q?.trim() ?? ''
  const query = typed === '' ? null : await searchQuery(ctx, typed)
  return { condition: sql<boolean>`${visible(ctx)} and ${filterSql(ctx, ready)}`, query, nothing: typed !== '' && query === null }
}

/** The whole of it on `tickets as t`, for what is done to all that match. */
export async function listCondition(ctx: Context, list: List): Promise<RawBuilder<boolean>> {
  const { condition, query, nothing } = await conditionOf(ctx, list)
  return nothing ? sql<boolean>`false` : query === null ? condition : sql<boolean>`${condition} and ${documentMatches(query)}`
}

export async function queryTickets(ctx: Context, wanted: Wanted) {
  const { condition, query, nothing } = await conditionOf(ctx, wanted)
  if (nothing) return { rows: [], next: null, previous: null }
  if (query !== null && !wanted.sort) return ranked(ctx, wanted, query, condition)
  const { by, order } = await orderOf(ctx, wanted)
  const page = await listPage(ctx, {
    ...wanted,
    condition: query === null ? condition : sql<boolean>`${condition} and ${documentMatches(query)}`,
    by,
    sort: await listSort(ctx, by),
    order,
  })
  return { rows: await rowsOf(ctx, page.ids, wanted), next: page.next, previous: page.previous }
}

/** The same from an address: what a program or a page asks for in one line. */
export const listTickets = (ctx: Context, { contact, account, filter, ...asked }: z.output<(typeof api.listTickets)['input']>) => {
  const more: Filter[] = []
  if (contact) more.push({ field: 'contact', op: 'is', value: contact })
  if (account) more.push({ field: 'account', op: 'is', value: account })
  return queryTickets(ctx, { ...asked, columns: [], filter: allOf(...(filter ? [filter] : []), ...more) })
}

/** The best hits first; cursors are places among them. */
async function ranked(ctx: Context, wanted: Wanted, query: string, condition: RawBuilder<boolean>) {
  const before = placeIn(wanted.before)
  const after = before === null ? (placeIn(wanted.after) ?? wanted.offset ?? 0) : Math.max(0, before - wanted.limit)
  const limit = before === null ? wanted.limit : Math.min(wanted.limit, before)
  const { ids, more } = await searchTickets(ctx, { query, condition, limit, after })
  return {
    rows: await rowsOf(ctx, ids, wanted),
    next: more ? String(after + ids.length) : null,
    previous: after > 0 ? String(after) : null,
  }
}

const placeIn = (cursor: string | null | undefined) => (cursor && /^\d{1,9}$/.test(cursor) ? Number(cursor) : null)

/** As asked, or else as the view says, for oneself or for everyone. */
async function orderOf(ctx: Context, { view, sort, order }: Wanted): Promise<Sort> {
  if (sort) return { by: sort, order: order ?? 'desc' }
  if (!view) return usualSort
  const found = await getView(ctx, view)
  const { by, order: usual } = found.mine.sort ?? found.sort
  return { by, order: order ?? usual }
}

export async function countTickets(ctx: Context, list: List) {
  const { condition, query, nothing } = await conditionOf(ctx, list)
  if (nothing) return { count: 0 }
  if (query !== null) return { count: await countHits(ctx, { query, condition }) }
  const { rows } = await sql<{ count: number }>`select count(*) as count from tickets t where ${condition}`.execute(ctx.db)
  return { count: rows[0]?.count ?? 0 }
}

export async function queryRows(ctx: Context, { ids, ...list }: z.output<(typeof api.queryRows)['input']>) {
  if (ids.length === 0) return { rows: [] }
  const all = await listCondition(ctx, list)
  const { rows } = await sql<{ id: number }>`select t.id from tickets t where t.id = any(${ids}::bigint[]) and ${all}`.execute(ctx.db)
  return {
    rows: await rowsOf(
      ctx,
      rows.map(({ id }) => id),
      list,
    ),
  }
}

/** What rows show is asked in a statement of its own: planned once for all lists, where the list itself is planned anew for its filters. */
async function rowsOf(
  ctx: Context,
  ids: readonly number[],
  { columns, q }: { columns: readonly ColumnKey[]; q?: string | null | undefined },
) {
  if (ids.length === 0) return []
  const me = ctx.actor.kind === 'user' ? ctx.actor.id : 0
  const { rows } = await sql<Omit<ListRow, 'hit'>>`select ${rowColumns},
      exists (select from ticket_stars x where x.ticket_id = t.id and x.user_id = ${me}) as starred,
      exists (select from ticket_mentions x where x.ticket_id = t.id and x.user_id = ${me}) as mentioned,
      t.undelivered, t.deleted_at is not null as "inBin", t.closed_at as "closedAt", t.reopen_at as "reopenAt", t.custom,
      (select o.id from tickets up join tickets o on o.id = coalesce(up.survivor_id, up.id) and o.id <> t.id
        where up.id = t.parent_id and ${visibleAs(ctx, 'o')}) as "parentId"
    from unnest(${[...ids]}::bigint[]) with ordinality as p (id, n)
    join tickets t on t.id = p.id ${rowJoins} where ${visible(ctx)} order by p.n`.execute(ctx.db)
  const wanted = new Set(columns.flatMap((key) => (key.startsWith('custom.') ? [key.slice('custom.'.length)] : [])))
  const fields = wanted.size > 0 ? await fieldsOf(ctx, 'ticket') : null
  const hits = q?.trim() ? await hitsOf(ctx, q, ids) : null
  return rows.map((row) => ({
    ...row,
    custom: Object.fromEntries(Object.entries(row.custom).filter(([id]) => wanted.has(id) && fields?.byId.has(Number(id)))),
    hit: hits?.get(row.id) ?? null,
  }))
}
