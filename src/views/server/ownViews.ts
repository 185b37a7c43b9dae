/** Views of one's own: made, changed, shared and deleted by their owner alone. */
import { sql } from 'kysely'
import type { Filter } from '#platform/filter.ts'
import { hasFlag } from '#people/rights.ts'
import { Conflict, NotAllowed, NotFound } from '#platform/problem.ts'
import { allow } from '#platform/server/allow.ts'
import { inTransaction, type Context, type Writing } from '#platform/server/context.ts'
import { record } from '#platform/server/record.ts'
import { differences } from '#platform/server/things.ts'
import { readFilter } from '#tickets/server/ticketFilter.ts'
import { ownView, teamViews, type OwnView, type Taste, type View } from '#views/view.ts'
import { getView } from './availableViews.ts'
import { passOnNarrowing } from './places.ts'
import { expectSortable } from './listSort.ts'

/** Of an API token's User as of the User. */
function owner({ actor }: Context): number {
  if (actor.kind !== 'user') throw new NotAllowed('Only a User has views of their own.')
  return actor.id
}

function expectMayHave(
  ctx: Context,
  wanted: Pick<OwnView, 'everyone' | 'teamIds' | 'rightIds'>,
  before?: Pick<OwnView, 'everyone' | 'teamIds' | 'rightIds'>,
) {
  if (!hasFlag(ctx.actor, 'own_views')) throw new NotAllowed('Your Right does not let you have views of your own.', [], 'own_views')
  const sharing = (of: typeof wanted) => JSON.stringify([of.everyone, of.teamIds, of.rightIds])
  const none = { everyone: false, teamIds: [], rightIds: [] }
  if (sharing(wanted) !== sharing(before ?? none) && sharing(wanted) !== sharing(none)) allow(ctx, 'views.share')
}

async function expectGood(ctx: Context, { filter, sort }: Pick<OwnView, 'filter' | 'sort'>, before?: Filter) {
  // A kept filter that needs repair may stay while something else is changed.
  if (JSON.stringify(filter) !== JSON.stringify(before)) await readFilter(ctx, filter)
  await expectSortable(ctx, sort.by)
}

const stored = (wanted: OwnView) => ({
  name: wanted.name,
  icon: wanted.icon,
  filter: JSON.stringify(wanted.filter),
  columns: JSON.stringify(wanted.columns),
  sort: JSON.stringify(wanted.sort),
  density: wanted.density,
  everyone: wanted.everyone,
  team_ids: [...wanted.teamIds],
  right_ids: [...wanted.rightIds],
})

export async function createView(ctx: Context, wanted: OwnView): Promise<View> {
  const me = owner(ctx)
  expectMayHave(ctx, wanted)
  await expectGood(ctx, wanted)
  return inTransaction(ctx, async (writing) => {
    const { id, version } = await writing.db
      .insertInto('views')
      .values({ ...stored(wanted), owner_id: me, created_at: ctx.now, changed_at: ctx.now, changed_by: me })
      .returning(['id', 'version'])
      .executeTakeFirstOrThrow()
    await record(writing, teamViews.events.created, { id, version }, { values: wanted })
    return getView(writing, id)
  })
}

export async function changeView(ctx: Context, { id, version, ...wanted }: OwnView & { id: number; version: number }): Promise<View> {
  const me = owner(ctx)
  return inTransaction(ctx, async (writing) => {
    const held = await lockOwn(writing, id)
    const before = ownView.parse(held.values)
    expectMayHave(ctx, wanted, before)
    await expectGood(writing, wanted, before.filter)
    if (held.version !== version)
      throw new Conflict('This view was changed since you loaded it.', [
        { field: 'version', code: 'conflict', details: { who: held.who, at: held.at } },
      ])
    const changes = differences(before, wanted)
    if (Object.keys(changes).length === 0) return getView(writing, id)
    await writing.db
      .updateTable('views')
      .set({ ...stored(wanted), changed_at: ctx.now, changed_by: me, version: version + 1 })
      .where('id', '=', id)
      .execute()
    await record(writing, teamViews.events.changed, { id, version: version + 1 }, { changes })
    return getView(writing, id)
  })
}

export async function deleteView(ctx: Context, id: number) {
  await inTransaction(ctx, async (writing) => {
    const held = await lockOwn(writing, id)
    await passOnNarrowing(writing, id)
    await writing.db.deleteFrom('views').where('id', '=', id).execute()
    await record(writing, teamViews.events.deleted, { id, version: held.version + 1 }, { values: ownView.parse(held.values) })
  })
  return { ok: true as const }
}

/** A view of somebody else is one that one may at most open. */
async function lockOwn(ctx: Writing, id: number) {
  const { rows } = await sql<{ values: unknown; version: number; at: string; who: string | null }>`
    select json_build_object('name', v.name, 'icon', v.icon, 'filter', v.filter, 'columns', v.columns, 'sort', v.sort, 'density', v.density,
        'everyone', v.everyone, 'teamIds', v.team_ids, 'rightIds', v.right_ids) as values, v.version, v.changed_at as at,
      (select name from users where id = v.changed_by) as who
    from views v where v.id = ${id} and v.owner_id = ${owner(ctx)} for update`.execute(ctx.db)
  if (rows[0]) return rows[0]
  const seen = await getView(ctx, id)
  throw seen.team
    ? new NotAllowed('A Team view is changed in Manage.', [], 'views.update')
    : new NotFound(`There is no view ${id} of yours.`)
}

/** How one wants to see a view oneself; nothing for oneself leaves it as it is. */
export async function setTaste(ctx: Context, { id, columns, sort, density }: Taste & { id: number }) {
  const me = owner(ctx)
  await getView(ctx, id)
  if (sort) await expectSortable(ctx, sort.by)
  await inTransaction(ctx, async ({ db }) => {
    if (columns === null && sort === null && density === null) {
      await db.deleteFrom('view_tastes').where('user_id', '=', me).where('view_id', '=', id).execute()
      return
    }
    const wanted = { columns: columns && JSON.stringify(columns), sort: sort && JSON.stringify(sort), density }
    await db
      .insertInto('view_tastes')
      .values({ user_id: me, view_id: id, ...wanted })
      .onConflict((taken) => taken.columns(['user_id', 'view_id']).doUpdateSet(wanted))
      .execute()
  })
  return { ok: true as const }
}
