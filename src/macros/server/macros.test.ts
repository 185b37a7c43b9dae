/** Macros as administrators keep them, and as they are offered on tickets. */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listLostMacros, listMyMacros, listTicketMacros } from '#macros/api.ts'
import { macros } from '#macros/macro.ts'
import { testDesk } from '#people/server/testing/desk.ts'
import { teams } from '#people/team.ts'
import { keptTeams } from '#people/server/teams.ts'
import { templates } from '#templates/template.ts'
import { templateRoutes } from '#templates/server/routes.ts'
import { givenTicket } from '#tickets/server/given.ts'
import { priorities, states } from '#tickets/ticket.ts'
import { macroRoutes } from './routes.ts'

const desk = await testDesk([...macroRoutes, ...templateRoutes, ...keptTeams.routes])
afterAll(() => desk.close())
const { pool } = desk.database
const eva = await desk.user({ name: 'Eva Brandt', access: 'Administrator' })
const { doors } = macros
let billing = 0
beforeAll(async () => {
  const { rows } = await pool.query<{ id: number }>("insert into categories (name) values ('Billing') returning id")
  billing = Number(rows[0]?.id)
})

let n = 0
const given = async (more: object = {}) => {
  n += 1
  const made = await eva.call(doors.create, { name: `Macro ${n}`, position: n, changes: { priority: { to: 'high' } }, ...more })
  return made.body
}
const refused = async (more: object) =>
  (await eva.call(doors.create, { name: 'Refused', ...more })).problem?.problems?.map(({ field, code }) => [field, code])
const names = async (id: number) => (await offered(id)).map(({ name }) => name)
const offered = async (id: number, who = eva) => (await who.call(listTicketMacros, { id })).body.macros

test('a Macro is offered on the tickets for which its condition holds, in its order', async () => {
  const second = await given({ position: 2, condition: { field: 'category', op: 'is', value: billing } })
  const first = await given({ position: 1, condition: { field: 'state', op: 'is', value: 'waiting' } })
  await given({ active: false })
  const here = await givenTicket(desk.ctx(), { categoryId: billing, state: 'waiting' })
  expect(await names(here.id)).toEqual([first.name, second.name])
  expect(await names((await givenTicket(desk.ctx(), { categoryId: billing })).id)).toEqual([second.name])
  expect(await names((await givenTicket(desk.ctx())).id)).toEqual([])
})

test('“me” in a condition is whoever looks', async () => {
  const mine = await given({ condition: { field: 'user', op: 'is', value: 'me' } })
  const agent = await desk.user({ access: 'Agent' })
  const { id } = await givenTicket(desk.ctx(), { userId: agent.id })
  expect((await offered(id, agent)).some((one) => one.id === mine.id)).toBe(true)
  expect((await offered(id)).some((one) => one.id === mine.id)).toBe(false)
})

test('a Macro of a Team or a Right is offered to those alone, and it says so where they would be deleted', async () => {
  const agent = await desk.user({ access: 'Agent' })
  const team = (await eva.call(teams.doors.create, { name: 'Night shift', memberIds: [agent.id] })).body
  const made = await given({ everyone: false, teamIds: [team.id] })
  const { id } = await givenTicket(desk.ctx())
  const has = async (who: typeof agent) => (await offered(id, who)).some((one) => one.id === made.id)
  expect([await has(agent), await has(eva)]).toEqual([true, false])
  expect((await agent.call(listMyMacros, {})).status).toBe(403)
  const kept = await eva.call(teams.doors.remove, { id: team.id })
  expect(kept.problem).toMatchObject({
    code: 'in_use',
    problems: [{ details: { uses: [{ what: 'macro', id: made.id, title: made.name }] } }],
  })
})

test('a Template that a Macro begins with stays, and becomes nothing that a Macro cannot begin with', async () => {
  const template = (await eva.call(templates.doors.create, { name: 'Sorry', kind: 'email', body: '<p>Sorry</p>' })).body
  const made = await given({ changes: {}, templateId: template.id })
  expect((await offered((await givenTicket(desk.ctx())).id)).find((one) => one.id === made.id)?.template).toEqual({
    id: template.id,
    name: 'Sorry',
    kind: 'email',
  })
  expect((await eva.call(templates.doors.remove, { id: template.id })).problem?.code).toBe('in_use')
  const { id, version } = template
  const other = await eva.call(templates.doors.change, { id, version, name: 'Sorry', kind: 'signature', body: '<p>Sorry</p>' })
  expect(other.problem?.problems).toEqual([{ field: 'kind', code: 'macro_uses_it' }])
  const signature = (await eva.call(templates.doors.create, { name: 'Signed', kind: 'signature', body: '<p>E</p>' })).body
  expect((await eva.call(doors.create, { name: 'Wrong', templateId: signature.id })).problem?.problems).toEqual([
    { field: 'templateId', code: 'not_for_writing' },
  ])
})

test('what a Macro names and is gone is left out and told; the rest of it goes on', async () => {
  const { rows } = await pool.query<{ category: number; status: number; field: number }>(`
    with c as (insert into categories (name) values ('Short-lived') returning id),
      s as (insert into statuses (title, color, changed_at) values ('Short-lived', 'grey', now()) returning id),
      f as (insert into custom_fields (subject, title, type, changed_at) values ('ticket', 'Short-lived', 'text', now()) returning id)
    select c.id as category, s.id as status, f.id as field from c, s, f`)
  const { category = 0, status = 0, field = 0 } = rows[0] ?? {}
  const changes = {
    priority: { to: 'low' },
    categoryId: { to: category },
    statusIds: { add: [status], remove: [] },
    [`custom.${field}`]: { to: 'x' },
  }
  const made = await given({ changes })
  const { id } = await givenTicket(desk.ctx())
  const now = async () => (await offered(id)).find((one) => one.id === made.id)
  expect(await now()).toMatchObject({ changes, lost: [] })
  await pool.query('update categories set active = false where id = $1', [category])
  await pool.query('delete from statuses where id = $1', [status])
  await pool.query('update custom_fields set removed = true, changed_at = now() where id = $1', [field])
  expect(await now()).toMatchObject({
    changes: { priority: { to: 'low' } },
    lost: [
      { field: 'categoryId', code: 'inactive' },
      { field: 'statusIds', code: 'gone' },
      { field: `custom.${field}`, code: 'inactive' },
    ],
  })
  expect((await eva.call(listLostMacros, {})).body.macros.map((one) => one.id)).toContain(made.id)
  const { name, version } = made
  const again = await eva.call(doors.change, { id: made.id, name: `${name}!`, version, changes })
  expect(again.problem?.problems?.map((one) => one.field)).toEqual(['changes.categoryId', 'changes.statusIds', `changes.custom.${field}`])
})

test('a Macro that does nothing, one that no ticket could take and a condition that is none are refused with their field', async () => {
  expect(await refused({})).toEqual([['changes', 'macro_empty']])
  expect(await refused({ changes: { state: { to: 'asleep' } } })).toEqual([['changes.state', 'invalid_value']])
  expect(await refused({ changes: { priority: { add: ['high'], remove: [] } } })).toContainEqual(['changes.priority', 'not_a_set'])
  expect(await refused({ changes: { priority: { to: 'high' } }, condition: { field: 'nonsense', op: 'is', value: 1 } })).toEqual([
    ['condition.field', 'unknown_field'],
  ])
})

test('a ticket out of sight offers nothing', async () => {
  const blind = await desk.user({ access: 'Agent', right: { workCategories: [] } })
  const { id } = await givenTicket(desk.ctx())
  expect((await blind.call(listTicketMacros, { id })).status).toBe(404)
})

test('of any Macros exactly those are offered whose condition holds', async () => {
  await pool.query('update macros set active = false')
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.oneof(
          fc.record({ field: fc.constant('state'), value: fc.constantFrom(...states) }),
          fc.record({ field: fc.constant('priority'), value: fc.constantFrom(...priorities) }),
        ),
        { minLength: 1, maxLength: 4 },
      ),
      fc.constantFrom('open' as const, 'waiting' as const),
      fc.constantFrom(...priorities),
      async (conditions, state, priority) => {
        await pool.query('delete from macros')
        const made: { id: number; holds: boolean }[] = []
        for (const { field, value } of conditions) {
          const { id } = await given({ condition: { field, op: 'is', value } })
          made.push({ id, holds: field === 'state' ? value === state : value === priority })
        }
        const ticket = await givenTicket(desk.ctx(), { state, priority })
        expect((await offered(ticket.id)).map(({ id }) => id)).toEqual(made.filter(({ holds }) => holds).map(({ id }) => id))
      },
    ),
    { numRuns: 15 },
  )
})
