/**
 * The answer that a queue gives to a new ticket by itself, within and outside its hours. No program is ever answered: the sign by which a mail
 * counts as automatic, an own address, an address that takes no mail, an old mail and the breakers each keep it silent, and say so.
 */
import { sql } from 'kysely'
import type { IncomingMessage } from '#activities/incomingMessage.ts'
import type { Received } from '#activities/server/receiveMessage.ts'
import { answerSubject } from '#channels/email/subject.ts'
import { addressKey } from '#platform/emailAddress.ts'
import type { Writing } from '#platform/server/context.ts'
import { renderTemplate } from '#templates/server/previewTemplate.ts'
import { filesToSend } from '#templates/server/templateFiles.ts'
import { hoursFor } from '#tickets/server/clockTerms.ts'
import { noteActivity } from '#tickets/server/noteActivity.ts'
import { lockTicket, type TicketRow } from '#tickets/server/ticketQueries.ts'
import { noteDecided, overLimit } from './breakers.ts'
import { htmlToText, textToHtml } from './htmlText.ts'
import type { MintMessageId } from './sendEmail.ts'

export interface Answerable {
  message: IncomingMessage
  received: Pick<Received, 'results'>
  /** When it was accepted. */
  receivedAt: Date
  /** The mailbox that it was fetched from. */
  mailboxOf: number | null
  isOurs: (address: string) => boolean
  /** A person let it go on, or nobody knows what it says. */
  silent: 'released' | 'unreadable' | null
}

/** An answer that comes days late answers nobody. */
const stale = 2 * 86_400_000
const takesNoMail =
  /^(?:no-?reply|do-?not-?reply|not-?reply|mailer-?daemon|postmaster|bounces?|daemon|nobody|root|listserv|majordomo|.*-(?:request|owner|bounces?|relay)|owner-.*|.*-noreply|noreply-.*)(?:\+.*)?@/i

/** Answers each ticket that the mail became; the caller has just made them in the same transaction. */
export async function answerAutomatically(ctx: Writing, mint: MintMessageId, mail: Answerable) {
  for (const { ticketId, activityId } of mail.received.results) {
    const row = await lockTicket(ctx, ticketId, { evenInBin: true })
    const template = await templateFor(ctx, row, activityId, mail.receivedAt)
    if (!template) continue
    const address = await addressOf(ctx, row, mail.message)
    const keptBack = address === null ? 'no_address' : await reasonNot(ctx, mail, template.queueId, address.address)
    await noteDecided(ctx, { queueId: template.queueId, ticketId, address: addressKey(address?.address ?? ''), keptBack })
    if (address !== null && keptBack === null)
      await writeAnswer(ctx, mint, row, { ...template, to: address, activityId, message: mail.message })
  }
}

interface Chosen {
  templateId: number
  queueId: number
  from: { address: string; name: string }
}

/** Null: the queue says nothing at this hour. */
async function templateFor(ctx: Writing, row: TicketRow, activityId: number, at: Date): Promise<Chosen | null> {
  const { rows } = await sql<{
    id: number
    address: string
    name: string
    inside: number | null
    outside: number | null
    hours: number | null
  }>`
    select q.id, q.address, q.display_name as name, i.id as inside, o.id as outside,
      (select max(h.id) from open_hours h where h.time_group_id = coalesce(q.time_group_id, c.time_group_id)) as hours
    from activities x join email_queues q on q.id = x.queue_id join categories c on c.id = ${row.category_id}
      left join templates i on i.id = q.inside_template_id and i.active left join templates o on o.id = q.outside_template_id and o.active
    where x.id = ${activityId} and q.active and (i.id is not null or o.id is not null)`.execute(ctx.db)
  const queue = rows[0]
  if (!queue) return null
  const hours = (await hoursFor(ctx, [queue.hours]))(queue.hours)
  const templateId = hours.counted(at.getTime(), at.getTime() + 1) > 0 ? queue.inside : queue.outside
  return templateId === null ? null : { templateId, queueId: queue.id, from: { address: queue.address, name: queue.name } }
}

/** The address of the ticket's Contact by which this message names them. */
async function addressOf(ctx: Writing, row: TicketRow, { from, replyTo, sender }: IncomingMessage) {
  if (row.contact_id === null) return null
  const addresses = await ctx.db
    .selectFrom('contact_addresses')
    .select('address')
    .where('contact_id', '=', row.contact_id)
    .where('kind', '=', 'email')
    .execute()
  const theirs = new Set(addresses.map((a) => addressKey(a.address)))
  return [...from, ...replyTo, ...sender].find((one) => theirs.has(addressKey(one.address))) ?? null
}

async function reasonNot(ctx: Writing, { message, receivedAt, mailboxOf, isOurs, silent }: Answerable, queueId: number, address: string) {
  if (silent !== null) return silent
  if (message.automatic.kind !== 'no') return message.automatic.kind
  if (message.envelope.from === '') return 'auto-replied'
  if (isOurs(address)) return 'own_queue'
  if (takesNoMail.test(address)) return 'takes_no_mail'
  if (await isOld(ctx, message.sentAt, receivedAt, mailboxOf)) return 'old_mail'
  return overLimit(ctx, queueId, addressKey(address))
}

/** Sent before the mailbox was connected, or so long ago that nobody waits for it. */
async function isOld(ctx: Writing, sentAt: Date | null, receivedAt: Date, mailboxOf: number | null) {
  const oldest = Math.min(sentAt?.getTime() ?? Infinity, receivedAt.getTime())
  if (ctx.now.getTime() - oldest > stale) return true
  if (mailboxOf === null) return false
  const place = await ctx.db
    .selectFrom('mailbox_places as p')
    .innerJoin('email_queues as q', (join) => join.onRef('q.id', '=', 'p.queue_id').onRef('q.imap_folder', '=', 'p.folder'))
    .select('p.since')
    .where('p.queue_id', '=', mailboxOf)
    .executeTakeFirst()
  return place === undefined || sentAt === null || sentAt.toISOString() < place.since
}

interface Answer extends Chosen {
  to: { address: string; name: string }
  activityId: number
  message: IncomingMessage
}

/** An outgoing message of nobody: it is no first answer, and its failure raises nothing. */
async function writeAnswer(
  ctx: Writing,
  mint: MintMessageId,
  row: TicketRow,
  { templateId, queueId, from, to, activityId, message }: Answer,
) {
  const template = await ctx.db
    .selectFrom('templates')
    .select(['subject', 'format', 'body', 'language'])
    .where('id', '=', templateId)
    .executeTakeFirstOrThrow()
  const rendered = await renderTemplate(ctx, template, { ticketId: row.id, queueId })
  const html = rendered.format === 'rich' ? rendered.body : textToHtml(rendered.body)
  const text = htmlToText(html)
  const thread = [...message.references, ...(message.externalId === null ? [] : [message.externalId])]
  const { id } = await ctx.db
    .insertInto('activities')
    .values({
      ticket_id: row.id,
      kind: 'email',
      direction: 'out',
      at: ctx.now,
      created_at: ctx.now,
      queue_id: queueId,
      from_address: from.address,
      from_name: from.name,
      subject: rendered.subject === '' ? answerSubject(message.subject) : rendered.subject,
      text,
      html,
      answers_id: activityId,
      thread_ids: thread.length <= mostReferences ? thread : [...thread.slice(0, 1), ...thread.slice(1 - mostReferences)],
      automatic: 'Auto-Submitted: auto-replied',
      delivery: 'queued',
      due_at: ctx.now,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const messageId = mint(row.id, id, from.address)
  await ctx.db.updateTable('activities').set({ message_id: messageId }).where('id', '=', id).execute()
  await ctx.db.insertInto('message_ids').values({ message_id: messageId, ticket_id: row.id, activity_id: id, kind: 'sent' }).execute()
  await ctx.db
    .insertInto('activity_recipients')
    .values({ activity_id: id, role: 'to', address: to.address, name: to.name, state: 'queued', at: ctx.now })
    .execute()
  const files = (await filesToSend(ctx, templateId)).map((file) => file.id)
  if (files.length > 0)
    await ctx.db.updateTable('attachments').set({ activity_id: id, ticket_id: row.id }).where('id', 'in', files).execute()
  await noteActivity(ctx, row, {
    activityId: id,
    kind: 'email',
    direction: 'out',
    at: ctx.now,
    text,
    attachments: files.length,
    fromCustomer: false,
    automatic: true,
    answer: false,
  })
}

const mostReferences = 40
