/** The rows about the sidebar's counts: asked over HTTP, and inside: filling 60 views, keeping and loading them, one change and many. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Kysely } from 'kysely'
import type pg from 'pg'
import type { Filter } from '#platform/filter.ts'
import { PreparingDialect } from '#platform/server/prepared.ts'
import type { DB } from '#platform/server/tables.ts'
import { readKeptFilter } from '#tickets/server/ticketFilter.ts'
import { countsOf, getCounts } from '#views/server/counts.ts'
import { fillSlots } from '#views/server/live/fillSlots.ts'
import { keepMemberships, readKept } from '#views/server/live/keptMemberships.ts'
import { LiveMemberships } from '#views/server/live/liveMemberships.ts'
import { slotOf, type Slot } from '#views/server/live/slot.ts'
import type { Client } from './client.ts'
import { both, ms, quantiles, ratio, times, type Row } from './measure.ts'
import { contextOf, replay, statementsOf } from './twin.ts'

interface Counting {
  client: Client
  pool: pg.Pool
  /** The user whose token the client has. */
  userId: number
}

const path = '/api/v1/counts'

/** `change` saves a ticket. */
export async function countRows({ client, pool, userId }: Counting, change: () => Promise<unknown>): Promise<Row[]> {
  const statements = await statementsOf(pool, userId, getCounts)
  const twin = await times(30, () => replay(pool, statements))
  const ours = await times(300, () => client.call('GET', path))
  const took: number[] = []
  for (let n = 0; n < 50; n++) {
    await change()
    const begun = performance.now()
    await client.call('GET', path)
    took.push(performance.now() - begun)
  }
  const after = quantiles(took)
  return [
    { what: 'all sidebar counts, exact (p50 / p95)', aim: '≤ 1 ms', ours: both(ours), twin: both(twin), ratio: ratio(ours.p50, twin.p50) },
    {
      what: 'the same right after a save, which they contain',
      aim: '≤ 150 ms',
      ours: both(after),
      twin: both(twin),
      ratio: ratio(after.p50, twin.p50),
    },
    ...(await insideRows(pool, userId)),
  ]
}

const is = (field: string, value: string | boolean): Filter => ({ field, op: 'is', value })

/** What sidebars ask, sixty times. */
export function sixty(categories: readonly number[]): Filter[] {
  const live: Filter = { field: 'state', op: 'one_of', value: ['open', 'waiting'] }
  const some: Filter[] = [
    { and: [live, is('user', 'me')] },
    { and: [live, { field: 'user', op: 'empty' }] },
    is('overdue', true),
    is('dueToday', true),
    is('dueSoon', true),
    is('undelivered', true),
    { and: [is('state', 'closed'), { field: 'closedAt', op: 'within_last', value: '14d' }] },
    { and: [] },
    { and: [live, { field: 'lastActivityAt', op: 'before', value: '-7d' }] },
    { and: [live, { field: 'title', op: 'contains', value: 'order' }] },
    { and: [live, { field: 'contactName', op: 'starts_with', value: 'a' }] },
    { not: { field: 'createdAt', op: 'within_last', value: '30d' } },
  ]
  for (let n = 0; some.length < 60; n++) {
    const category: Filter = {
      field: 'category',
      op: 'one_of',
      value: [categories[n % categories.length] ?? 0, categories[(n * 7 + 1) % categories.length] ?? 0],
    }
    const more = [
      is('priority', ['low', 'medium', 'high'][n % 3] ?? ''),
      is('unread', n % 2 === 0),
      { field: 'deadline', op: 'before', value: `+${n}h` } as const,
    ]
    some.push({ and: [...(n % 4 === 0 ? [] : [live]), category, more[n % more.length] ?? live] })
  }
  return some
}

async function insideRows(pool: pg.Pool, userId: number): Promise<Row[]> {
  const db = new Kysely<DB>({ dialect: new PreparingDialect(pool) })
  const ctx = contextOf(db, userId)
  const { rows: categories } = await pool.query<{ id: number }>('select id from categories order by id')
  const filters = sixty(categories.map(({ id }) => id))
  const slots = await Promise.all(filters.map(async (filter) => slotOf(await readKeptFilter(ctx, filter))))
  const placed = filters.map((filter, n) => ({ place: n, view: n, filter }))
  const recount = await statementsOf(pool, userId, (asking) => countsOf(asking, placed))
  const bare = await once(() => replay(pool, recount))

  const live = new LiveMemberships(db)
  const filling = await once(async () => live.join(await fillSlots(db, slots, live.classes)))
  const folder = mkdtempSync(join(tmpdir(), 'tessera bench counts '))
  const loading = await loaded(db, live, slots, join(folder, 'kept')).finally(() => rmSync(folder, { recursive: true }))

  const { rows: tickets } = await pool.query<{ id: number }>('select id from tickets order by md5(id::text) limit 20000')
  const ids = tickets.map(({ id }) => id)
  const alone = await placing(pool, live, ids, 1, 100)
  const many = await placing(pool, live, ids, 2000, 8)
  const classes = live.classes.seen(() => true)
  const begun = performance.now()
  for (let n = 0; n < 1000; n++) for (const held of live.slots.values()) live.count(held, classes)
  const summing = performance.now() - begun
  return [
    row('60 views counted for the first time, in the background (twin: their counts by SQL)', '≤ 15 s', filling, bare),
    row('the same from what was kept, with what happened since', '≤ 150 ms', loading, bare),
    { ...row('one change with 60 views (twin: reading its facts)', '', alone.ours, alone.twin) },
    {
      what: 'a change among 2,000 with 60 views (twin: reading their facts)',
      aim: '≤ 30 µs',
      ours: each(many.ours, 2000),
      twin: each(many.twin, 2000),
      ratio: ratio(many.ours, many.twin),
    },
    { what: '60 counts of a reader, summed', aim: '≤ 1 ms', ours: `${summing.toFixed(1)} µs`, twin: ms(bare), ratio: '' },
  ]
}

const each = (took: number, of: number) => `${((took * 1000) / of).toFixed(0)} µs`
const row = (what: string, aim: string, ours: number, twin: number): Row => ({
  what,
  aim,
  ours: ms(ours),
  twin: ms(twin),
  ratio: ratio(ours, twin),
})

async function once(run: () => Promise<unknown>): Promise<number> {
  const begun = performance.now()
  await run()
  return performance.now() - begun
}

/** Keeps memory in a file, and begins another from it. */
async function loaded(db: Kysely<DB>, live: LiveMemberships, slots: readonly Slot[], file: string): Promise<number> {
  const { timeline } = await db.selectFrom('installation').select('timeline').executeTakeFirstOrThrow()
  await keepMemberships(file, timeline, live)
  return once(async () => {
    const kept = await readKept(file, db)
    if (!kept) throw new Error('Nothing was kept.')
    const next = new LiveMemberships(db)
    next.classes.fromBytes(kept.sights, kept.ofTicket)
    const found = slots.flatMap((slot) => ({ slot, members: kept.members.get(slot.key) ?? [] }))
    await next.join({
      place: kept.place,
      whole: true,
      slots: found.flatMap(({ slot, members }) => (Array.isArray(members) ? [] : [{ slot, members }])),
      noted: [],
      until: kept.place.now,
    })
  })
}

/** Changes so many tickets at a time and takes that in; the twin reads the same rows. */
async function placing(pool: pg.Pool, live: LiveMemberships, ids: readonly number[], size: number, rounds: number) {
  const ours: number[] = []
  const twin: number[] = []
  for (let n = 0; n < rounds; n++) {
    const some = Array.from({ length: size }, (_, i) => ids[(n * size + i) % ids.length] ?? 0)
    await pool.query(`update tickets set unread = not unread, version = version + 1 where id = any($1)`, [some])
    await pool.query(
      `insert into events (at, name, subject, subject_id, version, actor_kind, via, request_id, payload)
       select now(), 'ticket.read', 'ticket', id, version, 'system', 'api', 'bench', '{}' from tickets where id = any($1)`,
      [some],
    )
    ours.push(await once(() => live.refresh()))
    twin.push(
      await once(() =>
        pool.query('select t.*, k.name_folded from tickets t left join contacts k on k.id = t.contact_id where t.id = any($1)', [some]),
      ),
    )
  }
  return { ours: quantiles(ours).p50, twin: quantiles(twin).p50 }
}
