/** Which views a User may open, and what they see of each: Team views of their Right, their own, and those that others share. */
import { sql, type RawBuilder } from 'kysely'
import type { Filter } from '#platform/filter.ts'
import { NotFound } from '#platform/problem.ts'
import type { Context } from '#platform/server/context.ts'
import { readKeptFilter } from '#tickets/server/ticketFilter.ts'
import { seesBin } from '#tickets/rights.ts'
import type { View } from '#views/view.ts'

/** The condition on something that Users own and share, by its alias. The desk itself may open everything. */
export function offered({ actor }: Pick<Context, 'actor'>, alias: 'v' | 's'): RawBuilder<boolean> {
  if (actor.kind !== 'user') return sql<boolean>`true`
  const column = (name: string) => sql.ref(`${alias}.${name}`)
  return sql<boolean>`(${column('owner_id')} = ${actor.id} or ${column('everyone')} or ${column('team_ids')} && ${[...actor.teamIds]}::bigint[]
    or (select right_id from users where id = ${actor.id}) = any(${column('right_ids')}))`
}

/** The condition on `views as v`. */
export function available(ctx: Pick<Context, 'actor'>): RawBuilder<boolean> {
  const { actor } = ctx
  if (actor.kind !== 'user') return sql<boolean>`true`
  const shown = sql`(v.everyone or ${actor.right.everything} or v.id = any(${[...actor.right.views]}::bigint[]))`
  return sql<boolean>`case when v.owner_id is null then ${shown} and (${seesBin(actor)} or v.key is distinct from 'bin') else ${offered(ctx, 'v')} end`
}

/** All of them, or one. */
export async function availableViews(ctx: Context, only?: number): Promise<View[]> {
  const me = ctx.actor.kind === 'user' ? ctx.actor.id : 0
  const { rows } = await sql<Omit<View, 'needsRepair'>>`
    select v.id, v.key, v.name, v.icon, v.filter, v.columns, v.sort, v.density, v.everyone, v.team_ids as "teamIds",
      case when v.owner_id is null then array(select r.id from rights r where v.id = any(r.views) order by r.id) else v.right_ids end as "rightIds",
      coalesce(v.owner_id = ${me}, false) as own, v.owner_id is null as team, v.version,
      case when u.id is not null then json_build_object('id', u.id, 'name', u.name) end as owner,
      json_build_object('columns', x.columns, 'sort', x.sort, 'density', x.density) as mine
    from views v left join users u on u.id = v.owner_id left join view_tastes x on x.view_id = v.id and x.user_id = ${me}
    where ${available(ctx)} ${only === undefined ? sql`` : sql`and v.id = ${only}`} order by v.owner_id nulls first, lower(v.name), v.id`.execute(
    ctx.db,
  )
  const broken = await whichNeedRepair(
    ctx,
    rows.map((row) => row.filter),
  )
  // To whom a view is offered is its owner's affair.
  return rows.map((row, n) => ({ ...row, ...(row.own || row.team ? {} : { teamIds: [], rightIds: [] }), needsRepair: broken.has(n) }))
}

export async function getView(ctx: Context, id: number): Promise<View> {
  const [found] = await availableViews(ctx, id)
  if (!found) throw new NotFound(`There is no view ${id}.`)
  return found
}

/** Which of these kept filters name something that is gone; asked at once. */
export async function whichNeedRepair(ctx: Context, filters: readonly Filter[]): Promise<ReadonlySet<number>> {
  if (filters.length === 0) return new Set()
  const { gone } = await readKeptFilter(ctx, { and: [...filters] })
  return new Set(gone.map(({ path }) => Number(path[1])))
}
