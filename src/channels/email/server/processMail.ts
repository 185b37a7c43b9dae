/**
 * Turns stored mail into tickets, one transaction for each. A mail that cannot be read becomes a ticket with the raw file;
 * one that keeps failing does so too, and in the worst case stands quarantined in the ledger: the queue never stands still.
 */
import { sql, type Kysely, type Selectable } from 'kysely'
import type { IncomingMessage } from '#activities/incomingMessage.ts'
import { applyReport, reportedOn, saysOnlyDelivered } from '#activities/server/applyReport.ts'
import { receiveMessage, type Door, type Received } from '#activities/server/receiveMessage.ts'
import { relatedIds } from '#activities/server/threadFacts.ts'
import type { FileStore } from '#files/server/fileStore.ts'
import type { Announcer } from '#platform/server/announce.ts'
import { inTransaction, type Writing } from '#platform/server/context.ts'
import type { Log } from '#platform/server/log.ts'
import type { DB, IncomingMails } from '#platform/server/tables.ts'
import { answerAutomatically } from './automaticAnswer.ts'
import { takenBy } from './holdBack.ts'
import { minter } from './mintMessageId.ts'
import { loadQueues, queueOf, type OurQueue } from './ourAddresses.ts'
import { parseMail, UnreadableMail } from './parseMail.ts'
import { readRaw } from './rawMail.ts'
import { readMessageId, readTokenAddress } from './signature.ts'
import { withRawFile } from './withRawFile.ts'

export interface ProcessDeps {
  db: Kysely<DB>
  store: FileStore
  announcer: Announcer
  log: Log
  /** Proves our own marks. */
  key: Uint8Array
}

type Mail = Selectable<IncomingMails> & { first: Buffer | null }

/** Usually all there is. */
const firstPart = sql<Buffer | null>`(select bytes from incoming_mail_parts p where p.mail_id = incoming_mails.id and p.n = 0)`.as('first')

/** Seconds until the next try; after the last of them the mail becomes a ticket with its raw file, unread by us. */
const pauses = [2, 10, 60, 300]
/** Trouble of the database or the disk says nothing about the mail: it waits and is not counted. */
const notItsFault = /^(08|40001|40P01|53|55P03|57|E[A-Z]+$)/
const systemPause = 15

/** Takes the next due mail; false when there is none. */
export async function processNext(deps: ProcessDeps): Promise<boolean> {
  let taken: Mail | undefined
  try {
    return await inTransaction(
      { db: deps.db, actor: { kind: 'system' }, now: new Date(), requestId: 'mail', via: 'mail', announcer: deps.announcer },
      async (ctx) => {
        taken = await ctx.db
          .selectFrom('incoming_mails')
          .selectAll()
          .select(firstPart)
          .where('state', '=', sql.lit('received')) // as the partial index says it
          .where('due_at', '<=', sql<string>`now()`)
          .orderBy('due_at')
          .orderBy('id')
          .limit(sql.lit(1))
          .forUpdate()
          .skipLocked()
          .executeTakeFirst()
        if (!taken) return false
        await processMail({ ...ctx, requestId: `mail-${taken.id}` }, deps, taken)
        return true
      },
    )
  } catch (error) {
    if (!taken) throw error
    await afterFailure(deps, taken, error)
    return true
  }
}

async function processMail(ctx: Writing, deps: ProcessDeps, mail: Mail) {
  const raw = mail.first?.length === mail.size ? mail.first : ((await readRaw(ctx.db, deps.store, mail.id)) ?? Buffer.alloc(0))
  const envelope = { from: mail.envelope_from, to: mail.envelope_to }
  let message: IncomingMessage
  let unreadable: string | null = null
  try {
    if (mail.tries > pauses.length) throw new UnreadableMail('broken', mail.failure ?? 'it failed repeatedly', null)
    message = await parseMail(raw, envelope)
  } catch (error) {
    if (!(error instanceof UnreadableMail)) throw error
    unreadable = error.reason
    message = withRawFile(error.readable, raw, envelope)
  }
  const queues = await loadQueues(ctx.db)
  const door = await doorFor(ctx, deps.key, mail, message, queues)
  const taken = await takenBy(ctx, { message, queues: door.queues, released: mail.released_at !== null, key: deps.key })
  if (taken.because !== null) return finish(ctx, mail, message, { outcome: 'quarantined', reason: taken.because, results: [] })
  if (message.report && saysOnlyDelivered(message.report)) {
    const sent = await reportedOn(ctx, message.report)
    if (sent.length > 0) return finish(ctx, mail, message, { outcome: 'report', reason: 'delivered', results: sent })
  }
  const received = await receiveMessage(ctx, deps.store, message, { ...door, queues: taken.queues })
  if (received.outcome === 'new_ticket' && taken.answers)
    await answerNew(ctx, deps, mail, { message, received, isOurs: door.isOurs, unreadable })
  const about = message.report && (await applyReport(ctx, message.report)) ? message.automatic.kind : null
  await finish(ctx, mail, message, {
    ...received,
    ...(about === 'bounce' || about === 'report' ? { outcome: about } : {}),
    ...(unreadable ? { outcome: 'unparsable' as const, reason: unreadable } : {}),
  })
}

/** An answer that cannot be written loses no mail: the ticket stands without it. */
async function answerNew(
  ctx: Writing,
  { key, log }: ProcessDeps,
  mail: Mail,
  { unreadable, ...received }: { message: IncomingMessage; received: Received; isOurs: Door['isOurs']; unreadable: string | null },
) {
  await sql`savepoint automatic_answer`.execute(ctx.db)
  try {
    await answerAutomatically(ctx, minter(key), {
      ...received,
      receivedAt: new Date(mail.received_at),
      mailboxOf: mail.source === 'imap' ? mail.queue_id : null,
      silent: mail.released_at !== null ? 'released' : unreadable === null ? null : 'unreadable',
    })
  } catch (error) {
    // Trouble of the database is the whole mail's: it is tried again.
    if (error instanceof Error && 'code' in error && notItsFault.test(String(error.code))) throw error
    log.error({ err: error, mail: mail.id }, 'a new ticket could not be answered automatically')
    await sql`rollback to savepoint automatic_answer`.execute(ctx.db)
  }
}

/** Which queues it came to: those it was written to, else the one whose mailbox it lay in, else the first there is. */
async function doorFor(ctx: Writing, key: Uint8Array, mail: Mail, message: IncomingMessage, all: OurQueue[]): Promise<Door> {
  const active = all.filter((q) => q.active)
  const addressed = message.addressesWrittenTo.flatMap((address) => queueOf(active, address) ?? [])
  const queues =
    addressed.length > 0
      ? [...new Set(addressed)]
      : [all.find((q) => q.id === mail.queue_id) ?? active[0] ?? all[0]].flatMap((q) => q ?? [])
  return {
    mailId: mail.id,
    receivedAt: new Date(mail.received_at),
    queues: queues.length > 0 ? queues : [await noQueue(ctx)],
    isOurs: (address) => queueOf(all, address) !== undefined,
    signed: {
      tokens: message.addressesWrittenTo.flatMap((address) => readTokenAddress(key, address)?.ticketId ?? []),
      messageIds: new Map(
        relatedIds(message).flatMap((id): [string, number][] => {
          const ours = readMessageId(key, id)
          return ours ? [[id, ours.ticketId]] : []
        }),
      ),
    },
  }
}

/** Even if all queues were deleted meanwhile: what was accepted becomes a ticket. */
async function noQueue(ctx: Writing) {
  const category = await ctx.db.selectFrom('categories').select('id').orderBy('position').orderBy('id').limit(1).executeTakeFirstOrThrow()
  return { id: 0, categoryId: category.id, headerThreading: true }
}

type Outcome = Omit<Received, 'outcome'> & { outcome: Received['outcome'] | 'bounce' | 'report' | 'unparsable' | 'quarantined' }

/** One statement for the row of the ledger and what the mail became. */
async function finish(ctx: Writing, mail: Mail, message: IncomingMessage, { outcome, reason, results }: Outcome) {
  await sql`with processed as (
      update incoming_mails set state = ${outcome === 'quarantined' ? 'quarantined' : 'processed'}, outcome = ${outcome}, reason = ${reason}, message_id = ${message.externalId},
        content_hash = ${Buffer.from(message.contentHash)}, from_address = ${message.from[0]?.address ?? mail.envelope_from},
        subject = ${message.subject}, processed_at = clock_timestamp(), failure = null
      where id = ${mail.id})
    insert into incoming_mail_results (mail_id, ticket_id, activity_id)
    select ${mail.id}::bigint, t, a from unnest(${results.map((r) => r.ticketId)}::bigint[], ${results.map((r) => r.activityId)}::bigint[]) as r (t, a)
    on conflict do nothing`.execute(ctx.db)
}

/** In a transaction of its own; if even that fails, the mail is simply still there. */
async function afterFailure({ db, log }: ProcessDeps, mail: Mail, error: unknown) {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const failure = error instanceof Error ? error.message : String(error)
  log.error({ err: error, mail: mail.id, tries: mail.tries }, 'a mail could not be processed')
  const counted = !notItsFault.test(code)
  const tries = mail.tries + (counted ? 1 : 0)
  const seconds = counted ? (pauses[mail.tries] ?? 1) : code.startsWith('40') ? 0.1 : systemPause
  const lost = counted && tries > pauses.length + 1
  await db
    .updateTable('incoming_mails')
    .set({
      tries,
      failure: failure.slice(0, 1000),
      due_at: new Date(Date.now() + seconds * 1000),
      ...(lost ? { state: 'quarantined' as const, outcome: 'quarantined', reason: 'failed', processed_at: new Date() } : {}),
    })
    .where('id', '=', mail.id)
    .where('state', '=', 'received')
    .execute()
}
