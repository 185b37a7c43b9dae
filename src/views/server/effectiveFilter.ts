/** What a list is of: the view's filter, what narrows it at its place, and what was added. */
import { sql } from 'kysely'
import { allOf, everything, type Filter } from '#platform/filter.ts'
import { NotFound } from '#platform/problem.ts'
import type { Context } from '#platform/server/context.ts'
import { narrowing, type Standing } from '#views/narrowing.ts'
import { available } from './availableViews.ts'

export interface Asked {
  view?: number | null | undefined
  place?: number | null | undefined
  filter?: Filter | null | undefined
  /** The same as words. */
  words?: string | null | undefined
}

/** The view's own filter, narrowed at its place. A view that one may not open does not exist; its place must be in a sidebar of one's own. */
export async function filterOfView(ctx: Context, { view, place }: Asked): Promise<Filter> {
  if (place !== null && place !== undefined) {
    const found = (await placedFilters(ctx, place)).find((one) => one.place === place && (!view || one.view === view))
    if (!found) throw new NotFound(`There is no such place in your sidebar: ${place}.`)
    return found.filter
  }
  if (view === null || view === undefined) return everything
  const { rows } = await sql<{ filter: Filter }>`select v.filter from views v where v.id = ${view} and ${available(ctx)}`.execute(ctx.db)
  if (!rows[0]) throw new NotFound(`There is no view ${view}.`)
  return rows[0].filter
}

export interface Placed {
  place: number
  view: number
  filter: Filter
}

interface Row extends Standing {
  id: number
  view: number | null
  shown: boolean
}

/** Every view in one's sidebar with the filter that holds at its place; `only` reads the tree that this place is in. */
export async function placedFilters(ctx: Context, only?: number): Promise<Placed[]> {
  const me = ctx.actor.kind === 'user' ? ctx.actor.id : null
  const { rows } = await sql<Row>`
    select p.id, p.parent_id as parent, p.view_id as view, p.narrowed, p.kept, v.filter, coalesce(${available(ctx)}, false) as shown
    from view_places p left join views v on v.id = p.view_id
    where (p.owner_id is null or p.owner_id = ${me}::bigint)
      ${only === undefined ? sql`` : sql`and coalesce(p.owner_id, 0) = (select coalesce(owner_id, 0) from view_places where id = ${only})`}`.execute(
    ctx.db,
  )
  const byId = new Map(rows.map((row) => [row.id, row]))
  return rows.flatMap((row) =>
    row.view === null || row.filter === null || !row.shown
      ? []
      : [{ place: row.id, view: row.view, filter: allOf(row.filter, ...narrowing(byId, row.id)) }],
  )
}

/** All that holds in a list. */
export const effectiveFilter = async (ctx: Context, asked: Asked): Promise<Filter> =>
  allOf(await filterOfView(ctx, asked), ...(asked.filter ? [asked.filter] : []))
