/** The Outbox: mail of queues without SMTP settings, as it would have been sent. */
import { sql } from 'kysely'
import type { z } from 'zod'
import type { listOutbox as listed, readOutboxMail as read } from '#channels/email/api.ts'
import { taggedSubject } from '#channels/email/subject.ts'
import type { FileStore } from '#files/server/fileStore.ts'
import { permissions } from '#platform/permission.ts'
import { NotFound } from '#platform/problem.ts'
import { allow } from '#platform/server/allow.ts'
import type { Context } from '#platform/server/context.ts'
import type { Secrets } from '#platform/server/secrets.ts'
import { joinShown, visible } from '#tickets/server/ticketQueries.ts'
import { activityBody } from './activityBody.ts'
import { bytesOf, loadOutgoing, signerOf } from './outgoingMail.ts'
import { systemLetter } from './systemMail.ts'

type Page = z.input<(typeof listed)['output']>
type Read = z.input<(typeof read)['output']>

const pageSize = 50
/** Of a long text only the beginning stands in the list. */
const listedText = 400

const columns = sql`x.id, x.ticket_id as "ticketId", x.at, x.from_address as "from", x.subject,
  (select coalesce(json_agg(r.address order by r.id), '[]') from activity_recipients r where r.activity_id = x.id) as "to"`
const tagged = sql`(select q.subject_tag from email_queues q where q.id = x.queue_id) as tagged`
type Tagged<Mail> = Mail & { tagged: boolean }
/** Its subject is what the customer reads, with the ticket's number where the queue adds it. */
const asSent = <Mail extends { subject: string; ticketId: number | null }>({ tagged: adds, ...mail }: Tagged<Mail>) => ({
  ...mail,
  subject: adds && mail.ticketId !== null ? taggedSubject(mail.subject, mail.ticketId) : mail.subject,
})
const inOutbox = (ctx: Context) => sql`x.direction = 'out' and x.kind = 'email' and x.delivery = 'accepted'
  and exists (select from email_queues q where q.id = x.queue_id and q.outgoing = 'outbox')
  and exists (select from (values (x.ticket_id)) of (ticket_id) ${joinShown(sql`of.ticket_id`)} where ${visible(ctx)})`

/** Mail of the desk itself holds links that let somebody in as somebody else: for those who may do everything already. */
const ofDesk = ({ actor }: Context) => sql`x.delivery = 'accepted' and x.sent_at is not null
  and ${actor.kind === 'user' && permissions.every((permission) => actor.permissions.has(permission))}::boolean`
const deskColumns = sql`x.id, null::bigint as "ticketId", x.sent_at as at, x.from_address as "from", x.subject, json_build_array(x.to_address) as "to"`

export async function listOutbox(ctx: Context, { before }: { before?: number | undefined }): Promise<Page> {
  allow(ctx, 'settings.read')
  const older = before === undefined ? sql`true` : sql`x.id < ${before}`
  const { rows } = await sql<Tagged<Page['mails'][number]>>`
    (select ${columns}, ${tagged}, left(x.text, ${listedText}) as text from activities x
      where ${inOutbox(ctx)} and ${older} order by x.id desc limit ${pageSize + 1})
    union all
    (select ${deskColumns}, false, left(x.text, ${listedText}) as text from system_mails x
      where ${ofDesk(ctx)} and ${older} order by x.id desc limit ${pageSize + 1})
    order by id desc limit ${pageSize + 1}`.execute(ctx.db)
  const mails = rows.slice(0, pageSize).map(asSent)
  return { mails, next: rows.length > pageSize ? (mails.at(-1)?.id ?? null) : null }
}

export async function readOutboxMail(
  ctx: Context,
  { store, secrets }: { store: FileStore; secrets: Secrets },
  { id }: { id: number },
): Promise<Read> {
  allow(ctx, 'settings.read')
  const { rows } = await sql<Tagged<Omit<Read, 'source'>>>`
    select ${columns}, ${tagged}, x.text, x.html from activities x where x.id = ${id} and ${inOutbox(ctx)}`.execute(ctx.db)
  const loaded = rows[0] && (await loadOutgoing(ctx.db, store, secrets, id))
  if (!rows[0] || !loaded) return readDeskMail(ctx, id)
  const html = rows[0].html === null ? null : (await activityBody(ctx, { id, images: '0' })).html
  return {
    ...asSent(rows[0]),
    html,
    source: (await bytesOf(loaded.mail, loaded.queue && signerOf(loaded.queue, secrets))).toString('utf8'),
  }
}

async function readDeskMail(ctx: Context, id: number): Promise<Read> {
  const { rows } = await sql<Omit<Read, 'source'> & { fromName: string; messageId: string }>`
    select ${deskColumns}, x.text, null as html, x.from_name as "fromName", x.message_id as "messageId" from system_mails x
    where x.id = ${id} and ${ofDesk(ctx)}`.execute(ctx.db)
  const row = rows[0]
  if (!row) throw new NotFound('There is no such mail in the Outbox.')
  const { fromName, messageId, ...mail } = row
  const source = await bytesOf(
    systemLetter({
      from: { address: mail.from, name: fromName },
      to: { address: mail.to[0] ?? '', name: '' },
      subject: mail.subject,
      text: mail.text,
      messageId,
      sentAt: new Date(mail.at),
    }),
    null,
  )
  return { ...mail, source: source.toString('utf8') }
}
