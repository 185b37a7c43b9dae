/** Undo send and scheduled send: the message is checked as if it left now, and waits as a draft until its moment. */
import { sql } from 'kysely'
import type { z } from 'zod'
import { emailOf, type Draft, type KeptDraft } from '#activities/draft.ts'
import { emailInput } from '#activities/activity.ts'
import { sentBefore } from '#activities/server/addComment.ts'
import { heldAt, lockDraft, sending, shownDraft, tellDraft, writeDraft, type DraftRow } from '#activities/server/drafts.ts'
import { passGate } from '#tickets/server/sendGate.ts'
import { BadInput, Conflict, NotFound } from '#platform/problem.ts'
import { allow } from '#platform/server/allow.ts'
import { inTransaction, type Context, type Writing } from '#platform/server/context.ts'
import { lockTicket, type TicketRow } from '#tickets/server/ticketQueries.ts'
import type { Seen } from '#tickets/seen.ts'
import type { Changes, State } from '#tickets/ticket.ts'
import { sendAndSet, type MintMessageId } from './sendEmail.ts'

interface Later {
  id: number
  draftId: string
  window: string
  content: Draft
  changes?: Changes | undefined
  setState?: State | undefined
  seen?: Seen | undefined
  leavesIn?: number | undefined
  leavesAt?: string | undefined
}

const furthest = 366 * 86_400_000

export async function sendLater(ctx: Context, mint: MintMessageId, later: Later) {
  allow(ctx, 'tickets.update')
  const { id, draftId, window, content, changes, setState, seen } = later
  if (content.kind === 'comment' || content.sendKey !== draftId)
    throw new BadInput('This is no email of this key.', [{ field: 'content', code: 'invalid_value' }])
  const leavesAt = momentOf(ctx, later)
  const now = ctx.now.toISOString()
  return inTransaction(ctx, async (writing) => {
    const row = await lockTicket(writing, id)
    if ((await sentBefore(writing, row.id, draftId)) !== null) return { outcome: 'sent' as const, now, leavesAt: null }
    const held = await heldAt(writing, row, { id, draftId, content })
    // The same request again, because the answer to the first was lost.
    if (held?.leaves_at) return { outcome: 'waiting' as const, now, leavesAt: held.leaves_at }
    await passGate(writing, row, seen)
    await rehearse(writing, mint, row, content, changes, setState)
    await writeDraft(writing, row, held, { id, draftId, window, seq: Number.MAX_SAFE_INTEGER, content })
    await writing.db
      .updateTable('drafts')
      .set({
        leaves_at: leavesAt,
        scheduled: later.leavesAt !== undefined,
        sending: JSON.stringify({ changes, setState, seen: { ticketId: row.id, version: row.version } } satisfies z.input<typeof sending>),
        seqs: held ? JSON.stringify(held.seqs) : '{}',
        held: null,
        reason: null,
      })
      .where('id', '=', draftId)
      .execute()
    await tellDraft(writing, row, draftId)
    return { outcome: 'waiting' as const, now, leavesAt }
  })
}

function momentOf(ctx: Context, { leavesIn, leavesAt }: Pick<Later, 'leavesIn' | 'leavesAt'>): string {
  const at = leavesAt === undefined ? ctx.now.getTime() + (leavesIn ?? 10) * 1000 : Date.parse(leavesAt)
  if (at <= ctx.now.getTime()) throw new BadInput('This time has passed.', [{ field: 'leavesAt', code: 'in_the_past' }])
  if (at > ctx.now.getTime() + furthest) throw new BadInput('At most a year ahead.', [{ field: 'leavesAt', code: 'too_far' }])
  return new Date(at).toISOString()
}

/** Sends it and takes that back: every rule and every check is asked exactly as at the sending itself. */
async function rehearse(
  ctx: Writing,
  mint: MintMessageId,
  row: TicketRow,
  content: Draft,
  changes: Changes | undefined,
  setState: State | undefined,
) {
  const touched = new Set<string>()
  await sql`savepoint rehearsal`.execute(ctx.db)
  await sendAndSet({ ...ctx, touched }, mint, row, emailInput.parse(emailOf(content)), changes ?? {}, setState)
  await sql`rollback to savepoint rehearsal`.execute(ctx.db)
}

/** Undo, or to change a message that is scheduled or was held. */
export async function recallDraft(ctx: Context, { draftId }: { draftId: string }): Promise<KeptDraft> {
  const left = await ctx.db.selectFrom('activities').select('id').where('send_key', '=', draftId).executeTakeFirst()
  if (left) throw new Conflict('This message has left already.', [], 'already_left')
  return inTransaction(ctx, async (writing) => {
    const { row, held } = await lockDraft(writing, draftId).catch(async (error: unknown) => {
      if (!(error instanceof NotFound)) throw error
      const gone = await writing.db.selectFrom('activities').select('id').where('send_key', '=', draftId).executeTakeFirst()
      throw gone ? new Conflict('This message has left already.', [], 'already_left') : error
    })
    if (held.leaves_at === null && held.held === null) return shownDraft(held)
    await tellDraft(writing, row, draftId)
    return shownDraft(
      await set(writing, draftId, {
        leaves_at: null,
        held: null,
        reason: null,
        sending: null,
        scheduled: false,
        saved_at: ctx.now.toISOString(),
      }),
    )
  })
}

/** Whoever lets it leave has seen what stands on the ticket. */
export async function releaseDraft(
  ctx: Context,
  { draftId, leavesAt }: { draftId: string; leavesAt?: string | undefined },
): Promise<KeptDraft> {
  allow(ctx, 'tickets.update')
  const at = leavesAt === undefined ? ctx.now.toISOString() : momentOf(ctx, { leavesAt })
  return inTransaction(ctx, async (writing) => {
    const { held } = await lockDraft(writing, draftId)
    if (held.sending === null) throw new Conflict('This message was not sent.', [], 'not_waiting')
    const row = await lockTicket(writing, held.ticket_id)
    await tellDraft(writing, row, draftId)
    const goes = { ...sending.parse(held.sending), seen: { ticketId: row.id, version: row.version } }
    return shownDraft(
      await set(writing, draftId, {
        leaves_at: at,
        held: null,
        reason: null,
        scheduled: leavesAt !== undefined,
        sending: JSON.stringify(goes),
      }),
    )
  })
}

async function set(
  ctx: Writing,
  draftId: string,
  values: Partial<Pick<DraftRow, 'leaves_at' | 'held' | 'reason' | 'scheduled' | 'saved_at'>> & { sending: string | null },
): Promise<DraftRow> {
  return ctx.db.updateTable('drafts').set(values).where('id', '=', draftId).returningAll().executeTakeFirstOrThrow()
}
