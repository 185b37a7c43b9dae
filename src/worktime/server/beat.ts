/**
 * A heartbeat: which tickets a page has open, and when they were before its reader's eyes. The server's clock is the one that counts: a page
 * tells times backwards from now, so that its own clock may show what it likes. State is in the database alone; any process answers.
 */
import { sql } from 'kysely'
import { z } from 'zod'
import { NotAllowed } from '#platform/problem.ts'
import { allow, userOf } from '#platform/server/allow.ts'
import { inTransaction, type Context, type Writing } from '#platform/server/context.ts'
import { joinShown, visible } from '#tickets/server/ticketQueries.ts'
import type * as api from '#worktime/api.ts'
import { byQuarter, union, within, without, type Span } from '#worktime/spans.ts'
import { endLost, endUnjoined, goesOn, reachesBack } from './endActivities.ts'
import { keepTimeSpent } from './keepTimeSpent.ts'
import { lockTimes } from './lockTimes.ts'

type Input = z.output<typeof api.beat.input>
type Told = Input['tickets'][number]
type Answer = z.input<typeof api.beat.output>

/** A running activity's ticket learns of its time when so much focus has come together, and when it ends. */
const keptEvery = 5 * 60_000

export async function beat(ctx: Context, { page, tickets }: Input): Promise<Answer> {
  allow(ctx, 'tickets.read')
  const userId = userOf(ctx).id
  return inTransaction(ctx, async (writing) => {
    await lockTimes(writing, userId)
    await endLost(writing, userId)
    const before = await thePage(writing, page, userId)
    const now = ctx.now.getTime()
    const elsewhere = await countedBy(writing, userId)
    const seen = await shownAs(writing, tickets)
    const joined = new Set<number>()
    const grown: number[] = []
    let own = before.counted
    for (const told of tickets) {
      const ticketId = seen.get(told.id)
      if (ticketId === undefined) continue
      const spans = within(
        told.focus.map(({ ago, for: lasted }): Span => [now - ago, now - ago + lasted]),
        now - reachesBack,
        now,
      )
      const activity = await activityOf(writing, userId, ticketId, before.joined, { open: told.open, from: spans[0]?.[0] ?? now })
      if (activity === null) continue
      if (told.open) joined.add(activity)
      const fresh = without(spans, [...elsewhere, ...own])
      own = union([...own, ...fresh])
      const grew = await addFocus(writing, activity, fresh)
      const last = fresh.at(-1)?.[1]
      if (!told.open && last !== undefined) await lookedUntil(writing, activity, last)
      if (grew || !told.open) grown.push(ticketId)
    }
    await writing.db
      .updateTable('timed_pages')
      .set({ seen_at: ctx.now, counted: JSON.stringify(within(own, now - 2 * reachesBack, now)) })
      .where('id', '=', page)
      .execute()
    const left = [...before.joined].filter((id) => !joined.has(id))
    if (left.length > 0) await writing.db.deleteFrom('timed_joins').where('page_id', '=', page).where('activity_id', 'in', left).execute()
    const entered = [...joined].filter((id) => !before.joined.has(id))
    if (entered.length > 0)
      await writing.db
        .insertInto('timed_joins')
        .values(entered.map((activity_id) => ({ page_id: page, activity_id })))
        .execute()
    await endUnjoined(
      writing,
      left.map((id) => ({ id, at: ctx.now.toISOString() })),
    )
    await keepTimeSpent(writing, grown)
    return { running: await running(writing, userId, seen, joined) }
  })
}

const spans = z.array(z.tuple([z.number(), z.number()]))

/** What the page had open, and what it has counted lately. A new one is kept; nobody speaks for another User's page. */
async function thePage(ctx: Writing, page: string, userId: number): Promise<{ joined: ReadonlySet<number>; counted: Span[] }> {
  const { rows } = await sql<{ counted: unknown; joined: number[] }>`
    insert into timed_pages as p (id, user_id, seen_at) values (${page}, ${userId}, ${ctx.now})
    on conflict (id) do update set seen_at = excluded.seen_at where p.user_id = excluded.user_id
    returning counted, array(select j.activity_id from timed_joins j where j.page_id = p.id) as joined`.execute(ctx.db)
  const [found] = rows
  if (!found) throw new NotAllowed('This page is somebody else’s.', [], 'not_own_page')
  return { joined: new Set(found.joined), counted: spans.parse(found.counted) }
}

/** What all pages of the User have counted lately, on whatever ticket. */
async function countedBy({ db }: Writing, userId: number): Promise<Span[]> {
  const rows = await db.selectFrom('timed_pages').select('counted').where('user_id', '=', userId).execute()
  return union(rows.flatMap((row) => spans.parse(row.counted)))
}

/** The ticket on which each told number shows, where the User may see it. */
async function shownAs(ctx: Writing, tickets: readonly Told[]): Promise<Map<number, number>> {
  const { rows } = await sql<{ asked: number; id: number }>`
    select asked.id as asked, t.id from unnest(${tickets.map(({ id }) => id)}::bigint[]) as asked (id) ${joinShown(sql`asked.id`)}
    where ${visible(ctx)}`.execute(ctx.db)
  return new Map(rows.map(({ asked, id }) => [asked, id]))
}

/** The running activity on a ticket, for an open page also one that goes on or a new one. It may stand on a number merged into it since. */
async function activityOf(
  ctx: Writing,
  userId: number,
  ticketId: number,
  joined: ReadonlySet<number>,
  { open, from }: { open: boolean; from: number },
): Promise<number | null> {
  const { rows } = await sql<{ id: number; closed: boolean }>`
    select x.id, x.closed_at is not null as closed from timed_activities x join tickets kept on kept.id = x.ticket_id
    where x.user_id = ${userId} and coalesce(kept.survivor_id, kept.id) = ${ticketId}
      and (x.closed_at is null or x.closed_at >= ${new Date(ctx.now.getTime() - goesOn)})
    order by x.closed_at desc nulls first, x.ticket_id <> ${ticketId}, x.id desc`.execute(ctx.db)
  const found = rows.find(({ id, closed }) => !closed && joined.has(id)) ?? rows[0]
  if (found && (open || !found.closed)) {
    if (found.closed) await ctx.db.updateTable('timed_activities').set({ closed_at: null }).where('id', '=', found.id).execute()
    return found.id
  }
  // What was looked at last before its tab closed belongs to what has just ended.
  if (!open) return found?.id ?? null
  const made = await ctx.db
    .insertInto('timed_activities')
    .values({ ticket_id: ticketId, user_id: userId, opened_at: new Date(from).toISOString(), closed_at: null })
    .returning('id')
    .executeTakeFirstOrThrow()
  return made.id
}

/** What was looked at after the server had ended it for lost was open until then. */
const lookedUntil = ({ db }: Writing, activityId: number, at: number) =>
  sql`update timed_activities set closed_at = greatest(closed_at, ${new Date(at)}) where id = ${activityId} and closed_at is not null`.execute(
    db,
  )

/** True when the ticket should learn of it by now. */
async function addFocus({ db }: Writing, activityId: number, fresh: readonly Span[]): Promise<boolean> {
  const quarters = [...byQuarter(fresh)]
  if (quarters.length === 0) return false
  const { rows } = await sql<{ before: number }>`
    with before as (select coalesce(sum(ms), 0)::bigint as ms from timed_focus where activity_id = ${activityId}),
      kept as (insert into timed_focus as f (activity_id, quarter, ms)
        select ${activityId}, q.at, q.ms from unnest(${quarters.map(([at]) => new Date(at))}::timestamptz[], ${quarters.map(([, ms]) => ms)}::int[]) as q (at, ms)
        on conflict (activity_id, quarter) do update set ms = f.ms + excluded.ms)
    select ms as before from before`.execute(db)
  const before = rows[0]?.before ?? 0
  const after = before + quarters.reduce((sum, [, ms]) => sum + ms, 0)
  return Math.floor(before / keptEvery) !== Math.floor(after / keptEvery)
}

async function running(ctx: Writing, userId: number, seen: ReadonlyMap<number, number>, joined: ReadonlySet<number>) {
  if (joined.size === 0) return []
  const { rows } = await sql<{ ticketId: number; activityId: number; openedAt: string; focus: number; total: number }>`
    select t.id as "ticketId", x.id as "activityId", x.opened_at as "openedAt",
      (select coalesce(sum(f.ms), 0)::bigint from timed_focus f where f.activity_id = x.id) as focus,
      (select coalesce(sum(s.ms), 0)::bigint from tickets m join timed_activities o on o.ticket_id = m.id cross join lateral (
        select (select coalesce(sum(f.ms), 0) from timed_focus f where f.activity_id = o.id)
          + (select coalesce(sum(c.minutes), 0) * 60000 from time_corrections c where c.activity_id = o.id) as ms) s
        where m.id = t.id or m.survivor_id = t.id) as total
    from timed_activities x ${joinShown(sql`x.ticket_id`)} where x.user_id = ${userId} and x.id = any(${[...joined]}::bigint[])`.execute(
    ctx.db,
  )
  return [...seen].flatMap(([id, shown]) => {
    const found = rows.find((row) => row.ticketId === shown)
    if (!found) return []
    const { activityId, openedAt, focus, total } = found
    return [{ id, activityId, openedAt, focus, total }]
  })
}
