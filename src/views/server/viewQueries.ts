/** Lists and counts of the opening views: keyset paging by any sort, and counts that equal the list's length. */
import { sql, type RawBuilder } from 'kysely'
import type { z } from 'zod'
import { BadInput } from '#platform/problem.ts'
import type { Context } from '#platform/server/context.ts'
import { visible } from '#tickets/server/ticketQueries.ts'
import type { Row } from '#tickets/ticket.ts'
import type { listTickets as listTicketsEndpoint } from '#views/api.ts'
import { rowColumns, rowJoins } from './rowColumns.ts'
import { openingViews, recentDays, type SortField, type ViewKey } from '#views/view.ts'

type Wanted = z.output<(typeof listTicketsEndpoint)['input']>

/** A view's condition on `tickets as t`, for this reader at this moment. */
function conditionOf(ctx: Context, view: ViewKey): RawBuilder<boolean> {
  const me = ctx.actor.kind === 'user' ? ctx.actor.id : 0
  const live = sql`t.state in ('open', 'waiting')`
  const since = new Date(ctx.now.getTime() - recentDays * 86_400_000)
  const conditions: Record<ViewKey, RawBuilder<boolean>> = {
    mine: sql`${live} and t.user_id = ${me}`,
    unassigned: sql`${live} and t.user_id is null`,
    // Said once: a second condition of the same column would make the planner expect far fewer rows than there are.
    open: sql`t.state = 'open'`,
    waiting: sql`t.state = 'waiting'`,
    recently_closed: sql`t.state = 'closed' and t.closed_at >= ${since}`,
    all: sql`true`,
  }
  // What was merged into another ticket, or lies in the bin, stands in none of them.
  return sql`not t.hidden and ${conditions[view]}`
}

/** Exact counts of some views in one statement; those of live tickets come from the small partial index. */
export async function countViews(ctx: Context, views: readonly ViewKey[] = openingViews): Promise<{ key: ViewKey; count: number }[]> {
  const { rows } = await sql<{ key: ViewKey; count: number }>`${sql.join(
    views.map(
      (key) => sql`select ${key}::text as key, count(*) as count from tickets t where ${conditionOf(ctx, key)} and ${visible(ctx)}`,
    ),
    sql` union all `,
  )}`.execute(ctx.db)
  return rows
}

const sorts: Record<SortField, { column: RawBuilder<unknown>; type: string }> = {
  lastActivityAt: { column: sql`t.last_activity_at`, type: 'timestamptz' },
  createdAt: { column: sql`t.created_at`, type: 'timestamptz' },
  editedAt: { column: sql`t.edited_at`, type: 'timestamptz' },
  id: { column: sql`t.id`, type: 'bigint' },
  priority: { column: sql`t.priority`, type: 'ticket_priority' },
}

/** One page of a view, with the cursor of the next. */
export async function listTickets(ctx: Context, wanted: Wanted): Promise<{ rows: Row[]; next: string | null }> {
  const sort = sorts[wanted.sort]
  const direction = wanted.order === 'asc' ? sql`asc` : sql`desc`
  const beyond = wanted.order === 'asc' ? sql`>` : sql`<`
  const conditions = [conditionOf(ctx, wanted.view), visible(ctx)]
  if (wanted.state) conditions.push(sql`t.state = ${wanted.state}`)
  if (wanted.category) conditions.push(sql`t.category_id = ${wanted.category}`)
  if (wanted.user) conditions.push(sql`t.user_id = ${wanted.user}`)
  if (wanted.contact) conditions.push(sql`t.contact_id = ${wanted.contact}`)
  if (wanted.account) conditions.push(sql`t.account_id = ${wanted.account}`)
  if (wanted.after) {
    const place = readCursor(wanted.after, wanted.sort)
    conditions.push(sql`(${sort.column}, t.id) ${beyond} (${place.value}::text::${sql.raw(sort.type)}, ${place.id}::bigint)`)
  }
  // Recently closed tickets all lie at one end of every sort: walking its index from the other end would pass by all the others.
  const far = wanted.view === 'recently_closed' && wanted.order === 'asc'
  const source = far ? sql`(select * from tickets t where ${conditionOf(ctx, wanted.view)} offset 0)` : sql`tickets`
  const { rows: page } = await sql<{ id: number; place: string }>`
    select t.id, ${sort.column}::text as place from ${source} t where ${sql.join(conditions, sql` and `)}
    order by ${sort.column} ${direction}, t.id ${direction} limit ${wanted.limit + 1}`.execute(ctx.db)
  // What the rows show is asked in a statement of its own: planned once for all lists, where this one is planned anew for its filters.
  const ids = page.slice(0, wanted.limit).map((p) => p.id)
  const { rows } = await sql<Row>`select ${rowColumns} from unnest(${ids}::bigint[]) with ordinality as p (id, n)
    join tickets t on t.id = p.id ${rowJoins} where ${visible(ctx)} order by p.n`.execute(ctx.db)
  const last = page.at(wanted.limit - 1)
  return {
    rows,
    next: page.length > wanted.limit && last ? Buffer.from(JSON.stringify([wanted.sort, last.place, last.id])).toString('base64url') : null,
  }
}

/** The named tickets that stand in this view now. */
export async function listRows(ctx: Context, { view, ids }: { view: ViewKey; ids: string }): Promise<{ rows: Row[] }> {
  const { rows } = await sql<Row>`
    select ${rowColumns} from tickets t ${rowJoins}
    where t.id = any(${ids.split(',').map(Number)}::bigint[]) and ${conditionOf(ctx, view)} and ${visible(ctx)}`.execute(ctx.db)
  return { rows }
}

function readCursor(text: string, sort: SortField): { value: string; id: number } {
  try {
    const [field, value, id]: unknown[] = JSON.parse(Buffer.from(text, 'base64url').toString())
    if (field === sort && typeof value === 'string' && value.length < 60 && Number.isSafeInteger(id) && valid(sort, value))
      return { value, id: Number(id) }
  } catch {
    // falls through: whatever it was, it is no cursor of ours
  }
  throw new BadInput('This cursor does not belong to this list.', [{ field: 'after', code: 'invalid_value' }])
}

const valid = (sort: SortField, value: string) =>
  sort === 'id'
    ? /^\d{1,16}$/.test(value)
    : sort === 'priority'
      ? /^(low|medium|high)$/.test(value)
      : /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?\+00$/.test(value)
