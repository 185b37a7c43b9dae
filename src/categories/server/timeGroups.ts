/** Keeps the Time groups. One that a Category works by or another group includes cannot be deleted. */
import { sql } from 'kysely'
import { timeGroups, wrongIncludes } from '#categories/timeGroups.ts'
import type { FieldProblem } from '#platform/problem.ts'
import { keepThings } from '#platform/server/things.ts'
import type { Use } from '#platform/thing.ts'
import { keepOpenHours } from './openHoursRows.ts'

export const keptTimeGroups = keepThings({
  thing: timeGroups,
  table: 'time_groups',
  columns: { title: 'title', zone: 'zone', week: 'week', includes: 'includes', yearly: 'yearly', exceptions: 'exceptions' },
  json: ['week', 'yearly', 'exceptions'],
  title: 'title',
  async check({ db }, { includes }, id): Promise<FieldProblem[]> {
    const rows = await db.selectFrom('time_groups').select(['id', 'includes']).execute()
    const others = new Map(rows.filter((row) => row.id !== id).map((row) => [row.id, row]))
    return wrongIncludes(id, includes, others).map(({ at, code }) => ({ field: `includes.${at}`, code }))
  },
  async uses({ db }, id): Promise<Use[]> {
    const { rows } = await sql<Use>`
      select 'category' as what, id, name as title from categories where time_group_id = ${id}
      union all
      select 'queue', id, name from email_queues where time_group_id = ${id}
      union all
      select 'time_group', id, title from time_groups where ${id} = any(includes)
      order by 1, 3`.execute(db)
    return rows
  },
  async saved(ctx, { id, after }) {
    if (after) await keepOpenHours(ctx, [id])
  },
})
