/** The Attachments tab: all files of the ticket, whichever activity carries them. */
import { afterAll, expect, test } from 'vitest'
import { listAttachments as endpoint } from '#activities/api.ts'
import { testDesk } from '#people/server/testing/desk.ts'
import { route } from '#platform/server/route.ts'
import { givenTicket } from '#tickets/server/given.ts'
import { listAttachments } from './listAttachments.ts'

const desk = await testDesk([route(endpoint, listAttachments)])
afterAll(() => desk.close())
const eva = await desk.user()

test('all files of the ticket, newest first, each with who sent it; of another ticket none', async () => {
  const [ticket, other] = [await givenTicket(desk.ctx()), await givenTicket(desk.ctx())]
  const { pool } = desk.database
  await pool.query(`insert into blobs (hash, size, stored_at) values ('\\x01', 3, now())`)
  const add = async (ticketId: number, at: string, name: string) => {
    const { rows } = await pool.query<{ id: number }>(
      `insert into activities (ticket_id, kind, direction, at, created_at, from_address) values ($1, 'email', 'in', $2, now(), 'jane@example.com') returning id`,
      [ticketId, at],
    )
    await pool.query(
      `insert into attachments (activity_id, ticket_id, hash, name, media_type, size, created_at) values ($1, $2, '\\x01', $3, 'text/plain', 3, now())`,
      [rows[0]?.id, ticketId, name],
    )
  }
  await add(ticket.id, '2026-11-20T10:00:00Z', 'old.txt')
  await add(ticket.id, '2026-11-21T10:00:00Z', 'new.txt')
  await add(other.id, '2026-11-21T10:00:00Z', 'elsewhere.txt')
  const { files, more } = (await eva.call(endpoint, { id: ticket.id })).body
  expect(files.map((file) => [file.name, file.author])).toEqual([
    ['new.txt', 'jane@example.com'],
    ['old.txt', 'jane@example.com'],
  ])
  expect(more).toBe(false)
  expect((await eva.call(endpoint, { id: ticket.id, limit: 1 })).body).toMatchObject({ files: [{ name: 'new.txt' }], more: true })
  const stranger = await desk.user({ right: { workCategories: [] } })
  expect((await stranger.call(endpoint, { id: ticket.id })).status).toBe(404)
})
