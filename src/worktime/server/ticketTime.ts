/** The time of a ticket: its timed activities with what was corrected, and what each User spent on it. What was merged into it is part of it. */
import { sql } from 'kysely'
import { allow } from '#platform/server/allow.ts'
import type { Context } from '#platform/server/context.ts'
import { expectVisible } from '#tickets/server/ticketQueries.ts'
import type * as api from '#worktime/api.ts'
import type { z } from 'zod'

type Found = Omit<z.input<typeof api.timedActivity>, 'mayCorrect'>

export async function ticketTime(ctx: Context, { id }: { id: number }): Promise<z.input<typeof api.ticketTime.output>> {
  allow(ctx, 'tickets.read')
  const { ids } = await expectVisible(ctx, id)
  const { rows: users } = await sql<{ user: { id: number; name: string }; spent: number }>`
    select json_build_object('id', u.id, 'name', u.name) as "user", sum(s.spent)::bigint as spent
    from timed_activities x join users u on u.id = x.user_id cross join lateral (${spentOf}) s
    where x.ticket_id = any(${ids}::bigint[]) group by u.id, u.name order by 2 desc, u.name, u.id`.execute(ctx.db)
  const { rows } =
    await sql<Found>`${activities} where x.ticket_id = any(${ids}::bigint[]) order by x.opened_at desc, x.id desc limit 200`.execute(ctx.db)
  return { total: users.reduce((sum, one) => sum + one.spent, 0), users, activities: rows.map((row) => withRight(ctx, row)) }
}

/** One of them as it stands now. */
export async function timedActivity(ctx: Context, id: number): Promise<z.input<typeof api.timedActivity>> {
  const { rows } = await sql<Found>`${activities} where x.id = ${id}`.execute(ctx.db)
  const [found] = rows
  if (!found) throw new Error('a timed activity has no row')
  return withRight(ctx, found)
}

/** Seconds of `timed_activities x`. */
const spentOf = sql`select y.focus, y.focus + y.corrected * 60 as spent from (
  select (select coalesce(sum(f.ms), 0) from timed_focus f where f.activity_id = x.id)::bigint / 1000 as focus,
    (select coalesce(sum(c.minutes), 0) from time_corrections c where c.activity_id = x.id) as corrected) y`

const activities = sql`
  select x.id, json_build_object('id', u.id, 'name', u.name) as "user", x.opened_at as "openedAt", x.closed_at as "closedAt", s.focus, s.spent,
    (select coalesce(json_agg(json_build_object('id', c.id, 'minutes', c.minutes, 'reason', c.reason,
        'at', to_char(c.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'by', json_build_object('id', b.id, 'name', b.name))
        order by c.id), '[]') from time_corrections c join users b on b.id = c.by_user where c.activity_id = x.id) as corrections
  from timed_activities x join users u on u.id = x.user_id cross join lateral (${spentOf}) s`

const withRight = ({ actor }: Context, row: Found) => ({
  ...row,
  mayCorrect: actor.kind === 'system' || (actor.kind === 'user' && (actor.id === row.user.id || actor.permissions.has('time.correct'))),
})
