/** What a save means for the ticket's clock: its facts are kept, and the deadline is folded from them. */
import { clockOf, type Clock } from '#categories/clock.ts'
import type { Fact, Standing, Terms } from '#categories/clockFact.ts'
import { same } from '#platform/field.ts'
import type { Context, Writing } from '#platform/server/context.ts'
import type { Changeable } from '#tickets/ticket.ts'
import { asFacts, factsFromHistory, factsValue, keptFacts, storeFacts, withFact, type KeptFact } from './clockFacts.ts'
import { hoursFor, termsAnd, termsInBatch, termsOf, type HoursOf } from './clockTerms.ts'
import type { TicketRow } from './ticketQueries.ts'

/** What the clock looks at of a ticket. */
export type Timed = Pick<Changeable, 'state' | 'priority' | 'categoryId' | 'accountId' | 'deadline'>

/** The columns that show the clock. */
export interface ClockColumns {
  deadline_at: string | null
  deadline_by_hand: boolean
  computed_deadline_at: string | null
  due_soon_at: string | null
  response_due_at: string | null
  solution_due_at: string | null
  response_breached_at: string | null
  solution_breached_at: string | null
  counted_ms: number
  clock_warning: string | null
}

export interface News {
  at: number
  fact: KeptFact
}

/** A ticket's clock with what a change adds to it, which is kept with the change. */
export interface Told {
  facts: Fact[]
  news: News[]
  hoursOf: HoursOf
}

export const timedOf = (row: TicketRow): Timed => ({
  state: row.state,
  priority: row.priority,
  categoryId: row.category_id,
  accountId: row.account_id,
  deadline: row.deadline_by_hand ? row.deadline_at : null,
})

/** A new ticket's clock: its columns, and the facts to be kept with it. `from` is when it begins to count. */
export async function beginClock(
  ctx: Context,
  created: Timed,
  terms: Terms,
  from = ctx.now,
): Promise<{ columns: ClockColumns; news: News[] }> {
  const at = from.getTime()
  const news: News[] = [{ at, fact: { kind: 'created', state: created.state, terms } }]
  if (created.deadline !== null) news.push({ at, fact: { kind: 'hand-set', deadline: Date.parse(created.deadline) } })
  const facts = news.reduce<Fact[]>((list, one) => withFact(list, one.at, one.fact), [])
  return { columns: columnsOf(clockOf(facts, ctx.now.getTime(), await hoursFor(ctx, [terms.timeGroup]))), news }
}

/** A save's clock: nothing where it takes no notice. `answered` is when a first answer was handed to sending. */
export async function keepClock(ctx: Writing, row: TicketRow, after: Timed, answered?: Date): Promise<ClockColumns | null> {
  const kept = await clockAfter(ctx, row, after, answered)
  if (!kept) return null
  await storeFacts(ctx, row.id, kept.news)
  return kept.columns
}

/** The same, with the facts still to be stored. */
export async function clockAfter(
  ctx: Context,
  row: TicketRow,
  after: Timed,
  answered?: Date,
): Promise<{ columns: ClockColumns; news: News[] } | null> {
  if (!noticed(timedOf(row), after) && answered === undefined) return null
  const { facts, news, hoursOf } = await tellClock(ctx, row, after, answered)
  return { columns: columnsOf(clockOf(facts, ctx.now.getTime(), hoursOf)), news }
}

/** It is merged, or goes to the bin: whatever its State, its clock stands. */
export const standClock = (ctx: Writing, row: TicketRow, why: Standing) => tellMore(ctx, row, () => [{ kind: 'state', state: why }])

/** It is out of there again: it goes on with what is left, under what holds by now. */
export const resumeClock = (ctx: Writing, row: TicketRow) =>
  tellMore(ctx, row, async (facts): Promise<KeptFact[]> => {
    const terms = await termsOf(ctx, timedOf(row))
    const news: KeptFact[] = isDone(row.state) || same(termsIn(facts), terms) ? [] : [{ kind: 'terms', by: 'sla', terms }]
    return [...news, { kind: 'state', state: row.state }]
  })

/** Its first answer was looked for again. */
export const answerClock = (ctx: Writing, row: TicketRow, answered: string | null) =>
  tellMore(ctx, row, () => [{ kind: 'looked', answered: answered === null ? null : Date.parse(answered) }])

async function tellMore(ctx: Writing, row: TicketRow, more: (facts: Fact[]) => KeptFact[] | Promise<KeptFact[]>): Promise<ClockColumns> {
  const at = ctx.now.getTime()
  const told = await tellClock(ctx, row, timedOf(row))
  const added = (await more(told.facts)).map((fact) => ({ at, fact }))
  await storeFacts(ctx, row.id, [...told.news, ...added])
  const facts = added.reduce((list, one) => withFact(list, one.at, one.fact), told.facts)
  return columnsOf(clockOf(facts, at, await hoursFor(ctx, hoursIn(facts))))
}

const noticed = (before: Timed, after: Timed) => !same({ ...before }, { ...after })
const isDone = (state: Timed['state']) => state === 'closed' || state === 'archived'

/** The facts of a ticket with those that a change adds; nothing is stored. */
export async function tellClock(ctx: Context, row: TicketRow, after: Timed, answered?: Date): Promise<Told> {
  const before = timedOf(row)
  const at = ctx.now.getTime()
  const { terms, kept } = ctx.batch ? await knownInBatch(ctx, row.id, after) : await askedAtOnce(ctx, row.id, after)
  const held = kept ? { facts: kept, news: [] } : await factsOfOld(ctx, row)
  const { news } = held
  let { facts } = held
  const add = (when: number, fact: KeptFact) => {
    news.push({ at: when, fact })
    facts = withFact(facts, when, fact)
  }
  const by = (['priority', 'category', 'account'] as const).find((one) => before[keyBy[one]] !== after[keyBy[one]])
  // What was changed while it was Closed or Archived holds from the moment it is taken up again.
  if ((by !== undefined || (isDone(before.state) && !isDone(after.state))) && !same(termsIn(facts), terms))
    add(at, { kind: 'terms', by: by ?? 'sla', terms })
  if (before.deadline !== after.deadline)
    add(at, { kind: 'hand-set', deadline: after.deadline === null ? null : Date.parse(after.deadline) })
  if (answered !== undefined) add(answered.getTime(), { kind: 'answered' })
  if (before.state !== after.state) add(at, { kind: 'state', state: after.state })
  return { facts, news, hoursOf: await hoursFor(ctx, hoursIn(facts)) }
}

async function askedAtOnce(ctx: Context, id: number, after: Timed) {
  const { terms, more } = await termsAnd(ctx, after, factsValue(id))
  return { terms, kept: more ? asFacts(more) : null }
}
async function knownInBatch(ctx: Context, id: number, after: Timed) {
  const kept = await keptFacts.ask(ctx, id)
  return { terms: await termsInBatch(ctx, after), kept: kept.length > 0 ? kept : null }
}

const keyBy = { priority: 'priority', category: 'categoryId', account: 'accountId' } as const

/** A ticket older than its clock: what its history tells is news. */
async function factsOfOld(ctx: Context, row: TicketRow): Promise<{ facts: Fact[]; news: News[] }> {
  const news = await factsFromHistory(ctx, row, await termsInBatch(ctx, timedOf(row)))
  return { facts: news.reduce<Fact[]>((list, one) => withFact(list, one.at, one.fact), []), news }
}

/** The terms that hold after these facts, changed ones that wait for a re-opening included. */
export const termsIn = (facts: readonly Fact[]): Partial<Terms> =>
  facts.reduce<Partial<Terms>>(
    (terms, fact) => (fact.kind === 'created' || fact.kind === 'terms' ? { ...terms, ...fact.terms } : terms),
    {},
  )

export const hoursIn = (facts: readonly Fact[]) =>
  facts.flatMap((fact) =>
    (fact.kind === 'created' || fact.kind === 'terms') && fact.terms.timeGroup !== undefined ? [fact.terms.timeGroup] : [],
  )

const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString())

export const columnsOf = (clock: Clock): ClockColumns => ({
  deadline_at: iso(clock.deadline),
  deadline_by_hand: clock.handSet !== null,
  computed_deadline_at: iso(clock.computed),
  due_soon_at: iso(clock.dueSoonAt),
  response_due_at: iso(clock.response?.deadline ?? null),
  solution_due_at: iso(clock.solution?.deadline ?? null),
  response_breached_at: iso(clock.response?.breachedAt ?? null),
  solution_breached_at: iso(clock.solution?.breachedAt ?? null),
  counted_ms: clock.counted,
  clock_warning: clock.warning,
})

/** Where the deadline would be after a save, and whether it would be missed at once. */
export async function foreseeDeadline(ctx: Context, row: TicketRow, after: Timed) {
  if (!noticed(timedOf(row), after)) return { from: row.deadline_at, to: row.deadline_at, breachesAtOnce: false }
  const { facts, hoursOf } = await tellClock(ctx, row, after)
  const { deadline } = clockOf(facts, ctx.now.getTime(), hoursOf)
  const missed = deadline !== null && !isDone(after.state) && deadline <= ctx.now.getTime()
  return {
    from: row.deadline_at,
    to: iso(deadline),
    breachesAtOnce: missed && (row.deadline_at === null || Date.parse(row.deadline_at) > ctx.now.getTime()),
  }
}
