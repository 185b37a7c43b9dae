/** Suggested tickets, with the mail that goes on coming meanwhile; and what becomes of a mail whose file was deleted. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listActivities } from '#activities/server/activityQueries.ts'
import { deleteFile } from '#activities/server/deleteFile.ts'
import { mergeTickets } from '#activities/server/mergeTickets.ts'
import { moveActivity } from '#activities/server/moveActivity.ts'
import { dismissSuggestions, listSuggestions } from '#activities/server/suggestedTickets.ts'
import { listAttachments } from '#activities/server/ticketFiles.ts'
import { activityDetail } from '#channels/email/server/activityDetail.ts'
import { mailText } from '#channels/email/server/testing/mailClient.ts'
import { mailDesk, type MailDesk } from '#channels/email/server/testing/mailDesk.ts'
import { listHistory } from '#history/server/historyQueries.ts'
import { givenUser } from '#people/server/given.ts'
import type { Context } from '#platform/server/context.ts'
import { binTicket } from '#tickets/server/binTicket.ts'

let desk: MailDesk
beforeAll(async () => {
  desk = await mailDesk()
})
afterAll(() => desk.close())

async function mail(headers: Record<string, string> = {}, body?: string) {
  const messageId = `${crypto.randomUUID()}@example.com`
  const row = await desk.deliver(mailText({ 'Message-ID': `<${messageId}>`, ...headers }, body))
  return { messageId, ticketId: row.tickets[0] ?? 0, activityId: row.activities[0] ?? 0, outcome: row.outcome, reason: row.reason }
}
/** Somebody unknown writes with the number of a ticket in the subject. */
const stranger = (ticketId: number, from = `${crypto.randomUUID()}@stranger.example`) =>
  mail({ From: from, Subject: `About [#${ticketId}]` })
const suggested = async (id: number, ctx: Context = desk.ctx()) =>
  (await listSuggestions(ctx, { id })).suggestions.map((one) => [one.activityId, ...one.tickets.map((ticket) => ticket.id)])
const history = async (id: number) => (await listHistory(desk.ctx(), { id, limit: 200 })).entries
const user = async (access: Parameters<typeof givenUser>[1]): Promise<Context> => ({
  ...desk.ctx(),
  actor: (await givenUser(desk.ctx(), access)).actor,
})

test('with header threading on, further tickets that the references lead to are suggested, and so is a number whose sender is unknown there', async () => {
  const [a, b] = [await mail(), await mail()]
  const both = await mail({ 'In-Reply-To': `<${a.messageId}>`, References: `<${b.messageId}> <${a.messageId}>` })
  expect(both.ticketId).toBe(a.ticketId)
  expect(await suggested(a.ticketId)).toEqual([[both.activityId, b.ticketId]])
  const unknown = await stranger(a.ticketId)
  expect(unknown.outcome).toBe('new_ticket')
  expect(await suggested(unknown.ticketId)).toEqual([[unknown.activityId, a.ticketId]])
  await desk.pool.query('update email_queues set header_threading = false')
  const off = await stranger(a.ticketId)
  expect(await suggested(off.ticketId)).toEqual([])
  await desk.pool.query('update email_queues set header_threading = true')
})

test('a ticket that it was moved, merged or followed up from is not suggested', async () => {
  const [a, b, c] = [await mail(), await mail(), await mail()]
  const second = await mail({ 'In-Reply-To': `<${a.messageId}>`, References: `<${a.messageId}>` })
  await moveActivity(desk.ctx(), { id: second.activityId, ticketId: b.ticketId })
  const third = await mail({ 'In-Reply-To': `<${second.messageId}>`, References: `<${a.messageId}> <${second.messageId}>` })
  expect([third.ticketId, await suggested(b.ticketId)]).toEqual([b.ticketId, []])
  await mergeTickets(desk.ctx(), { survivorId: c.ticketId, ticketIds: [b.ticketId] })
  await mail({ 'In-Reply-To': `<${c.messageId}>`, References: `<${b.messageId}> <${c.messageId}>` })
  expect(await suggested(c.ticketId)).toEqual([])
})

test('moving the email there decides: both tickets say so, the thread follows, and nothing is suggested for it any more', async () => {
  const [a, b] = [await mail(), await mail()]
  const from = 'Sue <sue@stranger.example>'
  const unknown = await stranger(a.ticketId, from)
  await desk.pool.query(`insert into suggested_tickets (activity_id, ticket_id, reason) values ($1, $2, 'threading')`, [
    unknown.activityId,
    b.ticketId,
  ])
  expect(await suggested(unknown.ticketId)).toEqual([[unknown.activityId, b.ticketId, a.ticketId]])
  await moveActivity(desk.ctx(), { id: unknown.activityId, ticketId: a.ticketId })
  expect([await suggested(unknown.ticketId), await suggested(a.ticketId)]).toEqual([[], []])
  const told = async (id: number) =>
    (await listActivities(desk.ctx(), { id, limit: 50 })).activities.flatMap((one) =>
      one.told ? [[one.told.what, one.told.ticketId]] : [],
    )
  expect(await told(unknown.ticketId)).toEqual([['moved_to', a.ticketId]])
  expect(await told(a.ticketId)).toEqual([['moved_from', unknown.ticketId]])
  const answer = await mail({
    From: from,
    'In-Reply-To': `<${unknown.messageId}>`,
    References: `<${unknown.messageId}>`,
    Subject: 'Re: About',
  })
  expect([answer.ticketId, answer.reason]).toEqual([a.ticketId, 'message_id'])
  // Who wrote it takes part there now.
  const again = await mail({ From: from, Subject: `Once more [#${a.ticketId}]` })
  expect([again.ticketId, again.reason]).toEqual([a.ticketId, 'subject'])
})

test('dismissing is for everybody and in the history', async () => {
  const a = await mail()
  const unknown = await stranger(a.ticketId)
  const eva = await user({ name: 'Eva' })
  expect(await dismissSuggestions(eva, { id: unknown.activityId })).toEqual({ suggestions: [] })
  expect(await suggested(unknown.ticketId, await user({}))).toEqual([])
  expect((await history(unknown.ticketId))[0]).toMatchObject({ name: 'activity.suggestions_dismissed', who: { name: 'Eva' } })
  const { length } = await history(unknown.ticketId)
  await dismissSuggestions(eva, { id: unknown.activityId })
  expect(await history(unknown.ticketId)).toHaveLength(length)
})

test('only those are suggested whom the reader may see; what is out of sight is not dismissed for others', async () => {
  const { rows } = await desk.pool.query<{ id: number }>(`insert into categories (name, position) values ('Secret', 9) returning id`)
  const [a, b] = [await mail(), await mail()]
  await desk.pool.query('update tickets set category_id = $1 where id = $2', [rows[0]?.id, b.ticketId])
  const unknown = await stranger(b.ticketId)
  const category =
    (await desk.pool.query<{ id: number }>('select category_id as id from tickets where id = $1', [a.ticketId])).rows[0]?.id ?? 0
  const narrow = await user({ right: { workCategories: [category] } })
  expect(await suggested(unknown.ticketId, narrow)).toEqual([])
  const heard = async (ctx: Context) => {
    const { entries, total } = await listHistory(ctx, { id: unknown.ticketId, limit: 200 })
    return [entries.some((entry) => entry.name === 'activity.tickets_suggested'), total?.changes]
  }
  expect([await heard(narrow), await heard(desk.ctx())]).toEqual([
    [false, 1],
    [true, 2],
  ])
  expect(await suggested(unknown.ticketId)).toEqual([[unknown.activityId, b.ticketId]])
  await dismissSuggestions(narrow, { id: unknown.activityId })
  expect(await suggested(unknown.ticketId)).toEqual([[unknown.activityId, b.ticketId]])
  expect((await history(unknown.ticketId)).some((entry) => entry.name === 'activity.suggestions_dismissed')).toBe(false)
  await binTicket(desk.ctx(), { id: b.ticketId })
  expect(await suggested(unknown.ticketId)).toEqual([])
})

test('a merged ticket is suggested as its survivor, and a suggestion shows with the survivor of its email’s ticket', async () => {
  const [a, b, c] = [await mail(), await mail(), await mail()]
  const unknown = await stranger(a.ticketId)
  await mergeTickets(desk.ctx(), { survivorId: b.ticketId, ticketIds: [a.ticketId] })
  await mergeTickets(desk.ctx(), { survivorId: c.ticketId, ticketIds: [unknown.ticketId] })
  expect(await suggested(c.ticketId)).toEqual([[unknown.activityId, b.ticketId]])
  await mergeTickets(desk.ctx(), { survivorId: b.ticketId, ticketIds: [c.ticketId] })
  expect(await suggested(b.ticketId)).toEqual([])
})

test('the mail as it came is kept when a file of it is deleted, for who may read the mail ledger; the History has its name and size', async () => {
  const came = await mail(
    { 'MIME-Version': '1.0', 'Content-Type': 'multipart/mixed; boundary=x' },
    `--x\r\nContent-Type: text/plain\r\n\r\nhere\r\n--x\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename="card.txt"\r\n\r\n4111\r\n--x--\r\n`,
  )
  const reader = await user({ access: ['tickets.read', 'attachments.delete'] })
  const keeper = await user({ access: ['tickets.read', 'ledger.read'] })
  const detail = (ctx: Context) => activityDetail(ctx, desk.store, { id: came.activityId })
  expect((await detail(reader)).source).toContain('4111')
  const { files } = await listAttachments(reader, { id: came.ticketId, q: '', limit: 10 })
  await deleteFile(reader, { id: files[0]?.id ?? 0 })
  const shown = await detail(reader)
  expect([shown.source?.includes('4111'), shown.withheld, shown.headers.some((one) => one.name === 'Subject')]).toEqual([false, true, true])
  expect(await detail(keeper)).toMatchObject({ source: expect.stringContaining('4111'), withheld: false })
  expect((await history(came.ticketId))[0]).toMatchObject({
    name: 'activity.file_deleted',
    file: { name: 'card.txt', size: files[0]?.size },
  })
})
