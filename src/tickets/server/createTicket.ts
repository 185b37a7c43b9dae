/** Creates a ticket; every door that makes one comes through here. */
import { sql, type QueryCreator } from 'kysely'
import { fieldsAt, fieldsToWrite, stamp } from '#fields/server/fieldsOf.ts'
import { defaultsOf } from '#fields/shownFields.ts'
import { RuleBroken } from '#platform/problem.ts'
import type { Writing } from '#platform/server/context.ts'
import { record } from '#platform/server/record.ts'
import type { DB } from '#platform/server/tables.ts'
import { missingCustom, shownBy } from '#tickets/customChanges.ts'
import { followedUp, ticketCreated } from '#tickets/events.ts'
import { everyField, problemsWith } from '#tickets/rules.ts'
import { customKey, isCustomKey, keysOf, type Changeable, type Changes, type CustomKey } from '#tickets/ticket.ts'
import { factsJoin } from './clockFacts.ts'
import { termsAnd } from './clockTerms.ts'
import { beginClock } from './keepClock.ts'
import { categoryRules, ruleFacts } from './ruleFacts.ts'
import { readCustomOf } from './saveTicket.ts'
import { lockTicket, partsOf, type TicketRow } from './ticketQueries.ts'
import { columnsOf, writeSets } from './ticketValues.ts'

/** What a new ticket has where nobody says something else. */
export const usual = {
  priority: 'medium',
  state: 'open',
  userId: null,
  contactId: null,
  deadline: null,
  reopenAt: null,
  parentId: null,
  statusIds: [],
  followerIds: [],
  participants: [],
  description: '',
} as const satisfies Partial<Changeable>

export type NewTicket = Pick<Changeable, 'title' | 'categoryId'> &
  Partial<Changeable> & {
    /** The channel or door it came by: email, manual, api. */
    origin: string
    begunBy: 'customer' | 'us'
    /** The Archived ticket that this one follows up. */
    followUpOf?: number
    /** Its clock began before the ticket was made. */
    clockFrom?: Date
  }

/** `askRules` is false for mail, which is never refused. */
export async function createTicket(ctx: Writing, wanted: NewTicket, { askRules }: { askRules: boolean }): Promise<TicketRow> {
  const { origin, begunBy, followUpOf, clockFrom, ...given } = wanted
  const { terms, contactAccount, fields } = await begin(ctx, given)
  const blank: Changeable = { ...usual, statusIds: [], followerIds: [], participants: [], accountId: contactAccount, ...given }
  const custom = await readCustomOf(ctx, fields, changesFrom(given), blank)
  const values = { ...blank, ...valuesIn(custom.read) }
  for (const [id, value] of Object.entries(defaultsOf(shownBy(fields, values)))) values[customKey(Number(id))] = value
  if (askRules) {
    const { category } = await categoryRules(ctx, values.categoryId)
    const touched = new Set([...everyField, ...keysOf(given)])
    const missing = missingCustom(fields, values, touched)
    const problems = problemsWith(
      await ruleFacts(ctx, { id: null, before: null, after: values, touched, category, custom: [...custom.problems, ...missing] }),
    )
    if (problems.length > 0) throw new RuleBroken('The ticket was not created.', problems)
  }
  const all = Object.fromEntries(Object.entries(values).map(([field, to]) => [field, { from: null, to }]))
  const clock = await beginClock(ctx, values, terms, clockFrom)
  const inserted = (db: QueryCreator<DB>) =>
    db
      .insertInto('tickets')
      .values({
        title: values.title,
        category_id: values.categoryId,
        ...columnsOf(all, values, fields),
        ...clock.columns,
        account_by_hand: values.accountId !== contactAccount,
        follow_up_of: followUpOf ?? null,
        origin,
        begun_by: begunBy,
        created_at: ctx.now,
        edited_at: ctx.now,
        last_activity_at: ctx.now,
        closed_at: values.state === 'closed' ? ctx.now : null,
      })
      .returningAll()
  const row = await ctx.db
    .with('ticket', inserted)
    .with('facts', () => factsJoin(sql`ticket`, clock.news))
    .selectFrom('ticket')
    .selectAll()
    .executeTakeFirstOrThrow()
  if (values.followerIds.length > 0 || values.participants.length > 0) await writeSets(ctx, row.id, all)
  await record(ctx, ticketCreated, row, { origin, fields: values, ...(followUpOf ? { followUpOf } : {}) })
  return row
}

/** The terms of its clock, the Account of its Contact and the custom fields of tickets, in one statement. */
async function begin(ctx: Writing, { contactId = null, accountId, categoryId, priority = usual.priority }: Partial<Changeable>) {
  const inherited = sql<number | null>`(select account_id from contacts where id = ${contactId})`
  const { terms, more } = await termsAnd(
    ctx,
    { priority, categoryId: categoryId ?? 0, accountId: accountId === undefined ? inherited : accountId },
    sql<{ account: number | null; stamp: string }>`json_build_object('account', ${inherited}, 'stamp', ${stamp})`,
  )
  const known = await fieldsAt(ctx, 'ticket', more?.stamp ?? '')
  // Without a field there is no value to hold one for.
  const fields = known.all.length > 0 ? await fieldsToWrite(ctx, 'ticket') : known
  return { terms, contactAccount: more?.account ?? null, fields }
}

/** Custom values of a new ticket, as a save would send them. */
const changesFrom = (given: object): Changes => {
  const wanted: Changes = {}
  for (const [key, to] of Object.entries(given)) if (isCustomKey(key)) wanted[key] = { from: null, to }
  return wanted
}
const valuesIn = (read: Changes) => {
  const values: Record<CustomKey, unknown> = {}
  for (const key of keysOf(read)) {
    const change = isCustomKey(key) ? read[key] : undefined
    if (isCustomKey(key) && change && 'to' in change) values[key] = change.to
  }
  return values
}

/**
 * A customer's reply to an Archived ticket goes to its latest follow-up that is not Archived, else makes one with its Title, Category,
 * Contact and Account. Locked by the old ticket, so that two replies at once make one.
 */
export async function followUpFor(ctx: Writing, archived: TicketRow, origin: string): Promise<TicketRow> {
  const old = await lockTicket(ctx, archived.id)
  const { rows } = await sql<{ id: number }>`
    select t.id from tickets kept join tickets t on t.id = coalesce(kept.survivor_id, kept.id)
    where kept.follow_up_of = any(${partsOf(sql`${old.id}::bigint`)}) and t.id <> ${old.id} and t.state <> 'archived' and not t.hidden
    order by t.id desc limit 1`.execute(ctx.db)
  const existing = rows[0]
  if (existing) return lockTicket(ctx, existing.id)
  const row = await createTicket(
    ctx,
    {
      title: old.title,
      categoryId: old.category_id,
      contactId: old.contact_id,
      accountId: old.account_id,
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
