/** Looks up what `threading.ts` needs to know: where Message-IDs lead, who takes part, and what has become of the tickets they lead to. */
import { sql } from 'kysely'
import type { IncomingMessage } from '#activities/incomingMessage.ts'
import { subjectTag, type KnownMessage, type ThreadingFacts, type TicketFacts } from '#activities/threading.ts'
import { addressKey } from '#platform/emailAddress.ts'
import type { Writing } from '#platform/server/context.ts'

/** Our own marks on the message, their signatures proved by the channel. */
export interface SignedMarks {
  /** Tickets of the tokens in the addresses written to. */
  tokens: readonly number[]
  /** Message-IDs of ours among those it refers to, with the ticket that each names. */
  messageIds: ReadonlyMap<string, number>
}

export interface Wanted {
  message: IncomingMessage
  signed: SignedMarks
  headerThreading: boolean
  /** Categories of the queues it came to. */
  categoryIds: readonly number[]
}

/** What a bounce speaks of is what it answers. */
const answered = ({ inReplyTo, report }: IncomingMessage) => (report?.about ? [report.about, ...inReplyTo] : inReplyTo)

export async function threadingFacts(ctx: Writing, { message, signed, headerThreading, categoryIds }: Wanted): Promise<ThreadingFacts> {
  const author = message.from[0] ? addressKey(message.from[0].address) : null
  const inReplyTo = answered(message)
  const known = await knownMessages(ctx, relatedIds(message), signed, categoryIds)
  const { externalId } = message
  const seen = externalId !== null && (known.get(externalId) ?? []).some((k) => k.as === 'seen')
  return {
    externalId,
    inReplyTo,
    references: message.references,
    tokens: await existing(ctx, signed.tokens),
    known,
    twin: seen ? await twinOf(ctx, externalId, author) : null,
    tag: await tagOf(ctx, message.subject, author),
    headerThreading,
  }
}

/** Every Message-ID that ties this message to others. */
export const relatedIds = (message: IncomingMessage) => [
  ...new Set([...(message.externalId === null ? [] : [message.externalId]), ...answered(message), ...message.references]),
]

async function knownMessages(ctx: Writing, ids: string[], signed: SignedMarks, categoryIds: readonly number[]) {
  const known = new Map<string, KnownMessage[]>()
  if (ids.length === 0) return known
  const { rows } = await sql<{ message_id: string; ticket_id: number; kind: KnownMessage['as']; here: boolean }>`
    select m.message_id, m.ticket_id, m.kind, t.category_id = any(${[...categoryIds]}::bigint[]) as here
    from message_ids m join tickets t on t.id = m.ticket_id where m.message_id = any(${ids}::text[])
    order by m.ticket_id limit 1000`.execute(ctx.db)
  for (const r of rows) known.set(r.message_id, [...(known.get(r.message_id) ?? []), { ticketId: r.ticket_id, as: r.kind, here: r.here }])
  const there = new Set(await existing(ctx, [...signed.messageIds.values()]))
  for (const [id, ticketId] of signed.messageIds) if (!known.has(id) && there.has(ticketId)) known.set(id, [{ ticketId, as: 'sent' }])
  return known
}

async function existing(ctx: Writing, ids: readonly number[]) {
  if (ids.length === 0) return []
  const rows = await ctx.db
    .selectFrom('tickets')
    .select('id')
    .where('id', 'in', [...ids])
    .execute()
  return ids.filter((id) => rows.some((r) => r.id === id))
}

async function twinOf(ctx: Writing, externalId: string, author: string | null) {
  if (author === null) return null
  const twin = await ctx.db
    .selectFrom('activities')
    .select('ticket_id')
    .where('message_id', '=', externalId)
    .where('direction', '=', 'in')
    .where(sql`lower(from_address)`, '=', author)
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
  return twin?.ticket_id ?? null
}

async function tagOf(ctx: Writing, subject: string, author: string | null) {
  const ticketId = subjectTag(subject)
  if (ticketId === null) return null
  const { rows } = await sql<{ part: boolean }>`
    select exists (select from ticket_participants p where p.ticket_id = t.id and lower(p.address) = ${author})
      or exists (select from contact_addresses a where a.contact_id = t.contact_id and a.kind = 'email' and a.address = ${author}) as part
    from tickets t where t.id = ${ticketId}`.execute(ctx.db)
  return rows[0] ? { ticketId, senderTakesPart: rows[0].part } : null
}

/** These tickets with all their follow-ups. `followsUp` is false for messages that open nothing: they join an Archived ticket as it is. */
export async function ticketFacts(ctx: Writing, ids: readonly number[], followsUp: boolean): Promise<Map<number, TicketFacts>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{ id: number; archived: boolean; follow_up_of: number | null }>`
    with recursive family as (
      select id, state, follow_up_of from tickets where id = any(${[...ids]}::bigint[])
      union select t.id, t.state, t.follow_up_of from tickets t join family f on t.follow_up_of = f.id)
    select id, state = 'archived' as archived, follow_up_of from family`.execute(ctx.db)
  return new Map(
    rows.map((r) => [
      r.id,
      {
        mergedInto: null,
        archived: r.archived && followsUp,
        inBin: false,
        anonymised: false,
        followUps: rows.filter((f) => f.follow_up_of === r.id).map((f) => f.id),
      },
    ]),
  )
}
