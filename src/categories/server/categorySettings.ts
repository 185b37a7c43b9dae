/** Keeps the Categories. One with tickets, or that a queue, a Right or a custom field names, cannot be deleted; it can be switched off. */
import { sql } from 'kysely'
import { categories, type CategorySettings } from '#categories/categorySettings.ts'
import type { FieldProblem } from '#platform/problem.ts'
import type { Writing } from '#platform/server/context.ts'
import { keepThings } from '#platform/server/things.ts'
import type { Use } from '#platform/thing.ts'

export const keptCategories = keepThings({
  thing: categories,
  table: 'categories',
  columns: {
    name: 'name',
    active: 'active',
    position: 'position',
    defaultQueueId: 'default_queue_id',
    slaId: 'sla_id',
    timeGroupId: 'time_group_id',
    statusIds: 'status_ids',
    severalStatuses: 'several_statuses',
    statusRequired: 'status_required',
    waitingRequiresReopen: 'waiting_requires_reopen',
    checkChildren: 'check_children',
    autoArchiveDays: 'auto_archive_days',
    dueSoonMinutes: 'due_soon_minutes',
    grantMinutes: 'grant_minutes',
    focusedTab: 'focused_tab',
    notify: 'notify',
  },
  json: ['notify'],
  title: 'name',
  order: sql`x.position, lower(x.name)`,
  check,
  async uses({ db }, id): Promise<Use[]> {
    const { rows } = await sql<Use>`
      (select 'ticket' as what, id, '#' || id as title from tickets where category_id = ${id} order by id desc limit 20)
      union all select 'queue', id, name from email_queues where category_id = ${id}
      union all select 'right', id, name from rights where ${id} = any(work_categories) or ${id} = any(hand_categories)
      union all select 'custom_field', id, title from custom_fields where ${id} = any(category_ids)`.execute(db)
    return rows
  },
})

/** What it names exists, a Status that is asked for can be given, and somewhere new tickets can go. */
async function check(ctx: Writing, values: CategorySettings, id: number | null): Promise<FieldProblem[]> {
  const problems: FieldProblem[] = []
  for (const [field, table, wanted] of [
    ['defaultQueueId', 'email_queues', values.defaultQueueId],
    ['slaId', 'slas', values.slaId],
    ['timeGroupId', 'time_groups', values.timeGroupId],
  ] as const)
    if (wanted !== null && (await missing(ctx, table, [wanted])).length > 0) problems.push({ field, code: 'unknown' })
  for (const [at, rule] of values.notify.entries())
    for (const [field, table, wanted] of [
      ['userIds', 'users', rule.userIds],
      ['teamIds', 'teams', rule.teamIds],
    ] as const)
      if ((await missing(ctx, table, wanted)).length > 0) problems.push({ field: `notify.${at}.${field}`, code: 'unknown' })
  const unknown = new Set(await missing(ctx, 'statuses', values.statusIds))
  for (const [at, status] of values.statusIds.entries())
    if (unknown.has(status)) problems.push({ field: `statusIds.${at}`, code: 'unknown' })
  if (values.statusRequired !== 'never' && values.statusIds.length === 0) problems.push({ field: 'statusRequired', code: 'no_statuses' })
  if (!values.active) {
    const { rows } = await sql`select from categories where active and id is distinct from ${id} limit 1`.execute(ctx.db)
    if (rows.length === 0) problems.push({ field: 'active', code: 'last_active' })
  }
  return problems
}

async function missing(
  { db }: Writing,
  table: 'email_queues' | 'slas' | 'time_groups' | 'statuses' | 'users' | 'teams',
  ids: readonly number[],
) {
  const { rows } = await sql<{ id: number }>`select id from ${sql.table(table)} where id = any(${[...ids]}::bigint[])`.execute(db)
  const found = new Set(rows.map((row) => row.id))
  return ids.filter((one) => !found.has(one))
}
