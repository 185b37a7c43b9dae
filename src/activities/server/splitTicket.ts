/** Split: activities of a ticket become a new one with the same Category, Priority and Contact, Open, its clock from the first customer's message. */
import { BadInput } from '#platform/problem.ts'
import { allow } from '#platform/server/allow.ts'
import { inTransaction, type Context, type Writing } from '#platform/server/context.ts'
import { record } from '#platform/server/record.ts'
import { ticketSplitFrom, ticketSplitTo } from '#activities/events.ts'
import { createTicket } from '#tickets/server/createTicket.ts'
import { expectVisible, getTicket, lockTicket, type TicketRow } from '#tickets/server/ticketQueries.ts'
import type { Ticket } from '#tickets/ticket.ts'
import { movable, relocate } from './relocate.ts'
import { settle } from './settle.ts'
import { tell } from './tell.ts'

interface Split {
  id: number
  activityIds: readonly number[]
  title?: string | undefined
}

export async function splitTicket(ctx: Context, split: Split): Promise<Ticket> {
  allow(ctx, 'activities.move')
  return inTransaction(ctx, async (writing) => getTicket(writing, (await splitOne(writing, split)).id))
}

export async function splitOne(ctx: Writing, { id, activityIds, title }: Split): Promise<TicketRow> {
  allow(ctx, 'activities.move')
  const source = await lockTicket(ctx, id)
  const wanted = [...new Set(activityIds)]
  const moved = await movable(ctx, source, wanted)
  const first = moved[0]
  if (!first || moved.length !== wanted.length)
    throw new BadInput('Only messages and comments of this ticket can be split from it.', [{ field: 'activityIds', code: 'invalid_value' }])
  const asked = moved.find((activity) => activity.customer)
  const made = await createTicket(
    ctx,
    {
      title: title ?? source.title,
      categoryId: source.category_id,
      priority: source.priority,
      contactId: source.contact_id,
      accountId: source.account_id,
      origin: source.origin,
      begunBy: first.direction === 'in' ? 'customer' : 'us',
      ...(asked ? { clockFrom: new Date(asked.at) } : {}),
    },
    { askRules: false },
  )
  const gone = await relocate(ctx, wanted, { source, target: made, peopleOf: source })
  const count = wanted.length
  const sourceTold = await tell(ctx, source, { what: 'split_to', ticketId: made.id, count })
  const madeTold = await tell(ctx, made, { what: 'split_from', ticketId: source.id, count })
  const settledSource = await settle(ctx, sourceTold, { ids: (await expectVisible(ctx, source.id)).ids, gone })
  await record(ctx, ticketSplitTo, settledSource, { activityIds: wanted, ticketId: made.id })
  const settled = await settle(ctx, madeTold, { ids: [made.id], unread: source.unread && asked !== undefined })
  await record(ctx, ticketSplitFrom, settled, { activityIds: wanted, ticketId: source.id })
  return settled
}
