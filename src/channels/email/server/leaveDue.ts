/**
 * Hands over messages whose time has come, each as its writer and with what they may do by then. What must not leave is held and says why; a
 * scheduled one as soon as something came, so that its writer hears of it while there is time.
 */
import { sql, type Kysely } from 'kysely'
import { emailInput } from '#activities/activity.ts'
import { draft, emailOf, type heldBecause } from '#activities/draft.ts'
import { sentBefore } from '#activities/server/addComment.ts'
import { endDraft, sending, tellDraft } from '#activities/server/drafts.ts'
import { cameSince } from '#tickets/server/sendGate.ts'
import { actorOf } from '#people/server/authenticate.ts'
import { NotFound, Problem } from '#platform/problem.ts'
import { allow } from '#platform/server/allow.ts'
import type { Announcer } from '#platform/server/announce.ts'
import { inTransaction, type Context, type Writing } from '#platform/server/context.ts'
import type { DB } from '#platform/server/tables.ts'
import { lockTicket } from '#tickets/server/ticketQueries.ts'
import { sendAndSet, type MintMessageId } from './sendEmail.ts'

interface Deps {
  db: Kysely<DB>
  announcer: Announcer
  mint: MintMessageId
}

type Because = (typeof heldBecause)[number]
const again = 60_000

/** Hands over one message, or looks at one that something may have come before; false when there is none. What fails for no reason of its own is tried again in a minute. */
export async function leaveNext({ db, announcer, mint }: Deps, now: Date): Promise<boolean> {
  const due = await db
    .selectFrom('drafts')
    .select(['id', 'ticket_id', 'user_id'])
    .where('leaves_at', '<=', now.toISOString())
    .orderBy('leaves_at')
    .limit(1)
    .executeTakeFirst()
  if (!due) return lookAhead({ db, announcer, mint }, now)
  const actor = await actorOf(db, due.user_id)
  const ctx = contextOf({ db, announcer }, due.id, now)
  const desk: Context = { ...ctx, actor: { kind: 'system' } }
  if (!actor) await hold(desk, due, 'user_gone', null)
  else
    try {
      const held = await inTransaction({ ...ctx, actor }, (writing) => leave(writing, mint, due))
      if (held) await hold(desk, due, held, null)
    } catch (error) {
      if (!(error instanceof Problem)) {
        await db
          .updateTable('drafts')
          .set({ leaves_at: new Date(now.getTime() + again) })
          .where('id', '=', due.id)
          .where('leaves_at', 'is not', null)
          .execute()
        throw error
      }
      await hold(desk, due, error instanceof NotFound ? 'not_seen' : 'refused', error.message)
    }
  return true
}

const contextOf = ({ db, announcer }: Pick<Deps, 'db' | 'announcer'>, draftId: string, now: Date) => ({
  db,
  announcer,
  now,
  requestId: `leave-${draftId}`,
  via: 'timer' as const,
})

/** Holds a scheduled message before its time if another's activity or a merge came since; what came of its writer is no reason. */
async function lookAhead(deps: Deps, now: Date): Promise<boolean> {
  const { rows } = await sql<{ id: string; ticket_id: number; user_id: number }>`
    select d.id, d.ticket_id, d.user_id from drafts d
      join tickets own on own.id = d.ticket_id join tickets t on t.id = coalesce(own.survivor_id, own.id)
    where d.scheduled and d.leaves_at is not null and d.sending -> 'seen' is not null
      and ((d.sending -> 'seen' ->> 'ticketId')::bigint <> t.id or (d.sending -> 'seen' ->> 'version')::bigint < t.version)
    limit 1`.execute(deps.db)
  const found = rows[0]
  if (!found) return false
  const actor = await actorOf(deps.db, found.user_id)
  const ctx = contextOf(deps, found.id, now)
  const desk: Context = { ...ctx, actor: { kind: 'system' } }
  await inTransaction(desk, async (writing) => {
    const row = await lockTicket(writing, found.ticket_id, { evenInBin: true })
    const held = await writing.db.selectFrom('drafts').selectAll().where('id', '=', found.id).forUpdate().executeTakeFirst()
    if (!held?.leaves_at || !held.scheduled) return
    const goes = sending.parse(held.sending)
    const because: Because | null =
      actor === null ? 'user_gone' : goes.seen && (await cameSince({ ...writing, actor }, row, goes.seen)) ? 'came_since' : null
    await writing.db
      .updateTable('drafts')
      .set(
        because === null
          ? { sending: JSON.stringify({ ...goes, seen: { ticketId: row.id, version: row.version } }) }
          : { leaves_at: null, held: because, reason: null },
      )
      .where('id', '=', found.id)
      .execute()
    if (because !== null) await tellDraft(writing, row, found.id)
  })
  return true
}

/** The reason to hold it, or null. */
async function leave(ctx: Writing, mint: MintMessageId, due: { id: string; ticket_id: number }): Promise<Because | null> {
  allow(ctx, 'tickets.update')
  const row = await lockTicket(ctx, due.ticket_id)
  const held = await ctx.db.selectFrom('drafts').selectAll().where('id', '=', due.id).forUpdate().executeTakeFirst()
  // Taken back, put off or handed over by another process meanwhile.
  if (!held?.leaves_at || held.leaves_at > ctx.now.toISOString()) return null
  const { changes, setState, seen } = sending.parse(held.sending)
  if (held.scheduled && seen && (await cameSince(ctx, row, seen))) return 'came_since'
  if ((await sentBefore(ctx, row.id, due.id)) === null)
    await sendAndSet(ctx, mint, row, emailInput.parse(emailOf(draft.parse(held.content))), changes ?? {}, setState)
  await endDraft(ctx, row, due.id)
  return null
}

const hold = (ctx: Context, due: { id: string; ticket_id: number }, because: Because, reason: string | null) =>
  inTransaction(ctx, async (writing) => {
    const row = await lockTicket(writing, due.ticket_id, { evenInBin: true })
    const { numUpdatedRows } = await writing.db
      .updateTable('drafts')
      .set({ leaves_at: null, held: row.deleted_at === null ? because : 'in_bin', reason: reason?.slice(0, 1000) ?? null })
      .where('id', '=', due.id)
      .where('leaves_at', '<=', ctx.now.toISOString())
      .executeTakeFirstOrThrow()
    if (numUpdatedRows > 0n) await tellDraft(writing, row, due.id)
  })
