/** Filters are checked against this desk, and say where they are wrong. */
import { sql } from 'kysely'
import { afterAll, expect, test } from 'vitest'
import { testDesk } from '#people/server/testing/desk.ts'
import type { Filter } from '#platform/filter.ts'
import { BadInput } from '#platform/problem.ts'
import type { Context } from '#platform/server/context.ts'
import { givenTicket } from './given.ts'
import { filterSql, readFilter, readKeptFilter } from './ticketFilter.ts'

const desk = await testDesk([])
afterAll(() => desk.close())

const idsOf = async (ctx: Context, given: Filter) => {
  const { rows } = await sql<{ id: number }>`
    select t.id from tickets t where ${filterSql(ctx, await readFilter(ctx, given))} order by t.id`.execute(ctx.db)
  return rows.map((row) => row.id)
}

test('is not includes empty, and me is the reader', async () => {
  const eva = await desk.user()
  const mine = await givenTicket(desk.ctx(), { userId: eva.id })
  const nobodys = await givenTicket(desk.ctx(), { state: 'waiting' })
  expect(await idsOf(eva.ctx(), { field: 'user', op: 'is', value: 'me' })).toEqual([mine.id])
  expect(await idsOf(eva.ctx(), { field: 'user', op: 'is_not', value: 'me' })).toEqual([nobodys.id])
  expect(await idsOf(eva.ctx(), { not: { and: [{ field: 'state', op: 'one_of', value: ['open'] }] } })).toEqual([nobodys.id])
})

test.each<[Filter, string, string]>([
  [{ and: [{ field: 'stat', op: 'is', value: 'open' }] }, 'filter.and.0.field', 'unknown_field'],
  [{ not: { field: 'state', op: 'before', value: 'open' } }, 'filter.not.op', 'wrong_operator'],
  [{ or: [{ field: 'state', op: 'one_of', value: ['open', 'shut'] }] }, 'filter.or.0.value.1', 'not_a_choice'],
  [{ field: 'deadline', op: 'before', value: '2026-02-30' }, 'filter.value', 'not_a_moment'],
])('an unknown field, a wrong operator, a wrong value: the refusal leads to it %#', async (given, field, code) => {
  const refused = await readFilter(desk.ctx(), given).catch((error: unknown) => error)
  expect(refused).toBeInstanceOf(BadInput)
  expect(refused).toMatchObject({ problems: [{ field, code }] })
  expect((await readKeptFilter(desk.ctx(), given)).needsRepair).toBe(true)
})

test('what names something that is gone matches nothing, under not too, and the filter needs repair', async () => {
  const gone: Filter = { field: 'category', op: 'is', value: 999_999 }
  expect((await readFilter(desk.ctx(), gone)).needsRepair).toBe(true)
  expect(await idsOf(desk.ctx(), gone)).toEqual([])
  expect(await idsOf(desk.ctx(), { not: gone })).toEqual([])
  expect(await idsOf(desk.ctx(), { field: 'category', op: 'is_not', value: 999_999 })).toEqual([])
})

test('conditions stay as indexes want them; only under not is null said to be false', async () => {
  const compiled = async (given: Filter) => filterSql(desk.ctx(), await readFilter(desk.ctx(), given)).compile(desk.database.db).sql
  const open: Filter = { field: 'state', op: 'is', value: 'open' }
  const hers: Filter = { field: 'user', op: 'one_of', value: [1, 2] }
  await desk.user()
  await desk.user()
  expect(await compiled({ and: [open, hers] })).toBe(`(not t.hidden and (t.state = 'open' and t.user_id = any('{1,2}'::bigint[])))`)
  expect(await compiled({ not: { or: [open, hers] } })).toBe(
    `(not t.hidden and (not (t.state = 'open' or coalesce(t.user_id = any('{1,2}'::bigint[]), false))))`,
  )
  expect(await compiled({ field: 'user', op: 'empty' })).toBe('(not t.hidden and (t.user_id is null))')
})
