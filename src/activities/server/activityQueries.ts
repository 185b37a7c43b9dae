/** Reading the feed: one page of a ticket's activities in one statement, so that 5,000 of them open as fast as five. */
import { sql, type RawBuilder } from 'kysely'
import type { Activity } from '#activities/activity.ts'
import { quoteStart, signatureStart } from '#activities/quotes.ts'
import { BadInput, NotFound } from '#platform/problem.ts'
import type { Context } from '#platform/server/context.ts'
import { expectVisible, joinShown, visible } from '#tickets/server/ticketQueries.ts'

type Raw = Omit<Activity, 'quoteFrom' | 'signatureFrom'>

const columns = (ctx: Context) => sql`x.id, coalesce(home.survivor_id, home.id) as "ticketId",
  case when home.survivor_id is not null then home.id end as "mergedFrom", x.kind, x.direction, x.at, x.subject, x.text, x.html is not null as "hasHtml",
  x.edited_at as "editedAt", x.withdrawn_at as "withdrawnAt", case when x.kind = 'comment' then x.answers_id end as "aboutId", x.automatic, x.delivery, x.failure, x.match,
  case when x.told is not null then json_build_object('what', x.told ->> 'what', 'count', (x.told ->> 'count')::int, 'ticketId', (
    select kept.id from (values ((x.told ->> 'ticketId')::bigint)) other (id) ${joinShown(sql`other.id`)} where ${visible(ctx)})) end as told,
  case when u.id is not null then json_build_object('id', u.id, 'name', u.name) end as "user",
  case when k.id is not null then json_build_object('id', k.id, 'name', k.name) end as contact,
  case when x.from_address is not null then json_build_object('address', x.from_address, 'name', coalesce(x.from_name, '')) end as "from",
  (select coalesce(json_agg(json_build_object('id', mu.id, 'name', mu.name) order by mu.id), '[]')
    from ticket_mentions m join users mu on mu.id = m.user_id where m.activity_id = x.id) as mentions,
  (select coalesce(json_agg(json_build_object('role', r.role, 'address', r.address, 'name', r.name, 'state', r.state, 'reason', r.reason,
      'at', to_char(r.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by r.id), '[]')
    from activity_recipients r where r.activity_id = x.id) as recipients,
  (select coalesce(json_agg(json_build_object('id', f.id, 'name', f.name, 'mediaType', f.media_type, 'size', f.size, 'inline', f.inline) order by f.id), '[]')
    from attachments f where f.activity_id = x.id) as attachments,
  (select coalesce(json_agg(json_build_object('id', d.id, 'name', d.name, 'size', d.size, 'by', du.name,
      'at', to_char(d.deleted_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by d.id), '[]')
    from deleted_files d left join users du on du.id = d.deleted_by where d.activity_id = x.id) as "deletedFiles"`
const joins = sql`join tickets home on home.id = x.ticket_id left join users u on u.id = x.user_id left join contacts k on k.id = x.contact_id`

/** Suggested tickets only as far as this reader may see them; a merged one is its survivor. */
const suggested = (ctx: Context) => sql`(select coalesce(json_agg(distinct jsonb_build_object('id', t.id, 'title', t.title)), '[]')
    from suggested_tickets s ${joinShown(sql`s.ticket_id`)}
    where s.activity_id = x.id and s.dismissed_at is null and t.id <> coalesce(home.survivor_id, home.id) and not t.hidden
      and ${visible(ctx)}) as "suggestedTickets"`

const shown = (raw: Raw): Activity => ({
  ...raw,
  quoteFrom: raw.kind === 'comment' ? null : quoteStart(raw.text),
  signatureFrom: raw.kind === 'comment' ? null : signatureStart(raw.text),
})

/**
 * Newest first; `next` continues with older ones. The page is cut before anything is joined to it: joins of fifty rows instead of
 * thousands; of each of the tickets that a survivor is made of as many are read as one page can show.
 */
export async function listActivities(ctx: Context, wanted: { id: number; before?: string | undefined; limit: number }) {
  const place = wanted.before ? readPlace(wanted.before) : null
  const { ids } = await expectVisible(ctx, wanted.id)
  const pageOf = (ticketId: RawBuilder<unknown>) => sql`select x.* from activities x
    where x.ticket_id = ${ticketId} ${place ? sql`and (x.at, x.id) < (${place.at}::text::timestamptz, ${place.id}::bigint)` : sql``}
    order by x.at desc, x.id desc limit ${sql.lit(wanted.limit + 1)}`
  const source =
    ids.length === 1
      ? pageOf(sql`${ids[0]}`)
      : sql`select x.* from unnest(${ids}::bigint[]) part (id) cross join lateral (${pageOf(sql`part.id`)}) x
          order by x.at desc, x.id desc limit ${sql.lit(wanted.limit + 1)}`
  const { rows } = await sql<Raw & { place: string }>`
    with page as materialized (${source})
    select ${columns(ctx)}, ${suggested(ctx)}, x.at::text as place from page x ${joins}
    order by x.at desc, x.id desc`.execute(ctx.db)
  const page = rows.slice(0, wanted.limit)
  const last = page.at(-1)
  return {
    activities: page.map(({ place: _place, ...raw }) => shown(raw)),
    next: rows.length > wanted.limit && last ? Buffer.from(JSON.stringify([last.place, last.id])).toString('base64url') : null,
  }
}

/** One activity; those of tickets one may not see do not exist. */
export async function getActivity(ctx: Context, id: number): Promise<Activity> {
  const { rows } = await sql<Raw>`select ${columns(ctx)}, ${suggested(ctx)} from activities x ${joins}
    where x.id = ${id} and exists (select from tickets t where t.id = coalesce(home.survivor_id, home.id) and ${visible(ctx)})`.execute(
    ctx.db,
  )
  const raw = rows[0]
  if (!raw) throw new NotFound('There is no such activity.')
  return shown(raw)
}

/** The ticket on which an activity shows; refuses with 404 what this reader may not see. */
export async function ticketOfActivity(ctx: Context, id: number): Promise<number> {
  const { rows } = await sql<{ id: number }>`select t.id from activities x ${joinShown(sql`x.ticket_id`)}
    where x.id = ${id} and ${visible(ctx)}`.execute(ctx.db)
  const found = rows[0]
  if (!found) throw new NotFound('There is no such activity.')
  return found.id
}

function readPlace(text: string): { at: string; id: number } {
  try {
    const [at, id]: unknown[] = JSON.parse(Buffer.from(text, 'base64url').toString())
    if (typeof at === 'string' && /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?\+00$/.test(at) && Number.isSafeInteger(id))
      return { at, id: Number(id) }
  } catch {
    // falls through: whatever it was, it is no cursor of ours
  }
  throw new BadInput('This cursor does not belong to this feed.', [{ field: 'before', code: 'invalid_value' }])
}
