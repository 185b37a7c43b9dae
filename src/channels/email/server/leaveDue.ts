/** Hands over messages whose time has come, each as its writer and with what they may do by then; what must not leave is held and says why. */
import type { Kysely } from 'kysely'
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

/** Hands over one message; false when none is due. What fails for no reason of its own is tried again in a minute. */
export async function leaveNext({ db, announcer, mint }: Deps, now: Date): Promise<boolean> {
  const due = await db
    .selectFrom('drafts')
    .select(['id', 'ticket_id', 'user_id'])
    .where('leaves_at', '<=', now.toISOString())
    .orderBy('leaves_at')
    .limit(1)
    .executeTakeFirst()
  if (!due) return false
  const actor = await actorOf(db, due.user_id)
  const ctx = { db, announcer, now, requestId: `leave-${due.id}`, via: 'timer' as const }
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
