/** Keeps the Team views. Which Rights are shown one stands with the Rights; a new one is put at the end of the tree. */
import { sql } from 'kysely'
import { rights } from '#people/right.ts'
import type { FieldProblem } from '#platform/problem.ts'
import type { Writing } from '#platform/server/context.ts'
import { record } from '#platform/server/record.ts'
import { keepThings } from '#platform/server/things.ts'
import { readFilter } from '#tickets/server/ticketFilter.ts'
import { teamViews } from '#views/view.ts'
import { expectSortable } from './listSort.ts'
import { passOnNarrowing } from './places.ts'

export const keptTeamViews = keepThings({
  thing: teamViews,
  table: 'views',
  columns: {
    name: 'name',
    icon: 'icon',
    filter: 'filter',
    columns: 'columns',
    sort: 'sort',
    density: 'density',
    everyone: 'everyone',
    rightIds: 'right_ids',
  },
  json: ['filter', 'columns', 'sort'],
  elsewhere: { rightIds: sql`array(select r.id from rights r where x.id = any(r.views) order by r.id)` },
  only: sql<boolean>`x.owner_id is null`,
  title: 'name',
  async check(ctx, values, _id, before): Promise<FieldProblem[]> {
    if (JSON.stringify(values.filter) !== JSON.stringify(before?.filter)) await readFilter(ctx, values.filter)
    await expectSortable(ctx, values.sort.by)
    const { rows } = await sql<{ id: number }>`select id from rights where id = any(${values.rightIds}::bigint[])`.execute(ctx.db)
    const unknown = values.rightIds.filter((id) => !rows.some((row) => row.id === id))
    return unknown.length > 0 ? [{ field: 'rightIds', code: 'not_found', details: { ids: unknown } }] : []
  },
  uses: async () => [],
  async saved(ctx, { id, before, after }) {
    if (before === null)
      await sql`insert into view_places (view_id, position)
        select ${id}, coalesce(max(position) + 1, 0) from view_places where owner_id is null and parent_id is null`.execute(ctx.db)
    // It is gone by now, with its places: those below it were moved up before.
    await showTo(ctx, id, after?.rightIds ?? [])
  },
  async leaving(ctx, id) {
    await passOnNarrowing(ctx, id)
  },
})

/** Writes down with the Rights whom a Team view is shown. */
async function showTo(ctx: Writing, viewId: number, rightIds: readonly number[]) {
  const { rows } = await sql<{ id: number; version: number; from: number[]; to: number[] }>`
    with before as (select id, views from rights where (id = any(${[...rightIds]}::bigint[])) <> (${viewId} = any(views)) order by id for update)
    update rights r set version = r.version + 1, changed_at = ${ctx.now}, changed_by = ${ctx.actor.kind === 'user' ? ctx.actor.id : null}::bigint,
      views = case when ${viewId} = any(r.views) then array_remove(r.views, ${viewId}::bigint)
        else array(select distinct unnest(r.views || ${viewId}::bigint) order by 1) end
    from before where before.id = r.id returning r.id, r.version, before.views as "from", r.views as "to"`.execute(ctx.db)
  for (const { id, version, from, to } of rows)
    await record(ctx, rights.events.changed, { id, version }, { changes: { views: { from, to } } })
}
