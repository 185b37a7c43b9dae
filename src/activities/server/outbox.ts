/**
 * Sends what is due. The activity itself is the outbox: claimed in one commit, tried, and its outcome written in another, so that nothing
 * is lost. Nothing is sent twice: `due_at` becomes null, durably, before a message can be accepted elsewhere; an attempt that ends
 * unknown after that is held for a person.
 */
import { sql, type Kysely, type Transaction } from 'kysely'
import { deliveryChanged } from '#activities/events.ts'
import type { Announcer } from '#platform/server/announce.ts'
import { inTransaction, type Context, type Writing } from '#platform/server/context.ts'
import type { Log } from '#platform/server/log.ts'
import { record } from '#platform/server/record.ts'
import type { DB } from '#platform/server/tables.ts'
import { noteUndelivered } from '#tickets/server/noteUndelivered.ts'
import { raiseVersion } from '#tickets/server/raiseVersion.ts'
import { lockTicket, type TicketRow } from '#tickets/server/ticketQueries.ts'
import { ClaimLost, EndUnknown, NotYet, type Channel, type RecipientOutcome } from './channel.ts'

export interface OutboxDeps {
  db: Kysely<DB>
  announcer: Announcer
  log: Log
  /** By an activity's kind. */
  channels: Record<string, Channel>
}

interface Claim {
  id: number
  kind: string
  tries: number
  created_at: string
}

const minute = 60_000
/** After each try; the last pause repeats until the message is three days old. */
const pauses = [1, 2, 5, 15, 30, 60, 120, 240].map((m) => m * minute)
const giveUpAfter = 3 * 24 * 60 * minute

const ctxOf = ({ db, announcer }: OutboxDeps, activityId: number): Context => ({
  db,
  announcer,
  actor: { kind: 'system' },
  now: new Date(),
  requestId: `outbox-${activityId}`,
  via: 'mail',
})

/** Sends the next due message; false when there is none. */
export async function sendNext(deps: OutboxDeps): Promise<boolean> {
  const { rows } = await sql<Claim>`
    update activities set delivery = 'sending', claimed_at = now(), tries = tries + 1
    where id = (select id from activities where delivery = 'queued' and due_at <= now() order by due_at, id limit 1 for update skip locked)
    returning id, kind, tries, created_at`.execute(deps.db)
  const claim = rows[0]
  if (!claim) return false
  const recipients = await deps.db
    .selectFrom('activity_recipients')
    .select(['id', 'address', 'name', 'role'])
    .where('activity_id', '=', claim.id)
    .where('state', '=', 'queued')
    .orderBy('id')
    .execute()
  try {
    const channel = deps.channels[claim.kind]
    const outcomes: RecipientOutcome[] = channel
      ? await channel.deliver({ activityId: claim.id, attempt: claim.tries, recipients }, () => markLeaving(deps.db, claim))
      : recipients.map((r) => ({ id: r.id, state: 'failed', reason: 'No channel sends this.' }))
    await finish(deps, claim, outcomes)
  } catch (error) {
    if (error instanceof ClaimLost) return true
    if (error instanceof NotYet) {
      await wait(deps.db, claim, error)
      return true
    }
    const reason = error instanceof Error ? error.message : String(error)
    deps.log.warn({ err: error, activity: claim.id }, 'a message could not be sent')
    if (error instanceof EndUnknown) await hold(ctxOf(deps, claim.id), claim, reason)
    else
      await finish(
        deps,
        claim,
        recipients.map((r) => ({ id: r.id, state: 'later', reason })),
      )
  }
  return true
}

/** Back into the line, as if it had not been looked at. */
async function wait(db: Kysely<DB>, { id, tries }: Claim, { until, message }: NotYet) {
  const { numUpdatedRows } = await db
    .updateTable('activities')
    .set({ delivery: 'queued', due_at: until, tries: tries - 1, claimed_at: null })
    .where('id', '=', id)
    .where('delivery', '=', 'sending')
    .where('tries', '=', tries)
    .executeTakeFirstOrThrow()
  if (numUpdatedRows > 0n)
    await db
      .updateTable('activity_recipients')
      .set({ reason: message })
      .where('activity_id', '=', id)
      .where('state', '=', 'queued')
      .execute()
}

/** From here on the message may have been accepted, whatever happens to this process. */
async function markLeaving(db: Kysely<DB>, { id, tries }: Claim) {
  const { numUpdatedRows } = await db
    .updateTable('activities')
    .set({ due_at: null })
    .where('id', '=', id)
    .where('delivery', '=', 'sending')
    .where('tries', '=', tries)
    .executeTakeFirstOrThrow()
  if (numUpdatedRows === 0n) throw new ClaimLost()
}

async function finish(deps: OutboxDeps, claim: Claim, outcomes: RecipientOutcome[]) {
  const ctx = ctxOf(deps, claim.id)
  const tooOld = ctx.now.getTime() - Date.parse(claim.created_at) > giveUpAfter
  const ends = outcomes.map((o) => (o.state === 'later' && tooOld ? { ...o, state: 'failed' as const } : o))
  await inTransaction(ctx, async (writing) => {
    const row = await lockOf(writing, claim)
    if (!row || !(await stillMine(writing.db, claim))) return
    for (const end of ends)
      await writing.db
        .updateTable('activity_recipients')
        .set({
          state: end.state === 'later' ? 'queued' : end.state,
          reason: end.state === 'accepted' ? null : end.reason.slice(0, 1000),
          at: ctx.now,
        })
        .where('id', '=', end.id)
        .execute()
    const later = ends.filter((e) => e.state === 'later')
    const failed = ends.filter((e) => e.state === 'failed')
    const { rows } = await sql<{ failed: boolean }>`
      select exists (select from activity_recipients where activity_id = ${claim.id} and state = 'failed') as failed`.execute(writing.db)
    // In the bin nothing leaves any more.
    const again = row.deleted_at === null ? 'queued' : 'held'
    const delivery = later.length > 0 ? again : rows[0]?.failed ? 'failed' : 'accepted'
    const pause = pauses[Math.min(claim.tries, pauses.length) - 1] ?? minute
    await writing.db
      .updateTable('activities')
      .set({
        delivery,
        due_at: delivery === 'queued' ? new Date(ctx.now.getTime() + pause) : null,
        claimed_at: null,
        failure: [...failed, ...later][0]?.reason.slice(0, 1000) ?? null,
      })
      .where('id', '=', claim.id)
      .execute()
    await tell(writing, row, claim, delivery, failed.length > 0 ? failed : later, failed.length > 0)
  })
}

/** The ticket on which it stands by now, which may be another than when its sending began; null: purged. */
async function lockOf(ctx: Writing, { id }: Pick<Claim, 'id'>): Promise<TicketRow | null> {
  const found = await ctx.db.selectFrom('activities').select('ticket_id').where('id', '=', id).executeTakeFirst()
  return found ? lockTicket(ctx, found.ticket_id, { evenInBin: true }) : null
}

async function stillMine(db: Transaction<DB>, { id, tries }: Claim) {
  const row = await db.selectFrom('activities').select(['delivery', 'tries']).where('id', '=', id).forUpdate().executeTakeFirst()
  return row !== undefined && row.tries === tries && (row.delivery === 'sending' || row.delivery === 'held')
}

async function hold(ctx: Context, claim: Pick<Claim, 'id'>, reason: string) {
  await inTransaction(ctx, async (writing) => {
    const row = await lockOf(writing, claim)
    if (!row) return
    const { numUpdatedRows } = await writing.db
      .updateTable('activities')
      .set({ delivery: 'held', due_at: null, failure: reason.slice(0, 1000) })
      .where('id', '=', claim.id)
      .where('delivery', '=', 'sending')
      .executeTakeFirstOrThrow()
    if (numUpdatedRows > 0n) await tell(writing, row, claim, 'held', [], false)
  })
}

async function tell(
  ctx: Writing,
  row: TicketRow,
  claim: Pick<Claim, 'id'>,
  outcome: 'queued' | 'accepted' | 'failed' | 'held',
  failed: { id: number }[],
  permanent: boolean,
) {
  await noteUndelivered(ctx, row.id)
  await record(ctx, deliveryChanged, await raiseVersion(ctx, row), {
    activityId: claim.id,
    outcome,
    failed: failed.map((f) => f.id),
    permanent,
  })
}

/**
 * What a process that died was sending when it did: not yet leaving, it is simply due again; otherwise it may have arrived, and a person
 * decides. Only for the one process that sends, before it begins.
 */
export async function recoverInterrupted(deps: OutboxDeps) {
  await deps.db
    .updateTable('activities')
    .set({ delivery: 'queued', claimed_at: null })
    .where('delivery', '=', 'sending')
    .where('due_at', 'is not', null)
    .execute()
  const unknown = await deps.db
    .selectFrom('activities')
    .select('id')
    .where('delivery', '=', 'sending')
    .where('due_at', 'is', null)
    .execute()
  for (const claim of unknown) await hold(ctxOf(deps, claim.id), claim, 'Sending was interrupted; whether it arrived is not known.')
}
