/** The receipt of a ticket's deadline: each interval, its rule, the sum; with the names of what it ran under. */
import { sql } from 'kysely'
import type { z } from 'zod'
import { clockOf } from '#categories/clock.ts'
import { receiptOf } from '#categories/receipt.ts'
import type { Context } from '#platform/server/context.ts'
import type { getReceipt as endpoint } from '#tickets/api.ts'
import { tellClock, timedOf } from './keepClock.ts'
import { seenTicket } from './ticketQueries.ts'

export async function getReceipt(ctx: Context, { id }: { id: number }): Promise<z.input<(typeof endpoint)['output']>> {
  const row = await seenTicket(ctx, id)
  const { facts, hoursOf } = await tellClock(ctx, row, timedOf(row))
  const clock = clockOf(facts, ctx.now.getTime(), hoursOf)
  const target = (fact: typeof clock.response) =>
    fact && { targetMs: fact.target, deadline: iso(fact.deadline), breachedAt: iso(fact.breachedAt) }
  return {
    now: new Date(clock.now).toISOString(),
    state: row.state,
    standing: clock.state === 'merged' || clock.state === 'bin' ? clock.state : null,
    running: clock.running,
    deadline: iso(clock.deadline),
    computed: iso(clock.computed),
    byHand: clock.handSet !== null,
    target: clock.target,
    dueSoonAt: iso(clock.dueSoonAt),
    answeredAt: iso(clock.answeredAt),
    response: target(clock.response),
    solution: target(clock.solution),
    warning: clock.warning,
    ...(await namesOf(ctx, row)),
    receipt: receiptOf(clock, hoursOf),
    timeGroups: await timeGroupNames(
      ctx,
      facts.flatMap((f) => ((f.kind === 'created' || f.kind === 'terms') && f.terms.timeGroup ? [f.terms.timeGroup] : [])),
    ),
  }
}

const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString())

/** Whose SLA is in force, and which. */
async function namesOf({ db }: Context, row: { category_id: number; account_id: number | null }) {
  const { rows } = await sql<{ sla: string | null; from: 'account' | 'category' | null }>`
    select s.title as sla, case when a.sla_id is not null then 'account' when c.sla_id is not null then 'category' end as "from"
    from categories c left join accounts a on a.id = ${row.account_id} left join slas s on s.id = coalesce(a.sla_id, c.sla_id)
    where c.id = ${row.category_id}`.execute(db)
  return { sla: rows[0]?.sla ?? null, slaFrom: rows[0]?.from ?? null }
}

/** By the number that the receipt's rows name. */
async function timeGroupNames({ db }: Context, hours: readonly number[]) {
  if (hours.length === 0) return {}
  const { rows } = await sql<{ id: number; title: string; zone: string }>`
    select h.id, coalesce(g.title, '') as title, h.definition ->> 'zone' as zone from open_hours h left join time_groups g on g.id = h.time_group_id
    where h.id = any(${[...hours]}::bigint[])`.execute(db)
  return Object.fromEntries(rows.map(({ id, title, zone }) => [String(id), { title, zone }]))
}
