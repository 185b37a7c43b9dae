/** Where the tickets of a page were hit: in the title, in a message to jump to, in the description, in an attachment's name. */
import { sql } from 'kysely'
import type { Context } from '#platform/server/context.ts'
import { askedWords } from '#platform/textQuery.ts'
import type { Hit } from '#search/api.ts'
import { markedPiece } from '#search/hit.ts'
import { alikeWords } from './alikeWords.ts'

/** Of each ticket so many of the newest messages are looked at, each so far. */
const most = 200
const longest = 20_000

interface Text {
  ticket: number
  where: Hit['where']
  activityId: number | null
  text: string
}

/** `ids` are tickets that this reader may see. A hit in the title alone is none: the title is there to be read. */
export async function hitsOf(ctx: Context, typed: string, ids: readonly number[]): Promise<Map<number, Hit>> {
  const asked = askedWords(typed, true)
  const hits = new Map<number, Hit>()
  if (asked.length === 0 || ids.length === 0) return hits
  const alike = await alikeWords(ctx.db, asked)
  const { rows } = await sql<Text>`
    with parts (id, of) as (
      select id, id from unnest(${ids}::bigint[]) as id
      union all select id, survivor_id from tickets where survivor_id = any(${ids}::bigint[]))
    select p.of as ticket, x.* from parts p, lateral (
      select 'activity' as where, a.id as "activityId", left(a.text, ${longest}) as text, 0 as n, a.at from (
        select id, text, at from activities where ticket_id = p.id and kind <> 'system' order by at desc, id desc limit ${most}) a
      union all select 'description', null, left(t.description, ${longest}), 1, null from tickets t where t.id = p.id and t.description <> ''
      union all select 'attachment', f.activity_id, f.name, 2, null from attachments f where f.ticket_id = p.id
      union all select 'people', a.id, concat_ws(' ', a.from_name, a.from_address), 3, a.at from activities a where a.ticket_id = p.id
    ) x order by x.n, x.at desc nulls last`.execute(ctx.db)
  for (const { ticket, where, activityId, text } of rows) {
    if (hits.has(ticket)) continue
    const marked = markedPiece(text, asked, alike)
    if (marked) hits.set(ticket, { where, activityId, marked })
  }
  return hits
}
