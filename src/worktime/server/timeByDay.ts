/** Time spent by User, day and ticket. What worked on a ticket out of sight counts, and the ticket is not named. */
import { sql } from 'kysely'
import type { z } from 'zod'
import { BadInput, NotAllowed } from '#platform/problem.ts'
import { allow, userOf } from '#platform/server/allow.ts'
import type { Context } from '#platform/server/context.ts'
import { readerOf } from '#tickets/server/ticketFilter.ts'
import { visible } from '#tickets/server/ticketQueries.ts'
import type * as api from '#worktime/api.ts'
import { whoseTime } from './whoseTime.ts'

interface Row {
  user: { id: number; name: string }
  day: string
  ticket: { id: number; title: string } | null
  spent: number
}

export async function timeByDay(
  ctx: Context,
  { user, from, to }: z.output<typeof api.timeByDay.input>,
): Promise<z.input<typeof api.timeByDay.output>> {
  allow(ctx, 'tickets.read')
  const days = (Date.parse(to) - Date.parse(from)) / 86_400_000
  if (!(days >= 0 && days <= 366))
    throw new BadInput('From one day to the same or a later one, at most a year.', [{ field: 'to', code: 'range' }])
  const me = userOf(ctx)
  const others = whoseTime(ctx)
  const asked = user ?? me.id
  if (asked !== me.id && asked !== 'all' && others !== 'all' && !others.includes(asked))
    throw new NotAllowed('This needs the permission time.correct.', [], 'time.correct')
  const users = asked !== 'all' ? sql`x.user_id = ${asked}` : others === 'all' ? sql`true` : sql`x.user_id = any(${[...others]}::bigint[])`
  const { zone } = await readerOf(ctx)
  const { rows } = await sql<Row>`
    with bounds as (select (${from}::date)::timestamp at time zone ${zone} as low, (${to}::date + 1)::timestamp at time zone ${zone} as high),
      spent as (
        select x.id, x.user_id, x.ticket_id, f.quarter as at, f.ms from timed_activities x join timed_focus f on f.activity_id = x.id, bounds
        where ${users} and f.quarter >= low and f.quarter < high and x.opened_at < high + interval '1 hour'
          and coalesce(x.closed_at, ${ctx.now}) >= low - interval '1 hour'
        union all
        select x.id, x.user_id, x.ticket_id, x.opened_at, c.minutes * 60000 from timed_activities x join time_corrections c on c.activity_id = x.id, bounds
        where ${users} and x.opened_at >= low and x.opened_at < high),
      days as (
        select s.user_id, to_char(s.at at time zone ${zone}, 'YYYY-MM-DD') as day, case when ${visible(ctx)} then t.id end as ticket_id, sum(s.ms) as ms
        from spent s left join tickets kept on kept.id = s.ticket_id left join tickets t on t.id = coalesce(kept.survivor_id, kept.id)
        group by 1, 2, 3)
    select json_build_object('id', u.id, 'name', u.name) as "user", d.day,
      case when t.id is not null then json_build_object('id', t.id, 'title', t.title) end as ticket, round(d.ms / 1000.0)::bigint as spent
    from days d join users u on u.id = d.user_id left join tickets t on t.id = d.ticket_id
    where d.ms <> 0 order by d.day, u.name, u.id, d.ms desc, t.id`.execute(ctx.db)
  return { zone, rows, totals: totalsOf(rows) }
}

function totalsOf(rows: readonly Row[]) {
  const totals = new Map<string, Omit<Row, 'ticket'>>()
  for (const { user, day, spent } of rows) {
    const key = `${day} ${user.id}`
    totals.set(key, { user, day, spent: (totals.get(key)?.spent ?? 0) + spent })
  }
  return [...totals.values()]
}
