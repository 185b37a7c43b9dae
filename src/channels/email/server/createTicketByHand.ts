/** Creates a ticket by hand, with a first outgoing email or a comment. */
import type { z } from 'zod'
import type { createTicket as endpoint } from '#activities/api.ts'
import { writeComment } from '#activities/server/addComment.ts'
import { BadInput } from '#platform/problem.ts'
import { allow } from '#platform/server/allow.ts'
import { inTransaction, type Context } from '#platform/server/context.ts'
import { createTicket } from '#tickets/server/createTicket.ts'
import { getTicket, lockTicket } from '#tickets/server/ticketQueries.ts'
import type { Ticket } from '#tickets/ticket.ts'
import { writeEmail, type MintMessageId } from './sendEmail.ts'

export async function createTicketByHand(ctx: Context, mint: MintMessageId, wanted: z.output<(typeof endpoint)['input']>): Promise<Ticket> {
  allow(ctx, 'tickets.create')
  const { email, comment, ...values } = wanted
  if (email && comment)
    throw new BadInput('A new ticket begins with an email or a comment, not both.', [{ field: 'comment', code: 'invalid_value' }])
  if (email) allow(ctx, 'tickets.update')
  if (comment) allow(ctx, 'activities.comment')
  return inTransaction(ctx, async (writing) => {
    const key = email?.sendKey ?? comment?.sendKey
    const before = key && (await writing.db.selectFrom('activities').select('ticket_id').where('send_key', '=', key).executeTakeFirst())
    if (before) return getTicket(writing, before.ticket_id)
    const origin = ctx.via === 'api' ? 'api' : 'manual'
    const row = await createTicket(writing, { ...values, origin, begunBy: 'us' }, { askRules: true })
    const locked = await lockTicket({ ...writing, actor: { kind: 'system' } }, row.id)
    if (email) await writeEmail(writing, mint, locked, email)
    if (comment) await writeComment(writing, locked, comment)
    return getTicket(writing, row.id, true)
  })
}
