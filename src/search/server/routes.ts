/** The endpoint of search and the function that answers it. */
import { sql } from 'kysely'
import type { z } from 'zod'
import type { Context } from '#platform/server/context.ts'
import { route, type Route } from '#platform/server/route.ts'
import { visible } from '#tickets/server/ticketQueries.ts'
import * as api from '#search/api.ts'
import { hitsOf } from './hitsOf.ts'
import { countHits, searchQuery, searchTickets } from './searchTickets.ts'

export const searchRoutes: readonly Route[] = [route(api.search, searchPage), route(api.countSearch, countSearch)]

const condition = sql<boolean>`not t.hidden`

type Found = z.input<(typeof api.search)['output']>

/** A ticket named by its number comes first. */
export async function searchPage(ctx: Context, { q, limit, after }: z.output<(typeof api.search)['input']>): Promise<Found> {
  const query = await searchQuery(ctx, q)
  if (query === null) return { more: false, tickets: [] }
  const { ids, more } = await searchTickets(ctx, { query, condition, limit, after })
  const number = Number(/^#?(\d{1,15})$/.exec(q.trim())?.[1] ?? 0)
  const ordered = ids.includes(number) ? [number, ...ids.filter((id) => id !== number)] : ids
  const { rows } = await sql<Omit<Found['tickets'][number], 'hit'>>`
    select t.id, t.title, t.state, t.last_activity_at as "lastActivityAt"
    from unnest(${ordered}::bigint[]) with ordinality as p (id, n) join tickets t on t.id = p.id where ${visible(ctx)} order by p.n`.execute(
    ctx.db,
  )
  const hits = await hitsOf(
    ctx,
    q,
    rows.map(({ id }) => id),
  )
  return { more, tickets: rows.map((row) => ({ ...row, hit: hits.get(row.id) ?? null })) }
}

async function countSearch(ctx: Context, { q }: { q: string }) {
  const query = await searchQuery(ctx, q)
  return { count: query === null ? 0 : await countHits(ctx, { query, condition }) }
}
