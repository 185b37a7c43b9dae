/** The Outbox: mail of queues without SMTP settings, as it would have been sent. */
import { sql } from 'kysely'
import type { z } from 'zod'
import type { listOutbox as listed, readOutboxMail as read } from '#channels/email/api.ts'
import type { FileStore } from '#files/server/fileStore.ts'
import { NotFound } from '#platform/problem.ts'
import { allow } from '#platform/server/allow.ts'
import type { Context } from '#platform/server/context.ts'
import { visible } from '#tickets/server/ticketQueries.ts'
import { activityBody } from './activityBody.ts'
import { bytesOf, loadOutgoing } from './outgoingMail.ts'

type Page = z.input<(typeof listed)['output']>
type Read = z.input<(typeof read)['output']>

const pageSize = 50
/** Of a long text only the beginning stands in the list. */
const listedText = 400

const columns = sql`x.id, x.ticket_id as "ticketId", x.at, x.from_address as "from", x.subject,
  (select coalesce(json_agg(r.address order by r.id), '[]') from activity_recipients r where r.activity_id = x.id) as "to"`
const inOutbox = (ctx: Context) => sql`x.direction = 'out' and x.kind = 'email' and x.delivery = 'accepted'
  and exists (select from email_queues q where q.id = x.queue_id and q.outgoing = 'outbox')
  and exists (select from tickets t where t.id = x.ticket_id and ${visible(ctx)})`

export async function listOutbox(ctx: Context, { before }: { before?: number | undefined }): Promise<Page> {
  allow(ctx, 'settings.read')
  const { rows } = await sql<Page['mails'][number]>`
    select ${columns}, left(x.text, ${listedText}) as text from activities x
    where ${inOutbox(ctx)} and ${before === undefined ? sql`true` : sql`x.id < ${before}`} order by x.id desc limit ${pageSize + 1}`.execute(
    ctx.db,
  )
  const mails = rows.slice(0, pageSize)
  return { mails, next: rows.length > pageSize ? (mails.at(-1)?.id ?? null) : null }
}

export async function readOutboxMail(ctx: Context, store: FileStore, { id }: { id: number }): Promise<Read> {
  allow(ctx, 'settings.read')
  const { rows } = await sql<Omit<Read, 'source'>>`
    select ${columns}, x.text, x.html from activities x where x.id = ${id} and ${inOutbox(ctx)}`.execute(ctx.db)
  const loaded = rows[0] && (await loadOutgoing(ctx.db, store, id))
  if (!rows[0] || !loaded) throw new NotFound('There is no such mail in the Outbox.')
  const html = rows[0].html === null ? null : (await activityBody(ctx, { id, images: '0' })).html
  return { ...rows[0], html, source: (await bytesOf(loaded.mail)).toString('utf8') }
}
