/** Readers of the event list under a storm of writers: nothing is skipped, nothing is done twice, and a reader by number would fail. */
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest'
import { eventsSince, horizonOf, inSnapshot } from './horizon.ts'
import { connect } from './database.ts'
import { readOnce, type Reader } from './reader.ts'
import { testDatabase } from './testing/database.ts'
import { startStorm, type Storm } from './testing/eventStorm.ts'

/** `TESSERA_LONG_TESTS=1`: the storm lasts half a minute and one transaction stays open all the time. */
const long = process.env['TESSERA_LONG_TESTS'] === '1'
const storm = { milliseconds: long ? 35_000 : 2500, openFor: long ? 30_000 : 2000 }
const patience = storm.milliseconds + (long ? 300_000 : 60_000)

const database = await testDatabase()
const writers = connect(database.url, { name: 'writers', max: 12 })
afterAll(async () => {
  await writers.close()
  await database.close()
})
await database.pool.query(
  'create table subjects (id integer primary key, version integer not null default 0); create table seen (reader text, event_id bigint)',
)
let seed = 0
let raging: Storm
beforeEach(async () => {
  await database.pool.query(
    `truncate subjects, seen, events, event_readers cascade; insert into subjects (id) select generate_series(1, 13)`,
  )
  seed += 1
})
afterEach(() => raging.ended)

const reader = (name: string, work: Reader['events'][string] = async () => {}): Reader => ({
  name,
  events: {
    'storm.happened': async (trx, event) => {
      await sql`insert into seen (reader, event_id) values (${name}, ${event.id})`.execute(trx)
      await work(trx, event)
    },
  },
  failed: (_trx, _event, error) => Promise.reject(error),
})
const seenBy = async (name: string) =>
  (await database.pool.query<{ event_id: number }>('select event_id from seen where reader = $1 order by event_id', [name])).rows.map(
    (r) => r.event_id,
  )
const inOrder = (ids: Iterable<number>) => [...ids].toSorted((a, b) => a - b)

/** Reads until the storm is over and nothing is left; what a process cannot do because another one did it, it leaves. */
async function readAll(one: Reader, db = database.db) {
  for (;;) {
    const last = raging.over()
    const done = await readOnce(db, one, new Date()).catch(() => null)
    if (last && done === 0) return
    if (!done) await pause(3)
  }
}

test(
  'no event is skipped or repeated: eight writers, rollbacks, a transaction that stays open, two processes that read for the same reader',
  async () => {
    await readOnce(database.db, reader('two'), new Date())
    raging = startStorm(writers.pool, { ...storm, seed })
    await Promise.all([readAll(reader('two')), readAll(reader('two'))])
    expect(raging.committed.size).toBeGreaterThan(50)
    expect(await seenBy('two')).toEqual(inOrder(raging.committed))
  },
  patience,
)

test(
  'a reader that is killed in the middle of its work loses nothing and repeats nothing',
  async () => {
    await readOnce(database.db, reader('killed'), new Date())
    raging = startStorm(writers.pool, { ...storm, seed })
    let kills = 0
    while (!raging.over()) {
      const victim = connect(database.url, { name: 'victim', max: 1 })
      const dying = reader('killed', async (_trx, event) => (event.id % 50 === 0 ? pause(1) : undefined))
      const work = readAll(dying, victim.db)
      work.catch(() => undefined)
      await pause(40 + (kills % 5) * 30)
      kills +=
        (await database.pool.query(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'victim'`)).rowCount ??
        0
      await Promise.race([work, pause(20)])
      void victim.close()
    }
    await readAll(reader('killed'))
    expect(kills).toBeGreaterThan(3)
    expect(await seenBy('killed')).toEqual(inOrder(raging.committed))
  },
  patience,
)

test(
  'one subject’s events are read in the order of its versions',
  async () => {
    const versions = new Map<number, number[]>()
    const noting = reader(
      'ordered',
      async (_trx, event) => void versions.set(event.subject_id, [...(versions.get(event.subject_id) ?? []), event.version]),
    )
    await readOnce(database.db, noting, new Date())
    raging = startStorm(writers.pool, { ...storm, seed })
    await readAll(noting)
    for (const list of versions.values()) expect(list).toEqual(inOrder(list))
  },
  patience,
)

test(
  'who catches up from a horizon hears every event, and knows by its id what it has heard',
  async () => {
    let horizon = await inSnapshot(database.db, horizonOf)
    const heard = new Set<number>()
    const listen = async () => {
      const next = await inSnapshot(database.db, async (trx) => ({ at: await horizonOf(trx), events: await eventsSince(trx, horizon) }))
      for (const event of next.events) heard.add(event.id)
      horizon = next.at
    }
    raging = startStorm(writers.pool, { ...storm, seed })
    while (!raging.over()) {
      await listen()
      await pause(4)
    }
    await listen()
    expect(inOrder(heard)).toEqual(inOrder(raging.committed))
    expect(await inSnapshot(database.db, (trx) => eventsSince(trx, horizon))).toEqual([])
  },
  patience,
)

/** How many events a wrong way of reading loses: a storm may by luck lose none, ten will not. */
async function lostBy(listen: (heard: Set<number>) => Promise<void>) {
  for (let round = 0; round < 10; round++) {
    raging = startStorm(writers.pool, { ...storm, seed: seed + 100 * round })
    const heard = new Set<number>()
    while (!raging.over()) {
      await listen(heard)
      await pause(4)
    }
    await listen(heard)
    await raging.ended
    const lost = [...raging.committed].filter((id) => !heard.has(id))
    if (lost.length > 0) return lost.length
  }
  return 0
}

test(
  'a reader that used the event’s number as its place would lose events in this storm',
  async () => {
    let cursor = 0
    const lost = await lostBy(async (heard) => {
      const { rows } = await database.pool.query<{ id: number }>('select id from events where id > $1 order by id', [cursor])
      for (const { id } of rows) heard.add(id)
      cursor = rows.at(-1)?.id ?? cursor
    })
    expect(lost).toBeGreaterThan(0)
  },
  patience,
)

test(
  'a horizon taken by a second statement, from another snapshot, would lose events too',
  async () => {
    let horizon = '0'
    const lost = await lostBy(async (heard) => {
      const { rows } = await database.pool.query<{ id: number }>('select id from events where tx >= $1::xid8', [horizon])
      for (const { id } of rows) heard.add(id)
      await pause(2)
      const { rows: next } = await database.pool.query<{ h: string }>('select pg_snapshot_xmin(pg_current_snapshot())::text as h')
      horizon = next[0]?.h ?? horizon
    })
    expect(lost).toBeGreaterThan(0)
  },
  patience,
)
