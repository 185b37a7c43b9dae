/** Templates as administrators keep them and as they read on a ticket. */
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { testDesk } from '#people/server/testing/desk.ts'
import { placeholderValues, previewTemplate, renderTemplate } from '#templates/api.ts'
import { templates } from '#templates/template.ts'
import { givenTicket } from '#tickets/server/given.ts'
import { templateRoutes } from './routes.ts'
import { attach } from '#files/server/attachments.ts'
import { folderStore } from '#files/server/fileStore.ts'
import { sweepFiles } from '#files/server/sweepFiles.ts'
import { inTransaction } from '#platform/server/context.ts'
import { testFolder } from '#platform/server/testing/folder.ts'
import { sanitizeTemplate } from './sanitizeTemplate.ts'

const desk = await testDesk(templateRoutes)
const folder = testFolder()
afterAll(async () => {
  await desk.close()
  folder.remove()
})
const eva = await desk.user({ name: 'Eva Brandt', access: 'Administrator' })
const { doors } = templates
const { pool } = desk.database

const given = async (more: object = {}) =>
  (await eva.call(doors.create, { name: `T${Math.random()}`, kind: 'email', body: '<p>Dear {{contact.firstName|customer}},</p>', ...more }))
    .body

async function givenCase() {
  const { rows } = await pool.query<{ contact: number; account: number; field: number }>(`
    with a as (insert into accounts (name, created_at) values ('Customer <Ltd>', now()) returning id),
      k as (insert into contacts (name, account_id, created_at) select 'Ada Novak', id, now() from a returning id),
      e as (insert into contact_addresses (contact_id, kind, address) select id, 'email', 'ada' || id || '@customer.example' from k),
      f as (insert into custom_fields (subject, title, type, changed_at) values ('ticket', 'Order ' || random(), 'number', now()) returning id)
    select k.id as contact, a.id as account, f.id as field from a, k, f`)
  const row = rows[0]
  if (!row) throw new Error('no rows')
  const ticket = await givenTicket(desk.ctx(), { title: 'A <b>bold</b> title', contactId: row.contact, accountId: row.account })
  await pool.query('update tickets set custom = jsonb_build_object($1::text, 12345.5) where id = $2', [String(row.field), ticket.id])
  return { id: ticket.id, field: row.field }
}

test('a Template reads for a ticket with its facts, escaped, and for the User who asks', async () => {
  const { id, field } = await givenCase()
  const body = `<p>Dear {{contact.firstName|customer}} of {{account.name}}, {{ticket.title}}, {{custom.${field}}}, {{queue.name|no queue}}, {{user.name}}, {{date}}</p>`
  const made = await given({ subject: 'About #{{ticket.number}}: {{ticket.title}}', body, language: 'de' })
  desk.setTime(new Date('2026-11-22T10:00:00Z'))
  const read = (await eva.call(previewTemplate, { ticketId: id, templateId: made.id })).body
  desk.setTime(undefined)
  expect(read).toEqual({
    subject: `About #${id}: A <b>bold</b> title`,
    format: 'rich',
    body: '<p>Dear Ada of Customer &lt;Ltd&gt;, A &lt;b&gt;bold&lt;/b&gt; title, 12.345,5, no queue, Eva Brandt, 22. November 2026</p>',
    problems: [],
  })
  const plain = await eva.call(previewTemplate, { ticketId: id, draft: { format: 'plain', body: '{{account.name}} {{contact.nmae}}' } })
  expect(plain.body).toMatchObject({
    body: 'Customer <Ltd> ',
    problems: [{ field: 'body', code: 'unknown_placeholder', details: { placeholder: 'contact.nmae', position: 17 } }],
  })
})

test('for a ticket that one may not see there is no preview', async () => {
  const { id } = await givenCase()
  const bo = await desk.user({ access: 'Agent', right: { workCategories: [] } })
  expect((await bo.call(previewTemplate, { ticketId: id, draft: { format: 'plain', body: 'x' } })).status).toBe(404)
  expect((await eva.call(previewTemplate, { ticketId: 999_999, draft: { format: 'plain', body: 'x' } })).status).toBe(404)
})

test('an unknown placeholder is refused with its place, and so is a queue that does not exist', async () => {
  const refused = await eva.call(doors.create, { name: 'Wrong', kind: 'email', body: '<p>{{contact.nmae}}</p>', queueIds: [99_999] })
  expect(refused.status).toBe(400)
  expect(refused.problem?.problems).toEqual([
    { field: 'body', code: 'unknown_placeholder', details: { placeholder: 'contact.nmae', position: 3 } },
    { field: 'queueIds', code: 'unknown', details: { ids: [99_999] } },
  ])
})

test('what could run is taken out before a Template is stored, and out of a draft before it is shown', async () => {
  const bad = '<p onclick="alert(1)">Hi<script>alert(1)</script><img src="data:image/svg+xml,x"><a href="javascript:alert(1)">x</a></p>'
  const made = await given({ body: bad })
  expect(made.body).toBe('<p>Hi<img /><a>x</a></p>')
  const { id } = await givenCase()
  const read = await eva.call(previewTemplate, { ticketId: id, draft: { format: 'rich', body: bad } })
  expect(read.body.body).toBe('<p>Hi<img /><a>x</a></p>')
})

test('cleaning gives what it gives again', () => {
  const bits = fc.constantFrom(
    '<p style="color:red">',
    '</p>',
    '<a href="{{custom.7}}">',
    '</a>',
    '<b',
    '>',
    '<script>',
    '"',
    "'",
    '&',
    '&lt;',
    '<img src=x onerror=y>',
    '{{date}}',
    '<svg>',
    'text',
    '<!--',
    '-->',
  )
  fc.assert(
    fc.property(fc.array(bits, { maxLength: 12 }), (parts) => {
      const once = sanitizeTemplate(parts.join(''))
      expect(sanitizeTemplate(once)).toBe(once)
      expect(once).not.toMatch(/<script|<svg|onerror=|javascript:/)
    }),
    { examples: [[['<p style="color:red">', '<b', '<p style="color:red">', '<p style="color:red">']]] },
  )
})

test('the signature of an Email queue cannot be deleted, nor become something else, and says where it is used', async () => {
  const made = await given({ kind: 'signature', body: '<p>{{user.name}}</p>' })
  const { rows } = await pool.query<{ id: number; name: string }>('update email_queues set signature_template_id = $1 returning id, name', [
    made.id,
  ])
  const uses = [{ what: 'queue', id: rows[0]?.id, title: rows[0]?.name }]
  expect((await eva.call(doors.uses, { id: made.id })).body.uses).toEqual(uses)
  expect((await eva.call(doors.remove, { id: made.id })).problem).toMatchObject({ code: 'in_use', problems: [{ details: { uses } }] })
  const { id, version, name, body } = made
  const other = await eva.call(doors.change, { id, version, name, body, kind: 'email' })
  expect(other.problem?.problems).toEqual([{ field: 'kind', code: 'signature_in_use' }])
})

/** A pending upload, as the composer makes it. */
async function uploaded(by: { id: number }, name = 'terms.pdf') {
  const hash = Buffer.alloc(32, Math.floor(Math.random() * 256))
  await pool.query("insert into blobs (hash, size, stored_at) values ($1, 7, now() - interval '30 days') on conflict do nothing", [hash])
  const { rows } = await pool.query<{ id: number }>(
    `insert into attachments (hash, name, media_type, size, uploaded_by, created_at) values ($1, $2, 'application/pdf', 7, $3, now() - interval '30 days') returning id`,
    [hash, name, by.id],
  )
  return rows[0]?.id ?? 0
}
const filesOf = async (templateId: number) =>
  (await pool.query<{ id: number }>('select id from attachments where template_id = $1 order by id', [templateId])).rows.map(
    (row) => row.id,
  )

test('files stay with a Template until they are taken out or it is deleted; no sweep and no message takes them', async () => {
  const id = await uploaded(eva)
  const made = await given({ files: [{ id, name: 'forged.exe' }] })
  const file = { id, name: 'terms.pdf', mediaType: 'application/pdf', size: 7 }
  expect(made.files).toEqual([file])
  await sweepFiles(desk.database.db, await folderStore(folder.path, Buffer.alloc(32)), new Date())
  expect(await filesOf(made.id)).toEqual([id])
  expect((await pool.query('select from blobs b join attachments a on a.hash = b.hash where a.id = $1', [id])).rowCount).toBe(1)
  const { id: ticketId } = await givenCase()
  const taking = inTransaction(eva.ctx(), (writing) => attach(writing, [id], { activityId: 1, ticketId }))
  await expect(taking).rejects.toThrow('no longer there')

  const { name, kind, body, files, version } = made
  const cloned = (await eva.call(doors.create, { name: `Clone of ${name}`, kind, body, files })).body
  expect(cloned.files).toEqual([{ ...file, id: expect.any(Number) }])
  expect(cloned.files[0]?.id).not.toBe(id)
  const without = (await eva.call(doors.change, { name, kind, body, id: made.id, version, files: [] })).body
  expect(without).toMatchObject({ version: version + 1, files: [] })
  expect(await filesOf(made.id)).toEqual([])
  expect((await eva.call(doors.remove, { id: cloned.id })).status).toBe(200)
  expect(await filesOf(cloned.id)).toEqual([])
})

test('a file of somebody else, one that is gone, and files of an SMS are refused with their field', async () => {
  const bo = await desk.user({ access: 'Administrator' })
  const body = { name: 'Refused', kind: 'email', body: '<p>x</p>' } as const
  const theirs = await uploaded(bo)
  for (const id of [theirs, 999_999])
    expect((await eva.call(doors.create, { ...body, files: [{ id }] })).problem?.problems).toEqual([
      { field: 'files', code: 'file_gone', details: { ids: [id] } },
    ])
  const sms = await eva.call(doors.create, { ...body, kind: 'sms', format: 'plain', files: [{ id: await uploaded(eva) }] })
  expect(sms.problem?.problems).toEqual([{ field: 'files', code: 'no_files' }])
})

test('writing with a Template gives its text for the ticket, and its files as if the writer had uploaded them', async () => {
  const { id: ticketId } = await givenCase()
  const made = await given({
    subject: 'About {{ticket.title}}',
    body: '<p>{{contact.firstName}}</p>',
    files: [{ id: await uploaded(eva) }],
  })
  const agent = await desk.user({ access: 'Agent' })
  const ready = (await agent.call(renderTemplate, { id: made.id, ticketId })).body
  expect(ready).toMatchObject({ format: 'rich', html: '<p>Ada</p>', attachments: [{ name: 'terms.pdf', size: 7, inline: false }] })
  const taken = ready.attachments[0]?.id ?? 0
  const { rows } = await pool.query('select uploaded_by, template_id, activity_id from attachments where id = $1', [taken])
  expect(rows).toEqual([{ uploaded_by: agent.id, template_id: null, activity_id: null }])
  expect(await filesOf(made.id)).toHaveLength(1)
  const plain = await given({ kind: 'comment', format: 'plain', body: '<{{contact.firstName}}>\n\nBye' })
  expect((await agent.call(renderTemplate, { id: plain.id, ticketId })).body.html).toBe('<p>&lt;Ada&gt;</p><p>Bye</p>')
  const gap = await given({ body: '<p>{{contact.firstName}} of {{account.name}}</p>' })
  const { id: bare } = await givenTicket(desk.ctx())
  expect((await agent.call(renderTemplate, { id: gap.id, ticketId: bare })).body.html).toBe(
    '<p>{{contact.firstName}} of {{account.name}}</p>',
  )
  const { values } = (await agent.call(placeholderValues, { id: bare })).body
  expect(values).toMatchObject({ 'contact.firstName': '', 'ticket.number': String(bare) })
  const off = await given({ active: false })
  expect((await agent.call(renderTemplate, { id: off.id, ticketId })).problem?.code).toBe('inactive')
  const blind = await desk.user({ access: 'Agent', right: { workCategories: [] } })
  expect((await blind.call(renderTemplate, { id: made.id, ticketId })).status).toBe(404)
})
