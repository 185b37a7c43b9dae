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
/** Weeks that are looked through first; how many hits they have tells how many more are needed. */
const firstWeeks = 2
/** More weeks than these are asked for by whole years. */
const mostWeeks = 60

/** What was typed in PostgreSQL's form, words of titles that are alike included; null when no word was typed. */
export async function searchQuery(ctx: Context, typed: string): Promise<string | null> {
  const asked = askedWords(typed, true)
  const alike = await alikeWords(ctx.db, asked)
  return queryText(asked, (word) => alike.get(word) ?? [])
}

interface Search {
  /** In PostgreSQL's form. */
  query: string
  /** On `tickets as t`. */
  condition: RawBuilder<boolean>
}

/** The hits among what this reader may see, ranked ones first, then by date; `after` skips so many. */
export async function searchTickets(
  ctx: Context,
  { query, condition, limit, after }: Search & { limit: number; after: number },
): Promise<{ ids: number[]; more: boolean }> {
  const wanted = Math.max(ranked, after + limit + 1)
  let hits: readonly Found[] = []
  for (let weeks: number | null = firstWeeks; ; weeks = weeksFor(wanted, hits.length, weeks)) {
    const period: Period | null = weeks === null ? null : newest(weeks, ctx.now)
    hits = await hitsIn(ctx, { query, condition }, period, wanted)
    if (period === null || weeks === null || hits.filter(({ at }) => new Date(at) >= period.since).length >= wanted) break
  }
  const rest = hits.slice(ranked).map(({ id }) => id)
  const ids = [...(await rankedIds(ctx, query, hits.slice(0, ranked))), ...rest]
  return { ids: ids.slice(after, after + limit), more: ids.length > after + limit }
}

interface Found {
  id: number
  at: string
}

/** The documents first: whoever walks the tickets by date instead passes by all those that are no hits. */
async function hitsIn(ctx: Context, { query, condition }: Search, period: Period | null, wanted: number): Promise<readonly Found[]> {
  const { rows } = await sql<Found>`
    with s as materialized (
      select ticket_id from ticket_search where doc @@ (${query}::tsquery ${period ? sql`&& ${period.during}::tsquery` : sql``}))
    select t.id, t.last_activity_at as at from s join tickets t on t.id = s.ticket_id where ${visible(ctx)} and ${condition}
    order by t.last_activity_at desc, t.id desc limit ${wanted}`.execute(ctx.db)
  return rows
}

/** The best first; of equal ones the newest. A word of the title weighs ten times one of a message. */
async function rankedIds(ctx: Context, query: string, hits: readonly Found[]): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select h.id from unnest(${hits.map(({ id }) => id)}::bigint[]) with ordinality as h (id, n) join ticket_search s on s.ticket_id = h.id
    order by ts_rank('{0.1, 0.25, 0.4, 1}', s.doc, ${query}::tsquery, 1) desc, h.n`.execute(ctx.db)
  return rows.map(({ id }) => id)
}

interface Period {
  during: string
  /** Whatever is newer lies in it. */
  since: Date
}

/** The newest weeks, and the one after them: a clock ahead of ours hides nothing. */
function newest(weeks: number, now: Date): Period {
  const { week, year } = timeOf(now)
  if (weeks <= mostWeeks) {
    const first = week - weeks + 1
    const words = Array.from({ length: weeks + 1 }, (_, n) => `'${weekWord(first + n)}'`)
    return { during: words.join(' | '), since: startOfWeek(first) }
  }
  const first = timeOf(startOfWeek(week - weeks)).year
  const words = Array.from({ length: year - first + 2 }, (_, n) => `'${yearWord(first + n)}'`)
  return { during: words.join(' | '), since: startOfWeek(firstWeekOf(first)) }
}

/** Rare words are looked for everywhere at once. */
function weeksFor(wanted: number, found: number, weeks: number): number | null {
  const needed = Math.ceil((1.5 * weeks * wanted) / Math.max(found, 1))
  return found * 50 < wanted || needed > 500 || needed <= weeks ? null : needed
}

/** How many there are: exact. */
export async function countHits(ctx: Context, { query, condition }: Search): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) as count from ticket_search s join tickets t on t.id = s.ticket_id
    where s.doc @@ ${query}::tsquery and ${visible(ctx)} and ${condition}`.execute(ctx.db)
  return rows[0]?.count ?? 0
}
