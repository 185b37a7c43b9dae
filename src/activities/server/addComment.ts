/** Adds an internal comment, which no customer ever sees: it has no recipients and no outbox. */
import { sql } from 'kysely'
import type { Activity } from '#activities/activity.ts'
import { attach } from '#files/server/attachments.ts'
import { BadInput } from '#platform/problem.ts'
import { allow } from '#platform/server/allow.ts'
import { inTransaction, type Context, type Writing } from '#platform/server/context.ts'
import { noteActivity } from '#tickets/server/noteActivity.ts'
import { getTicket, joinShown, lockTicket, type TicketRow } from '#tickets/server/ticketQueries.ts'
import type { Ticket } from '#tickets/ticket.ts'
import { getActivity } from './activityQueries.ts'
import { endDraft } from './drafts.ts'
import { mention } from './mention.ts'

export interface NewComment {
  text: string
  attachmentIds: number[]
  mentionIds?: number[]
  /** The activity that it speaks of, of the same ticket. */
  aboutId?: number | null
  sendKey: string
}

export async function addComment(
  ctx: Context,
  { id, ...comment }: NewComment & { id: number },
): Promise<{ activity: Activity; ticket: Ticket }> {
  allow(ctx, 'activities.comment')
  return inTransaction(ctx, async (writing) => {
    const row = await lockTicket(writing, id)
    const activityId = (await sentBefore(writing, row.id, comment.sendKey)) ?? (await writeComment(writing, row, comment)).activityId
    await endDraft(writing, row, comment.sendKey)
    return { activity: await getActivity(writing, activityId), ticket: await getTicket(writing, id) }
  })
}

/** `row` is locked. Shared with a new ticket that begins with a comment. */
export async function writeComment(
  ctx: Writing,
  row: TicketRow,
  { text, attachmentIds, mentionIds = [], aboutId = null, sendKey }: NewComment,
) {
  if (text.trim() === '' && attachmentIds.length === 0)
    throw new BadInput('An empty comment says nothing.', [{ field: 'text', code: 'required' }])
  const { id: activityId } = await ctx.db
    .insertInto('activities')
    .values({
      ticket_id: row.id,
      kind: 'comment',
      direction: 'internal',
      at: ctx.now,
      created_at: ctx.now,
      user_id: ctx.actor.kind === 'user' ? ctx.actor.id : null,
      text,
      answers_id: aboutId === null ? null : await ofThisTicket(ctx, row, aboutId),
      send_key: sendKey,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await attach(ctx, attachmentIds, { activityId, ticketId: row.id })
  await mention(ctx, row, activityId, mentionIds)
  const saved = await noteActivity(ctx, row, {
    activityId,
    kind: 'comment',
    direction: 'internal',
    at: ctx.now,
    text,
    attachments: attachmentIds.length,
    fromCustomer: false,
    automatic: false,
    answer: false,
  })
  return { activityId, row: saved }
}

/** An activity that shows on the same ticket. */
async function ofThisTicket(ctx: Writing, row: TicketRow, id: number): Promise<number> {
  const { rows } = await sql<{
    id: number
  }>`select x.id from activities x ${joinShown(sql`x.ticket_id`)} where x.id = ${id} and t.id = ${row.id}`.execute(ctx.db)
  if (!rows[0]) throw new BadInput('There is no such activity on this ticket.', [{ field: 'aboutId', code: 'unknown' }])
  return id
}

/** The same message sent again, because the answer to the first try got lost, is the first one. */
export async function sentBefore(ctx: Writing, ticketId: number, sendKey: string): Promise<number | null> {
  const { rows } = await sql<{ id: number; ticket_id: number; user_id: number | null }>`
    select x.id, coalesce(t.survivor_id, t.id) as ticket_id, x.user_id from activities x join tickets t on t.id = x.ticket_id
    where x.send_key = ${sendKey}`.execute(ctx.db)
  const found = rows[0]
  const mine = ctx.actor.kind === 'user' ? ctx.actor.id : null
  if (found && (found.ticket_id !== ticketId || found.user_id !== mine))
    throw new BadInput('This key was used for another message.', [{ field: 'sendKey', code: 'invalid_value' }])
  return found?.id ?? null
}
