/** A ticket's changeable values: from its row and its sets, and back into columns. */
import { sql } from 'kysely'
import { question } from '#platform/server/batch.ts'
import type { Context, Writing } from '#platform/server/context.ts'
import type { FieldSet } from '#fields/customField.ts'
import { foldedOf } from '#fields/foldedValues.ts'
import { customIn } from '#tickets/customChanges.ts'
import { fold } from '#platform/fold.ts'
import { fieldNames } from '#tickets/fields.ts'
import { customKey, isCustomKey, type Changeable, type FieldKey, type FieldName } from '#tickets/ticket.ts'
import { foldedDescription } from './foldTickets.ts'
import type { Changed } from './mergeFields.ts'
import { partsOf, type TicketRow } from './ticketQueries.ts'

/** Those that are columns of their own; the deadline belongs to the clock, followers and participants to their tables. */
const columns: Partial<Record<FieldName, keyof TicketRow>> = {
  title: 'title',
  categoryId: 'category_id',
  priority: 'priority',
  state: 'state',
  userId: 'user_id',
  contactId: 'contact_id',
  accountId: 'account_id',
  reopenAt: 'reopen_at',
  parentId: 'parent_id',
  statusIds: 'status_ids',
  description: 'description',
}

/** Followers and participants are read only where a save touches them. */
export async function valuesOf(ctx: Context, row: TicketRow, touched: ReadonlySet<FieldKey>): Promise<Changeable> {
  return {
    title: row.title,
    categoryId: row.category_id,
    priority: row.priority,
    state: row.state,
    userId: row.user_id,
    contactId: row.contact_id,
    accountId: row.account_id,
    deadline: row.deadline_by_hand ? row.deadline_at : null,
    reopenAt: row.reopen_at,
    parentId: row.parent_id,
    statusIds: row.status_ids,
    followerIds: touched.has('followerIds') ? await followersOf.ask(ctx, row.id) : [],
    participants: touched.has('participants') ? await participantsOf.ask(ctx, row.id) : [],
    description: row.description,
    ...customOf(row.custom),
  }
}

const customOf = (custom: unknown): Record<`custom.${number}`, unknown> =>
  Object.fromEntries(Object.entries(custom ?? {}).map(([id, value]) => [customKey(Number(id)), value]))

/** The values by their columns; `custom` is whole if one of its fields is among them. */
export function columnsOf(changed: Changed, after: Changeable, fields: FieldSet) {
  const set: Record<string, unknown> = {}
  for (const field of fieldNames) {
    const column = columns[field]
    if (column && changed[field]) set[column] = after[field]
  }
  if (changed.title) set['title_folded'] = fold(after.title)
  if (changed.description) set['description_folded'] = foldedDescription(after.description)
  if (Object.keys(changed).some(isCustomKey)) {
    const values = customIn(after)
    set['custom'] = JSON.stringify(values)
    set['custom_folded'] = JSON.stringify(foldedOf(fields, values))
  }
  return set
}

/** On a survivor they are those of all its parts: what goes, goes from each; what comes is its own. */
export async function writeSets(ctx: Writing, ticketId: number, changed: Changed) {
  const { followerIds, participants } = changed
  const parts = partsOf(sql`${ticketId}::bigint`)
  if (followerIds) {
    const ids = followerIds.to
    await sql`delete from ticket_followers where ticket_id = any(${parts}) and user_id <> all(${ids}::bigint[])`.execute(ctx.db)
    await sql`insert into ticket_followers (ticket_id, user_id) select ${ticketId}, u from unnest(${ids}::bigint[]) as u
      where not exists (select from ticket_followers f where f.user_id = u and f.ticket_id = any(${parts})) on conflict do nothing`.execute(
      ctx.db,
    )
  }
  if (participants) {
    const to = participants.to
    await sql`delete from ticket_participants where ticket_id = any(${parts}) and address <> all(${to}::text[])`.execute(ctx.db)
    await sql`insert into ticket_participants (ticket_id, address) select ${ticketId}, a from unnest(${to}::text[]) as a
      where not exists (select from ticket_participants p where p.address = a and p.ticket_id = any(${parts})) on conflict do nothing`.execute(
      ctx.db,
    )
  }
}

const followersOf = question(async ({ db }, id: number) => {
  const { rows } = await sql<{ user_id: number }>`select distinct user_id from ticket_followers
    where ticket_id = any(${partsOf(sql`${id}::bigint`)}) order by user_id`.execute(db)
  return rows.map((row) => row.user_id)
})
const participantsOf = question(async ({ db }, id: number) => {
  const { rows } = await sql<{ address: string }>`select distinct address from ticket_participants
    where ticket_id = any(${partsOf(sql`${id}::bigint`)}) order by address`.execute(db)
  return rows.map((row) => row.address)
})
