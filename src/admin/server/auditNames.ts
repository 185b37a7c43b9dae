/** Names for the numbers that settings hold, so that the audit log reads “Billing” and not 3. */
import { sql } from 'kysely'
import type { Context } from '#platform/server/context.ts'

/** Which table a field's numbers are of, by the field's name. */
const tables = {
  accessId: 'accesses',
  rightId: 'rights',
  memberIds: 'users',
  handUsers: 'users',
  userId: 'users',
  workCategories: 'categories',
  handCategories: 'categories',
  categoryId: 'categories',
  categoryIds: 'categories',
  queues: 'email_queues',
  queueId: 'email_queues',
  defaultQueueId: 'email_queues',
  slaId: 'slas',
  timeGroupId: 'time_groups',
  includes: 'time_groups',
  statusIds: 'statuses',
  accountId: 'accounts',
  contactId: 'contacts',
  contactIds: 'contacts',
  accountIds: 'accounts',
  templateId: 'templates',
  teamIds: 'teams',
  rightIds: 'rights',
} as const
type Table = (typeof tables)[keyof typeof tables]
const titled: ReadonlySet<Table> = new Set<Table>(['slas', 'time_groups', 'statuses'])
const byField = new Map<string, Table>(Object.entries(tables))

export const tableOfField = (field: string): Table | undefined => byField.get(field)

/** All names that these changes speak of, one query for each table; keys are `users 12`. */
export async function namesFor(
  { db }: Context,
  changes: readonly Record<string, { from: unknown; to: unknown }>[],
): Promise<Map<string, string>> {
  const wanted = new Map<Table, Set<number>>()
  for (const change of changes)
    for (const [field, { from, to }] of Object.entries(change)) {
      const table = tableOfField(field)
      if (!table) continue
      const ids = wanted.get(table) ?? new Set()
      for (const value of [from, to].flat()) if (typeof value === 'number') ids.add(value)
      wanted.set(table, ids)
    }
  const names = new Map<string, string>()
  for (const [table, ids] of wanted) {
    const column = titled.has(table) ? 'title' : 'name'
    const { rows } = await sql<{ id: number; name: string }>`
      select id, ${sql.ref(column)} as name from ${sql.table(table)} where id = any(${[...ids]}::bigint[])`.execute(db)
    for (const row of rows) names.set(`${table} ${row.id}`, row.name)
  }
  return names
}
