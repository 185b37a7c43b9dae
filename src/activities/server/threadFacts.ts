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
  const from = message.from[0] ? addressKey(message.from[0].address) : null
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
    twin: seen ? await twinOf(ctx, externalId, from) : null,
    tag: await tagOf(ctx, message.subject, from),
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
  const { rows } = await sql<{ message_id: string; ticket_id: number; kind: KnownMessage['as']; here: boolean; binned: boolean }>`
    select m.message_id, m.ticket_id, m.kind, t.category_id = any(${[...categoryIds]}::bigint[]) as here,
      coalesce(s.deleted_at, t.deleted_at) is not null as binned
    from message_ids m join tickets t on t.id = m.ticket_id left join tickets s on s.id = t.survivor_id where m.message_id = any(${ids}::text[])
    order by m.ticket_id limit 1000`.execute(ctx.db)
  // Whose ticket went to the bin got a new one, which knows the same messages.
  const alive = new Set(rows.flatMap((r) => (r.binned ? [] : [r.message_id])))
  for (const r of rows.filter((one) => !one.binned || !alive.has(one.message_id)))
    known.set(r.message_id, [...(known.get(r.message_id) ?? []), { ticketId: r.ticket_id, as: r.kind, here: r.here }])
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

/**
 * These tickets with all that they were merged into and followed up by; a follow-up of one that was merged is its survivor's.
 * `followsUp` is false for messages that open nothing: they join an Archived ticket as it is.
 */
export async function ticketFacts(ctx: Writing, ids: readonly number[], followsUp: boolean): Promise<Map<number, TicketFacts>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{
    id: number
    survivor_id: number | null
    archived: boolean
    bin: boolean
    anonymised: boolean
    follow_up_of: number | null
  }>`
    with recursive family as (
      select id, state, follow_up_of, survivor_id, deleted_at, anonymised_at from tickets where id = any(${[...ids]}::bigint[])
      union select t.id, t.state, t.follow_up_of, t.survivor_id, t.deleted_at, t.anonymised_at
        from family f join tickets t on t.follow_up_of = f.id or t.id = f.survivor_id or t.survivor_id = f.id)
    select f.id, f.survivor_id, f.state = 'archived' as archived, f.deleted_at is not null as bin, f.anonymised_at is not null as anonymised,
      coalesce(o.survivor_id, o.id) as follow_up_of
    from family f left join tickets o on o.id = f.follow_up_of`.execute(ctx.db)
  return new Map(
    rows.map((r) => [
      r.id,
      {
        mergedInto: r.survivor_id,
        archived: r.archived && followsUp,
        inBin: r.bin,
        anonymised: r.anonymised,
        followUps: rows.filter((f) => f.follow_up_of === r.id && f.survivor_id !== r.id && f.id !== r.id).map((f) => f.id),
      },
    ]),
  )
}
