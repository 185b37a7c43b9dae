/** Reading the feed: one page of a ticket's activities in one statement, so that 5,000 of them open as fast as five. */
import { sql } from 'kysely'
import type { Activity } from '#activities/activity.ts'
import { quoteStart } from '#activities/quotes.ts'
import { BadInput, NotFound } from '#platform/problem.ts'
import type { Context } from '#platform/server/context.ts'
import { expectVisible, visible } from '#tickets/server/ticketQueries.ts'

type Raw = Omit<Activity, 'quoteFrom'>

const columns = sql`x.id, x.ticket_id as "ticketId", x.kind, x.direction, x.at, x.subject, x.text, x.html is not null as "hasHtml",
  x.automatic, x.delivery, x.failure, x.match,
  case when u.id is not null then json_build_object('id', u.id, 'name', u.name) end as "user",
  case when k.id is not null then json_build_object('id', k.id, 'name', k.name) end as contact,
  case when x.from_address is not null then json_build_object('address', x.from_address, 'name', coalesce(x.from_name, '')) end as "from",
  (select coalesce(json_agg(json_build_object('role', r.role, 'address', r.address, 'name', r.name, 'state', r.state, 'reason', r.reason,
      'at', to_char(r.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by r.id), '[]')
    from activity_recipients r where r.activity_id = x.id) as recipients,
  (select coalesce(json_agg(json_build_object('id', f.id, 'name', f.name, 'mediaType', f.media_type, 'size', f.size, 'inline', f.inline) order by f.id), '[]')
    from attachments f where f.activity_id = x.id) as attachments`
const joins = sql`left join users u on u.id = x.user_id left join contacts k on k.id = x.contact_id`

/** Suggested tickets only as far as this reader may see them. */
const suggested = (ctx: Context) => sql`(select coalesce(json_agg(json_build_object('id', t.id, 'title', t.title) order by t.id), '[]')
    from suggested_tickets s join tickets t on t.id = s.ticket_id
    where s.activity_id = x.id and s.dismissed_at is null and ${visible(ctx)}) as "suggestedTickets"`

const shown = (raw: Raw): Activity => ({ ...raw, quoteFrom: raw.kind === 'comment' ? null : quoteStart(raw.text) })

/** Newest first; `next` continues with older ones. The page is cut before anything is joined to it: joins of fifty rows instead of thousands. */
export async function listActivities(ctx: Context, wanted: { id: number; before?: string | undefined; limit: number }) {
  const place = wanted.before ? readPlace(wanted.before) : null
  const { rows } = await sql<Raw & { place: string }>`
    with page as materialized (select * from activities x
      where x.ticket_id = ${wanted.id} ${place ? sql`and (x.at, x.id) < (${place.at}::text::timestamptz, ${place.id}::bigint)` : sql``}
      order by x.at desc, x.id desc limit ${sql.lit(wanted.limit + 1)})
    select ${columns}, ${suggested(ctx)}, x.at::text as place from page x ${joins}
    where exists (select from tickets t where t.id = ${wanted.id} and ${visible(ctx)})
    order by x.at desc, x.id desc`.execute(ctx.db)
  if (rows.length === 0) await expectVisible(ctx, wanted.id)
  const page = rows.slice(0, wanted.limit)
  const last = page.at(-1)
  return {
    activities: page.map(({ place: _place, ...raw }) => shown(raw)),
    next: rows.length > wanted.limit && last ? Buffer.from(JSON.stringify([last.place, last.id])).toString('base64url') : null,
  }
}

/** One activity; those of tickets one may not see do not exist. */
export async function getActivity(ctx: Context, id: number): Promise<Activity> {
  const { rows } = await sql<Raw>`select ${columns}, ${suggested(ctx)} from activities x ${joins}
    where x.id = ${id} and exists (select from tickets t where t.id = x.ticket_id and ${visible(ctx)})`.execute(ctx.db)
  const raw = rows[0]
  if (!raw) throw new NotFound('There is no such activity.')
  return shown(raw)
}

/** The ticket that an activity stands on; refuses with 404 what this reader may not see. */
export async function ticketOfActivity(ctx: Context, id: number): Promise<number> {
  const { rows } = await sql<{ ticket_id: number }>`select x.ticket_id from activities x join tickets t on t.id = x.ticket_id
    where x.id = ${id} and ${visible(ctx)}`.execute(ctx.db)
  const found = rows[0]
  if (!found) throw new NotFound('There is no such activity.')
  return found.ticket_id
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
