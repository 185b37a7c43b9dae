/** The signature of an Email queue stands under what its agents write. */
import { randomUUID } from 'node:crypto'
import { afterAll, expect, test } from 'vitest'
import { changeQueue, createQueue } from '#channels/email/api.ts'
import { proposeEmail, sendEmail } from '#activities/api.ts'
import { folderStore } from '#files/server/fileStore.ts'
import { testDesk } from '#people/server/testing/desk.ts'
import { secretsFrom } from '#platform/server/secrets.ts'
import { testFolder } from '#platform/server/testing/folder.ts'
import { templates } from '#templates/template.ts'
import { templateRoutes } from '#templates/server/routes.ts'
import { givenTicket } from '#tickets/server/given.ts'
import { messageRoutes } from './messageRoutes.ts'
import { minter } from './mintMessageId.ts'
import { emailRoutes } from './routes.ts'

const folder = testFolder()
const secrets = secretsFrom('a key for tests that is long enough')
const store = await folderStore(folder.path, secrets.key('file-names'))
const desk = await testDesk([
  ...templateRoutes,
  ...emailRoutes({ store, secrets }),
  ...messageRoutes({ store, mint: minter(secrets.key('mail-signature')) }),
])
afterAll(async () => {
  await desk.close()
  folder.remove()
})
const eva = await desk.user({ name: 'Eva Brandt', access: 'Administrator' })

async function sentBy(queueId: number, from: string, html: string) {
  const ticket = await givenTicket(desk.ctx())
  const to = [{ address: 'ada@customer.example', name: 'Ada' }]
  const email = { to, cc: [], bcc: [], subject: 'Hello', html, queueId, from, answersId: null, attachmentIds: [], sendKey: randomUUID() }
  const { activity } = (await eva.call(sendEmail, { id: ticket.id, ...email })).body
  const { rows } = await desk.database.pool.query<{ html: string; text: string }>('select html, text from activities where id = $1', [
    activity.id,
  ])
  return { ...rows[0], ticketId: ticket.id }
}

test('A placeholder that stands in the text or the subject is never sent raw; what is quoted is only quoted', async () => {
  const { id: queueId, address } = await desk.database.db.selectFrom('email_queues').select(['id', 'address']).executeTakeFirstOrThrow()
  const ticket = await givenTicket(desk.ctx())
  const to = [{ address: 'ada@customer.example', name: 'Ada' }]
  const send = (html: string, subject = 'Hello') =>
    eva.call(sendEmail, { id: ticket.id, to, subject, html, queueId, from: address, answersId: null, sendKey: randomUUID() })
  const refused = [{ field: 'html', code: 'unfilled_placeholder', details: { placeholder: 'contact.name' } }]
  expect((await send('<p>Dear {{<b>contact.name</b>}}</p>')).problem?.problems).toEqual(refused)
  expect((await send('<p>Hello</p>', 'For {{contact.name|you}}')).problem?.problems).toEqual(refused)
  const quote = '<p>Ada:</p><blockquote type="cite" title="">{{contact.name}}</blockquote>'
  expect((await send(`<p>In {{mustache}} you write:</p>${quote}`)).status).toBe(200)
})

test('it is rendered for the ticket and the User, stands above the quote, and is part of the plain text', async () => {
  const signature = (
    await eva.call(templates.doors.create, {
      name: 'Signature',
      kind: 'signature',
      body: '<p><b>{{user.name}}</b>, {{queue.name}} #{{ticket.number}}</p>',
    })
  ).body
  const other = (await eva.call(templates.doors.create, { name: 'No signature', kind: 'email', body: '<p>x</p>' })).body
  const input = { name: 'Orders', address: 'orders@desk.example', categoryId: 1, signatureTemplateId: signature.id }
  const refused = await eva.call(createQueue, { ...input, signatureTemplateId: other.id })
  expect(refused.problem?.problems).toEqual([{ field: 'signatureTemplateId', code: 'invalid_value' }])
  const queue = (await eva.call(createQueue, input)).body
  expect(queue.signatureTemplateId).toBe(signature.id)

  const quote = '<p>2026-11-22 10:00 UTC, Ada:</p><blockquote type="cite" title="">Where is it?</blockquote>'
  const sent = await sentBy(queue.id, queue.address, `<p>Soon.</p>${quote}`)
  expect(sent.html).toBe(`<p>Soon.</p><div data-signature=""><p><b>Eva Brandt</b>, Orders #${sent.ticketId}</p></div>${quote}`)
  expect(sent.text).toMatch(/Soon\.\s+Eva Brandt, Orders #\d+\s+2026-11-22/)
  const proposal = (await eva.call(proposeEmail, { id: sent.ticketId, kind: 'new' })).body
  const shown = new Map(proposal.queues.map((q) => [q.id, q.signature]))
  expect(shown.get(queue.id)).toBe(`<p><b>Eva Brandt</b>, Orders #${sent.ticketId}</p>`)
  expect([...shown].filter(([id]) => id !== queue.id).every(([, html]) => html === '')).toBe(true)
  expect((await sentBy(queue.id, queue.address, '<p>Soon.</p>')).html).toMatch(/^<p>Soon\.<\/p><div data-signature="">.*<\/div>$/)

  const without = (await eva.call(changeQueue, { ...input, signatureTemplateId: null, id: queue.id, version: queue.version })).body
  expect(without.signatureTemplateId).toBeNull()
  expect((await sentBy(queue.id, queue.address, '<p>Soon.</p>')).html).toBe('<p>Soon.</p>')
})
