/** New tickets of an import: each is settled for itself with the rules of every door, all are written together. */
import { sql } from 'kysely'
import { clockOf } from '#categories/clock.ts'
import type { Fact } from '#categories/clockFact.ts'
import { fieldsAt } from '#fields/server/fieldsOf.ts'
import { defaultsOf } from '#fields/shownFields.ts'
import { RuleBroken, type FieldProblem } from '#platform/problem.ts'
import type { Context, Writing } from '#platform/server/context.ts'
import { recordAll } from '#platform/server/record.ts'
import { missingCustom, shownBy } from '#tickets/customChanges.ts'
import { ticketCreated } from '#tickets/events.ts'
import { everyField, problemsWith } from '#tickets/rules.ts'
import { customKey, isCustomKey, keysOf, type Changeable, type Changes } from '#tickets/ticket.ts'
import { storeAllFacts, withFact } from './clockFacts.ts'
import { hoursFor, termsInBatch } from './clockTerms.ts'
import { usual } from './createTicket.ts'
import { beginClock, columnsOf as clockColumns, type News } from './keepClock.ts'
import { categoryRules, ruleFacts } from './ruleFacts.ts'
import { accountOf, readCustomOf } from './saveTicket.ts'
import { columnsOf, writeSets } from './ticketValues.ts'

/** When things happened to a ticket that comes from elsewhere, as it was there. */
export interface Past {
  createdAt?: string
  closedAt?: string
  editedAt?: string
  firstAnswerAt?: string
}

export interface SettledTicket {
  values: Changeable
  columns: Record<string, unknown>
  facts: News[]
}

interface Options {
  /** What of the rules only warns; the others refuse. Null: all refuse. */
  warns: ((problem: FieldProblem) => boolean) | null
  past: Past
}

/** Asks the rules and says what is to be written, with the warnings; a refusal is thrown. In a batch, what is the same for all is asked once. */
export async function settleNew(
  ctx: Context,
  given: Pick<Changeable, 'title' | 'categoryId'> & Partial<Changeable>,
  { warns, past }: Options,
): Promise<{ ticket: SettledTicket; warnings: FieldProblem[] }> {
  const { category, stamp } = await categoryRules(ctx, given.categoryId)
  const fields = await fieldsAt(ctx, 'ticket', stamp)
  const contactAccount = await accountOf(ctx, given.contactId ?? null)
  const blank: Changeable = { ...usual, statusIds: [], followerIds: [], participants: [], accountId: contactAccount, ...given }
  const wanted: Changes = {}
  for (const [key, to] of Object.entries(given)) if (isCustomKey(key)) wanted[key] = { from: null, to }
  const custom = await readCustomOf(ctx, fields, wanted, blank)
  const wrong = new Set(custom.problems.map(({ field }) => field))
  const values = { ...blank }
  for (const key of keysOf(custom.read)) {
    const change = isCustomKey(key) ? custom.read[key] : undefined
    if (isCustomKey(key)) values[key] = change && 'to' in change && !wrong.has(key) ? change.to : null
  }
  for (const [id, value] of Object.entries(defaultsOf(shownBy(fields, values)))) values[customKey(Number(id))] ??= value
  const touched = new Set([...everyField, ...keysOf(given)])
  const asked = await ruleFacts(ctx, {
    id: null,
    before: null,
    after: values,
    touched,
    category,
    custom: [...custom.problems, ...missingCustom(fields, values, touched)],
  })
  const problems = problemsWith(asked)
  const refused = warns ? problems.filter((problem) => !warns(problem)) : problems
  if (refused.length > 0) throw new RuleBroken('The ticket was not created.', refused)
  const all = Object.fromEntries(Object.entries(values).map(([field, to]) => [field, { from: null, to }]))
  const terms = await termsInBatch(ctx, values)
  const clock = past.createdAt === undefined ? await beginClock(ctx, values, terms) : await pastClock(ctx, values, terms, past)
  const now = ctx.now.toISOString()
  const created = past.createdAt ?? now
  const done = values.state === 'closed' || values.state === 'archived'
  const edited = past.editedAt ?? past.closedAt ?? created
  return {
    warnings: problems,
    ticket: {
      values,
      facts: clock.news,
      columns: {
        title: values.title,
        category_id: values.categoryId,
        ...columnsOf(all, values, fields),
        ...clock.columns,
        account_by_hand: values.accountId !== contactAccount,
        origin: 'import',
        begun_by: 'customer',
        created_at: created,
        edited_at: edited,
        last_activity_at: edited,
        closed_at: done ? (past.closedAt ?? edited) : (past.closedAt ?? null),
        first_answer_at: past.firstAnswerAt ?? null,
      },
    },
  }
}

/** The clock of one that lived elsewhere: what is known of its life, counted under today's terms. */
async function pastClock(ctx: Context, values: Changeable, terms: Awaited<ReturnType<typeof termsInBatch>>, past: Past) {
  const created = Date.parse(past.createdAt ?? ctx.now.toISOString())
  const news: News[] = [{ at: created, fact: { kind: 'created', state: 'open', terms } }]
  if (past.firstAnswerAt !== undefined) news.push({ at: Date.parse(past.firstAnswerAt), fact: { kind: 'answered' } })
  if (values.state !== 'open')
    news.push({ at: Date.parse(past.closedAt ?? past.editedAt ?? past.createdAt ?? ''), fact: { kind: 'state', state: values.state } })
  if (values.deadline !== null) news.push({ at: created, fact: { kind: 'hand-set', deadline: Date.parse(values.deadline) } })
  const ordered = news.toSorted((a, b) => a.at - b.at)
  const facts = ordered.reduce<Fact[]>((list, one) => withFact(list, one.at, one.fact), [])
  return { columns: clockColumns(clockOf(facts, ctx.now.getTime(), await hoursFor(ctx, [terms.timeGroup]))), news: ordered }
}

/** Numbers for tickets that are about to be written. */
export async function newNumbers({ db }: Writing, count: number): Promise<number[]> {
  const { rows } = await sql<{
    id: number
  }>`select nextval(pg_get_serial_sequence('tickets', 'id')) as id from generate_series(1, ${count})`.execute(db)
  return rows.map(({ id }) => id)
}

/** Writes what was settled, in a few statements however many they are. */
export async function writeNew(ctx: Writing, tickets: readonly (SettledTicket & { id: number })[]) {
  const [first] = tickets
  if (!first) return
  const columns = [...new Set(tickets.flatMap((ticket) => Object.keys(ticket.columns)))]
  const rows = tickets.map(({ id, columns: to }) => ({
    id,
    custom: {},
    custom_folded: {},
    ...Object.fromEntries(Object.entries(to).map(([key, value]) => [key, key.startsWith('custom') ? parsed(value) : value])),
  }))
  const names = ['id', ...new Set([...columns, 'custom', 'custom_folded'])]
  await sql`insert into tickets (${sql.join(names.map((name) => sql.ref(name)))}) overriding system value
    select ${sql.join(names.map((name) => sql.ref(`x.${name}`)))} from jsonb_populate_recordset(null::tickets, ${JSON.stringify(rows)}::jsonb) x
    order by x.id`.execute(ctx.db)
  await storeAllFacts(
    ctx,
    tickets.flatMap(({ id, facts }) => facts.map((fact) => ({ ticketId: id, ...fact }))),
  )
  for (const { id, values } of tickets)
    if (values.followerIds.length > 0 || values.participants.length > 0)
      await writeSets(ctx, id, { followerIds: { from: [], to: values.followerIds }, participants: { from: [], to: values.participants } })
  await recordAll(
    ctx,
    ticketCreated,
    tickets.map(({ id, values }) => ({ subject: { id, version: 1 }, payload: { origin: 'import', fields: { ...values } } })),
  )
}

const parsed = (value: unknown): unknown => (typeof value === 'string' ? JSON.parse(value) : value)
