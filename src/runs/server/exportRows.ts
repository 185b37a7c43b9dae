/** The tickets of an export as cells: names instead of numbers, times in UTC, custom fields as people read them. */
import { sql, type RawBuilder } from 'kysely'
import { displayValue, type ValueWords } from '#fields/displayValue.ts'
import { fieldsOf } from '#fields/server/fieldsOf.ts'
import type { Context } from '#platform/server/context.ts'
import { visible } from '#tickets/server/ticketQueries.ts'
import type { ColumnKey } from '#views/view.ts'

type Fixed = Exclude<ColumnKey, `custom.${number}`>
export type Cell = string | number | null

interface Column {
  head: string
  /** Of `tickets as t` with the joins below. */
  value: RawBuilder<unknown>
}

const column = (head: string, value: RawBuilder<unknown>): Column => ({ head, value })
/** A parent out of sight is not told of. */
const columnsFor = (ctx: Context): Record<Fixed, Column> => ({
  id: column('Number', sql`t.id`),
  title: column('Title', sql`t.title`),
  priority: column('Priority', sql`t.priority::text`),
  state: column('State', sql`t.state::text`),
  category: column('Category', sql`c.name`),
  user: column('User', sql`u.name`),
  contact: column('Contact', sql`k.name`),
  account: column('Account', sql`a.name`),
  statuses: column(
    'Status',
    sql`(select string_agg(s.title, ', ' order by s.position, lower(s.title)) from statuses s where s.id = any(t.status_ids))`,
  ),
  sla: column('Deadline', sql`t.deadline_at`),
  lastActivityAt: column('Last activity', sql`t.last_activity_at`),
  createdAt: column('Created', sql`t.created_at`),
  editedAt: column('Edited', sql`t.edited_at`),
  closedAt: column('Closed', sql`t.closed_at`),
  reopenAt: column('Re-open', sql`t.reopen_at`),
  activityCount: column('Activities', sql`t.activity_count`),
  attachmentCount: column('Attachments', sql`t.attachment_count`),
  timeSpent: column('Time spent, in minutes', sql`t.time_spent`),
  parent: column('Parent', sql`(select t.id from (select t.parent_id as id) p join tickets t using (id) where ${visible(ctx)})`),
})
const joins = sql`join categories c on c.id = t.category_id left join users u on u.id = t.user_id
  left join contacts k on k.id = t.contact_id left join accounts a on a.id = t.account_id`

const isFixed = (key: ColumnKey): key is Fixed => !key.startsWith('custom.')

export interface Exported {
  keys: readonly ColumnKey[]
  heads: string[]
  /** Of the number that a page begins after; the rows are in the order of their numbers. */
  query: (
    after: number,
    limit: number,
    condition: RawBuilder<boolean>,
  ) => RawBuilder<{ id: number; cells: Cell[]; custom: Record<string, unknown> }>
  cells: (row: { cells: Cell[]; custom: Record<string, unknown> }) => Cell[]
}

/** A column whose field is gone is left out. */
export async function exported(ctx: Context, wanted: readonly ColumnKey[]): Promise<Exported> {
  const columns = columnsFor(ctx)
  const fields = await fieldsOf(ctx, 'ticket')
  const { rows: people } = await sql<{ id: number; name: string }>`select id, name from users`.execute(ctx.db)
  const names = new Map(people.map(({ id, name }) => [id, name]))
  const words: ValueWords = {
    yes: 'yes',
    no: 'no',
    removedOption: (title) => title,
    user: (id) => names.get(id) ?? `User ${id}`,
    number: String,
    date: (day) => day,
    moment: (at) => at,
  }
  const fieldOf = (key: ColumnKey) => (key.startsWith('custom.') ? fields.byId.get(Number(key.slice('custom.'.length))) : undefined)
  const keys = wanted.filter((key) => isFixed(key) || fieldOf(key))
  const fixed = keys.filter(isFixed)
  return {
    keys,
    heads: keys.map((key) => (isFixed(key) ? columns[key].head : (fieldOf(key)?.title ?? ''))),
    query: (after, limit, condition) => sql`
      select t.id, jsonb_build_array(${fixed.length > 0 ? sql.join(fixed.map((key) => columns[key].value)) : sql`null`}) as cells, t.custom
      from tickets t ${joins} where t.id > ${after} and ${condition} order by t.id limit ${limit}`,
    cells({ cells, custom }) {
      const held = new Map(fixed.map((key, n) => [key, cells[n] ?? null]))
      return keys.map((key) => {
        if (isFixed(key)) return held.get(key) ?? null
        const field = fieldOf(key)
        return field ? displayValue(field, custom[field.id], words) || null : null
      })
    },
  }
}
