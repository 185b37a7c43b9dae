/** The rules on saving: each is a named error with the field it belongs to, refused identically by every door; mail is never refused. */
import { afterAll, expect, test } from 'vitest'
import { testDesk } from '#people/server/testing/desk.ts'
import { customFields } from '#fields/customField.ts'
import { keptCustomFields } from '#fields/server/customFields.ts'
import { inTransaction } from '#platform/server/context.ts'
import * as api from '#tickets/api.ts'
import { keysOf, type Changeable, type Changes } from '#tickets/ticket.ts'
import { givenTicket } from './given.ts'
import { ticketRoutes } from './routes.ts'
import { saveTicket } from './saveTicket.ts'
import { lockTicket } from './ticketQueries.ts'

const desk = await testDesk([...ticketRoutes, ...keptCustomFields.routes])
afterAll(() => desk.close())
const now = new Date('2026-11-23T10:00:00.000Z')
desk.setTime(now)
const eva = await desk.user({ access: 'Administrator' })
const { pool } = desk.database
const insert = async (text: string) => (await pool.query<{ id: number }>(`${text} returning id`)).rows[0]?.id ?? 0
const status = (title: string) => insert(`insert into statuses (title, color, changed_at) values ('${title}', 'grey', now())`)
const [sent, lost, foreign] = [await status('Sent'), await status('Lost'), await status('Foreign')]
const category = (name: string, set = '') =>
  insert(
    `insert into categories (name, status_ids ${set && ', ' + set.split('=')[0]}) values ('${name}', array[${sent},${lost}]::bigint[] ${set && ', ' + set.split('=')[1]})`,
  )
const plain = await category('Plain')
const onClose = await category('On close', "status_required='on_close'")
const always = await category('Always', "status_required='always'")
const many = await category('Many', 'several_statuses=true')
const later = await category('Later', 'waiting_requires_reopen=true')
const family = await category('Family', 'check_children=true')
const elsewhere = await category('Elsewhere')
const [future, past] = ['2026-11-24T08:00:00.000Z', '2026-11-22T08:00:00.000Z']

const given = (wanted: Partial<Changeable>) => givenTicket(desk.ctx(), { categoryId: plain, ...wanted })
/** A save of these values, from whatever is there. */
const save = (stored: Partial<Changeable>, to: Partial<Changeable>): Changes => {
  const held: Partial<Changeable> = { ...open, categoryId: plain, ...stored }
  return Object.fromEntries(keysOf(to).map((field) => [field, { from: held[field] ?? null, to: to[field] }]))
}

interface Case {
  name: string
  ticket: Partial<Changeable>
  to: Partial<Changeable>
  refused: string[]
}
const open: Partial<Changeable> = { state: 'open', priority: 'medium', title: 'Where is my order?', statusIds: [] }
const cases: Case[] = [
  {
    name: 'no Status where it is asked on close',
    ticket: { categoryId: onClose },
    to: { state: 'closed' },
    refused: ['statusIds status_required'],
  },
  { name: 'archiving is closing', ticket: { categoryId: onClose }, to: { state: 'archived' }, refused: ['statusIds status_required'] },
  { name: 'with a Status it closes', ticket: { categoryId: onClose }, to: { state: 'closed', statusIds: [sent] }, refused: [] },
  { name: 'on close says nothing of another save', ticket: { categoryId: onClose }, to: { title: 'Other' }, refused: [] },
  { name: 'always: every save', ticket: { categoryId: always }, to: { title: 'Other' }, refused: ['statusIds status_required'] },
  { name: 'always, with one', ticket: { categoryId: always }, to: { title: 'Other', statusIds: [lost] }, refused: [] },
  { name: 'a Status the category does not offer', ticket: {}, to: { statusIds: [foreign] }, refused: ['statusIds status_not_in_category'] },
  { name: 'a Status that does not exist', ticket: {}, to: { statusIds: [999_999] }, refused: ['statusIds invalid_value'] },
  { name: 'two Statuses where one is allowed', ticket: {}, to: { statusIds: [sent, lost] }, refused: ['statusIds too_many_statuses'] },
  { name: 'two where several are allowed', ticket: { categoryId: many }, to: { statusIds: [sent, lost] }, refused: [] },
  {
    name: 'Waiting without a re-open time',
    ticket: { categoryId: later },
    to: { state: 'waiting' },
    refused: ['reopenAt reopen_required'],
  },
  { name: 'Waiting with one', ticket: { categoryId: later }, to: { state: 'waiting', reopenAt: future }, refused: [] },
  { name: 'Re-open on an Open ticket', ticket: {}, to: { reopenAt: future }, refused: ['reopenAt reopen_not_allowed'] },
  {
    name: 'Re-open on an Archived ticket',
    ticket: { state: 'archived' },
    to: { reopenAt: future },
    refused: ['reopenAt reopen_not_allowed'],
  },
  { name: 'Re-open in the past', ticket: {}, to: { state: 'waiting', reopenAt: past }, refused: ['reopenAt reopen_in_past'] },
  {
    name: 'Re-open now is not in the future',
    ticket: {},
    to: { state: 'closed', reopenAt: now.toISOString() },
    refused: ['reopenAt reopen_in_past'],
  },
  { name: 'an owner who does not exist', ticket: {}, to: { userId: 999_999 }, refused: ['userId user_not_allowed'] },
  { name: 'a category that does not exist', ticket: {}, to: { categoryId: 999_999 }, refused: ['categoryId category_not_allowed'] },
  { name: 'a contact who does not exist', ticket: {}, to: { contactId: 999_999 }, refused: ['contactId invalid_value'] },
  { name: 'an account that does not exist', ticket: {}, to: { accountId: 999_999 }, refused: ['accountId invalid_value'] },
  { name: 'a parent that does not exist', ticket: {}, to: { parentId: 999_999 }, refused: ['parentId invalid_value'] },
  {
    name: 'more participants than people add',
    ticket: {},
    to: { participants: Array.from({ length: 201 }, (_, n) => `p${n}@many.example`) },
    refused: ['participants too_many_participants'],
  },
  {
    name: 'as many participants as people may add',
    ticket: {},
    to: { participants: Array.from({ length: 200 }, (_, n) => `p${n}@many.example`) },
    refused: [],
  },
  { name: 'a follower who does not exist', ticket: {}, to: { followerIds: [999_999] }, refused: ['followerIds invalid_value'] },
]

test.each(cases)('refused by save and by *would this save?* alike: $name', async ({ ticket, to, refused }) => {
  const { id } = await given(ticket)
  const changes = save(ticket, to)
  const check = (await eva.call(api.checkChanges, { id, changes })).body
  expect(check.problems.map((p) => `${p.field} ${p.code}`)).toEqual(refused)
  const saved = await eva.call(api.changeTicket, { id, changes })
  expect(saved.status).toBe(refused.length > 0 ? 422 : 200)
  expect((saved.problem?.problems ?? []).map((p) => `${p.field} ${p.code}`)).toEqual(refused)
})

test.each(cases)('mail, timers and deliveries are never refused: $name', async ({ ticket, to }) => {
  if (['categoryId', 'contactId', 'accountId', 'parentId', 'userId', 'followerIds'].some((field) => field in to)) return
  const { id } = await given(ticket)
  await inTransaction(desk.ctx(), async (ctx) => saveTicket(ctx, await lockTicket(ctx, id), save(ticket, to), { askRules: false }))
})

test('open children stop closing and archiving where the category checks them, and nothing else', async () => {
  const parent = await given({ categoryId: family })
  const child = await given({ categoryId: family, parentId: parent.id })
  for (const state of ['closed', 'archived'] as const) {
    const refused = await eva.call(api.changeTicket, { id: parent.id, changes: { state: { from: 'open', to: state } } })
    expect(refused.problem?.problems).toEqual([{ field: 'state', code: 'open_children', details: { tickets: [child.id] } }])
  }
  expect((await eva.call(api.changeTicket, { id: parent.id, changes: { state: { from: 'open', to: 'waiting' } } })).status).toBe(200)
  await eva.call(api.changeTicket, { id: child.id, changes: { state: { from: 'open', to: 'closed' } } })
  expect((await eva.call(api.changeTicket, { id: parent.id, changes: { state: { from: 'waiting', to: 'closed' } } })).status).toBe(200)
})

test('parents make a tree without cycles, also when two saves would make one together', async () => {
  const [a, b, c] = [await given({}), await given({}), await given({})]
  const under = (id: number, parent: number) => eva.call(api.changeTicket, { id, changes: { parentId: { from: null, to: parent } } })
  expect((await under(b.id, a.id)).body.parent).toEqual({ id: a.id, title: a.title, state: 'open' })
  expect((await under(c.id, b.id)).status).toBe(200)
  expect((await under(a.id, a.id)).problem?.problems).toEqual([{ field: 'parentId', code: 'parent_cycle' }])
  expect((await under(a.id, c.id)).problem?.problems).toEqual([{ field: 'parentId', code: 'parent_cycle' }])
  for (let n = 0; n < 5; n++) {
    const [d, e] = [await given({}), await given({})]
    const both = await Promise.all([under(d.id, e.id), under(e.id, d.id)])
    expect(new Set(both.map((x) => x.status))).toEqual(new Set([200, 422]))
  }
  expect((await eva.call(api.getTicket, { id: a.id })).body.children.map((x) => x.id)).toEqual([b.id])
})

test('a parent out of sight is no conflict: untouched it stays, another takes its place, and nothing tells that there was one', async () => {
  const [mother, child, other] = [await given({ categoryId: elsewhere }), await given({}), await given({})]
  await eva.call(api.changeTicket, { id: child.id, changes: { parentId: { from: null, to: mother.id } } })
  const blind = await desk.user({ access: 'Agent', right: { workCategories: [plain] } })
  const parentOf = async () => (await eva.call(api.getTicket, { id: child.id })).body.parent?.id
  expect((await blind.call(api.getTicket, { id: child.id })).body.parent).toBeNull()

  const untouched = { title: { from: child.title, to: 'Seen' }, parentId: { from: null, to: null } }
  expect((await blind.call(api.checkChanges, { id: child.id, changes: untouched })).body.problems).toEqual([])
  expect((await blind.call(api.changeTicket, { id: child.id, changes: untouched })).body).toMatchObject({ title: 'Seen', parent: null })
  expect(await parentOf()).toBe(mother.id)
  expect((await eva.call(api.getTicket, { id: mother.id })).body.children.map((one) => one.id)).toEqual([child.id])

  const replaced = await blind.call(api.changeTicket, { id: child.id, changes: { parentId: { from: null, to: other.id } } })
  expect(replaced.body.parent?.id).toBe(other.id)
  expect(await parentOf()).toBe(other.id)
  // Whoever sees what is there and names something else is told of the conflict as ever.
  const late = { parentId: { from: mother.id, to: null } }
  expect((await eva.call(api.changeTicket, { id: child.id, changes: late })).status).toBe(409)
})

test('of more participants than people add, those that mail brought can be taken out one by one', async () => {
  const { id } = await given({})
  await pool.query(
    `insert into ticket_participants (ticket_id, address, name) select $1, 'm' || n || '@mail.example', '' from generate_series(1, 300) n`,
    [id],
  )
  const change = (add: string[], remove: string[]) => eva.call(api.changeTicket, { id, changes: { participants: { add, remove } } })
  expect((await change([], ['m1@mail.example'])).body.participants).toHaveLength(299)
  const refused = await change(['new@mail.example'], [])
  expect(refused.problem?.problems).toEqual([{ field: 'participants', code: 'too_many_participants', details: { most: 200 } }])
})

test('a moment that no clock speaks of is refused with its field', async () => {
  const { id } = await given({})
  for (const to of ['0000-01-01T10:00:00Z', '0001-01-01T00:00:00+14:00', '9999-12-31T23:59:59-14:00']) {
    const answer = await eva.call(api.changeTicket, { id, changes: { deadline: { from: null, to } } })
    expect([answer.status, answer.problem?.problems?.[0]?.field]).toEqual([400, 'changes.deadline.to'])
  }
})

test('a Category out of sight is as one that is not there, whatever else is asked with it', async () => {
  const strict = await category('Strict', "status_required='always'")
  const blind = await desk.user({ access: 'Agent', right: { workCategories: [plain] } })
  const ticket = await given({ statusIds: [sent], userId: eva.id })
  const asked = async (categoryId: number, to: Partial<Changeable>) => {
    const answer = await blind.call(api.checkChanges, {
      id: ticket.id,
      changes: save({ statusIds: [sent], userId: eva.id }, { categoryId, ...to }),
    })
    return [answer.status, JSON.stringify(answer.body).replaceAll(String(categoryId), 'N')]
  }
  for (const to of [
    {},
    { statusIds: [] },
    { statusIds: [foreign] },
    { userId: blind.id },
    { followerIds: [blind.id] },
    { state: 'closed' as const },
  ])
    expect(await asked(strict, to)).toEqual(await asked(987_654, to))
})

test('Take is asked only about the User', async () => {
  const { id } = await given({ categoryId: always })
  expect((await eva.call(api.takeTicket, { id })).body.user?.id).toBe(eva.id)
})

test('changing category drops statuses the new one does not offer and a User without a Right to it, and says so before saving', async () => {
  await pool.query('update categories set status_ids = array[$1::bigint] where id = $2', [lost, elsewhere])
  const jan = await desk.user({ right: { workCategories: [plain] } })
  const ticket = await given({ statusIds: [sent], userId: jan.id })
  const changes = { categoryId: { from: plain, to: elsewhere } }
  const follows = { statusIds: { from: [sent], to: [] }, userId: { from: jan.id, to: null } }
  expect((await eva.call(api.checkChanges, { id: ticket.id, changes })).body).toMatchObject({ problems: [], follows })
  expect((await eva.call(api.changeTicket, { id: ticket.id, changes })).body).toMatchObject({ statuses: [], user: null })
})

test('Re-open is cleared on leaving Waiting and Closed', async () => {
  const ticket = await given({ state: 'waiting', reopenAt: future })
  const saved = await eva.call(api.changeTicket, { id: ticket.id, changes: { state: { from: 'waiting', to: 'open' } } })
  expect(saved.body.reopenAt).toBeNull()
})

test('choosing a Contact fills its Account, and an Account chosen for the ticket is kept apart', async () => {
  const [acme, other] = [
    await insert("insert into accounts (name, created_at) values ('Acme', now())"),
    await insert("insert into accounts (name, created_at) values ('Other', now())"),
  ]
  const contact = await insert(`insert into contacts (name, account_id, created_at) values ('Petr', ${acme}, now())`)
  const ticket = await given({})
  const chosen = (await eva.call(api.changeTicket, { id: ticket.id, changes: { contactId: { from: null, to: contact } } })).body
  expect(chosen).toMatchObject({ account: { id: acme }, accountByHand: false })
  const byHand = (await eva.call(api.changeTicket, { id: ticket.id, changes: { accountId: { from: acme, to: other } } })).body
  expect(byHand).toMatchObject({ account: { id: other }, accountByHand: true })
})

test('sets merge by element: two people add and remove followers and statuses without a conflict', async () => {
  const [jan, ota] = [await desk.user(), await desk.user()]
  const ticket = await given({ categoryId: many, followerIds: [eva.id], statusIds: [sent] })
  await eva.call(api.changeTicket, {
    id: ticket.id,
    changes: { followerIds: { from: [eva.id], to: [eva.id, jan.id] }, statusIds: { add: [lost], remove: [] } },
  })
  const saved = await eva.call(api.changeTicket, {
    id: ticket.id,
    changes: { followerIds: { from: [eva.id], to: [ota.id] }, statusIds: { from: [sent], to: [] } },
  })
  expect(saved.body.followers.map((f) => f.id)).toEqual(expect.arrayContaining([jan.id, ota.id]))
  expect(saved.body.statuses.map((s) => s.id)).toEqual([lost])
})

let fieldCount = 0
const field = async (wanted: object) => {
  fieldCount += 1
  return (await eva.call(customFields.doors.create, { subject: 'ticket', title: `Field ${fieldCount}`, type: 'text', ...wanted })).body
}

test('custom fields: required on close, never when hidden by its condition, and each value in its own form', async () => {
  const kind = await field({ type: 'select', options: [{ title: 'Damage' }, { title: 'Delay' }], categoryIds: [plain] })
  const damage = kind.options[0]?.id ?? 0
  const what = await field({ required: 'on_close', categoryIds: [plain], condition: { field: kind.id, values: [damage] } })
  const paid = await field({ type: 'number', categoryIds: [plain] })
  const { id } = await given({})
  const call = (changes: Changes) => eva.call(api.changeTicket, { id, changes })
  expect((await call({ [`custom.${paid.id}`]: { from: null, to: 'many' } })).problem?.problems).toMatchObject([
    { field: `custom.${paid.id}`, code: 'invalid_value', details: { reason: expect.any(String) } },
  ])
  expect((await call({ 'custom.987654': { from: null, to: 1 } })).problem?.problems?.[0]?.code).toBe('invalid_value')
  expect((await call({ [`custom.${paid.id}`]: { from: null, to: 12.5 } })).body.custom).toEqual({ [paid.id]: 12.5 })
  // Hidden, so not required.
  expect((await call({ state: { from: 'open', to: 'closed' } })).status).toBe(200)
  await call({ state: { from: 'closed', to: 'open' }, [`custom.${kind.id}`]: { from: null, to: damage } })
  expect((await call({ state: { from: 'open', to: 'closed' } })).problem?.problems).toEqual([
    { field: `custom.${what.id}`, code: 'required_field' },
  ])
  expect((await call({ state: { from: 'open', to: 'closed' }, [`custom.${what.id}`]: { from: null, to: 'The box' } })).status).toBe(200)
})
