/** Drafts on the server: each User's own, kept while it is written, gone when it is sent. */
import { sql, type Selectable } from 'kysely'
import { z } from 'zod'
import { draft, filesOf, heldBecause, type Draft, type KeptDraft, type OtherDraft } from '#activities/draft.ts'
import { draftChanged } from '#activities/events.ts'
import { BadInput, NotAllowed, NotFound } from '#platform/problem.ts'
import { allow } from '#platform/server/allow.ts'
import { inTransaction, type Context, type Writing } from '#platform/server/context.ts'
import { record } from '#platform/server/record.ts'
import type { Drafts } from '#platform/server/tables.ts'
import { raiseVersion } from '#tickets/server/raiseVersion.ts'
import { expectVisible, lockTicket, partsOf, type TicketRow } from '#tickets/server/ticketQueries.ts'
import { seen } from '#tickets/seen.ts'
import { changes, states } from '#tickets/ticket.ts'

export type DraftRow = Selectable<Drafts>

/** What goes with a message that leaves later. */
export const sending = z.object({ changes: changes.optional(), setState: z.enum(states).optional(), seen: seen.optional() })

/** Drafts are people's: programs without a User have none. */
export function writerOf({ actor }: Context): number {
  if (actor.kind !== 'user') throw new NotAllowed('Only a User has drafts.')
  return actor.id
}

/** A draft as its writer sees it. */
export const shownDraft = (row: DraftRow): KeptDraft => ({
  ticketId: row.ticket_id,
  content: draft.parse(row.content),
  window: row.window_id,
  savedAt: row.saved_at,
  leavesAt: row.leaves_at,
  scheduled: row.scheduled,
  setState: row.sending === null ? null : (sending.parse(row.sending).setState ?? null),
  held: row.held === null ? null : { because: z.enum(heldBecause).parse(row.held), reason: row.reason },
})

export async function listDrafts(ctx: Context, { id }: { id: number }) {
  const { ids } = await expectVisible(ctx, id)
  const userId = ctx.actor.kind === 'user' ? ctx.actor.id : 0
  const mine = await ctx.db
    .selectFrom('drafts')
    .selectAll()
    .where('ticket_id', 'in', ids)
    .where('user_id', '=', userId)
    .orderBy('saved_at', 'desc')
    .execute()
  const { rows: others } = await sql<OtherDraft>`
    select json_build_object('id', u.id, 'name', u.name) as user, d.kind, d.activity_id as "activityId", d.begun_at as since, d.leaves_at as "leavesAt"
    from drafts d join users u on u.id = d.user_id
    where d.ticket_id = any(${ids}::bigint[]) and d.user_id <> ${userId} order by d.begun_at`.execute(ctx.db)
  return { mine: mine.map(shownDraft), others, now: ctx.now.toISOString() }
}

export async function listOwnDrafts(ctx: Context, { ticketId }: { ticketId?: number | undefined }) {
  const { rows } = await sql<DraftRow>`
    select d.* from drafts d where d.user_id = ${writerOf(ctx)}
      ${ticketId === undefined ? sql`` : sql`and d.ticket_id = any(${partsOf(sql`coalesce((select survivor_id from tickets where id = ${ticketId}), ${ticketId}::bigint)`)})`}
    order by d.saved_at desc limit 500`.execute(ctx.db)
  return { drafts: rows.map(shownDraft) }
}

interface Save {
  id: number
  draftId: string
  window: string
  seq: number
  content: Draft
}

export async function saveDraft(ctx: Context, { id, draftId, window, seq, content }: Save) {
  allow(ctx, content.kind === 'comment' ? 'activities.comment' : 'tickets.update')
  const savedAt = ctx.now.toISOString()
  return inTransaction(ctx, async (writing) => {
    const row = await lockTicket(writing, id)
    if (await isSent(writing, draftId)) return { outcome: 'sent' as const, savedAt }
    const held = await heldAt(writing, row, { id, draftId, content })
    if (held && (held.leaves_at !== null || held.held !== null)) return { outcome: 'waiting' as const, savedAt: held.saved_at }
    const seqs = seqsOf(held)
    if ((seqs[window] ?? -1) >= seq) return { outcome: 'older' as const, savedAt: held?.saved_at ?? savedAt }
    await writeDraft(writing, row, held, { id, draftId, window, seq, content })
    return { outcome: 'saved' as const, savedAt }
  })
}

const seqsOf = (held: DraftRow | undefined) =>
  z
    .record(z.string(), z.number())
    .catch({})
    .parse(held?.seqs ?? {})

/** The row where this is kept: by its key, else what this User was already writing there in another window. The ticket is locked. */
export async function heldAt(
  ctx: Writing,
  row: TicketRow,
  { id, draftId, content }: Pick<Save, 'id' | 'draftId' | 'content'>,
): Promise<DraftRow | undefined> {
  const userId = writerOf(ctx)
  const own = await ctx.db.selectFrom('drafts').selectAll().where('id', '=', draftId).forUpdate().executeTakeFirst()
  if (own && own.user_id !== userId) throw taken()
  if (own) return own
  const { rows } = await sql<DraftRow>`
    select * from drafts where user_id = ${userId} and kind = ${content.kind} and leaves_at is null and held is null
      and activity_id is not distinct from ${content.activityId}::bigint
      and ticket_id = ${content.activityId === null ? sql`${id}::bigint` : sql`any(${partsOf(sql`${row.id}::bigint`)})`}
    limit 1 for update`.execute(ctx.db)
  return rows[0]
}

/** Others hear of a draft when it begins or goes on in another window, not of each save. */
export async function writeDraft(ctx: Writing, row: TicketRow, held: DraftRow | undefined, save: Save) {
  const { draftId, window, seq, content } = save
  const values = {
    id: draftId,
    content: JSON.stringify(content),
    attachment_ids: filesOf(content),
    window_id: window,
    seqs: JSON.stringify({ ...seqsOf(held), [window]: seq }),
    saved_at: ctx.now,
  }
  if (held) await ctx.db.updateTable('drafts').set(values).where('id', '=', held.id).execute()
  else
    await ctx.db
      .insertInto('drafts')
      .values({ ...values, ...(await homeOf(ctx, row, save)), user_id: writerOf(ctx), kind: content.kind, begun_at: ctx.now })
      .execute()
  if (held?.id !== draftId || held.window_id !== window) await tellDraft(ctx, row, draftId)
}

/** Kept where that stands which it answers; without any, on the number under which it was begun. */
async function homeOf(ctx: Writing, row: TicketRow, { id, content }: Save) {
  const { rows } = await sql<{ ids: number[]; id: number | null; ticket_id: number | null }>`
    select parts.ids, x.id, x.ticket_id from (select ${partsOf(sql`${row.id}::bigint`)} as ids) parts
    left join activities x on x.id = ${content.activityId} and x.ticket_id = any(parts.ids)`.execute(ctx.db)
  const found = rows[0]
  return { ticket_id: found?.ticket_id ?? (found?.ids.includes(id) ? id : row.id), activity_id: found?.id ?? null }
}

async function isSent(ctx: Writing, draftId: string) {
  const found = await ctx.db.selectFrom('activities').select('id').where('send_key', '=', draftId).executeTakeFirst()
  return found !== undefined
}

const missing = () => new NotFound('There is no such draft.')
const taken = () => new BadInput('This key was used for another message.', [{ field: 'draftId', code: 'invalid_value' }])

/** `row` is locked by the caller. */
export async function tellDraft(ctx: Writing, row: Pick<TicketRow, 'id'>, draftId: string) {
  await record(ctx, draftChanged, await raiseVersion(ctx, row), { draftId })
}

/** The message is sent: its draft is done with. `row` is locked by the caller. */
export async function endDraft(ctx: Writing, row: Pick<TicketRow, 'id'>, draftId: string) {
  if (ctx.actor.kind !== 'user') return
  const { numDeletedRows } = await ctx.db
    .deleteFrom('drafts')
    .where('id', '=', draftId)
    .where('user_id', '=', ctx.actor.id)
    .executeTakeFirst()
  if (numDeletedRows > 0n) await tellDraft(ctx, row, draftId)
}

/** One's own draft with its ticket locked, wherever that is by now: what one wrote stays one's own. */
export async function lockDraft(ctx: Writing, draftId: string): Promise<{ row: TicketRow; held: DraftRow }> {
  const userId = writerOf(ctx)
  const found = await ctx.db
    .selectFrom('drafts')
    .select('ticket_id')
    .where('id', '=', draftId)
    .where('user_id', '=', userId)
    .executeTakeFirst()
  if (!found) throw missing()
  const row = await lockTicket({ ...ctx, actor: { kind: 'system' } }, found.ticket_id, { evenInBin: true })
  const held = await ctx.db.selectFrom('drafts').selectAll().where('id', '=', draftId).forUpdate().executeTakeFirst()
  if (!held) throw missing()
  return { row, held }
}

export async function deleteDraft(ctx: Context, { draftId }: { draftId: string }) {
  await inTransaction(ctx, async (writing) => {
    const { row } = await lockDraft(writing, draftId)
    await endDraft(writing, row, draftId)
  })
  return { ok: true as const }
}
