/** Saving a ticket: what merges, what conflicts, what is refused, and what the history keeps. */
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import type { Actor } from '#platform/actor.ts'
import { permissions } from '#platform/permission.ts'
import { Conflict, NotFound, RuleBroken } from '#platform/problem.ts'
import type { Context } from '#platform/server/context.ts'
import { testDatabase } from '#platform/server/testing/database.ts'
import { priorities, states } from '#tickets/ticket.ts'
import { changeTicket } from './changeTicket.ts'
import { givenTicket } from './given.ts'
import { takeTicket } from './takeTicket.ts'
import { getTicket } from './ticketQueries.ts'

const database = await testDatabase()
afterAll(() => database.close())

let clock = Date.UTC(2026, 10, 22, 9)
const system = (): Context => ({
  db: database.db,
  actor: { kind: 'system' },
  now: new Date((clock += 1000)),
  requestId: 'test',
  via: 'ui',
  announcer: { announce: () => undefined },
})
const everything = {
  everything: true,
  workCategories: [],
  handCategories: [],
  queues: [],
  flags: [],
  handUsers: null,
  views: [],
  articleFolders: [],
}
const actor = (id: number, right = everything): Actor => ({
  kind: 'user',
  id,
  name: `User ${id}`,
  permissions: new Set(permissions),
  right,
  teamIds: [],
})

const { rows: people } = await database.pool.query<{ id: number }>(`
  with a as (insert into accesses (name, permissions) values ('test', '{}') returning id),
    r as (insert into rights (name, everything) values ('test', true) returning id)
  insert into users (email, name, access_id, right_id, created_at)
  select 'user' || n || '@desk.example', 'User ' || n, (select id from a), (select id from r), now() from generate_series(1, 2) n returning id`)
const [eva, jan] = [people[0]?.id ?? 0, people[1]?.id ?? 0]
const as = (id: number): Context => ({ ...system(), actor: actor(id) })

test('changes to different fields merge by themselves', async () => {
  const { id } = await givenTicket(system())
  await changeTicket(as(eva), { id, changes: { priority: { from: 'medium', to: 'high' } } })
  const after = await changeTicket(as(jan), { id, changes: { title: { from: 'Where is my order?', to: 'Order 4711' } } })
  expect(after).toMatchObject({ priority: 'high', title: 'Order 4711' })
})

test('a change of the same field is a conflict that carries both values and who wrote the other one', async () => {
  const { id } = await givenTicket(system())
  await changeTicket(as(eva), { id, changes: { state: { from: 'open', to: 'waiting' } } })
  const refused = changeTicket(as(jan), { id, changes: { state: { from: 'open', to: 'closed' }, priority: { from: 'medium', to: 'low' } } })
  await expect(refused).rejects.toSatisfy(
    (e) =>
      e instanceof Conflict && e.problems.length === 1 && e.problems[0]?.field === 'state' && e.problems[0].details?.['who'] === 'User 1',
  )
  expect(await getTicket(system(), id)).toMatchObject({ state: 'waiting', priority: 'medium' })
})

test('equal values are no conflict, and a save that changes nothing writes nothing', async () => {
  const { id } = await givenTicket(system())
  const before = await changeTicket(as(eva), { id, changes: { priority: { from: 'medium', to: 'high' } } })
  const after = await changeTicket(as(jan), { id, changes: { priority: { from: 'medium', to: 'high' } } })
  expect(after.version).toBe(before.version)
})

test('Take has one winner', async () => {
  const { id } = await givenTicket(system())
  const outcomes = await Promise.allSettled([takeTicket(as(eva), { id }), takeTicket(as(jan), { id })])
  expect(outcomes.map((o) => o.status).toSorted()).toEqual(['fulfilled', 'rejected'])
  expect(outcomes.find((o) => o.status === 'rejected')).toMatchObject({ reason: { kind: 'conflict' } })
})

test('what a Right does not open does not exist', async () => {
  const { id } = await givenTicket(system())
  const stranger = { ...system(), actor: actor(eva, { ...everything, everything: false }) }
  await expect(getTicket(stranger, id)).rejects.toBeInstanceOf(NotFound)
  await expect(changeTicket(stranger, { id, changes: { title: { from: 'x', to: 'y' } } })).rejects.toBeInstanceOf(NotFound)
})

test('a rule that refuses names the field, and nothing is saved', async () => {
  const { id } = await givenTicket(system())
  const refused = changeTicket(as(eva), { id, changes: { userId: { from: null, to: 999_999 }, priority: { from: 'medium', to: 'high' } } })
  await expect(refused).rejects.toSatisfy((e) => e instanceof RuleBroken && e.problems[0]?.code === 'user_not_allowed')
  expect(await getTicket(system(), id)).toMatchObject({ priority: 'medium', user: null })
})

const edit = fc.record({
  who: fc.constantFrom(eva, jan),
  changes: fc.record(
    {
      priority: fc.record({ from: fc.constantFrom(...priorities), to: fc.constantFrom(...priorities) }),
      state: fc.record({ from: fc.constantFrom(...states), to: fc.constantFrom(...states) }),
      description: fc.record({ from: fc.constantFrom('', 'a', 'b'), to: fc.constantFrom('', 'a', 'b') }),
    },
    { requiredKeys: [] },
  ),
})

test('concurrent edits: every save is whole or refused, and replaying the events by version gives the row', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(edit, { minLength: 2, maxLength: 8 }), async (edits) => {
      const { id } = await givenTicket(system())
      await Promise.allSettled(edits.map(({ who, changes }) => changeTicket(as(who), { id, changes })))
      const row = await getTicket(system(), id)
      const { rows: events } = await database.pool.query<{
        version: number
        payload: { fields?: object; changes?: Record<string, { from: unknown; to: unknown }> }
      }>(`select version, payload from events where subject = 'ticket' and subject_id = $1 order by version`, [id])
      const replayed: Record<string, unknown> = {}
      for (const { payload } of events) {
        Object.assign(replayed, payload.fields)
        for (const [field, change] of Object.entries(payload.changes ?? {})) {
          expect(replayed[field]).toEqual(change.from)
          replayed[field] = change.to
        }
      }
      expect(replayed).toMatchObject({ priority: row.priority, state: row.state, description: row.description, title: row.title })
      expect(events.map((e) => e.version)).toEqual(Array.from({ length: row.version }, (_, i) => i + 1))
    }),
    { numRuns: 25 },
  )
})
