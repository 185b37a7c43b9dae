/** The example desk: consistent, repeatable, and made once. */
import { afterAll, expect, test } from 'vitest'
import { seed } from '#app/server/commands/seed.ts'
import type { Context } from '#platform/server/context.ts'
import { categories as named } from '../seed/names.ts'
import { setUp } from '../seed/settings.ts'
import { testDatabase } from '#platform/server/testing/database.ts'

const database = await testDatabase()
const again = await testDatabase()
afterAll(async () => {
  await database.close()
  await again.close()
})
const now = new Date('2026-11-19T10:00:00.000Z')
const rows = async (sql: string, from = database) => (await from.pool.query(sql)).rows

test('tessera seed fills the desk with tickets, their activities and their history', async () => {
  const steps: number[] = []
  const made = await seed(database.pool, { tickets: 3000, now, onProgress: (done) => steps.push(done) })
  expect(made.tickets).toBe(3000)
  expect(steps).toEqual([2000, 3000])
  expect(made.activities).toBeGreaterThan(6000)
  expect(made.activities).toBeLessThan(15_000)
  const [share] = await rows(`select count(*) filter (where state in ('open', 'waiting')) as live from tickets`)
  expect(share.live).toBeGreaterThan(45)
  expect(share.live).toBeLessThan(180)
})

test('every number that is kept with a ticket agrees with what lies beside it', async () => {
  const wrong = await rows(`
    select t.id from tickets t
    left join lateral (select count(*) as n from activities a where a.ticket_id = t.id) a on true
    left join lateral (select max(version) as v, count(*) filter (where name = 'activity.added') as n from events e
      where e.subject = 'ticket' and e.subject_id = t.id) e on true
    where t.activity_count <> a.n or t.version <> e.v or e.n <> a.n
      or (t.state in ('closed', 'archived')) <> (t.closed_at is not null) or t.created_at > t.last_activity_at or t.last_activity_at > '${now.toISOString()}'`)
  expect(wrong).toEqual([])
})

test('each table refers to rows that exist', async () => {
  const keys = await rows(`
    select conrelid::regclass::text as t, confrelid::regclass::text as r, a.attname as c
    from pg_constraint k join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
    where k.contype = 'f' and k.connamespace = 'public'::regnamespace`)
  for (const { t, r, c } of keys) {
    const [lost] = await rows(
      `select count(*) as n from ${t} x where ${c} is not null and not exists (select 1 from ${r} y where y.${r === 'blobs' ? 'hash' : r === 'event_readers' ? 'name' : 'id'} = x.${c})`,
    )
    expect([t, c, lost.n]).toEqual([t, c, 0])
  }
})

test('example history lies before every horizon: no reader works on it', async () => {
  expect(await rows(`select count(*) as n from events where name like '%.%' and subject = 'ticket' and tx <> '0'`)).toEqual([{ n: 0 }])
})

test('a desk is seeded once, unless more is asked for; what is made next takes numbers after it', async () => {
  await expect(seed(database.pool, { tickets: 10, now })).rejects.toThrow('has example data already')
  await seed(database.pool, { tickets: 10, now, more: true })
  const [last] = await rows(`select max(id) as id, nextval(pg_get_serial_sequence('tickets', 'id')) as next from tickets`)
  expect(last.next).toBeGreaterThan(last.id)
  const [activity] = await rows(`select max(id) as id, nextval(pg_get_serial_sequence('activities', 'id')) as next from activities`)
  expect(activity.next).toBe(activity.id + 1)
})

test('the same seed makes the same desk, another seed another one', async () => {
  await seed(again.pool, { tickets: 3000, now })
  const digest = `select md5(string_agg(t::text, '' order by id)) as all from tickets t where id <= 4000`
  expect(await rows(digest, again)).toEqual(await rows(digest))
  const other = await rows(`select count(distinct title) as n from tickets where id <= 4000`)
  expect(other[0].n).toBeGreaterThan(500)
})

test('the example desk has working hours, an SLA and Statuses, set once', async () => {
  const ctx: Context = {
    db: database.db,
    announcer: { announce: () => {} },
    actor: { kind: 'system' },
    now,
    requestId: 'seed',
    via: 'cli',
  }
  await setUp(ctx)
  await setUp(ctx)
  expect(await rows('select count(*) as n, count(sla_id) as sla, count(time_group_id) as hours from categories')).toEqual([
    { n: expect.any(Number), sla: named.length, hours: named.length },
  ])
  const [ticket] = await rows(`select count(*) as n from tickets t join categories c on c.id = t.category_id
    where t.status_ids <> '{}' and t.status_ids <@ c.status_ids`)
  expect(ticket.n).toBeGreaterThan(0)
})
