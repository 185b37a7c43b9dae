/**
 * A customer's message, by whatever channel, comes onto its ticket: an existing one, the follow-up of an Archived one, or a new one.
 * One transaction; receiving the same message again changes nothing.
 */
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { authorOf, passedOnAuthor } from '#activities/author.ts'
import type { IncomingMessage, MessageAddress } from '#activities/incomingMessage.ts'
import { ticketsSuggested } from '#activities/events.ts'
import { matchTicket, resolveTarget, suggestions, type Match, type Target, type TicketFacts } from '#activities/threading.ts'
import { contactFor, findContact } from '#crm/server/contactFor.ts'
import type { FileStore } from '#files/server/fileStore.ts'
import { addressKey } from '#platform/emailAddress.ts'
import type { Writing } from '#platform/server/context.ts'
import { record } from '#platform/server/record.ts'
import { createTicket, followUpFor } from '#tickets/server/createTicket.ts'
import { lockTicket, type TicketRow } from '#tickets/server/ticketQueries.ts'
import { cameFrom, tell } from './tell.ts'
import { fromMailSystem, opensNothing, saveIncoming } from './saveIncoming.ts'
import { relatedIds, threadingFacts, ticketFacts, type SignedMarks } from './threadFacts.ts'

/** Where a message came in and what its channel knows of it. */
export interface Door {
  mailId: number | null
  receivedAt: Date
  /** The queues it was written to; at least one. */
  queues: readonly { id: number; categoryId: number; headerThreading: boolean }[]
  isOurs: (address: string) => boolean
  signed: SignedMarks
}

export interface Received {
  outcome: 'new_ticket' | 'added' | 'follow_up' | 'duplicate' | 'loop'
  reason: string
  results: { ticketId: number; activityId: number }[]
}

export async function receiveMessage(desk: Writing, store: FileStore, message: IncomingMessage, door: Door): Promise<Received> {
  await lockThread(desk, message)
  const own = await ownMessage(desk, message, door)
  if (own) return { outcome: 'loop', reason: 'own_message', results: own }
  const before = await receivedBefore(desk, message)
  const queues = perCategory(door.queues).filter((q) => !before.some((b) => b.categoryId === q.categoryId || b.rule !== 'none'))
  if (queues.length === 0)
    return { outcome: 'duplicate', reason: 'same_message', results: before.map(({ ticketId, activityId }) => ({ ticketId, activityId })) }

  // What came before was a ticket of its own in another category; here it is one, too, and the two suggest each other.
  const match: Match = before.length > 0 ? unmatched : matchTicket(await factsOf(desk, message, door))
  const author = await findAuthor(desk, message, door, match.ticketId === null)
  // The history names the customer, not the desk.
  const ctx: Writing = author.contactId === null ? desk : { ...desk, actor: { kind: 'contact', id: author.contactId } }
  const followsUp = !opensNothing(message) && author.userId === null
  const facts = await ticketFacts(ctx, [...(match.ticketId === null ? [] : [match.ticketId]), ...match.suggested], followsUp)
  const target: Target = match.ticketId === null ? { kind: 'new', names: null } : resolveTarget(match.ticketId, facts)
  const place = async (row: TicketRow, queueId: number | null, fromCustomer: boolean) =>
    saveIncoming(ctx, store, row, {
      keptOn: await partOf(ctx, row, match.ticketId),
      message,
      mailId: door.mailId,
      queueId,
      receivedAt: door.receivedAt,
      contactId: author.contactId,
      userId: author.userId,
      answerTo: author.answerTo,
      fromCustomer,
      match: { rule: match.rule, evidence: match.evidence },
      isOurs: door.isOurs,
    })

  const existing = target.kind === 'new' ? null : await existingTicket(ctx, target, followsUp, message.channel)
  if (target.kind !== 'new' && existing) {
    const { row, followed } = existing
    const fromCustomer = author.userId === null || (author.contactId !== null && author.contactId === row.contact_id)
    const placed = await place(
      row,
      door.queues.find((q) => q.categoryId === row.category_id)?.id ?? door.queues[0]?.id ?? null,
      fromCustomer,
    )
    await suggest(ctx, placed, suggestions(match, target, facts, await cameFrom(ctx, row.id)))
    return { outcome: followed ? 'follow_up' : 'added', reason: match.rule, results: [result(placed)] }
  }
  const placed = []
  for (const queue of queues) placed.push(await place(await newTicket(ctx, message, queue.categoryId, author), queue.id, true))
  const binned = target.kind === 'new' ? target.names : match.ticketId
  if (binned !== null) for (const p of placed) p.row = await tell(desk, p.row, { what: 'answers_binned', ticketId: binned })
  const siblings = [...placed.map((p) => p.row.id), ...before.map((b) => b.ticketId)]
  for (const p of placed)
    await suggest(
      ctx,
      p,
      [...suggestionsFor(match, facts), ...siblings].filter((id) => id !== p.row.id),
    )
  return { outcome: 'new_ticket', reason: match.rule, results: placed.map(result) }
}

const unmatched: Match = { rule: 'none', ticketId: null, evidence: null, as: null, suggested: [] }

const factsOf = (ctx: Writing, message: IncomingMessage, { signed, queues }: Door) =>
  threadingFacts(ctx, {
    message,
    signed,
    headerThreading: queues.some((q) => q.headerThreading),
    categoryIds: queues.map((q) => q.categoryId),
  })

const result = ({ row, activityId }: { row: TicketRow; activityId: number }) => ({ ticketId: row.id, activityId })
const suggestionsFor = (match: Match, facts: ReadonlyMap<number, TicketFacts>) =>
  suggestions(match, { kind: 'new', names: null }, facts, () => [])
const perCategory = (queues: Door['queues']) => queues.filter((q, i) => queues.findIndex((o) => o.categoryId === q.categoryId) === i)

/** As many as matter: the nearest ones and the thread's first. */
const mostLocks = 50

/** Messages of one thread that arrive at once are received one after the other, or each would make a ticket. */
async function lockThread(ctx: Writing, message: IncomingMessage) {
  const ids = relatedIds(message)
  const near = ids.length <= mostLocks ? ids : [...ids.slice(0, 10), ...ids.slice(10 - mostLocks)]
  const hashes = [...near.map((id) => createHash('sha256').update(`message ${id}`).digest()), Buffer.from(message.contentHash)]
  const keys = [...new Set(hashes.map((h) => h.readBigInt64BE(0)))].toSorted((a, b) => (a < b ? -1 : 1)).map(String)
  await sql`select pg_advisory_xact_lock(k) from unnest(${keys}::bigint[]) as k`.execute(ctx.db)
}

/** Our own mail that came back to us, for example because a queue stood among its recipients: its ticket has it already. */
async function ownMessage(ctx: Writing, message: IncomingMessage, door: Door) {
  if (message.externalId === null || !message.from.some((f) => door.isOurs(f.address))) return null
  const sent = await ctx.db
    .selectFrom('activities')
    .select(['ticket_id as ticketId', 'id as activityId'])
    .where('message_id', '=', message.externalId)
    .where('direction', '=', 'out')
    .execute()
  return sent.length > 0 ? sent : null
}

/** The same Message-ID and the same author, date, subject and body, whichever way it came. */
async function receivedBefore(ctx: Writing, { externalId, contentHash, sentAt }: IncomingMessage) {
  // Without an id and without a date two messages of the same words are two messages.
  if (externalId === null && sentAt === null) return []
  const { rows } = await sql<{ ticketId: number; activityId: number; categoryId: number; rule: string | null }>`
    select x.ticket_id as "ticketId", x.id as "activityId", coalesce(q.category_id, t.category_id) as "categoryId", x.match ->> 'rule' as rule
    from activities x join tickets t on t.id = x.ticket_id left join email_queues q on q.id = x.queue_id
    where x.content_hash = ${Buffer.from(contentHash)} and x.direction = 'in' and x.message_id is not distinct from ${externalId}
    order by x.id`.execute(ctx.db)
  return rows
}

interface Author {
  contactId: number | null
  userId: number | null
  answerTo: readonly MessageAddress[]
}

/**
 * A User is known by their address, and is also the Contact of what they ask. Where they begin a ticket with a mail that they pass on,
 * its author is the Contact.
 */
async function findAuthor(ctx: Writing, message: IncomingMessage, door: Door, begins: boolean): Promise<Author> {
  const author = authorOf(message, door.isOurs)
  if (!author) return { contactId: null, userId: null, answerTo: message.replyTo }
  const user = await ctx.db
    .selectFrom('users')
    .select('id')
    .where(sql`lower(email)`, '=', addressKey(author.address))
    .where('active', '=', true)
    .executeTakeFirst()
  const userId = user?.id ?? null
  // The program that reports a bounce is nobody's customer.
  if (fromMailSystem(message)) return { contactId: (await findContact(ctx, author.address))?.id ?? null, userId, answerTo: [] }
  const passedOn = user && begins ? passedOnAuthor(message) : null
  if (passedOn && !door.isOurs(passedOn.address)) return { contactId: (await contactFor(ctx, passedOn)).id, userId, answerTo: [passedOn] }
  return { contactId: (await contactFor(ctx, author)).id, userId, answerTo: message.replyTo.length > 0 ? message.replyTo : [author] }
}

/** Locks the ticket before anything is written. An Archived one leads to its follow-up, made once however many replies come; null: it has gone to the bin. */
async function existingTicket(ctx: Writing, target: Exclude<Target, { kind: 'new' }>, followsUp: boolean, channel: string) {
  const row = await lockTicket(ctx, target.kind === 'into' ? target.ticketId : target.of, { evenInBin: true })
  if (row.deleted_at !== null) return null
  if (row.state !== 'archived' || !followsUp) return { row, followed: false }
  return { row: await followUpFor(ctx, row, channel), followed: true }
}

/** The one of a survivor's parts that a message belongs to: where it came in it is kept, for the day of an un-merge. */
async function partOf(ctx: Writing, row: TicketRow, matched: number | null): Promise<number> {
  if (matched === null || matched === row.id) return row.id
  const part = await ctx.db
    .selectFrom('tickets')
    .select('id')
    .where('id', '=', matched)
    .where('survivor_id', '=', row.id)
    .executeTakeFirst()
  return part?.id ?? row.id
}

const newTicket = (ctx: Writing, message: IncomingMessage, categoryId: number, author: Author) =>
  createTicket(
    ctx,
    {
      title: titleOf(message),
      categoryId,
      priority: 'medium',
      state: 'open',
      userId: null,
      contactId: author.contactId,
      description: '',
      origin: message.channel,
      begunBy: 'customer',
    },
    { askRules: false },
  )

const longestTitle = 512
const oneLine = (s: string) => s.replaceAll(/\s+/g, ' ').trim()

function titleOf({ subject, text }: IncomingMessage) {
  const first = text
    .split('\n')
    .map(oneLine)
    .find((l) => l !== '')
  const title = oneLine(subject) || first?.slice(0, 120) || '(no subject)'
  return title.slice(0, longestTitle).replace(/[\ud800-\udbff]$/, '')
}

async function suggest(ctx: Writing, { row, activityId }: { row: TicketRow; activityId: number }, ticketIds: number[]) {
  const ids = [...new Set(ticketIds)]
  if (ids.length === 0) return
  await ctx.db
    .insertInto('suggested_tickets')
    .values(ids.map((id) => ({ activity_id: activityId, ticket_id: id, reason: 'threading' })))
    .execute()
  await record(ctx, ticketsSuggested, row, { activityId, ticketIds: ids })
}
