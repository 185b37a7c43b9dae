/** Creates a ticket by hand, with a first outgoing email or a comment. */
import type { z } from 'zod'
import type { createTicket as endpoint } from '#activities/api.ts'
import { writeComment } from '#activities/server/addComment.ts'
import { BadInput } from '#platform/problem.ts'
import { allow } from '#platform/server/allow.ts'
import { inTransaction, type Context } from '#platform/server/context.ts'
import { createTicket } from '#tickets/server/createTicket.ts'
import { getTicket, lockTicket, visibleTickets } from '#tickets/server/ticketQueries.ts'
import { customKey, type Fixed, type Ticket } from '#tickets/ticket.ts'
import { writeEmail, type MintMessageId } from './sendEmail.ts'

export async function createTicketByHand(ctx: Context, mint: MintMessageId, wanted: z.output<(typeof endpoint)['input']>): Promise<Ticket> {
  allow(ctx, 'tickets.create')
  const { email, comment, custom, ...given } = wanted
  if (email && comment)
    throw new BadInput('A new ticket begins with an email or a comment, not both.', [{ field: 'comment', code: 'invalid_value' }])
  if (email) allow(ctx, 'tickets.update')
  if (comment) allow(ctx, 'activities.comment')
  return inTransaction(ctx, async (writing) => {
    const key = email?.sendKey ?? comment?.sendKey
    const before = key && (await writing.db.selectFrom('activities').select('ticket_id').where('send_key', '=', key).executeTakeFirst())
    if (before) return getTicket(writing, before.ticket_id)
    const origin = ctx.via === 'api' ? 'api' : 'manual'
    const values = { ...(await fromParent(writing, given.parentId ?? null)), ...stated(given) }
    const { categoryId } = values
    if (categoryId === undefined) throw new BadInput('A ticket needs a Category.', [{ field: 'categoryId', code: 'required' }])
    const customs = Object.fromEntries(Object.entries(custom).map(([id, value]) => [customKey(Number(id)), value]))
    const row = await createTicket(
      writing,
      { ...values, ...customs, title: given.title, categoryId, origin, begunBy: 'us' },
      { askRules: true },
    )
    const locked = await lockTicket({ ...writing, actor: { kind: 'system' } }, row.id)
    if (email) await writeEmail(writing, mint, locked, email)
    if (comment) await writeComment(writing, locked, comment)
    return getTicket(writing, row.id, true)
  })
}

/** A child starts with its parent's Contact, Account, Category and Priority. A parent that one may not see gives nothing, and the rules refuse it. */
async function fromParent(ctx: Context, parentId: number | null): Promise<Partial<Fixed>> {
  if (parentId === null) return {}
  const parent = await visibleTickets(ctx)
    .select(['t.contact_id', 't.account_id', 't.category_id', 't.priority'])
    .where('t.id', '=', parentId)
    .executeTakeFirst()
  if (!parent) return {}
  return { contactId: parent.contact_id, accountId: parent.account_id, categoryId: parent.category_id, priority: parent.priority }
}

/** Without what was left out. */
const stated = (given: { [F in keyof Fixed]?: Fixed[F] | undefined }): Partial<Fixed> =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
