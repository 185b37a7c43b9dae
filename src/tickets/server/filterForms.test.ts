/** The two forms of a filter say the same of every ticket: SQL asks the database, the predicate a ticket's facts. */
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fieldTypes, hasOptions, severalTypes, type FieldSubject } from '#fields/customField.ts'
import { testDesk } from '#people/server/testing/desk.ts'
import type { Filter } from '#platform/filter.ts'
import type { Catalogue, FilterField } from '#platform/filterField.ts'
import { fold } from '#platform/fold.ts'
import type { Context } from '#platform/server/context.ts'
import { predicateOf } from '#tickets/filterPredicate.ts'
import { boundaries, wantedFacts } from '#tickets/filterTraits.ts'
import { askedFacts, type TicketFacts } from '#tickets/ticketFacts.ts'
import { anyFilter, trapAddresses, trapDays, trapMoments, trapNumbers, trapTexts } from './testing/anyFilter.ts'
import { movedSql, selectFacts } from './ticketFacts.ts'
import { filterCatalogue, filterSql, readFilter } from './ticketFilter.ts'

const desk = await testDesk([])
afterAll(() => desk.close())

const zones = ['Europe/Prague', 'Asia/Kathmandu', 'America/Sao_Paulo', 'Pacific/Apia', 'Australia/Lord_Howe', 'Asia/Kolkata']
const words = ['alpha', 'beta gamma', 'nowhere']
const count = 160
const seed = 20_261_122

let catalogue: Catalogue
let facts: TicketFacts[]
const readers: Context[] = []
const ids: Record<'user' | 'category' | 'status' | 'contact' | 'account' | 'ticket', number[]> = {
  user: [],
  category: [],
  status: [],
  contact: [],
  account: [],
  ticket: [],
}

/** Values as they should be and as they should not: a field's declared type decides. */
const customValue = fc.oneof(
  fc.constantFrom<unknown>(null, true, false, '', 'x', {}, [], [null], [true, 'x', 3]),
  fc.constantFrom<unknown>(...trapNumbers, 1, 2, 3),
  fc.constantFrom<unknown>(...trapTexts.map(fold), ...trapDays, ...trapMoments, '08:30', '09:00', '9:00', '2026-03-29T01:00Z'),
  fc.array(fc.constantFrom<unknown>(1, 2, 3, 0.1 + 0.2, 0.3, ...trapDays, ...trapMoments, '08:30', 'strasse', '', null, true), {
    maxLength: 4,
  }),
)
const sample = <T>(arbitrary: fc.Arbitrary<T>, n: number, more = 0) => fc.sample(arbitrary, { numRuns: n, seed: seed + more })

async function makeFields() {
  for (const subject of ['ticket', 'contact', 'account'] as const satisfies FieldSubject[])
    for (const type of fieldTypes)
      for (const several of severalTypes.has(type) ? [false, true] : [false]) {
        const options = hasOptions(type) ? [1, 2, 3].map((id) => ({ id, title: `Option ${id}`, removed: id === 3 })) : []
        await sql`insert into custom_fields (subject, title, type, several, options, changed_at)
          values (${subject}, ${`${subject} ${type} ${several}`}, ${type}, ${several}, ${JSON.stringify(options)}::jsonb, now())`.execute(
          desk.database.db,
        )
      }
}

const customOf = (n: number, more: number) => {
  const fields = [...catalogue.values()].flatMap(({ key }) => /custom\.(\d+)$/.exec(key)?.[1] ?? [])
  const values = sample(fc.dictionary(fc.constantFrom(...fields), customValue, { minKeys: 0, maxKeys: 30 }), n, more)
  return values.map((value) => JSON.stringify(value))
}

async function makeCustomers() {
  for (const table of ['accounts', 'contacts'] as const) {
    const [custom, folded] = [customOf(12, 1), customOf(12, 2)]
    for (let n = 0; n < 12; n++) {
      const name = trapTexts[n] ?? 'x'
      const { rows } = await sql<{ id: number }>`
        insert into ${sql.table(table)} (name, name_folded, created_at, custom, custom_folded)
        values (${name}, ${fold(name)}, now(), ${custom[n]}::jsonb, ${folded[n]}::jsonb) returning id`.execute(desk.database.db)
      ids[table === 'accounts' ? 'account' : 'contact'].push(...rows.map((row) => row.id))
    }
  }
  for (const [n, contact] of ids.contact.entries())
    for (const address of trapAddresses.slice(0, n % 4))
      await sql`insert into contact_addresses (contact_id, kind, address) values (${contact}, 'email', ${`${n}${address}`})`.execute(
        desk.database.db,
      )
}

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null, freq: 2 })

async function makeTickets() {
  const { db } = desk.database
  const moment = fc.constantFrom(...trapMoments)
  const rarely = fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: moment })
  const ticket = fc.record({
    title: fc.constantFrom(...trapTexts),
    category_id: fc.constantFrom(...ids.category),
    priority: fc.constantFrom('low' as const, 'medium' as const, 'high' as const),
    state: fc.constantFrom('open' as const, 'open' as const, 'waiting' as const, 'closed' as const, 'archived' as const),
    user_id: maybe(fc.constantFrom(...ids.user)),
    contact_id: maybe(fc.constantFrom(...ids.contact)),
    account_id: maybe(fc.constantFrom(...ids.account)),
    title_folded: maybe(fc.constantFrom(...trapTexts.map(fold))),
    description_folded: maybe(fc.constantFrom(...trapTexts.map(fold))),
    origin: fc.constantFrom('email', 'manual', 'api'),
    begun_by: fc.constantFrom('customer' as const, 'us' as const),
    created_at: moment,
    edited_at: moment,
    closed_at: maybe(moment),
    first_answer_at: maybe(moment),
    last_activity_at: moment,
    last_customer_at: maybe(moment),
    last_agent_at: maybe(moment),
    last_direction: maybe(fc.constantFrom('in', 'out', 'internal')),
    unread: fc.boolean(),
    undelivered: fc.boolean(),
    activity_count: fc.constantFrom(0, 1, 2, 3),
    attachment_count: fc.constantFrom(0, 1, 2),
    reopen_at: maybe(moment),
    status_ids: fc.uniqueArray(fc.constantFrom(...ids.status)),
    deadline_at: maybe(moment),
    deadline_by_hand: fc.boolean(),
    due_soon_at: maybe(moment),
    response_due_at: maybe(moment),
    solution_due_at: maybe(moment),
    response_breached_at: rarely,
    solution_breached_at: rarely,
    deleted_at: rarely,
  })
  const custom = customOf(count, 3)
  const folded = customOf(count, 4)
  for (const [n, values] of sample(ticket, count).entries()) {
    const parents = ids.ticket.length > 0 && n % 3 === 0 ? { parent_id: ids.ticket[n % ids.ticket.length] ?? null } : {}
    const merged = n % 17 === 16 ? { merged_into: ids.ticket[n % 5] ?? null, survivor_id: ids.ticket[n % 5] ?? null } : {}
    const { id } = await db
      .insertInto('tickets')
      .values({ ...values, ...parents, ...merged, custom: custom[n] ?? '{}', custom_folded: folded[n] ?? '{}' })
      .returning('id')
      .executeTakeFirstOrThrow()
    ids.ticket.push(id)
    for (const address of trapAddresses.slice(n % 5, (n % 5) + (n % 3)))
      await db.insertInto('ticket_participants').values({ ticket_id: id, address }).execute()
    for (const user_id of ids.user.slice(n % 4, (n % 4) + (n % 3))) {
      await db.insertInto('ticket_followers').values({ ticket_id: id, user_id }).execute()
      await db.insertInto('ticket_stars').values({ ticket_id: id, user_id, at: new Date() }).execute()
    }
    if (n % 4 === 0) {
      const { rows } = await sql<{ id: number }>`insert into activities (ticket_id, kind, direction, at, created_at)
        values (${id}, 'comment', 'internal', now(), now()) returning id`.execute(db)
      for (const { id: activity_id } of rows)
        await db
          .insertInto('ticket_mentions')
          .values({ ticket_id: id, user_id: ids.user[n % ids.user.length] ?? 0, activity_id, at: new Date() })
          .execute()
    }
    if (n % 3 === 0)
      await sql`insert into ticket_search (ticket_id, doc) values (${id}, ${n % 2 === 0 ? `'alpha'` : `'beta' 'gamma'`}::tsvector)
        on conflict (ticket_id) do update set doc = excluded.doc`.execute(db)
  }
}

beforeAll(async () => {
  const { db } = desk.database
  for (const zone of zones) {
    const user = await desk.user()
    await db.updateTable('users').set({ time_zone: zone }).where('id', '=', user.id).execute()
    readers.push(user.ctx())
    ids.user.push(user.id)
  }
  await sql`insert into teams (name, member_ids, changed_at) values ('A', ${ids.user.slice(0, 3)}::bigint[], now()), ('B', ${ids.user.slice(2, 4)}::bigint[], now())`.execute(
    db,
  )
  for (const name of ['Billing', 'Returns']) await sql`insert into categories (name) values (${name})`.execute(db)
  for (const title of ['On hold', 'VIP', 'Legal'])
    await sql`insert into statuses (title, color, changed_at) values (${title}, 'red', now())`.execute(db)
  for (const [type, table] of [
    ['category', 'categories'],
    ['status', 'statuses'],
  ] as const)
    ids[type] = (await sql<{ id: number }>`select id from ${sql.table(table)} order by id`.execute(db)).rows.map((row) => row.id)
  await makeFields()
  catalogue = await filterCatalogue(desk.ctx())
  await makeCustomers()
  await makeTickets()
  facts = (await selectFacts({ facts: new Set(askedFacts), words: new Set(words) }, sql`true`).execute(db)).rows
}, 60_000)

const idsFor = (field: FilterField): number[] => {
  if (field.type === 'number') return ids.ticket.slice(0, 3)
  const known: Readonly<Record<string, number[] | undefined>> = ids
  return known[field.type]?.slice(0, 5) ?? []
}
const anyTree = () => anyFilter(catalogue, idsFor, words)
const anyNow = fc
  .tuple(fc.constantFrom(...trapMoments), fc.constantFrom(-3_600_000, -1, 0, 1, 60_000, 86_400_000))
  .map(([at, more]) => Date.parse(at) + more)
const anyReader = fc.nat({ max: zones.length - 1 })

async function inSql(ctx: Context, given: Filter) {
  const ready = await readFilter(ctx, given)
  const { rows } = await sql<{ id: number }>`select t.id from tickets t where ${filterSql(ctx, ready)} order by t.id`.execute(ctx.db)
  return { ready, found: rows.map((row) => row.id) }
}
const inMemory = (holds: (one: TicketFacts) => boolean) =>
  facts
    .filter(holds)
    .map((one) => one.id)
    .toSorted((a, b) => a - b)

test('SQL and memory agree on every ticket, for any tree, reader and moment', async () => {
  await fc.assert(
    fc.asyncProperty(anyTree(), anyReader, anyNow, async (given, n, now) => {
      const ctx = { ...(readers[n] ?? desk.ctx()), now: new Date(now) }
      const { ready, found } = await inSql(ctx, given)
      const holds = predicateOf(ready, ready.reader)
      expect(inMemory((one) => holds(one, now))).toEqual(found)
    }),
    { numRuns: Number(process.env['TESSERA_FILTER_RUNS'] ?? 600), seed },
  )
}, 120_000)

test('every single field and operator agrees', async () => {
  for (const field of catalogue.values()) {
    const conditions = sample(anyFilter(new Map([[field.key, field]]), idsFor, words), 12)
    for (const [n, given] of conditions.entries()) {
      const now = Date.parse(trapMoments[n % trapMoments.length] ?? '')
      const ctx = { ...(readers[n % readers.length] ?? desk.ctx()), now: new Date(now) }
      const { ready, found } = await inSql(ctx, given)
      const holds = predicateOf(ready, ready.reader)
      expect(
        inMemory((one) => holds(one, now)),
        JSON.stringify(given),
      ).toEqual(found)
    }
  }
}, 120_000)

test('a ticket that only the clock moves stands at a boundary', async () => {
  await fc.assert(
    fc.asyncProperty(anyTree(), anyReader, anyNow, fc.constantFrom(1, 999, 3_600_000, 90_000_000), async (given, n, from, length) => {
      const ctx = readers[n] ?? desk.ctx()
      const ready = await readFilter(ctx, given)
      const holds = predicateOf(ready, ready.reader)
      const [before, after] = [inMemory((one) => holds(one, from)), inMemory((one) => holds(one, from + length))]
      const moved = [...before.filter((id) => !after.includes(id)), ...after.filter((id) => !before.includes(id))]
      if (moved.length === 0) return
      const { rows } = await sql<{ id: number }>`
        select t.id from tickets t where ${movedSql(boundaries([ready]), ready.reader, from, from + length)}`.execute(ctx.db)
      expect(rows.map((row) => row.id)).toEqual(expect.arrayContaining(moved))
    }),
    { numRuns: 400, seed },
  )
}, 120_000)

test('what a filter does not ask for need not be known', async () => {
  await fc.assert(
    fc.asyncProperty(anyTree(), anyReader, anyNow, async (given, n, now) => {
      const ready = await readFilter(readers[n] ?? desk.ctx(), given)
      const holds = predicateOf(ready, ready.reader)
      const { rows } = await selectFacts(wantedFacts([ready]), sql`true`).execute(desk.database.db)
      expect(
        rows
          .filter((one) => holds(one, now))
          .map((one) => one.id)
          .toSorted((a, b) => a - b),
      ).toEqual(inMemory((one) => holds(one, now)))
    }),
    { numRuns: 200, seed },
  )
}, 120_000)
