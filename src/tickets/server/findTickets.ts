/** Finding a ticket to name it, as a parent: by number, or by words of its title. What one may not see is not found. */
import { sql } from 'kysely'
import type { z } from 'zod'
import type { Context } from '#platform/server/context.ts'
import type { findTickets as endpoint } from '#tickets/api.ts'
import { joinShown, visible } from './ticketQueries.ts'

type Found = z.input<(typeof endpoint)['output']>

/** Titles have no index of their own: looking stops after those that were active last. */
const lookedThrough = 20_000

export async function findTickets(ctx: Context, { q }: { q: string }): Promise<Found> {
  const words = q.trim().split(/\s+/).filter(Boolean).slice(0, 8)
  if (words.length === 0) return { tickets: [] }
  const number = /^#?(\d{1,15})$/.exec(q.trim())?.[1]
  const patterns = words.map((word) => `%${word.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`)
  const { rows } = await sql<Found['tickets'][number]>`
    (select t.id, t.title, t.state from (select ${number ?? null}::bigint as id) asked ${joinShown(sql`asked.id`)} where ${visible(ctx)})
    union all
    (select f.id, f.title, f.state from (
        select t.id, t.title, t.state, t.last_activity_at from tickets t where ${visible(ctx)} and not t.hidden order by t.last_activity_at desc, t.id desc
        limit ${lookedThrough}) f
      where f.title ilike all(${patterns}::text[]) and f.id is distinct from ${number ?? null}::bigint
      order by f.last_activity_at desc, f.id desc limit 20)`.execute(ctx.db)
  // The number of a merged one and a word of its survivor's title find the same.
  return { tickets: [...new Map(rows.map((row) => [row.id, row])).values()].slice(0, 20) }
}
