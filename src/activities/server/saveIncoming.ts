/** Puts one incoming message onto one ticket: the activity, whom it names, its files, and the Message-IDs that lead back here. */
import { sql } from 'kysely'
import type { IncomingMessage, MessageAddress } from '#activities/incomingMessage.ts'
import { quoteStart } from '#activities/quotes.ts'
import { addAttachment } from '#files/server/attachments.ts'
import type { FileStore } from '#files/server/fileStore.ts'
import { addressKey } from '#platform/emailAddress.ts'
import type { Writing } from '#platform/server/context.ts'
import { noteActivity } from '#tickets/server/noteActivity.ts'
import { participantsJoin } from '#tickets/server/participants.ts'
import type { TicketRow } from '#tickets/server/ticketQueries.ts'

export interface Incoming {
  /** The ticket that it was written to, where that was merged into this one. */
  keptOn: number
  message: IncomingMessage
  mailId: number | null
  queueId: number | null
  /** When it reached us; a message's own date is not to be trusted. */
  receivedAt: Date
  contactId: number | null
  /** The User who wrote it, if it was one. */
  userId: number | null
  /** Whom an answer goes to; From may name a list, a no-reply, or a User who passes it on. */
  answerTo: readonly MessageAddress[]
  /** Counts as a customer's message on this ticket. */
  fromCustomer: boolean
  match: { rule: string; evidence: string | null }
  isOurs: (address: string) => boolean
}

/** Written by a mail server about a mail, not by somebody who takes part. */
export const fromMailSystem = ({ automatic }: IncomingMessage) => automatic.kind === 'bounce' || automatic.kind === 'report'

/** Automatic mail of these kinds joins its ticket and opens nothing. */
export const opensNothing = (message: IncomingMessage) => message.automatic.kind === 'auto-replied' || fromMailSystem(message)

/** How many ids an answer has to carry: the first and the newest, as RFC 5322 proposes for long threads. */
const mostReferences = 40

/** `row` is locked by the caller. */
export async function saveIncoming(ctx: Writing, store: FileStore, row: TicketRow, incoming: Incoming) {
  const { message } = incoming
  const { keptOn } = incoming
  const activityId = await insertActivity(ctx, keptOn, incoming)
  for (const { name, mediaType, content, contentId, inline } of message.attachments)
    await addAttachment(ctx, store, { name, mediaType, bytes: content, contentId, inline }, { activityId, ticketId: keptOn })
  const saved = await noteActivity(ctx, row, {
    activityId,
    kind: 'email',
    direction: 'in',
    at: incoming.receivedAt,
    text: message.text.slice(0, quoteStart(message.text) ?? undefined),
    attachments: message.attachments.length,
    fromCustomer: incoming.fromCustomer,
    automatic: opensNothing(message),
    answer: false,
  })
  return { activityId, row: saved }
}

/** One statement for the message, whom it names, and the Message-IDs. */
async function insertActivity(ctx: Writing, ticketId: number, incoming: Incoming): Promise<number> {
  const { message, mailId, queueId, receivedAt, contactId, userId, answerTo, match } = incoming
  const author = message.from[0]
  const elsewhere = answerTo.map((r) => r.address).filter((a) => !author || addressKey(a) !== addressKey(author.address))
  const { id } = await ctx.db
    .with('activity', (db) =>
      db
        .insertInto('activities')
        .values({
          ticket_id: ticketId,
          kind: message.channel,
          direction: 'in',
          at: receivedAt,
          created_at: ctx.now,
          user_id: userId,
          contact_id: contactId,
          queue_id: queueId,
          from_address: author?.address ?? null,
          from_name: author?.name ?? null,
          reply_to: elsewhere,
          subject: message.subject,
          text: message.text,
          html: message.html,
          message_id: message.externalId,
          thread_ids: threadIds(message),
          content_hash: Buffer.from(message.contentHash),
          automatic: message.automatic.kind === 'no' ? null : (message.automatic.reason ?? message.automatic.kind),
          match: JSON.stringify(match),
          mail_id: mailId,
          customer: incoming.fromCustomer && !opensNothing(message),
        })
        .returning('id'),
    )
    .with('recipients', () => recipientsOf(message))
    .with('ids', () => messageIdsOf(ticketId, message))
    .with('participants', () => participantsJoin(ticketId, participantsOf(incoming)))
    .selectFrom('activity')
    .select('id')
    .executeTakeFirstOrThrow()
  return id
}

function participantsOf({ message, isOurs }: Incoming) {
  const named = fromMailSystem(message) ? [] : [...message.from, ...message.to, ...message.cc]
  const people = new Map(named.map((p) => [addressKey(p.address), p]))
  return [...people.values()].filter((p) => !isOurs(p.address))
}

/** What an answer to this message has to carry as its References, this message excluded. */
function threadIds({ references, inReplyTo, externalId }: IncomingMessage) {
  const all = [...new Set([...references, ...(references.length > 0 ? [] : inReplyTo.slice(0, 1))])].filter((id) => id !== externalId)
  return all.length <= mostReferences ? all : [...all.slice(0, 1), ...all.slice(1 - mostReferences)]
}

function recipientsOf({ to, cc }: IncomingMessage) {
  const rows = [...to.map((r) => ({ role: 'to' as const, ...r })), ...cc.map((r) => ({ role: 'cc' as const, ...r }))]
  return sql<object>`(insert into activity_recipients (activity_id, role, address, name)
    select activity.id, r, a, n from activity, unnest(${rows.map((r) => r.role)}::text[], ${rows.map((r) => r.address)}::text[],
      ${rows.map((r) => r.name)}::text[]) as p (r, a, n))`
}

/** What it is and what it refers to: an answer to any of them finds this ticket. */
function messageIdsOf(ticketId: number, message: IncomingMessage) {
  const referred = [...new Set([...message.references, ...message.inReplyTo])].filter((id) => id !== message.externalId)
  const ids = [...(message.externalId === null ? [] : [message.externalId]), ...referred]
  const kinds = ids.map((id) => (id === message.externalId ? 'seen' : 'referred'))
  return sql<object>`(insert into message_ids (message_id, ticket_id, activity_id, kind)
    select i, ${ticketId}::bigint, case when k = 'seen' then activity.id end, k
    from activity, unnest(${ids}::text[], ${kinds}::text[]) as p (i, k)
    on conflict (message_id, ticket_id) do update set kind = excluded.kind, activity_id = excluded.activity_id
      where message_ids.kind = 'referred' and excluded.kind = 'seen')`
}
