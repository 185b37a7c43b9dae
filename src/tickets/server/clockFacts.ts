/** A ticket's clock facts as they are kept: only ever added to, so that every deadline can be counted again from the beginning. */
import { sql, type RawBuilder } from 'kysely'
import type { Fact, Terms } from '#categories/clockFact.ts'
import { question } from '#platform/server/batch.ts'
import type { Context, Writing } from '#platform/server/context.ts'
import type { TicketRow } from './ticketQueries.ts'

/**
 * What is kept of a fact besides its time; `recount` says under which newer hours everything before it is counted afresh, `looked` that
 * the first answer was looked for again (merge, move, split) and when it was: whatever was known of it before does not count.
 */
export type KeptFact = Told<Fact> | { kind: 'recount'; hours: Record<string, number> } | { kind: 'looked'; answered: number | null }
type Told<F> = F extends unknown ? Omit<F, 'at'> : never

/** The facts of these tickets in order, as the clock takes them. */
export async function factsOf({ db }: Pick<Context, 'db'>, ticketIds: readonly number[]): Promise<Map<number, Fact[]>> {
  const { rows } = await sql<{ ticket_id: number; at: string; fact: KeptFact }>`
    select ticket_id, at, fact from clock_facts where ticket_id = any(${[...ticketIds]}::bigint[]) order by ticket_id, id`.execute(db)
  const facts = new Map<number, Fact[]>()
  for (const { ticket_id, at, fact } of rows) {
    const list = facts.get(ticket_id) ?? []
    facts.set(ticket_id, withFact(list, Date.parse(at), fact))
  }
  return facts
}

/** Those of one ticket; in a batch they were read for all of its tickets. */
export const keptFacts = question(async (ctx, ticketId: number) => (await factsOf(ctx, [ticketId])).get(ticketId) ?? [])

/** The facts of one ticket as a value of another statement; null where it has none. */
export const factsValue = (ticketId: number) => sql<{ at: string; fact: KeptFact }[] | null>`
  (select json_agg(json_build_object('at', f.at, 'fact', f.fact) order by f.id) from clock_facts f where f.ticket_id = ${ticketId})`

/** Kept facts as the clock takes them. */
export const asFacts = (kept: readonly { at: string; fact: KeptFact }[]) =>
  kept.reduce<Fact[]>((facts, { at, fact }) => withFact(facts, Date.parse(at), fact), [])

/** One fact more. */
export function withFact(facts: Fact[], at: number, fact: KeptFact): Fact[] {
  if (fact.kind === 'looked') return answeredAt(fact.answered, facts)
  if (fact.kind !== 'recount') return [...facts, { ...fact, at }]
  return facts.map((one) => {
    if (one.kind === 'created') return { ...one, terms: recounted(one.terms, fact.hours) }
    return one.kind === 'terms' ? { ...one, terms: recounted(one.terms, fact.hours) } : one
  })
}

/** The answer stands where it was given, not where it was found. */
function answeredAt(answered: number | null, all: Fact[]): Fact[] {
  const facts = all.filter((fact) => fact.kind !== 'answered')
  if (answered === null) return facts
  const before = facts.findLastIndex((fact) => fact.at <= answered)
  return [...facts.slice(0, Math.max(before, 0) + 1), { kind: 'answered', at: answered }, ...facts.slice(Math.max(before, 0) + 1)]
}

function recounted<T extends Partial<Terms>>(terms: T, hours: Record<string, number>): T {
  const newer = terms.timeGroup === null || terms.timeGroup === undefined ? undefined : hours[terms.timeGroup]
  return newer === undefined ? terms : { ...terms, timeGroup: newer }
}

export async function storeFacts(ctx: Writing, ticketId: number, facts: readonly { at: number; fact: KeptFact }[]) {
  if (facts.length > 0)
    await sql`with facts as ${factsJoin(sql`(select ${ticketId}::bigint as id) as ticket`, facts)} select`.execute(ctx.db)
}

/** Those of many tickets. */
export async function storeAllFacts(ctx: Writing, all: readonly { ticketId: number; at: number; fact: KeptFact }[]) {
  if (all.length > 0)
    await sql`insert into clock_facts (ticket_id, at, fact)
      select f.ticket, f.at, f.fact from unnest(${all.map((f) => f.ticketId)}::bigint[], ${all.map((f) => new Date(f.at).toISOString())}::timestamptz[],
        ${all.map((f) => JSON.stringify(f.fact))}::jsonb[]) with ordinality as f (ticket, at, fact, n) order by f.n`.execute(ctx.db)
}

/** The same as a part of the statement that writes the ticket. */
export const factsJoin = (ticket: RawBuilder<unknown>, facts: readonly { at: number; fact: KeptFact }[]) => sql<object>`
  (insert into clock_facts (ticket_id, at, fact)
  select ticket.id, f.at, f.fact from ${ticket}, unnest(${facts.map((f) => new Date(f.at).toISOString())}::timestamptz[],
    ${facts.map((f) => JSON.stringify(f.fact))}::jsonb[]) with ordinality as f (at, fact, n) order by f.n)`

interface ToldState {
  ticketId: number
  at: string
  state: TicketRow['state']
}

/** The States that the history of these tickets tells, in their order. */
async function statesOf({ db }: Pick<Context, 'db'>, ticketIds: readonly number[]): Promise<ToldState[]> {
  const { rows } = await sql<ToldState>`
    select subject_id as "ticketId", at, coalesce(payload -> 'changes' -> 'state' ->> 'to', payload -> 'fields' ->> 'state') as state from events
    where subject = 'ticket' and subject_id = any(${[...ticketIds]}::bigint[]) and (payload -> 'changes' ? 'state' or name = 'ticket.created')
    order by subject_id, version`.execute(db)
  return rows.filter((row) => row.state !== null)
}
const statesTold = question((ctx, ticketId: number) => statesOf(ctx, [ticketId]))

/** Reads the facts of a batch beforehand, and for tickets without any what their history tells. */
export async function foreknowFacts(batch: Context, ticketIds: readonly number[]) {
  const facts = await factsOf(batch, ticketIds)
  const told = new Map(ticketIds.filter((id) => !facts.has(id)).map((id): [number, ToldState[]] => [id, []]))
  if (told.size > 0) for (const state of await statesOf(batch, [...told.keys()])) told.get(state.ticketId)?.push(state)
  for (const id of ticketIds) keptFacts.tell(batch, facts.get(id) ?? [], id)
  for (const [id, states] of told) statesTold.tell(batch, states, id)
}

/** Facts of a ticket that is older than its clock (an import, an example desk): what its history tells, under today's terms. */
export async function factsFromHistory(ctx: Context, row: TicketRow, terms: Terms): Promise<{ at: number; fact: KeptFact }[]> {
  const told = await statesTold.ask(ctx, row.id)
  const created = Date.parse(row.created_at)
  const facts: { at: number; fact: KeptFact }[] = [{ at: created, fact: { kind: 'created', state: told[0]?.state ?? 'open', terms } }]
  for (const { at, state } of told.slice(1)) facts.push({ at: Date.parse(at), fact: { kind: 'state', state } })
  if (told.at(-1)?.state !== row.state && row.state !== 'open')
    facts.push({ at: Date.parse(row.closed_at ?? row.edited_at), fact: { kind: 'state', state: row.state } })
  if (row.first_answer_at !== null) facts.push({ at: Date.parse(row.first_answer_at), fact: { kind: 'answered' } })
  if (row.deadline_by_hand && row.deadline_at !== null)
    facts.push({ at: created, fact: { kind: 'hand-set', deadline: Date.parse(row.deadline_at) } })
  return facts.toSorted((a, b) => a.at - b.at)
}
