/** The Attachments tab: all files of the ticket, whichever activity carries them. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import * as api from '#activities/api.ts'
import * as files from '#activities/fileApi.ts'
import { addAttachment } from '#files/server/attachments.ts'
import { folderStore } from '#files/server/fileStore.ts'
import { mediaTypeOf } from '#files/shownAs.ts'
import { testDesk } from '#people/server/testing/desk.ts'
import { inTransaction } from '#platform/server/context.ts'
import { binTicket } from '#tickets/server/binTicket.ts'
import { givenTicket } from '#tickets/server/given.ts'
import { getTicket, lockTicket } from '#tickets/server/ticketQueries.ts'
import { writeComment } from './addComment.ts'
import { mergeTickets } from './mergeTickets.ts'
import { moveActivity } from './moveActivity.ts'
import { activityRoutes } from './routes.ts'
import { unmergeTicket } from './unmergeTicket.ts'

const folder = mkdtempSync(join(tmpdir(), 'tessera files '))
const store = await folderStore(folder, Buffer.from('salt'))
const desk = await testDesk(activityRoutes(store))
afterAll(async () => {
  await desk.close()
  rmSync(folder, { recursive: true })
})
const eva = await desk.user({ name: 'Eva', access: 'Administrator' })
const agent = await desk.user({ access: ['tickets.read', 'tickets.update', 'activities.comment'] })
const stranger = await desk.user({ access: 'Administrator', right: { workCategories: [] } })

/** A file of a comment on this ticket. */
async function given(ticketId: number, name: string, bytes: Uint8Array = Buffer.from(name), mediaType = mediaTypeOf(name)) {
  const ctx = eva.ctx()
  const file = await addAttachment(ctx, store, { name, mediaType, bytes }, { uploadedBy: eva.id })
  const activityId = await inTransaction(ctx, async (writing) => {
    const row = await lockTicket(writing, ticketId)
    return (await writeComment(writing, row, { text: '', attachmentIds: [file.id], sendKey: crypto.randomUUID() })).activityId
  })
  return { id: file.id, activityId }
}
const ticket = async () => (await givenTicket(desk.ctx())).id
const names = async (id: number, q = '') => (await eva.call(files.listAttachments, { id, q })).body.files.map((file) => file.name)
const raw = (url: string, headers: Record<string, string> = {}, who: { cookie: string } = eva) =>
  desk.app.inject({ method: 'GET', url, headers: { cookie: who.cookie, ...headers } })

test('all files of the ticket, newest first, page by page, each with who brought it; of another ticket none', async () => {
  const [id, other] = [await ticket(), await ticket()]
  for (const name of ['old.txt', 'middle.txt', 'new.txt']) await given(id, name)
  await given(other, 'elsewhere.txt')
  const first = (await eva.call(files.listAttachments, { id, limit: 2 })).body
  expect(first.files.map((file) => [file.name, file.author])).toEqual([
    ['new.txt', 'Eva'],
    ['middle.txt', 'Eva'],
  ])
  expect(first.total).toEqual({ count: 3, size: 'old.txtmiddle.txtnew.txt'.length })
  const second = (await eva.call(files.listAttachments, { id, limit: 2, before: first.next ?? '' })).body
  expect([second.files.map((file) => file.name), second.next]).toEqual([['old.txt'], null])
  expect((await stranger.call(files.listAttachments, { id })).status).toBe(404)
})

test('a file is found by its name, without accents and case', async () => {
  const id = await ticket()
  for (const name of ['Ceník 2026.pdf', 'photo.png', '100%_sure.txt']) await given(id, name)
  expect(await names(id, 'cenik')).toEqual(['Ceník 2026.pdf'])
  expect(await names(id, '%')).toEqual(['100%_sure.txt'])
  expect(await names(id, 'nothing')).toEqual([])
  expect((await eva.call(files.listAttachments, { id, q: 'PHOTO' })).body.total).toEqual({ count: 1, size: 9 })
})

test('all of them, or those found, are downloaded in one archive', async () => {
  const id = await ticket()
  for (const name of ['bill.pdf', 'Bill.pdf', 'note.txt']) await given(id, name)
  const all = await raw(`/api/v1/tickets/${id}/attachments/zip`)
  expect(all.headers).toMatchObject({ 'content-type': 'application/zip', 'content-disposition': `attachment; filename="ticket-${id}.zip"` })
  expect(all.rawPayload).toHaveLength(Number(all.headers['content-length']))
  for (const name of ['bill.pdf', 'Bill (2).pdf', 'note.txt']) expect(all.rawPayload.includes(name)).toBe(true)
  const some = await raw(`/api/v1/tickets/${id}/attachments/zip?q=note`)
  expect([some.rawPayload.includes('note.txt'), some.rawPayload.includes('bill')]).toEqual([true, false])
  expect((await raw(`/api/v1/tickets/${id}/attachments/zip?q=nothing`)).statusCode).toBe(404)
  expect((await raw(`/api/v1/tickets/${id}/attachments/zip`, {}, stranger)).statusCode).toBe(404)
})

test('pictures, PDFs, sounds and films are shown in place; what could run is downloaded only, whatever its sender calls it', async () => {
  const id = await ticket()
  const shown = async (name: string, mediaType?: string) => {
    const file = await given(id, name, Buffer.from('0123456789'), mediaType)
    const answer = await raw(`/api/v1/attachments/${file.id}/inline`)
    return [answer.statusCode, answer.headers['content-type']]
  }
  expect(await shown('a.png')).toEqual([200, 'image/png'])
  expect(await shown('a.pdf', 'application/octet-stream')).toEqual([200, 'application/pdf'])
  expect(await shown('a.mp3', 'audio/mp3')).toEqual([200, 'audio/mpeg'])
  for (const [name, type] of [
    ['a.svg'],
    ['a.html'],
    ['a.png', 'text/html'],
    ['a.png', 'image/svg+xml'],
    ['a.js'],
    ['a.txt'],
    ['a.pdf', '__proto__'],
  ])
    expect((await shown(name ?? '', type))[0]).toBe(404)
  const page = await given(id, 'page.html', Buffer.from('<script>alert(1)</script>'))
  const download = await raw(`/api/v1/attachments/${page.id}`)
  expect(download.headers).toMatchObject({
    'content-type': 'application/octet-stream',
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
  })
  expect(download.headers['content-disposition']).toContain('attachment')
  const pdf = await given(id, 'b.pdf')
  expect((await raw(`/api/v1/attachments/${pdf.id}/inline`)).headers).toMatchObject({
    'x-frame-options': 'SAMEORIGIN',
    'x-content-type-options': 'nosniff',
  })
})

test('a player may begin in the middle', async () => {
  const film = await given(await ticket(), 'film.mp4', Buffer.from('0123456789'))
  const part = async (range: string) => {
    const answer = await raw(`/api/v1/attachments/${film.id}/inline`, { range })
    return [answer.statusCode, answer.body, answer.headers['content-range']]
  }
  expect(await part('bytes=2-4')).toEqual([206, '234', 'bytes 2-4/10'])
  expect(await part('bytes=7-')).toEqual([206, '789', 'bytes 7-9/10'])
  expect(await part('bytes=-2')).toEqual([206, '89', 'bytes 8-9/10'])
  expect(await part('bytes=5-99')).toEqual([206, '56789', 'bytes 5-9/10'])
  for (const whole of ['bytes=0-1,4-5', 'bytes=9-3', 'bytes=10-', 'letters=1-2', 'bytes=-'])
    expect(await part(whole)).toEqual([200, '0123456789', undefined])
})

test('a text is read with what it was written in, and only its beginning where it is long', async () => {
  const id = await ticket()
  const text = async (name: string, bytes: Uint8Array) =>
    (await eva.call(files.readAttachment, { id: (await given(id, name, bytes)).id })).body
  expect(await text('a.log', Buffer.from('Příliš žluťoučký'))).toEqual({ text: 'Příliš žluťoučký', encoding: 'utf-8', cut: false })
  expect(await text('b.csv', Buffer.from('4a6d9a6e6f3bf8e8ec', 'hex'))).toMatchObject({ text: 'Jmšno;řčě', encoding: 'windows-1250' })
  expect(await text('empty.txt', Buffer.alloc(0))).toEqual({ text: '', encoding: 'utf-8', cut: false })
  for (const shift of ['', 'x', 'xx', 'xxx']) {
    const long = await text('long.txt', Buffer.from(shift + '🐌ř'.repeat(120_000)))
    expect([long.encoding, long.cut, long.text.includes('\ufffd')]).toEqual(['utf-8', true, false])
  }
  const picture = await given(id, 'a.png')
  expect((await eva.call(files.readAttachment, { id: picture.id })).status).toBe(404)
  const secret = await given(id, 'secret.txt')
  expect((await stranger.call(files.readAttachment, { id: secret.id })).status).toBe(404)
})

test('who may delete attachments takes a file off the ticket for everybody; its name, its size and who did it stay', async () => {
  const id = await ticket()
  const [kept, gone] = [await given(id, 'kept.txt'), await given(id, 'gone.txt')]
  expect((await agent.call(files.deleteAttachment, { id: gone.id })).status).toBe(403)
  expect((await stranger.call(files.deleteAttachment, { id: gone.id })).status).toBe(404)
  const before = await getTicket(eva.ctx(), id)
  const answer = (await eva.call(files.deleteAttachment, { id: gone.id })).body
  expect(answer).toMatchObject({ id: gone.activityId, attachments: [], deletedFiles: [{ name: 'gone.txt', size: 8, by: 'Eva' }] })
  expect(await names(id)).toEqual(['kept.txt'])
  expect(await getTicket(eva.ctx(), id)).toMatchObject({ attachmentCount: 1, version: before.version + 1 })
  expect((await raw(`/api/v1/attachments/${gone.id}`)).statusCode).toBe(404)
  expect((await raw(`/api/v1/attachments/${kept.id}`)).statusCode).toBe(200)
  expect((await eva.call(files.deleteAttachment, { id: gone.id })).status).toBe(404)
  const { rows } = await desk.database.pool.query(
    `select name, payload - 'fileId' as payload from events where subject = 'ticket' and subject_id = $1 order by id desc limit 1`,
    [id],
  )
  expect(rows).toEqual([{ name: 'activity.file_deleted', payload: { activityId: gone.activityId } }])
})

test('a file of a message that has not left is not deleted, nor one of a ticket in the bin, nor somebody’s upload', async () => {
  const id = await ticket()
  const file = await given(id, 'bill.pdf')
  const setDelivery = (delivery: string | null) =>
    desk.database.pool.query('update activities set delivery = $2, due_at = now() where id = $1', [file.activityId, delivery])
  await setDelivery('queued')
  expect((await eva.call(files.deleteAttachment, { id: file.id })).problem?.code).toBe('not_sent_yet')
  await setDelivery(null)
  await binTicket(eva.ctx(), { id })
  expect((await eva.call(files.deleteAttachment, { id: file.id })).problem?.code).toBe('in_bin')
  expect((await raw(`/api/v1/attachments/${file.id}`, {}, agent)).statusCode).toBe(404)
  expect((await agent.call(files.listAttachments, { id })).status).toBe(404)
  const upload = await addAttachment(
    eva.ctx(),
    store,
    { name: 'a', mediaType: 'text/plain', bytes: Buffer.from('a') },
    { uploadedBy: eva.id },
  )
  expect((await eva.call(files.deleteAttachment, { id: upload.id })).status).toBe(404)
})

test('files of merged tickets show with their survivor, and go with what is moved or taken out again', async () => {
  const [a, b, c] = [await ticket(), await ticket(), await ticket()]
  await given(a, 'a.txt')
  await given(b, 'b.txt')
  const [gone, moved] = [await given(c, 'gone.txt'), await given(c, 'moved.txt')]
  await mergeTickets(eva.ctx(), { survivorId: b, ticketIds: [c] })
  await mergeTickets(eva.ctx(), { survivorId: a, ticketIds: [b] })
  expect(await names(c)).toEqual(['moved.txt', 'gone.txt', 'b.txt', 'a.txt'])
  await eva.call(files.deleteAttachment, { id: gone.id })
  expect(await getTicket(eva.ctx(), a)).toMatchObject({ attachmentCount: 3 })
  await unmergeTicket(eva.ctx(), { id: b })
  expect([await names(a), await names(b)]).toEqual([['a.txt'], ['moved.txt', 'b.txt']])
  expect([(await getTicket(eva.ctx(), a)).attachmentCount, (await getTicket(eva.ctx(), b)).attachmentCount]).toEqual([1, 2])
  await moveActivity(eva.ctx(), { id: moved.activityId, ticketId: a })
  expect([await names(a), await names(b)]).toEqual([['moved.txt', 'a.txt'], ['b.txt']])
  expect((await eva.call(api.getActivity, { id: gone.activityId })).body.deletedFiles).toMatchObject([{ name: 'gone.txt' }])
})
