/** A ticket's changeable values: from its row and its sets, and back into columns. */
import { sql } from 'kysely'
import type { Context, Writing } from '#platform/server/context.ts'
import type { FieldSet } from '#fields/customField.ts'
import { foldedOf } from '#fields/foldedValues.ts'
import { customIn } from '#tickets/customChanges.ts'
import { fold } from '#platform/fold.ts'
import { fieldNames } from '#tickets/fields.ts'
import { customKey, isCustomKey, type Changeable, type FieldKey, type FieldName } from '#tickets/ticket.ts'
import { foldedDescription } from './foldTickets.ts'
import type { Changed } from './mergeFields.ts'
import type { TicketRow } from './ticketQueries.ts'

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
    followerIds: touched.has('followerIds') ? await followersOf(ctx, row.id) : [],
    participants: touched.has('participants') ? await participantsOf(ctx, row.id) : [],
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

export async function writeSets(ctx: Writing, ticketId: number, changed: Changed) {
  const { followerIds, participants } = changed
  if (followerIds) {
    const ids = followerIds.to
    await sql`delete from ticket_followers where ticket_id = ${ticketId} and user_id <> all(${ids}::bigint[])`.execute(ctx.db)
    await sql`insert into ticket_followers (ticket_id, user_id) select ${ticketId}, unnest(${ids}::bigint[]) on conflict do nothing`.execute(
      ctx.db,
    )
  }
  if (participants) {
    const to = participants.to
    await sql`delete from ticket_participants where ticket_id = ${ticketId} and address <> all(${to}::text[])`.execute(ctx.db)
    await sql`insert into ticket_participants (ticket_id, address) select ${ticketId}, unnest(${to}::text[]) on conflict do nothing`.execute(
      ctx.db,
    )
  }
}

async function followersOf({ db }: Context, id: number) {
  const rows = await db.selectFrom('ticket_followers').select('user_id').where('ticket_id', '=', id).orderBy('user_id').execute()
  return rows.map((row) => row.user_id)
}
async function participantsOf({ db }: Context, id: number) {
  const rows = await db.selectFrom('ticket_participants').select('address').where('ticket_id', '=', id).orderBy('address').execute()
  return rows.map((row) => row.address)
}
