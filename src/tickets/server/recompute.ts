/** A changed SLA, Time group, Category or Account moves the deadlines of the open tickets it touches: one of them at a time. */
import { sql, type RawBuilder } from 'kysely'
import { z } from 'zod'
import { clockOf } from '#categories/clock.ts'
import type { Fact } from '#categories/clockFact.ts'
import { same } from '#platform/field.ts'
import type { Context } from '#platform/server/context.ts'
import { deadlineCauses } from '#tickets/events.ts'
import { factsFromHistory, withFact, type KeptFact } from './clockFacts.ts'
import { hoursFor, termsOf, type TermsOf } from './clockTerms.ts'
import { columnsOf, hoursIn, termsIn, timedOf, type ClockColumns } from './keepClock.ts'
import type { TicketRow } from './ticketQueries.ts'

/** What was changed. */
export const cause = z.object({ what: z.enum(deadlineCauses), id: z.int() })
export type Cause = z.infer<typeof cause>

/** The Open and Waiting tickets (as `t`) whose clock it touches; of those merged or in the bin it stands. */
export const touchedBy = ({ what, id }: Cause) => sql<boolean>`t.state in ('open', 'waiting') and not t.hidden and ${reach[what](id)}`

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

/** A ticket's clock under today's settings; null where nothing is different. `held`: the facts that are kept of it. */
export type Recount = (row: TicketRow, held: Fact[] | undefined) => Promise<Recounted | null>

/**
 * Recounts one ticket after the other; what many of them share is asked once, so keep it for one batch only. "Against all the time
 * counted so far"; a Time group is counted afresh from each ticket's creation. A ticket older than its clock gets its facts from its history.
 */
export function recounter(ctx: Context, what: Cause['what']): Recount {
  const now = ctx.now.getTime()
  const terms = once(({ priority, categoryId, accountId }: TermsOf) => termsOf(ctx, { priority, categoryId, accountId }))
  const newest = once((hours: number) => newestOf(ctx, hours))
  return async (row, held) => {
    const { priority, categoryId, accountId } = timedOf(row)
    const wanted = await terms({ priority, categoryId, accountId })
    const news = held ? [] : await factsFromHistory(ctx, row, wanted)
    let facts = held ?? news.reduce<Fact[]>((list, one) => withFact(list, one.at, one.fact), [])
    const add = (fact: KeptFact) => {
      news.push({ at: now, fact })
      facts = withFact(facts, now, fact)
    }
    if (what === 'time_group') {
      const hours: Record<string, number> = {}
      for (const id of new Set(hoursIn(facts))) {
        const newer = id === null ? id : await newest(id)
        if (id !== null && newer !== null && newer !== id) hours[id] = newer
      }
      if (Object.keys(hours).length > 0) add({ kind: 'recount', hours })
    }
    if (!same(termsIn(facts), wanted)) add({ kind: 'terms', by: what === 'time_group' ? 'category' : what, terms: wanted })
    if (news.length === 0) return null
    return { columns: columnsOf(clockOf(facts, now, await hoursFor(ctx, hoursIn(facts)))), news }
  }
}

/** The same question, asked once. */
function once<Q, A>(ask: (question: Q) => Promise<A>): (question: Q) => Promise<A> {
  const known = new Map<string, Promise<A>>()
  return (question) => {
    const key = JSON.stringify(question)
    const answer = known.get(key) ?? ask(question)
    known.set(key, answer)
    return answer
  }
}

/** The open hours that the Time group of these has now. */
async function newestOf({ db }: Context, hours: number): Promise<number | null> {
  const { rows } = await sql<{ newest: number }>`
    select max(h.id) as newest from open_hours o join open_hours h on h.time_group_id = o.time_group_id where o.id = ${hours}`.execute(db)
  return rows[0]?.newest ?? null
}
