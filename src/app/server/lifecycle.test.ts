/** Merge, un-merge, move, split and the bin, with the mail that goes on coming meanwhile. */
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Activity } from '#activities/activity.ts'
import { listActivities } from '#activities/server/activityQueries.ts'
import { addComment } from '#activities/server/addComment.ts'
import { mergeTickets } from '#activities/server/mergeTickets.ts'
import { moveActivity } from '#activities/server/moveActivity.ts'
import { sendNext } from '#activities/server/outbox.ts'
import { purgeBin } from '#activities/server/purgeBin.ts'
import { splitTicket } from '#activities/server/splitTicket.ts'
import { unmergeTicket } from '#activities/server/unmergeTicket.ts'
import { listHistory } from '#history/server/historyQueries.ts'
import { createLog } from '#platform/server/log.ts'
import { binTicket } from '#tickets/server/binTicket.ts'
import { changeTicket } from '#tickets/server/changeTicket.ts'
import { getReceipt } from '#tickets/server/getReceipt.ts'
import { restoreTicket } from '#tickets/server/restoreTicket.ts'
import { getTicket } from '#tickets/server/ticketQueries.ts'
import type { State, Ticket } from '#tickets/ticket.ts'
import { minter } from '#channels/email/server/mintMessageId.ts'
import { sendEmail } from '#channels/email/server/sendEmail.ts'
import { retryDelivery } from '#channels/email/server/retryDelivery.ts'
import { reopenOne } from '#timers/server/reopenDue.ts'
import { mailDesk, type MailDesk } from '#channels/email/server/testing/mailDesk.ts'
import { mailText } from '#channels/email/server/testing/mailClient.ts'

let desk: MailDesk
let queueId: number
beforeAll(async () => {
  desk = await mailDesk()
  queueId = (await desk.db.selectFrom('email_queues').select('id').executeTakeFirstOrThrow()).id
})
afterAll(() => desk.close())

const ticket = (id: number) => getTicket(desk.ctx(), id)
const owner = async (id: number) => (await ticket(id)).id
const feed = async (id: number) => (await listActivities(desk.ctx(), { id, limit: 200 })).activities.toReversed()
const texts = (activities: readonly Activity[]) => activities.map((a) => (a.told ? `(${a.told.what} ${a.told.ticketId})` : a.text.trim()))
const history = async (id: number) =>
  (await listHistory(desk.ctx(), { id, limit: 200 })).entries.map((e) => [e.name, ...e.tickets].join(' '))
const merge = (survivorId: number, ...ticketIds: number[]) => mergeTickets(desk.ctx(), { survivorId, ticketIds })
const unmerge = (id: number) => unmergeTicket(desk.ctx(), { id })
const setState = (id: number, from: State, to: State) => changeTicket(desk.ctx(), { id, changes: { state: { from, to } } })

let words = 0
/** A customer writes: a new ticket, or in answer to a Message-ID. */
async function mail(headers: Record<string, string> = {}, text = `word ${++words}`) {
  const messageId = `${crypto.randomUUID()}@example.com`
  const row = await desk.deliver(mailText({ 'Message-ID': `<${messageId}>`, ...headers }, `${text}\r\n`))
  return { ...row, messageId, ticketId: row.tickets[0] ?? 0, activityId: row.activities[0] ?? 0, text }
}
const reply = (to: string, more: Record<string, string> = {}) =>
  mail({ Subject: 'Re: Where is my order?', 'In-Reply-To': `<${to}>`, References: `<${to}>`, ...more })
const answer = async (ticketId: number, answersId: number | null, text = `answer ${++words}`) =>
  (
    await sendEmail(desk.ctx(), minter(desk.secrets.key('mail-signature')), {
      id: ticketId,
      to: [{ address: 'jane@example.com', name: '' }],
      cc: [],
      bcc: [],
      subject: 'Re: Where is my order?',
      html: `<p>${text}</p>`,
      queueId,
      from: 'support@localhost',
      attachmentIds: [],
      answersId,
      sendKey: crypto.randomUUID(),
    })
  ).activity

/** What a ticket is to those who see it, but for when it was last touched. */
const essence = ({ version: _v, editedAt: _e, deadlineAt: _d, dueSoonAt: _s, computedDeadlineAt: _c, ...rest }: Ticket) => rest
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: { code?: string; problems?: { code: string }[]; message: string }) => error.code ?? error.problems?.[0]?.code ?? error.message,
  )
/** Nothing happens in the same millisecond as what came before it. */
beforeEach(() => new Promise((resolve) => setTimeout(resolve, 3)))
const pause = () => new Promise((resolve) => setTimeout(resolve, 3))

describe('Merge', () => {
  test('the survivor shows what the others hold; their numbers and threads lead to it, and it keeps its fields', async () => {
    const [a, b] = [await mail(), await mail({ From: 'Joe <joe@example.org>', Cc: 'Ann <ann@example.net>' })]
    await changeTicket(desk.ctx(), { id: a.ticketId, changes: { title: { from: 'Where is my order?', to: 'The elder' } } })
    const merged = await merge(a.ticketId, b.ticketId)
    expect(merged).toMatchObject({ id: a.ticketId, title: 'The elder', activityCount: 2, unread: true })
    expect(merged.merged.map((m) => [m.id, m.into])).toEqual([[b.ticketId, a.ticketId]])
    expect(merged.participants.map((p) => p.address)).toEqual(expect.arrayContaining(['joe@example.org', 'ann@example.net']))
    expect(texts(await feed(a.ticketId))).toEqual([a.text, b.text])
    expect((await feed(a.ticketId)).map((x) => [x.ticketId, x.mergedFrom])).toEqual([
      [a.ticketId, null],
      [a.ticketId, b.ticketId],
    ])
    expect(await ticket(b.ticketId)).toEqual(await ticket(a.ticketId))
    const c = await reply(b.messageId, { From: 'Joe <joe@example.org>' })
    expect(await feed(a.ticketId)).toHaveLength(3)
    expect(await ticket(a.ticketId)).toMatchObject({ activityCount: 3 })
    const d = await mail({ Subject: `Still waiting [#${b.ticketId}]`, From: 'Joe <joe@example.org>' })
    expect([c.outcome, d.outcome, d.reason]).toEqual(['added', 'added', 'subject'])
    expect(texts(await feed(b.ticketId))).toEqual([a.text, b.text, c.text, d.text])
    expect(await history(a.ticketId)).toContain(`ticket.merged #${b.ticketId}`)
    expect(await history(b.ticketId)).toContain(`ticket.merged_into #${a.ticketId}`)
  })

  test('it is Open if any of them was, an Archived one survives only among Archived', async () => {
    const [a, b] = [await mail(), await mail()]
    await setState(a.ticketId, 'open', 'closed')
    expect(await merge(a.ticketId, b.ticketId)).toMatchObject({ state: 'open' })
    const [c, d] = [await mail(), await mail()]
    await setState(c.ticketId, 'open', 'archived')
    expect(await codeOf(merge(c.ticketId, d.ticketId))).toBe('archived_survivor')
    await setState(d.ticketId, 'open', 'archived')
    expect(await merge(c.ticketId, d.ticketId)).toMatchObject({ state: 'archived' })
    const late = await reply(d.messageId)
    expect(late.outcome).toBe('follow_up')
    expect((await ticket(c.ticketId)).followUps).toEqual([late.ticketId])
  })

  test('a first answer on any of them counts, and un-merge looks again', async () => {
    const [a, b] = [await mail(), await mail()]
    const answered = await answer(b.ticketId, b.activityId)
    expect((await merge(a.ticketId, b.ticketId)).firstAnswerAt).toBe(answered.at)
    expect((await getReceipt(desk.ctx(), { id: a.ticketId })).answeredAt).toBe(answered.at)
    await pause()
    await unmerge(b.ticketId)
    expect((await ticket(a.ticketId)).firstAnswerAt).toBeNull()
    expect((await getReceipt(desk.ctx(), { id: a.ticketId })).answeredAt).toBeNull()
    expect((await ticket(b.ticketId)).firstAnswerAt).toBe(answered.at)
  })

  test('the clock of a merged ticket stands and goes on after', async () => {
    const [a, b] = [await mail(), await mail()]
    await merge(a.ticketId, b.ticketId)
    const { rows } = await desk.pool.query<{ kind: string }>(
      `select fact ->> 'state' as kind from clock_facts where ticket_id = $1 and fact ->> 'kind' = 'state' order by id`,
      [b.ticketId],
    )
    expect(rows.map((r) => r.kind)).toEqual(['merged'])
    await pause()
    await unmerge(b.ticketId)
    const receipt = await getReceipt(desk.ctx(), { id: b.ticketId })
    expect(receipt).toMatchObject({ running: true, standing: null })
    expect(receipt.receipt.rows.map((row) => row.rule.code)).toContain('merged')
  })

  test('chains resolve, and un-merge of the middle takes its own along', async () => {
    const [a, b, c] = [await mail(), await mail(), await mail()]
    await merge(b.ticketId, c.ticketId)
    await merge(a.ticketId, b.ticketId)
    expect((await ticket(c.ticketId)).id).toBe(a.ticketId)
    expect(await codeOf(merge(c.ticketId, a.ticketId))).toBe('merged')
    await pause()
    await unmerge(b.ticketId)
    expect((await ticket(c.ticketId)).id).toBe(b.ticketId)
    expect(texts(await feed(b.ticketId))).toEqual([b.text, c.text])
    expect(texts(await feed(a.ticketId))).toEqual([a.text])
  })

  test('two merges at once of the same tickets make one', async () => {
    const [a, b] = [await mail(), await mail()]
    const outcomes = await Promise.all([codeOf(merge(a.ticketId, b.ticketId)), codeOf(merge(b.ticketId, a.ticketId))])
    expect(outcomes.toSorted()).toEqual(['done', 'merged'])
  })

  test('children show on the survivor, and nothing may stand above itself', async () => {
    const [a, b, child] = [await mail(), await mail(), await mail()]
    await changeTicket(desk.ctx(), { id: child.ticketId, changes: { parentId: { from: null, to: b.ticketId } } })
    const survivor = await merge(a.ticketId, b.ticketId)
    expect(survivor.children.map((one) => one.id)).toEqual([child.ticketId])
    expect((await ticket(child.ticketId)).parent?.id).toBe(a.ticketId)
    const under = await mail()
    await changeTicket(desk.ctx(), { id: under.ticketId, changes: { parentId: { from: null, to: child.ticketId } } })
    expect(await codeOf(merge(under.ticketId, a.ticketId))).toBe('parent_cycle')
    await unmerge(b.ticketId)
    expect((await ticket(child.ticketId)).parent?.id).toBe(b.ticketId)
  })

  test('un-merge restores each as it was with what arrived since: mail where it came in, answers with what they answer', async () => {
    const [a, b] = [await mail(), await mail({ From: 'Joe <joe@example.org>' })]
    await setState(b.ticketId, 'open', 'closed')
    const was = essence(await ticket(b.ticketId))
    await merge(a.ticketId, b.ticketId)
    await pause()
    await unmerge(b.ticketId)
    expect(essence(await ticket(b.ticketId))).toEqual(was)
    await merge(a.ticketId, b.ticketId)
    await pause()
    const came = await reply(b.messageId, { From: 'Joe <joe@example.org>' })
    const answered = await answer(a.ticketId, came.activityId)
    await addComment(desk.ctx(), { id: a.ticketId, text: 'the rest stays', attachmentIds: [], sendKey: crypto.randomUUID() })
    await unmerge(b.ticketId)
    expect(texts(await feed(b.ticketId))).toEqual([b.text, came.text, answered.text.trim()])
    expect(texts(await feed(a.ticketId))).toEqual([a.text, 'the rest stays'])
    expect(await ticket(b.ticketId)).toMatchObject({ state: 'open', activityCount: 3, firstAnswerAt: answered.at })
    expect(await history(b.ticketId)).toContain(`ticket.unmerged_from #${a.ticketId}`)
    expect(await history(a.ticketId)).toContain(`ticket.unmerged #${b.ticketId}`)
  })

  test('who is taken off the survivor is on none of its parts any more', async () => {
    const [a, b] = [await mail(), await mail({ Cc: 'Ann <ann@example.net>' })]
    const { participants } = await merge(a.ticketId, b.ticketId)
    const from = participants.map((p) => p.address)
    expect(from).toContain('ann@example.net')
    const to = from.filter((address) => address !== 'ann@example.net')
    await changeTicket(desk.ctx(), { id: b.ticketId, changes: { participants: { from, to: [...to, 'new@example.net'] } } })
    await unmerge(b.ticketId)
    expect((await ticket(b.ticketId)).participants.map((p) => p.address)).toEqual(to)
    expect((await ticket(a.ticketId)).participants.map((p) => p.address)).toEqual([...to, 'new@example.net'])
  })

  test('merging a survivor that it opened lets it go back where nobody has touched it', async () => {
    const [a, b] = [await mail(), await mail()]
    await setState(a.ticketId, 'open', 'waiting')
    await merge(a.ticketId, b.ticketId)
    await pause()
    await unmerge(b.ticketId)
    expect((await ticket(a.ticketId)).state).toBe('waiting')
  })

  test('whatever is merged and un-merged while mail comes, nothing is lost and nothing stands twice', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ what: fc.constantFrom('merge', 'unmerge', 'reply', 'answer', 'comment'), x: fc.nat(3), y: fc.nat(3) }), {
          minLength: 4,
          maxLength: 12,
        }),
        async (steps) => {
          const mails = [await mail(), await mail(), await mail(), await mail()]
          const ids = mails.map((m) => m.ticketId)
          /** Where each message belongs when nothing is merged, by this test's own reckoning. */
          const home = new Map(mails.map((m) => [m.text, m.ticketId]))
          for (const { what, x, y } of steps) {
            await pause()
            const [one, other] = [mails[x], mails[y]]
            if (!one || !other) continue
            if (what === 'merge') await codeOf(merge(one.ticketId, other.ticketId))
            if (what === 'unmerge') await codeOf(unmerge(one.ticketId))
            if (what === 'reply') home.set((await reply(one.messageId)).text, one.ticketId)
            if (what === 'answer') home.set((await answer(await owner(one.ticketId), one.activityId)).text.trim(), one.ticketId)
            if (what === 'comment') {
              const text = `comment ${++words}`
              await addComment(desk.ctx(), { id: one.ticketId, text, attachmentIds: [], sendKey: crypto.randomUUID() })
              home.set(text, await owner(one.ticketId))
            }
            const owners = new Set(await Promise.all(ids.map(owner)))
            const shown = []
            for (const id of owners) {
              const list = await feed(id)
              expect((await ticket(id)).activityCount).toBe(list.length)
              shown.push(...texts(list))
            }
            expect(shown.toSorted()).toEqual([...home.keys()].toSorted())
          }
          await pause()
          for (const id of [...ids, ...ids]) await codeOf(unmerge(id))
          for (const id of ids) {
            const list = await feed(id)
            expect(texts(list).toSorted()).toEqual([...home].flatMap(([text, at]) => (at === id ? [text] : [])).toSorted())
            const { lastActivityAt, activityCount } = await ticket(id)
            expect(activityCount).toBe(list.length)
            expect(lastActivityAt >= (list.at(-1)?.at ?? '')).toBe(true)
          }
        },
      ),
      { numRuns: 12 },
    )
  }, 120_000)
})

describe('Move and Split', () => {
  test('a moved mail takes its thread along, and both tickets say so', async () => {
    const [a, b] = [await mail(), await mail()]
    const second = await reply(a.messageId)
    await moveActivity(desk.ctx(), { id: second.activityId, ticketId: b.ticketId })
    expect(texts(await feed(a.ticketId))).toEqual([a.text, `(moved_to ${b.ticketId})`])
    expect(texts(await feed(b.ticketId))).toEqual([b.text, second.text, `(moved_from ${a.ticketId})`])
    const third = await reply(second.messageId)
    expect(third.ticketId).toBe(b.ticketId)
    expect((await feed(b.ticketId)).at(-1)?.suggestedTickets).toEqual([])
    expect(await ticket(a.ticketId)).toMatchObject({ activityCount: 2, lastActivityAt: (await ticket(a.ticketId)).createdAt })
    expect(await history(a.ticketId)).toContain(`activity.moved_to #${b.ticketId}`)
    expect(await codeOf(moveActivity(desk.ctx(), { id: second.activityId, ticketId: b.ticketId }))).toBe('same_ticket')
  })

  test('moving an answer looks again at the first answer of both', async () => {
    const [a, b] = [await mail(), await mail()]
    const answered = await answer(a.ticketId, a.activityId)
    await moveActivity(desk.ctx(), { id: answered.id, ticketId: b.ticketId })
    expect((await ticket(a.ticketId)).firstAnswerAt).toBeNull()
    expect((await ticket(b.ticketId)).firstAnswerAt).toBe(answered.at)
  })

  test('Split makes a new Open ticket of what was chosen, with the same Category, Priority and Contact, and mail follows it', async () => {
    const a = await mail()
    await changeTicket(desk.ctx(), { id: a.ticketId, changes: { priority: { from: 'medium', to: 'high' } } })
    const [second, left, third] = [await reply(a.messageId), await reply(a.messageId), await reply(a.messageId)]
    await setState(a.ticketId, 'open', 'waiting')
    const made = await splitTicket(desk.ctx(), { id: a.ticketId, activityIds: [second.activityId, third.activityId] })
    const source = await ticket(a.ticketId)
    expect(made).toMatchObject({ state: 'open', priority: 'high', contact: source.contact, category: source.category, unread: true })
    expect(texts(await feed(made.id))).toEqual([second.text, third.text, `(split_from ${a.ticketId})`])
    expect(texts(await feed(a.ticketId))).toEqual([a.text, left.text, `(split_to ${made.id})`])
    expect((await reply(third.messageId)).ticketId).toBe(made.id)
    expect((await reply(left.messageId)).ticketId).toBe(a.ticketId)
    const begins = await getReceipt(desk.ctx(), { id: made.id })
    expect(begins.receipt.rows[0]?.from).toBe((await feed(made.id))[0]?.at)
    expect(await codeOf(splitTicket(desk.ctx(), { id: a.ticketId, activityIds: [second.activityId] }))).toBe('invalid_value')
  })
})

describe('The bin', () => {
  test('a ticket in the bin is changed by nobody, its mail is held, and restoring brings it back with what was merged into it', async () => {
    const [a, b] = [await mail(), await mail()]
    await merge(a.ticketId, b.ticketId)
    await desk.mail.stop()
    const waiting = await answer(a.ticketId, b.activityId)
    const was = essence(await ticket(a.ticketId))
    expect(await codeOf(binTicket(desk.ctx(), { id: b.ticketId }))).toBe('merged')
    await binTicket(desk.ctx(), { id: a.ticketId })
    expect((await ticket(a.ticketId)).bin).toMatchObject({ by: null })
    expect(await codeOf(setState(a.ticketId, 'open', 'closed'))).toBe('in_bin')
    expect(await codeOf(answer(b.ticketId, null))).toBe('in_bin')
    expect(await codeOf(merge(a.ticketId, (await newest()) - 1))).toBe('in_bin')
    expect(await codeOf(unmerge(b.ticketId))).toBe('in_bin')
    const outbox = { db: desk.db, announcer: desk.announcer, log: createLog({ logLevel: 'silent' }), channels: {} }
    expect(await sendNext(outbox)).toBe(false)
    await desk.restart()
    await restoreTicket(desk.ctx(), { id: a.ticketId })
    expect(essence(await ticket(b.ticketId))).toEqual(was)
    expect((await feed(a.ticketId)).find((x) => x.id === waiting.id)?.delivery).toBe('held')
    expect(await history(a.ticketId)).toEqual(expect.arrayContaining(['ticket.deleted', 'ticket.restored']))
    expect((await retryDelivery(desk.ctx(), { id: waiting.id })).delivery).toBe('queued')
  })

  test('there and while merged it does not re-open by itself, and no ticket stands under it', async () => {
    const [a, b, c, d] = [await mail(), await mail(), await mail(), await mail()]
    for (const { ticketId } of [a, b])
      await changeTicket(desk.ctx(), {
        id: ticketId,
        changes: { state: { from: 'open', to: 'waiting' }, reopenAt: { from: null, to: new Date(Date.now() + 60_000).toISOString() } },
      })
    await setState(c.ticketId, 'open', 'waiting')
    await binTicket(desk.ctx(), { id: a.ticketId })
    await merge(c.ticketId, b.ticketId)
    const later = { ...desk.ctx(), now: new Date(Date.now() + 120_000), via: 'timer' as const }
    expect(await reopenOne(later)).toBe(false)
    const child = changeTicket(desk.ctx(), { id: d.ticketId, changes: { parentId: { from: null, to: a.ticketId } } })
    expect(await codeOf(child)).toBe('invalid_value')
    await restoreTicket(desk.ctx(), { id: a.ticketId })
    expect(await reopenOne(later)).toBe(true)
    expect((await ticket(a.ticketId)).state).toBe('open')
  })

  test('a customer’s reply makes a new ticket that names it, and further ones go there', async () => {
    const a = await mail()
    const answered = await answer(a.ticketId, a.activityId)
    const { message_id } = await desk.db
      .selectFrom('activities')
      .select('message_id')
      .where('id', '=', answered.id)
      .executeTakeFirstOrThrow()
    await binTicket(desk.ctx(), { id: a.ticketId })
    const late = await reply(message_id ?? '')
    expect(late.outcome).toBe('new_ticket')
    expect(texts(await feed(late.ticketId))).toEqual([late.text, `(answers_binned ${a.ticketId})`])
    expect((await ticket(late.ticketId)).unread).toBe(true)
    expect((await reply(message_id ?? '')).ticketId).toBe(late.ticketId)
  })

  test('after 30 days it is purged, with its mail as it came; of its events the numbers stay', async () => {
    const [a, b, other] = [await mail(), await mail(), await mail()]
    await answer(a.ticketId, a.activityId, 'a secret answer')
    await merge(a.ticketId, b.ticketId)
    await binTicket(desk.ctx(), { id: a.ticketId })
    const day = 86_400_000
    await purgeBin({ db: desk.db, announcer: desk.announcer }, new Date(Date.now() + 29 * day))
    expect((await ticket(a.ticketId)).bin).not.toBeNull()
    await purgeBin({ db: desk.db, announcer: desk.announcer }, new Date(Date.now() + 31 * day))
    for (const { ticketId } of [a, b]) await expect(ticket(ticketId)).rejects.toThrow('There is no ticket')
    expect((await ticket(other.ticketId)).id).toBe(other.ticketId)
    const { rows: events } = await desk.pool.query<{ payload: object }>(
      `select payload from events where subject = 'ticket' and subject_id = any($1) and name <> 'ticket.purged'`,
      [[a.ticketId, b.ticketId]],
    )
    expect(events.length).toBeGreaterThan(4)
    expect(events.every((e) => Object.keys(e.payload).length === 0)).toBe(true)
    const { rows: mails } = await desk.pool.query(
      `select subject, from_address, blob, (select count(*)::int from incoming_mail_parts p where p.mail_id = m.id) as parts
        from incoming_mails m where id = any($1)`,
      [[a.id, b.id]],
    )
    expect(mails).toEqual([1, 2].map(() => ({ subject: null, from_address: null, blob: null, parts: 0 })))
  })
})

const newest = async () => (await desk.pool.query<{ id: number }>('select max(id) as id from tickets where not hidden')).rows[0]?.id ?? 0
