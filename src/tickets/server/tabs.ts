/** Keeps the tabs of a User. The only writer of its table. */
import { sql } from 'kysely'
import { BadInput } from '#platform/problem.ts'
import { userOf } from '#platform/server/allow.ts'
import { inTransaction, type Context } from '#platform/server/context.ts'
import { closedRemembered, type KeptTab, type KeptTabs, mostTabs, type TabChange } from '#tickets/tabs.ts'
import { visible } from './ticketQueries.ts'

export async function getTabs(ctx: Context): Promise<KeptTabs> {
  const { rows } = await sql<KeptTab & { closed: boolean }>`
    select t.id, t.title, t.unread, k.position, k.closed_at is not null as closed
    from user_tabs k join tickets t on t.id = k.ticket_id
    where k.user_id = ${userOf(ctx).id} and ${visible(ctx)}
    order by k.closed_at desc nulls first, k.position, t.id`.execute(ctx.db)
  const shown = (wanted: boolean) =>
    rows.filter(({ closed }) => closed === wanted).map(({ id, title, unread, position }) => ({ id, title, unread, position }))
  return { open: shown(false), closed: shown(true).slice(0, closedRemembered) }
}

/** Of several windows the later one decides, about each tab by itself. */
export async function changeTabs(ctx: Context, { changes }: { changes: readonly TabChange[] }): Promise<KeptTabs> {
  const userId = userOf(ctx).id
  // What is said last of a tab holds; in one order, so that windows wait for each other instead of standing in each other's way.
  const last = [...new Map(changes.map((change) => [change.id, change])).values()].toSorted((a, b) => a.id - b.id)
  const gone = last.filter(({ state }) => state === 'gone').map(({ id }) => id)
  const kept = last.filter(({ state }) => state !== 'gone')
  return inTransaction(ctx, async (writing) => {
    if (kept.length > 0)
      await sql`insert into user_tabs (user_id, ticket_id, position, closed_at)
        select ${userId}, t.id, c.position, case when c.closed then ${ctx.now}::timestamptz end
        from unnest(${kept.map(({ id }) => id)}::bigint[], ${kept.map(({ position }) => position)}::float8[],
          ${kept.map(({ state }) => state === 'closed')}::boolean[]) as c (id, position, closed)
        join tickets t on t.id = c.id where ${visible(ctx)} order by t.id
        on conflict (user_id, ticket_id) do update set position = excluded.position,
          closed_at = case when excluded.closed_at is null then null else coalesce(user_tabs.closed_at, excluded.closed_at) end`.execute(
        writing.db,
      )
    await sql`delete from user_tabs where user_id = ${userId} and (ticket_id = any(${gone}::bigint[]) or (closed_at is not null and ticket_id not in (
      select ticket_id from user_tabs where user_id = ${userId} and closed_at is not null
      order by closed_at desc, ticket_id limit ${closedRemembered})))`.execute(writing.db)
    const now = await getTabs(writing)
    if (now.open.length > mostTabs)
      throw new BadInput(`More than ${mostTabs} tabs cannot be open.`, [{ field: 'changes', code: 'too_many' }])
    return now
  })
}
