/**
 * What a ticket shows of its activities, found again from them: where activities came or went otherwise than one by one (merge, un-merge,
 * move, split), its counts, snippet, last activities and first answer follow by this one command.
 */
import { sql } from 'kysely'
import { quoteStart } from '#activities/quotes.ts'
import type { Writing } from '#platform/server/context.ts'
import { answerClock } from '#tickets/server/keepClock.ts'
import { snippetOf } from '#tickets/server/noteActivity.ts'
import { timeSpent } from '#tickets/server/timeSpent.ts'
import { noteUndelivered } from '#tickets/server/noteUndelivered.ts'
import type { TicketRow } from '#tickets/server/ticketQueries.ts'

interface Found {
  count: number
  files: number
  last: string | null
  customer: string | null
  agent: string | null
  direction: string | null
  message: { text: string; direction: string } | null
}

interface Settled {
  /** The numbers that the ticket is made of, its own included. */
  ids: readonly number[]
  /** Moments of answers that are no longer this ticket's. */
  gone?: readonly string[]
  unread?: boolean
}

/** `row` is locked by the caller, which records an event at the version it gets back. */
export async function settle(ctx: Writing, row: TicketRow, { ids, gone = [], unread = row.unread }: Settled): Promise<TicketRow> {
  const here = sql`${[...ids]}::bigint[]`
  const { rows } = await sql<Found>`
    select count(*)::int as count, max(x.at) filter (where x.kind <> 'system') as last, max(x.at) filter (where x.customer) as customer,
      max(x.at) filter (where x.direction = 'out' and x.automatic is null) as agent,
      (select count(*)::int from attachments f where f.ticket_id = any(${here}) and f.activity_id is not null) as files,
      (select l.direction from activities l where l.ticket_id = any(${here}) and l.kind <> 'system' and not (l.direction = 'out' and l.automatic is not null)
        order by l.at desc, l.id desc limit 1) as direction,
      (select json_build_object('text', left(m.text, 4000), 'direction', m.direction) from activities m
        where m.ticket_id = any(${here}) and m.direction <> 'internal' and not (m.direction = 'out' and m.automatic is not null)
        order by m.at desc, m.id desc limit 1) as message
    from activities x where x.ticket_id = any(${here})`.execute(ctx.db)
  const found = rows[0]
  if (!found) throw new Error('a count has no row')
  const text = found.message?.text ?? ''
  const answered = await firstAnswer(ctx, ids, gone)
  const clock = answered === row.first_answer_at ? {} : await answerClock(ctx, row, answered)
  await noteUndelivered(ctx, row.id, ids)
  return ctx.db
    .updateTable('tickets')
    .set({
      ...clock,
      first_answer_at: answered,
      activity_count: found.count,
      attachment_count: found.files,
      time_spent: await timeSpent(ctx, ids),
      last_activity_at: found.last !== null && found.last > row.created_at ? found.last : row.created_at,
      last_customer_at: found.customer,
      last_agent_at: found.agent,
      last_direction: found.direction,
      snippet: snippetOf(found.message?.direction === 'in' ? text.slice(0, quoteStart(text) ?? undefined) : text),
      unread: unread && found.customer !== null,
      version: row.version + 1,
    })
    .where('id', '=', row.id)
    .returningAll()
    .executeTakeFirstOrThrow()
}

/** "A first answer on any of them counts": of the activities, or kept where a ticket came with its facts but without its activities. */
async function firstAnswer(ctx: Writing, ids: readonly number[], gone: readonly string[]): Promise<string | null> {
  const here = sql`${[...ids]}::bigint[]`
  const { rows } = await sql<{ at: string | null }>`
    select min(at) as at from (
      select at from activities where ticket_id = any(${here}) and answer
      union all select at from clock_facts where ticket_id = any(${here}) and fact ->> 'kind' = 'answered'
      union all select first_answer_at from tickets where id = any(${here}) and first_answer_at is not null) answers
    where at <> all(${[...gone]}::timestamptz[])`.execute(ctx.db)
  return rows[0]?.at ?? null
}

/** The answers among what is kept on these tickets: `gone`, where they go. */
export async function answersOn(ctx: Writing, ids: readonly number[]): Promise<string[]> {
  const { rows } = await sql<{ at: string }>`
    select at from activities where ticket_id = any(${[...ids]}::bigint[]) and answer
    union select first_answer_at from tickets where id = any(${[...ids]}::bigint[]) and first_answer_at is not null`.execute(ctx.db)
  return rows.map((row) => row.at)
}
