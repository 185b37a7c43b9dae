/**
 * The search box: the newest hits ranked, older ones after them by date. Weeks are asked from the newest on, so that three common words
 * cost no more than two rare ones.
 */
import { sql, type RawBuilder } from 'kysely'
import type { Context } from '#platform/server/context.ts'
import { askedWords, queryText } from '#platform/textQuery.ts'
import { visible } from '#tickets/server/ticketQueries.ts'
import { firstWeekOf, startOfWeek, timeOf, weekWord, yearWord } from '#search/document.ts'
import { alikeWords } from './alikeWords.ts'

/** So many of the newest hits are ranked. */
export const ranked = 1000
/** Weeks looked through one after the other, before whole years. */
const steps = [2, 8, 26]

/** What was typed in PostgreSQL's form, words of titles that are alike included; null when no word was typed. */
export async function searchQuery(ctx: Context, typed: string): Promise<string | null> {
  const asked = askedWords(typed, true)
  const alike = await alikeWords(ctx.db, asked)
  return queryText(asked, (word) => alike.get(word) ?? [])
}

export interface Hits {
  /** Ranked ones first, then by date. */
  ids: number[]
  /** There may be older ones than these. */
  more: boolean
}

/** The hits among what this reader may see and `condition` (on `tickets as t`) lets through; `older` skips so many. */
export async function searchTickets(
  ctx: Context,
  { query, condition, limit, after }: { query: string; condition: RawBuilder<boolean>; limit: number; after: number },
): Promise<Hits> {
  const wanted = Math.max(ranked, after + limit + 1)
  let hits: { id: number; at: string }[] = []
  for (const { during, since } of periods(ctx.now)) {
    const { rows } = await sql<{ id: number; at: string }>`
      select t.id, t.last_activity_at as at from ticket_search s join tickets t on t.id = s.ticket_id
      where s.doc @@ (${query}::tsquery ${during === null ? sql`` : sql`&& ${during}::tsquery`}) and ${visible(ctx)} and ${condition}
      order by t.last_activity_at desc, t.id desc limit ${wanted}`.execute(ctx.db)
    hits = rows
    if (since === null || rows.filter(({ at }) => new Date(at) >= since).length >= wanted) break
  }
  const newest = hits.slice(0, ranked).map(({ id }) => id)
  const ids = [...(await rankedIds(ctx, query, newest)), ...hits.slice(ranked).map(({ id }) => id)]
  return { ids: ids.slice(after, after + limit), more: ids.length > after + limit }
}

/** The best first; of equal ones the newest. A word of the title weighs ten times one of a message. */
async function rankedIds(ctx: Context, query: string, newest: readonly number[]): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select h.id from unnest(${newest}::bigint[]) with ordinality as h (id, n) join ticket_search s on s.ticket_id = h.id
    order by ts_rank('{0.1, 0.25, 0.4, 1}', s.doc, ${query}::tsquery, 1) desc, h.n`.execute(ctx.db)
  return rows.map(({ id }) => id)
}

/** From the newest weeks to everything. `since`: whatever is newer lies in these. */
function* periods(now: Date): Generator<{ during: string | null; since: Date | null }> {
  const { week, year } = timeOf(now)
  for (const count of steps) {
    const first = week + 2 - count
    // A clock that is ahead of ours by a week does not hide what it wrote.
    const weeks = Array.from({ length: count }, (_, n) => `'${weekWord(first + n)}'`)
    yield { during: `(${weeks.join(' | ')})`, since: startOfWeek(first) }
  }
  for (const count of [2, 4]) {
    const all = Array.from({ length: count }, (_, n) => `'${yearWord(year - n)}'`)
    yield { during: `(${[...all, `'${weekWord(week + 1)}'`].join(' | ')})`, since: startOfWeek(firstWeekOf(year - count + 1)) }
  }
  yield { during: null, since: null }
}

/** How many there are: exact. */
export async function countHits(ctx: Context, query: string, condition: RawBuilder<boolean>): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) as count from ticket_search s join tickets t on t.id = s.ticket_id
    where s.doc @@ ${query}::tsquery and ${visible(ctx)} and ${condition}`.execute(ctx.db)
  return rows[0]?.count ?? 0
}
