/**
 * Open hours as they were from a moment on: every save of a Time group adds a row for it and for each group that includes it, and none
 * is ever changed, so that counted intervals keep what they ran under. Whoever recounts deadlines after such a save begins here.
 */
import { sql } from 'kysely'
import type { TimeGroup } from '#categories/timeGroup.ts'
import { reached } from '#categories/timeGroups.ts'
import type { Writing } from '#platform/server/context.ts'

/** Keeps the hours of these groups as they now are, and of all that include them; gives the ids of all that were kept. */
export async function keepOpenHours(ctx: Writing, ids: readonly number[]): Promise<number[]> {
  const { rows } = await sql<TimeGroup & { id: number }>`
    select id, zone, week, includes, yearly, exceptions from time_groups order by id`.execute(ctx.db)
  const groups = new Map(rows.map(({ id, ...group }) => [id, group]))
  const touched = [...groups.keys()].filter((id) => {
    const all = reached(id, groups)
    return ids.some((one) => all.has(one))
  })
  for (const id of touched) {
    const included = [...reached(id, groups)].filter((one) => one !== id).map((one) => [one, groups.get(one)] as const)
    await sql`insert into open_hours (time_group_id, since, definition, included) values (${id}, ${ctx.now},
      ${JSON.stringify(groups.get(id))}::jsonb, ${JSON.stringify(Object.fromEntries(included))}::jsonb)`.execute(ctx.db)
  }
  return touched
}
