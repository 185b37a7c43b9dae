/** Drafts on the server, the send gate, undo send and scheduled send. */
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { addComment, sendEmail } from '#activities/api.ts'
import type { Draft } from '#activities/draft.ts'
import * as api from '#activities/draftApi.ts'
import { activityRoutes } from '#activities/server/routes.ts'
import { mergeTickets } from '#activities/server/mergeTickets.ts'
import { unmergeTicket } from '#activities/server/unmergeTicket.ts'
import { folderStore } from '#files/server/fileStore.ts'
import { testDesk } from '#people/server/testing/desk.ts'
import { testFolder } from '#platform/server/testing/folder.ts'
import { inTransaction } from '#platform/server/context.ts'
import { changeTicket as changeDoor } from '#tickets/api.ts'
import { cameSince } from '#tickets/seen.ts'
import { binTicket } from '#tickets/server/binTicket.ts'
import { changeTicket } from '#tickets/server/changeTicket.ts'
import { givenTicket } from '#tickets/server/given.ts'
import { noteActivity } from '#tickets/server/noteActivity.ts'
import { ticketRoutes } from '#tickets/server/routes.ts'
import { restoreTicket } from '#tickets/server/restoreTicket.ts'
import { getTicket, lockTicket } from '#tickets/server/ticketQueries.ts'
import { leaveNext } from './leaveDue.ts'
import { messageRoutes } from './messageRoutes.ts'
import { minter } from './mintMessageId.ts'

const mint = minter(Buffer.from('a key for tests that is long enough'))
const folder = testFolder()
const store = await folderStore(folder.path, Buffer.alloc(32))
const desk = await testDesk([...activityRoutes(store), ...messageRoutes({ store, mint }), ...ticketRoutes])
afterAll(async () => {
  await desk.close()
  folder.remove()
})
const { db, pool } = desk.database
const [ada, bob] = [await desk.user({ name: 'Ada' }), await desk.user({ name: 'Bob' })]
const queue = await db.selectFrom('email_queues').select(['id', 'address']).executeTakeFirstOrThrow()
const start = new Date('2026-11-23T08:00:00.000Z')
beforeEach(() => desk.setTime(start))

const written = (part: Partial<Draft> = {}): Draft => ({
  kind: 'new',
  activityId: null,
  all: false,
  to: [{ address: 'petr@x.cz', name: 'Petr' }],
  cc: [],
  bcc: [],
  subject: 'Invoice',
  body: '<p>Good morning</p>',
  quoteHtml: '',
  takesQuote: false,
  queueId: queue.id,
  from: queue.address,
  attachments: [],
  sendKey: randomUUID(),
  seen: null,
  ...part,
})
const windowOne = randomUUID()
const windowTwo = randomUUID()
const save = (who: typeof ada, id: number, content: Draft, seq = 1, window = windowOne) =>
  who.call(api.saveDraft, { id, draftId: content.sendKey, window, seq, content })
const drafts = async (who: typeof ada, id: number) => (await who.call(api.listDrafts, { id })).body
const ticket = () => givenTicket(desk.ctx(), { state: 'open' })
const seenOf = async (id: number) => ({ ticketId: id, version: (await getTicket(desk.ctx(), id)).version })
const comment = (who: typeof ada, id: number, text = 'Look at this') =>
  who.call(addComment, { id, text, sendKey: randomUUID() }).then((answer) => answer.body)
const later = (id: number, content: Draft, more: object) =>
  ada.call(api.sendLater, { id, draftId: content.sendKey, window: windowOne, content, ...more })
const leave = () => leaveNext({ db, announcer: { announce: () => undefined }, mint }, desk.ctx().now)
const after = (seconds: number) => desk.setTime(new Date(start.getTime() + seconds * 1000))
const emails = (id: number) =>
  db.selectFrom('activities').select(['id', 'delivery', 'at']).where('ticket_id', '=', id).where('kind', '=', 'email').execute()
const textOf = (content: Draft) => ({
  sendKey: content.sendKey,
  html: content.body,
  to: content.to,
  subject: content.subject,
  queueId: queue.id,
  from: queue.address,
})

/** A customer's message, as receiving it notes one. */
async function customer(id: number) {
  await inTransaction({ ...desk.ctx(), via: 'mail' }, async (ctx) => {
    const row = await lockTicket(ctx, id)
    const added = await ctx.db
      .insertInto('activities')
      .values({
        ticket_id: id,
        kind: 'email',
        direction: 'in',
        at: ctx.now,
        created_at: ctx.now,
        from_name: 'Petr',
        text: 'One more thing',
        customer: true,
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    await noteActivity(ctx, row, {
      activityId: added.id,
      kind: 'email',
      direction: 'in',
      at: ctx.now,
      text: 'One more thing',
      attachments: 0,
      fromCustomer: true,
      automatic: false,
      answer: false,
    })
  })
}

test('a draft survives on the server; others see whose exists, not its text', async () => {
  const { id } = await ticket()
  const content = written({ body: '<p>Strictly secret</p>' })
  expect((await save(ada, id, content)).body.outcome).toBe('saved')
  expect((await drafts(ada, id)).mine).toMatchObject([
    { ticketId: id, content: { body: '<p>Strictly secret</p>' }, window: windowOne, leavesAt: null },
  ])
  const seen = await drafts(bob, id)
  expect(seen.mine).toEqual([])
  expect(seen.others).toEqual([
    { user: { id: ada.id, name: 'Ada' }, kind: 'new', activityId: null, since: start.toISOString(), leavesAt: null },
  ])
  expect(JSON.stringify(seen)).not.toContain('secret')
})

test('an older save never overwrites a newer one, whatever order they arrive in', async () => {
  const { id } = await ticket()
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 8 }), async (seqs) => {
      const content = written()
      for (const seq of seqs) await save(ada, id, { ...content, body: `<p>${seq}</p>` }, seq)
      const { mine } = await drafts(ada, id)
      expect(mine.find((d) => d.content.sendKey === content.sendKey)?.content.body).toBe(`<p>${Math.max(...seqs)}</p>`)
      await ada.call(api.deleteDraft, { draftId: content.sendKey })
    }),
    { numRuns: 15 },
  )
})

test('of two windows of one User the later wins, and says in which window it was written', async () => {
  const { id } = await ticket()
  const [one, two] = [written({ body: '<p>one</p>' }), written({ body: '<p>two</p>' })]
  await save(ada, id, one)
  await save(ada, id, two, 1, windowTwo)
  expect((await drafts(ada, id)).mine).toMatchObject([{ content: { body: '<p>two</p>', sendKey: two.sendKey }, window: windowTwo }])
  await save(bob, id, written())
  expect((await drafts(ada, id)).others).toHaveLength(1)
})

test('nobody saves under the key of another’s draft, and nobody reads or deletes it', async () => {
  const { id } = await ticket()
  const content = written()
  await save(ada, id, content)
  expect((await save(bob, id, content)).status).toBe(400)
  expect((await bob.call(api.deleteDraft, { draftId: content.sendKey })).status).toBe(404)
  expect((await bob.call(api.recallDraft, { draftId: content.sendKey })).status).toBe(404)
  expect((await bob.call(api.listOwnDrafts, { ticketId: id })).body.drafts).toEqual([])
})

test('after a merge both drafts stand side by side on the survivor; un-merge takes each back', async () => {
  const [first, second] = [await ticket(), await ticket()]
  await save(ada, first.id, written({ body: '<p>first</p>' }))
  await save(ada, second.id, written({ body: '<p>second</p>' }))
  await mergeTickets(desk.ctx(), { survivorId: first.id, ticketIds: [second.id] })
  const bodies = async (id: number) => (await drafts(ada, id)).mine.map((d) => d.content.body).toSorted()
  expect(await bodies(first.id)).toEqual(['<p>first</p>', '<p>second</p>'])
  await unmergeTicket(desk.ctx(), { id: second.id })
  expect(await bodies(first.id)).toEqual(['<p>first</p>'])
  expect(await bodies(second.id)).toEqual(['<p>second</p>'])
})

test('a draft on a ticket that left one’s sight stays one’s own to copy', async () => {
  const other = await db.insertInto('categories').values({ name: 'Elsewhere' }).returning('id').executeTakeFirstOrThrow()
  const { id, category_id: category } = await ticket()
  const eva = await desk.user({ name: 'Eva', right: { workCategories: [category] } })
  await save(eva, id, written({ body: '<p>my words</p>' }))
  await changeTicket(desk.ctx(), { id, changes: { categoryId: { from: category, to: other.id } } })
  expect((await eva.call(api.listDrafts, { id })).status).toBe(404)
  expect((await eva.call(api.listOwnDrafts, { ticketId: id })).body.drafts).toMatchObject([{ content: { body: '<p>my words</p>' } }])
})

test('what was sent has no draft, and a late save does not bring it back', async () => {
  const { id } = await ticket()
  const content = written()
  await save(ada, id, content)
  expect((await ada.call(sendEmail, { id, ...textOf(content) })).status).toBe(200)
  expect((await drafts(ada, id)).mine).toEqual([])
  expect((await save(ada, id, content, 9)).body.outcome).toBe('sent')
  expect((await drafts(ada, id)).mine).toEqual([])
})

test('another’s activity since the draft was begun stops the send once and is shown; the next send goes on', async () => {
  const { id } = await ticket()
  const content = written()
  const seen = await seenOf(id)
  await comment(bob, id, 'I have answered him by phone')
  await customer(id)
  const stopped = await ada.call(sendEmail, { id, ...textOf(content), seen })
  expect(stopped.status).toBe(409)
  expect(stopped.problem?.code).toBe('came_since')
  const details = cameSince.parse(stopped.problem?.problems?.[0]?.details)
  expect(details.activities.map(({ by, text }) => [by, text])).toEqual([
    ['Bob', 'I have answered him by phone'],
    ['Petr', 'One more thing'],
  ])
  expect(await emails(id)).toHaveLength(1)
  expect((await ada.call(sendEmail, { id, ...textOf(content), seen: details.seen })).status).toBe(200)
})

test('changes of fields, one’s own activities and drafts do not stop a send; a merge does', async () => {
  const { id, priority } = await ticket()
  const seen = await seenOf(id)
  await changeTicket(bob.ctx(), { id, changes: { priority: { from: priority, to: priority === 'high' ? 'low' : 'high' } } })
  await comment(ada, id)
  await save(bob, id, written())
  expect((await ada.call(sendEmail, { id, ...textOf(written()), seen })).status).toBe(200)
  const other = await ticket()
  const now = await seenOf(id)
  await mergeTickets(desk.ctx(), { survivorId: id, ticketIds: [other.id] })
  const stopped = await ada.call(sendEmail, { id, ...textOf(written()), seen: now })
  expect(stopped.problem?.problems?.[0]?.details).toMatchObject({ merged: [other.id], activities: [] })
  const begunBefore = await ada.call(sendEmail, { id, ...textOf(written()), seen: { ticketId: other.id, version: 1 } })
  expect(begunBefore.problem?.problems?.[0]?.details).toMatchObject({ merged: [other.id] })
})

test('the gate stops exactly when another wrote since, whatever happened in which order', async () => {
  const step = fc.constantFrom('mine', 'colleague', 'customer', 'field', 'ask')
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 6 }), async (steps) => {
      const { id } = await ticket()
      let seen = await seenOf(id)
      let came = false
      for (const one of steps) {
        if (one === 'mine') await comment(ada, id)
        else if (one === 'colleague') await comment(bob, id)
        else if (one === 'customer') await customer(id)
        else if (one === 'field')
          await changeTicket(bob.ctx(), { id, changes: { title: { from: (await getTicket(desk.ctx(), id)).title, to: randomUUID() } } })
        else seen = await seenOf(id)
        came = one === 'ask' ? false : came || one === 'colleague' || one === 'customer'
      }
      expect((await ada.call(sendEmail, { id, ...textOf(written()), seen })).status).toBe(came ? 409 : 200)
    }),
    { numRuns: 20 },
  )
})

test('undo: until it leaves the message is nowhere but with its writer, and comes back as it was', async () => {
  const { id } = await ticket()
  const content = written()
  const answer = (await later(id, content, { leavesIn: 10, setState: 'waiting', seen: await seenOf(id) })).body
  expect(answer).toMatchObject({ outcome: 'waiting', leavesAt: '2026-11-23T08:00:10.000Z' })
  expect((await drafts(bob, id)).others).toMatchObject([{ user: { name: 'Ada' }, leavesAt: answer.leavesAt }])
  after(9)
  expect(await leave()).toBe(false)
  expect((await getTicket(desk.ctx(), id)).state).toBe('open')
  expect((await ada.call(api.recallDraft, { draftId: content.sendKey })).body).toMatchObject({ content, leavesAt: null })
  after(20)
  expect(await leave()).toBe(false)
  expect(await emails(id)).toEqual([])
})

test('first answer and state count at the moment of handing over; the same request twice sends once; then there is no undo', async () => {
  const { id } = await ticket()
  const content = written()
  for (const _ of [1, 2]) await later(id, content, { leavesIn: 10, setState: 'waiting' })
  after(11)
  while (await leave()) {}
  expect(await emails(id)).toMatchObject([{ delivery: 'queued', at: '2026-11-23T08:00:11.000Z' }])
  expect(await getTicket(desk.ctx(), id)).toMatchObject({ state: 'waiting', firstAnswerAt: '2026-11-23T08:00:11.000Z' })
  expect((await ada.call(api.recallDraft, { draftId: content.sendKey })).problem?.code).toBe('already_left')
  expect((await later(id, content, { leavesIn: 10 })).body.outcome).toBe('sent')
})

test('a rule that refuses lets nothing leave and nothing wait', async () => {
  const { id, category_id: category } = await ticket()
  await pool.query('update categories set waiting_requires_reopen = true where id = $1', [category])
  const content = written()
  const refused = await later(id, content, { leavesIn: 10, setState: 'waiting' })
  expect([refused.status, refused.problem?.problems?.[0]?.field]).toEqual([422, 'reopenAt'])
  expect((await drafts(ada, id)).mine).toEqual([])
  await pool.query('update categories set waiting_requires_reopen = false where id = $1', [category])
})

test('a scheduled message is held when a customer’s or colleague’s activity comes before; one click releases it', async () => {
  const { id } = await ticket()
  const content = written()
  await later(id, content, { leavesAt: '2026-11-24T08:00:00.000Z', setState: 'waiting' })
  await customer(id)
  after(25 * 3600)
  expect(await leave()).toBe(true)
  expect((await drafts(ada, id)).mine).toMatchObject([{ held: { because: 'came_since' }, leavesAt: null, setState: 'waiting' }])
  expect(await leave()).toBe(false)
  await ada.call(api.releaseDraft, { draftId: content.sendKey })
  expect(await leave()).toBe(true)
  expect(await emails(id)).toHaveLength(2)
})

test('its writer hears of it as soon as something came, not only at its time; what came of themselves is no reason', async () => {
  const { id } = await ticket()
  const content = written()
  await later(id, content, { leavesAt: '2026-11-24T08:00:00.000Z', setState: 'waiting' })
  await comment(ada, id)
  while (await leave()) {}
  expect((await drafts(ada, id)).mine).toMatchObject([{ held: null, leavesAt: '2026-11-24T08:00:00.000Z' }])
  await comment(bob, id)
  while (await leave()) {}
  expect((await drafts(ada, id)).mine).toMatchObject([{ held: { because: 'came_since' }, leavesAt: null, setState: 'waiting' }])
  await ada.call(api.releaseDraft, { draftId: content.sendKey, leavesAt: '2026-11-24T09:00:00.000Z' })
  while (await leave()) {}
  expect((await drafts(ada, id)).mine).toMatchObject([{ held: null, leavesAt: '2026-11-24T09:00:00.000Z' }])
})

test('nothing scheduled leaves from a ticket in the bin; restored, its writer decides', async () => {
  const { id } = await ticket()
  const content = written()
  await later(id, content, { leavesAt: '2026-11-24T08:00:00.000Z' })
  await binTicket(desk.ctx(), { id })
  after(25 * 3600)
  expect(await leave()).toBe(true)
  expect(await emails(id)).toEqual([])
  await restoreTicket(desk.ctx(), { id })
  expect((await drafts(ada, id)).mine).toMatchObject([{ held: { because: 'in_bin' } }])
})

test('what its writer may no longer do, or a rule refuses by then, is held and says so; a time that has passed is refused', async () => {
  const { id, category_id: category } = await ticket()
  const content = written()
  await later(id, content, { leavesAt: '2026-11-24T08:00:00.000Z', setState: 'waiting' })
  await pool.query('update categories set waiting_requires_reopen = true where id = $1', [category])
  after(25 * 3600)
  await leave()
  await pool.query('update categories set waiting_requires_reopen = false where id = $1', [category])
  expect((await drafts(ada, id)).mine).toMatchObject([{ held: { because: 'refused' } }])
  expect((await later(id, written(), { leavesAt: '2026-11-24T08:00:00.000Z' })).problem?.problems?.[0]?.code).toBe('in_the_past')
})

test('another’s activity since the ticket was last in view stops setting Closed too, but no other save', async () => {
  const { id, priority } = await ticket()
  const seen = await seenOf(id)
  await customer(id)
  const close = (now: typeof seen) => ada.call(changeDoor, { id, changes: { state: { from: 'open', to: 'closed' } }, seen: now })
  const other = await ada.call(changeDoor, {
    id,
    changes: { priority: { from: priority, to: priority === 'high' ? 'low' : 'high' } },
    seen,
  })
  expect(other.status).toBe(200)
  const stopped = await close(seen)
  expect(stopped.problem?.code).toBe('came_since')
  expect((await close(cameSince.parse(stopped.problem?.problems?.[0]?.details).seen)).body.state).toBe('closed')
})
