/** Creates a ticket; every door that makes one comes through here. */
import { RuleBroken } from '#platform/problem.ts'
import type { Writing } from '#platform/server/context.ts'
import { record } from '#platform/server/record.ts'
import { followedUp, ticketCreated } from '#tickets/events.ts'
import { fieldNames } from '#tickets/fields.ts'
import { problemsWith } from '#tickets/rules.ts'
import type { Changeable } from '#tickets/ticket.ts'
import { ruleFacts } from './saveTicket.ts'
import { lockTicket, type TicketRow } from './ticketQueries.ts'

export interface NewTicket extends Changeable {
  /** The channel or door it came by: email, manual, api. */
  origin: string
  begunBy: 'customer' | 'us'
  /** The Archived ticket that this one follows up. */
  followUpOf?: number
}

/** `askRules` is false for mail, which is never refused. */
export async function createTicket(ctx: Writing, wanted: NewTicket, { askRules }: { askRules: boolean }): Promise<TicketRow> {
  const { origin, begunBy, followUpOf, ...values } = wanted
  if (askRules) {
    const problems = problemsWith(await ruleFacts(ctx, values, new Set(fieldNames)))
    if (problems.length > 0) throw new RuleBroken('The ticket was not created.', problems)
  }
  const account = values.contactId
    ? await ctx.db.selectFrom('contacts').select('account_id').where('id', '=', values.contactId).executeTakeFirst()
    : undefined
  const row = await ctx.db
    .insertInto('tickets')
    .values({
      title: values.title,
      category_id: values.categoryId,
      priority: values.priority,
      state: values.state,
      user_id: values.userId,
      contact_id: values.contactId,
      account_id: account?.account_id ?? null,
      description: values.description,
      follow_up_of: followUpOf ?? null,
      origin,
      begun_by: begunBy,
      created_at: ctx.now,
      edited_at: ctx.now,
      last_activity_at: ctx.now,
      closed_at: values.state === 'closed' ? ctx.now : null,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  await record(ctx, ticketCreated, row, { origin, fields: values, ...(followUpOf ? { followUpOf } : {}) })
  return row
}

/**
 * A customer's reply to an Archived ticket goes to its latest follow-up that is not Archived, else makes one with its Title, Category,
 * Contact and Account. Locked by the old ticket, so that two replies at once make one.
 */
export async function followUpFor(ctx: Writing, archived: TicketRow, origin: string): Promise<TicketRow> {
  const old = await lockTicket(ctx, archived.id)
  const existing = await ctx.db
    .selectFrom('tickets')
    .select('id')
    .where('follow_up_of', '=', old.id)
    .where('state', '<>', 'archived')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (existing) return lockTicket(ctx, existing.id)
  const row = await createTicket(
    ctx,
    {
      title: old.title,
      categoryId: old.category_id,
      priority: 'medium',
      state: 'open',
      userId: null,
      contactId: old.contact_id,
      description: '',
      origin,
      begunBy: 'customer',
      followUpOf: old.id,
    },
    { askRules: false },
  )
  const { version } = await ctx.db
    .updateTable('tickets')
    .set({ version: old.version + 1 })
    .where('id', '=', old.id)
    .returning('version')
    .executeTakeFirstOrThrow()
  await record(ctx, followedUp, { id: old.id, version }, { followUpId: row.id })
  return row
}
