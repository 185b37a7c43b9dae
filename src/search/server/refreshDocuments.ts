/** Makes search documents anew, a batch at a time: the only writer of their table and of the words of titles. */
import { sql, type Kysely } from 'kysely'
import { deskWriting } from '#platform/server/context.ts'
import { record } from '#platform/server/record.ts'
import type { Announcer } from '#platform/server/announce.ts'
import type { DB } from '#platform/server/tables.ts'
import { wordsOf } from '#platform/textWords.ts'
import { documentOf, type Searched } from '#search/document.ts'
import { ticketIndexed } from '#search/events.ts'
import { forgetWord } from './forgetDocuments.ts'

const batch = 100
/** Of one ticket, whole messages beyond this are too many to read at once; the newest count. Characters. */
const mostText = 4_000_000

interface Waiting extends Searched {
  version: number
  gone: boolean
}

/** False when nothing waits. Two processes at once take different tickets. */
export async function refreshDocuments({ db, announcer, now }: { db: Kysely<DB>; announcer: Announcer; now: Date }): Promise<boolean> {
  const touched = await db.transaction().execute(async (trx) => {
    const ctx = deskWriting(trx, { now, requestId: 'search', via: 'timer' })
    const { rows: taken } = await sql<{ id: number }>`
      delete from search_waiting where ticket_id in (
        select ticket_id from search_waiting order by since limit ${batch} for update skip locked) returning ticket_id as id`.execute(trx)
    if (taken.length === 0) return null
    const ids = taken.map(({ id }) => id).toSorted((a, b) => a - b)
    const tickets = await read(trx, ids)
    const { rows: before } = await sql<{ id: number; words: string[] }>`
      select ticket_id as id, tsvector_to_array(ts_filter(doc, '{a}')) as words from ticket_search where ticket_id = any(${ids}::bigint[])
      order by ticket_id for update`.execute(trx)
    await sql`insert into ticket_search (ticket_id, doc)
      select * from unnest(${tickets.map((t) => t.id)}::bigint[], ${tickets.map(documentOf)}::tsvector[])
      on conflict (ticket_id) do update set doc = excluded.doc`.execute(trx)
    await keepWords(trx, tickets, new Set(before.flatMap(({ words }) => words)))
    for (const ticket of tickets) await record(ctx, ticketIndexed, ticket, {})
    return ctx.touched
  })
  if (touched) announcer.announce(touched)
  return touched !== null
}

/** Their words, those of what was merged into them included. */
async function read(db: Kysely<DB>, ids: readonly number[]): Promise<Waiting[]> {
  const { rows } = await sql<Waiting>`
    with parts (id, of) as (
      select id, id from unnest(${ids}::bigint[]) as id
      union all select id, survivor_id from tickets where survivor_id = any(${ids}::bigint[]))
    select t.id, t.version, t.title, t.description, t.last_activity_at as "lastActivityAt",
      (select coalesce(array_agg(words), '{}') from (
        select m.title || ' ' || m.id || ' ' || m.description as words from parts p join tickets m on m.id = p.id where p.of = t.id and p.id <> t.id
        union all select distinct concat_ws(' ', x.subject, x.from_name, x.from_address) from parts p join activities x on x.ticket_id = p.id
          where p.of = t.id
        union all select distinct concat_ws(' ', r.name, r.address) from parts p join activities x on x.ticket_id = p.id
          join activity_recipients r on r.activity_id = x.id where p.of = t.id
        union all select f.name from parts p join attachments f on f.ticket_id = p.id where p.of = t.id) w) as around,
      (select coalesce(array_agg(text), '{}') from (
        select text, sum(length(text)) over (order by at desc, id desc) as sofar from (
          select x.text, x.at, x.id from parts p join activities x on x.ticket_id = p.id where p.of = t.id and x.kind <> 'system') x
        order by at desc, id desc) b where sofar - length(text) < ${mostText}) as bodies
    from tickets t where t.id = any(${ids}::bigint[]) order by t.id`.execute(db)
  return rows
}

/** Words of titles: new ones are added, those that no title has any more go. */
async function keepWords(db: Kysely<DB>, tickets: readonly Waiting[], before: ReadonlySet<string>) {
  const now = new Set(tickets.flatMap(({ title }) => [...wordsOf(title)]))
  const added = [...now].filter((word) => !before.has(word) && /^\p{L}{3,}$/u.test(word)).toSorted()
  if (added.length > 0) await sql`insert into search_words (word) select unnest(${added}::text[]) on conflict do nothing`.execute(db)
  for (const word of before) if (!now.has(word)) await forgetWord(db, word)
}
