/** Exact counts of the views in one's sidebar, each at its place, in one statement. */
import { sql } from 'kysely'
import type { Context } from '#platform/server/context.ts'
import { filterSql, readKeptFilter } from '#tickets/server/ticketFilter.ts'
import { visible } from '#tickets/server/ticketQueries.ts'
import { placedFilters, type Placed } from './effectiveFilter.ts'

export interface Count {
  place: number
  view: number
  count: number
}

export async function getCounts(ctx: Context) {
  return { at: ctx.now.getTime(), counts: await countsOf(ctx, await placedFilters(ctx)) }
}

/** What SQL says; memory says the same. */
export async function countsOf(ctx: Context, placed: readonly Placed[]): Promise<Count[]> {
  if (placed.length === 0) return []
  const parts = await Promise.all(
    placed.map(async ({ filter }, n) => {
      const condition = filterSql(ctx, await readKeptFilter(ctx, filter))
      return sql`select ${n}::int as n, count(*) as count from tickets t where ${visible(ctx)} and ${condition}`
    }),
  )
  const { rows } = await sql<{ n: number; count: number }>`${sql.join(parts, sql` union all `)}`.execute(ctx.db)
  const counts = new Map(rows.map(({ n, count }) => [n, count]))
  return placed.map(({ place, view }, n) => ({ place, view, count: counts.get(n) ?? 0 }))
}
