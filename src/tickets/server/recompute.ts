/** A changed SLA, Time group, Category or Account moves the deadlines of the open tickets it touches: one of them at a time. */
import { sql, type RawBuilder } from 'kysely'
import { z } from 'zod'
import { clockOf } from '#categories/clock.ts'
import type { Fact } from '#categories/clockFact.ts'
import { same } from '#platform/field.ts'
import type { Context } from '#platform/server/context.ts'
import { deadlineCauses } from '#tickets/events.ts'
import { factsFromHistory, withFact, type KeptFact } from './clockFacts.ts'
import { hoursFor, termsOf } from './clockTerms.ts'
import { columnsOf, hoursIn, termsIn, timedOf, type ClockColumns } from './keepClock.ts'
import type { TicketRow } from './ticketQueries.ts'

/** What was changed. */
export const cause = z.object({ what: z.enum(deadlineCauses), id: z.int() })
export type Cause = z.infer<typeof cause>

/** The Open and Waiting tickets (as `t`) whose clock it touches. */
export const touchedBy = ({ what, id }: Cause) => sql<boolean>`t.state in ('open', 'waiting') and ${reach[what](id)}`

const reach: Record<Cause['what'], (id: number) => RawBuilder<boolean>> = {
  category: (id) => sql`t.category_id = ${id}`,
  account: (id) => sql`t.account_id = ${id}`,
  sla: (id) => sql`(t.category_id = any(array(select c.id from categories c where c.sla_id = ${id}))
    or t.account_id = any(array(select a.id from accounts a where a.sla_id = ${id})))`,
  time_group: (id) => sql`t.category_id = any(array(
    with recursive groups as (
      select ${id}::bigint as id union select g.id from time_groups g join groups on groups.id = any(g.includes))
    select c.id from categories c join groups on groups.id = c.time_group_id))`,
}

export interface Recounted {
  columns: ClockColumns
  /** Facts to be kept with them. */
  news: { at: number; fact: KeptFact }[]
}

/**
 * A ticket's clock under today's settings. "Against all the time counted so far"; a Time group is counted afresh from the ticket's
 * creation. Null where nothing is different. `held`: the facts that are kept of it, none of a ticket older than its clock.
 */
export async function recount(ctx: Context, row: TicketRow, held: Fact[] | undefined, what: Cause['what']): Promise<Recounted | null> {
  const now = ctx.now.getTime()
  const terms = await termsOf(ctx, timedOf(row))
  const news = held ? [] : await factsFromHistory(ctx, row, terms)
  let facts = held ?? news.reduce<Fact[]>((list, one) => withFact(list, one.at, one.fact), [])
  const add = (fact: KeptFact) => {
    news.push({ at: now, fact })
    facts = withFact(facts, now, fact)
  }
  if (what === 'time_group') {
    const hours = await newerHours(ctx, hoursIn(facts))
    if (Object.keys(hours).length > 0) add({ kind: 'recount', hours })
  }
  if (!same(termsIn(facts), terms)) add({ kind: 'terms', by: what === 'time_group' ? 'category' : what, terms })
  if (news.length === 0) return null
  return { columns: columnsOf(clockOf(facts, now, await hoursFor(ctx, hoursIn(facts)))), news }
}

/** For each of these open hours that are no longer their Time group's: those that are. */
async function newerHours({ db }: Context, ids: readonly (number | null)[]): Promise<Record<string, number>> {
  const known = ids.filter((id) => id !== null)
  if (known.length === 0) return {}
  const { rows } = await sql<{ id: number; newest: number }>`
    select o.id, (select max(h.id) from open_hours h where h.time_group_id = o.time_group_id) as newest
    from open_hours o where o.id = any(${known}::bigint[])`.execute(db)
  return Object.fromEntries(rows.filter((row) => row.newest !== row.id).map((row) => [String(row.id), row.newest]))
}
