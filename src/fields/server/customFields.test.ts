/** Custom fields through their doors: what administrators may declare, and that renaming and removing lose nothing. */
import { runMigrations } from 'graphile-worker'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fieldsFor } from '#fields/api.ts'
import { customFields, type FieldSubject } from '#fields/customField.ts'
import { testDesk } from '#people/server/testing/desk.ts'
import { inTransaction } from '#platform/server/context.ts'
import { indexAll, indexField, setValues } from './fieldJobs.ts'
import { fieldsOf, fieldsToWrite } from './fieldsOf.ts'
import { fieldRoutes } from './routes.ts'
import { sortKey } from './sortKey.ts'

const desk = await testDesk(fieldRoutes)
afterAll(() => desk.close())
beforeAll(() => runMigrations({ pgPool: desk.database.pool }))
const eva = await desk.user({ access: 'Administrator' })
const jan = await desk.user({ access: 'Agent' })
const { doors } = customFields
const { db, pool } = desk.database

let titles = 0
type Given = Parameters<typeof customFields.parse>[0]
const create = (given: object) => {
  titles += 1
  return eva.call(doors.create, customFields.parse({ subject: 'ticket', title: `Field ${titles}`, type: 'text', ...given } satisfies Given))
}
const given = async (values: object) => (await create(values)).body
/** All its values with some of them changed. */
const change = async (id: number, more: object) => {
  const { changedAt: _at, changedBy: _by, ...values } = (await eva.call(doors.get, { id })).body
  return eva.call(doors.change, { ...values, ...more })
}
const problems = (answer: Awaited<ReturnType<typeof create>>) => [answer.status, answer.problem?.problems?.map((p) => [p.field, p.code])]
const options = [{ title: 'Courier' }, { title: 'Post' }]

const ticket = async (custom: object) => {
  const { rows } = await pool.query<{ id: number }>(
    `insert into tickets (title, category_id, origin, begun_by, created_at, edited_at, last_activity_at, custom)
     select 'A case', id, 'email', 'customer', now(), now(), now(), $1 from categories limit 1 returning id`,
    [JSON.stringify(custom)],
  )
  return rows[0]?.id ?? 0
}
const customOf = async (id: number) =>
  (await pool.query<{ custom: unknown }>('select custom from tickets where id = $1', [id])).rows[0]?.custom

test('options get numbers that are theirs for ever; one that is left out is removed, never lost', async () => {
  const made = await given({ type: 'select', options, default: 2 })
  expect(made.options).toEqual([
    { id: 1, title: 'Courier', removed: false },
    { id: 2, title: 'Post', removed: false },
  ])
  const changed = (await change(made.id, { options: [{ id: -1, title: 'Pick-up' }, made.options[0]], default: -1 })).body
  expect(changed.options).toEqual([
    { id: 3, title: 'Pick-up', removed: false },
    { id: 1, title: 'Courier', removed: false },
    { id: 2, title: 'Post', removed: true },
  ])
  expect(changed.default).toBe(3)
  const twice = [made.options[0], made.options[0]]
  expect(problems(await change(made.id, { options: twice, default: null }))).toEqual([400, [['options', 'duplicate_option']]])
})

test('a copy of a field has options and a default of its own', async () => {
  const copied = await given({
    type: 'select',
    default: 7,
    options: [
      { id: 4, title: 'A' },
      { id: 7, title: 'B' },
    ],
  })
  expect([copied.options.map((o) => o.id), copied.default]).toEqual([[1, 2], 2])
})

test('what cannot be is refused, with the value that it is about', async () => {
  const other = await given({ type: 'select', options })
  const ofContacts = await given({ subject: 'contact' })
  const table: [object, [string, string]][] = [
    [{ type: 'select' }, ['options', 'no_options']],
    [{ type: 'select', options: [{ title: 'Á' }, { title: 'a' }] }, ['options', 'duplicate_option']],
    [{ type: 'long_text', several: true }, ['several', 'several_not_possible']],
    [{ type: 'address', sortable: true }, ['sortable', 'sortable_not_possible']],
    [{ several: true, sortable: true }, ['sortable', 'sortable_not_possible']],
    [{ required: 'always', readOnly: true }, ['required', 'required_read_only']],
    [{ subject: 'account', required: 'on_close' }, ['required', 'only_tickets']],
    [{ subject: 'account', categoryIds: [1] }, ['categoryIds', 'only_tickets']],
    [{ categoryIds: [987_654] }, ['categoryIds', 'unknown']],
    [{ type: 'number', default: 'five' }, ['default', 'invalid_value']],
    [{ type: 'user', default: 987_654 }, ['default', 'unknown']],
    [{ condition: { field: 987_654, values: [1] } }, ['condition', 'unknown_field']],
    [{ condition: { field: ofContacts.id, values: ['x'] } }, ['condition', 'unknown_field']],
    [{ condition: { field: other.id, values: [9] } }, ['condition', 'invalid_value']],
    [{ condition: { field: 'priority', values: ['urgent'] } }, ['condition', 'invalid_value']],
    [{ subject: 'contact', condition: { field: 'state', values: ['open'] } }, ['condition', 'only_tickets']],
    [{ title: other.title.toUpperCase() }, ['title', 'taken']],
  ]
  for (const [values, problem] of table) expect([values, problems(await create(values))]).toEqual([values, [400, [problem]]])
  expect((await create({ subject: 'account', title: other.title })).status).toBe(200)
})

test('conditions cannot lead in a circle', async () => {
  const a = await given({ type: 'yes_no' })
  const b = await given({ type: 'yes_no', condition: { field: a.id, values: [true] } })
  const c = await given({ type: 'yes_no', condition: { field: b.id, values: [true] } })
  expect(problems(await change(a.id, { condition: { field: c.id, values: [true] } }))).toEqual([400, [['condition', 'condition_cycle']]])
  expect(problems(await change(a.id, { condition: { field: a.id, values: [true] } }))).toEqual([400, [['condition', 'condition_cycle']]])
})

test('a field that others ask about is neither removed nor made into what they cannot ask', async () => {
  const asked = await given({ type: 'select', options })
  const asking = await given({ condition: { field: asked.id, values: [1] } })
  expect(problems(await change(asked.id, { removed: true }))).toEqual([400, [['removed', 'in_condition']]])
  expect(problems(await change(asked.id, { type: 'number' }))).toEqual([200, undefined]) // 1 is a number too
  expect(problems(await change(asked.id, { type: 'date' }))).toEqual([400, [['type', 'in_condition']]])
  expect((await eva.call(doors.uses, { id: asked.id })).body.uses).toEqual([{ what: 'custom_field', id: asking.id, title: asking.title }])
})

test('renaming and removing keep every value; only a field without any can be deleted', async () => {
  const made = await given({ type: 'number' })
  const id = await ticket({ [made.id]: 5 })
  await change(made.id, { title: `Renamed ${made.id}`, removed: true })
  expect(await customOf(id)).toEqual({ [made.id]: 5 })
  expect((await fieldsOf(desk.ctx(), 'ticket')).byId.get(made.id)).toMatchObject({ title: `Renamed ${made.id}`, removed: true })
  const refused = await eva.call(doors.remove, { id: made.id })
  expect(refused.problem).toMatchObject({ code: 'in_use', problems: [{ details: { uses: [{ what: 'ticket', id }] } }] })
  await pool.query('update tickets set custom = $2 where id = $1', [id, {}])
  expect((await eva.call(doors.remove, { id: made.id })).status).toBe(200)
})

test('where values exist, the type changes only to one that means the same', async () => {
  const made = await given({ type: 'text' })
  const id = await ticket({ [made.id]: 'short' })
  expect(problems(await change(made.id, { type: 'number' }))).toEqual([400, [['type', 'has_values']]])
  expect(problems(await change(made.id, { subject: 'contact' }))).toEqual([400, [['subject', 'fixed']]])
  expect((await change(made.id, { type: 'long_text' })).status).toBe(200)
  expect((await change(made.id, { type: 'text' })).status).toBe(200)
  await change(made.id, { type: 'long_text' })
  await pool.query('update tickets set custom = $2 where id = $1', [id, { [made.id]: 'two\nlines' }])
  expect(problems(await change(made.id, { type: 'text' }))).toEqual([400, [['type', 'has_values']]])
})

test('a select that becomes a multi-select takes its values along, in the background', async () => {
  const made = await given({ type: 'select', options })
  const id = await ticket({ [made.id]: 2, other: 1 })
  expect((await change(made.id, { type: 'multi_select' })).status).toBe(200)
  const { rows } = await pool.query<{ key: string }>('select key from graphile_worker.jobs where key = $1', [
    `set_custom_values ${made.id}`,
  ])
  expect(rows).toHaveLength(1)
  await setValues(db, made.id)
  await setValues(db, made.id)
  expect(await customOf(id)).toEqual({ [made.id]: [2], other: 1 })
  expect(problems(await change(made.id, { type: 'select' }))).toEqual([400, [['type', 'has_values']]])
})

test('what a process knows of the fields is never old: not in the own transaction, not after one that was taken back', async () => {
  const known = async (subject: FieldSubject, ctx = desk.ctx()) => (await fieldsOf(ctx, subject)).all.map((f) => f.title)
  const first = await fieldsOf(desk.ctx(), 'account')
  expect(await fieldsOf(desk.ctx(), 'account')).toBe(first)
  await expect(
    inTransaction(desk.ctx(), async (writing) => {
      await sql`insert into custom_fields (subject, title, type, changed_at) values ('account', 'Taken back', 'text', now())`.execute(
        writing.db,
      )
      const { all } = await fieldsToWrite(writing, 'account')
      expect(all.map((f) => f.title)).toContain('Taken back')
      throw new Error('taken back')
    }),
  ).rejects.toThrow('taken back')
  expect(await known('account')).not.toContain('Taken back')
  await given({ subject: 'account', title: 'Region' })
  expect(await known('account')).toContain('Region')
})

test('a save that writes values and a change of the type wait for each other', async () => {
  const made = await given({ type: 'text' })
  const order: string[] = []
  let changing: Promise<unknown> = Promise.resolve()
  await inTransaction(desk.ctx(), async (writing) => {
    await fieldsToWrite(writing, 'ticket')
    changing = change(made.id, { type: 'number' }).then((answer) => order.push(`change ${answer.status}`))
    await new Promise((resolve) => setTimeout(resolve, 200))
    await sql`insert into tickets (title, category_id, origin, begun_by, created_at, edited_at, last_activity_at, custom)
      select 'A case', id, 'email', 'customer', now(), now(), now(), ${JSON.stringify({ [made.id]: 'text' })}::jsonb from categories limit 1`.execute(
      writing.db,
    )
    order.push('save')
  })
  await changing
  expect(order).toEqual(['save', 'change 400'])
})

test('a sortable field gets an index that serves its order, and loses it when it is no longer sortable', async () => {
  const made = await given({ type: 'select', options, sortable: true })
  const names = async () =>
    (
      await pool.query<{ indexname: string }>(`select indexname from pg_indexes where indexname like $1`, [
        `custom\\_field\\_${made.id}\\_%`,
      ])
    ).rows.map((row) => row.indexname)
  await indexField(db, made.id, 'ticket')
  const [before] = await names()
  expect(before).toBeDefined()
  const field = async () => {
    const found = (await fieldsOf(desk.ctx(), 'ticket')).byId.get(made.id)
    if (!found) throw new Error('It is gone.')
    return found
  }
  const key = sortKey(await field())
  const plan = await db.transaction().execute(async (trx) => {
    await sql`set local enable_seqscan = off; set local enable_sort = off`.execute(trx)
    return sql<Record<string, string>>`explain select id from tickets order by ${key}, id limit 50`.execute(trx)
  })
  expect(JSON.stringify(plan.rows)).toContain(before)
  await change(made.id, { options: (await field()).options.toReversed() })
  await indexField(db, made.id, 'ticket')
  const after = await names()
  expect(after).toHaveLength(1)
  expect(after).not.toContain(before)
  await sql`drop index ${sql.ref(after[0] ?? '')}`.execute(db)
  await indexAll(db) // as after a restored backup
  expect(await names()).toEqual(after)
  await change(made.id, { sortable: false })
  await indexField(db, made.id, 'ticket')
  expect(await names()).toEqual([])
})

test.each(['text', 'number', 'yes_no', 'date', 'time', 'date_time', 'email', 'phone', 'url'] as const)(
  'an index of %s minds no value of another type',
  async (type) => {
    const made = await given({ type, sortable: true })
    await ticket({ [made.id]: { odd: true } })
    await ticket({ [made.id]: type === 'number' ? 5 : type === 'yes_no' ? true : 'x'.repeat(5000) })
    await indexField(db, made.id, 'ticket')
    const { rows } = await sql<{
      key: unknown
    }>`select ${sortKey(made)} as key from tickets where custom ? ${String(made.id)} order by id`.execute(db)
    expect(rows.map((row) => row.key)).toEqual([null, type === 'number' ? 5 : type === 'yes_no' ? true : 'x'.repeat(200)])
    await change(made.id, { sortable: false })
  },
)

test('at most twenty fields are sortable', async () => {
  const { all } = await fieldsOf(desk.ctx(), 'contact')
  for (let n = all.filter((f) => f.sortable).length; n < 20; n++) await given({ subject: 'contact', sortable: true })
  expect(problems(await create({ subject: 'contact', sortable: true }))).toEqual([400, [['sortable', 'too_many_sortable']]])
})

test('whoever is signed in reads the fields of a form, without who changed them; only administrators declare them', async () => {
  await given({ subject: 'account', title: 'Segment', help: 'As sales see it' })
  const { fields } = (await jan.call(fieldsFor, { subject: 'account' })).body
  expect(fields.find((f) => f.title === 'Segment')).toMatchObject({ help: 'As sales see it', type: 'text' })
  expect(Object.keys(fields[0] ?? {})).not.toContain('changedBy')
  expect((await jan.call(doors.list, {})).problem?.code).toBe('settings.read')
  expect((await jan.call(doors.create, { subject: 'ticket', title: 'Mine', type: 'text' })).problem?.code).toBe('settings.create')
})
