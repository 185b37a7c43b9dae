/** The orders of lists. Empty comes last, whichever way; of equal ones the higher number first, or last. Text is sorted by one collation. */
import { sql, type RawBuilder } from 'kysely'
import { fieldsOf } from '#fields/server/fieldsOf.ts'
import { sortKey, wantedIndex } from '#fields/server/sortKey.ts'
import { BadInput } from '#platform/problem.ts'
import type { Context } from '#platform/server/context.ts'
import { sortKeys, type SortBy, type SortKey } from '#views/view.ts'

/** By a value of the ticket, or of what it belongs to. */
export interface ValueSort {
  kind: 'value'
  key: RawBuilder<unknown>
  /** Of PostgreSQL, for a cursor's value. */
  type: string
  empty: boolean
  join?: RawBuilder<unknown>
}
/** By the name of something that few tickets' worth of names stand for: one after the other, each from its own index. */
export interface GroupSort {
  kind: 'group'
  column: RawBuilder<unknown>
  names: RawBuilder<unknown>
}
export type ListSort = ValueSort | GroupSort

const value = (key: RawBuilder<unknown>, type: string, empty = false, join?: RawBuilder<unknown>): ValueSort => ({
  kind: 'value',
  key,
  type,
  empty,
  ...(join ? { join } : {}),
})
const named = (alias: 'k' | 'a') => sql`(left(${sql.ref(`${alias}.name`)}, 200) collate "und-x-icu")`
const sorts: Record<SortKey, ListSort> = {
  id: value(sql`t.id`, 'bigint'),
  title: value(sql`(left(t.title, 200) collate "und-x-icu")`, 'text'),
  priority: value(sql`t.priority`, 'ticket_priority'),
  state: value(sql`t.state`, 'ticket_state'),
  category: { kind: 'group', column: sql`t.category_id`, names: sql`select id, name from categories` },
  user: { kind: 'group', column: sql`t.user_id`, names: sql`select id, name from users` },
  contact: value(named('k'), 'text', true, sql`join contacts k on k.id = t.contact_id`),
  account: value(named('a'), 'text', true, sql`join accounts a on a.id = t.account_id`),
  deadline: value(sql`t.deadline_at`, 'timestamptz', true),
  dueSoon: value(sql`t.due_soon_at`, 'timestamptz', true),
  reopenAt: value(sql`t.reopen_at`, 'timestamptz', true),
  createdAt: value(sql`t.created_at`, 'timestamptz'),
  editedAt: value(sql`t.edited_at`, 'timestamptz'),
  closedAt: value(sql`t.closed_at`, 'timestamptz', true),
  lastActivityAt: value(sql`t.last_activity_at`, 'timestamptz'),
  lastCustomerAt: value(sql`t.last_customer_at`, 'timestamptz', true),
  lastAgentAt: value(sql`t.last_agent_at`, 'timestamptz', true),
  activityCount: value(sql`t.activity_count`, 'integer'),
  attachmentCount: value(sql`t.attachment_count`, 'integer'),
  timeSpent: value(sql`t.time_spent`, 'integer'),
  unread: value(sql`t.unread`, 'boolean'),
}
const isFixed = (by: SortBy): by is SortKey => sortKeys.some((key) => key === by)

/** Custom fields can be sorted by where they have an index. */
export async function listSort(ctx: Pick<Context, 'db'>, by: SortBy): Promise<ListSort> {
  if (isFixed(by)) return sorts[by]
  const field = (await fieldsOf(ctx, 'ticket')).byId.get(Number(by.slice('custom.'.length)))
  if (!field || wantedIndex(field) === null)
    throw new BadInput('Tickets cannot be sorted by this field.', [{ field: 'sort', code: 'not_sortable' }])
  const type = field.type === 'number' ? 'float8' : field.type === 'yes_no' ? 'boolean' : field.type === 'select' ? 'integer' : 'text'
  return value(sortKey(field), type, true)
}

export const expectSortable = async (ctx: Pick<Context, 'db'>, by: SortBy) => void (await listSort(ctx, by))
