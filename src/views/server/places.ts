/** Where views stand: the Team tree and each User's My views, saved whole by whoever arranges them. */
import { sql } from 'kysely'
import { hasFlag } from '#people/rights.ts'
import type { Filter } from '#platform/filter.ts'
import { BadInput, Conflict, NotAllowed, type FieldProblem } from '#platform/problem.ts'
import { allow } from '#platform/server/allow.ts'
import { inTransaction, type Context, type Writing } from '#platform/server/context.ts'
import { record } from '#platform/server/record.ts'
import { settledNarrowing, type Standing, type Standings } from '#views/narrowing.ts'
import { deepest, type Place, type PlaceInput } from '#views/view.ts'
import { teamViewsArranged } from '#views/events.ts'
import { available } from './availableViews.ts'

interface Row {
  id: number
  parent: number | null
  view: number | null
  folder: string | null
  narrowed: boolean
  shown: boolean
}

/** The Team tree's owner. */
const team = 0

/** A tree as this User sees it: what they may not open is left out, and what stands below it stands in its place. */
async function readTree(ctx: Context, owner: number, all = false): Promise<Place[]> {
  const { rows } = await sql<Row>`
    select p.id, p.parent_id as parent, p.view_id as view, p.folder, p.narrowed or p.kept is not null as narrowed,
      (p.folder is not null or ${all} or coalesce(${available(ctx)}, false)) as shown
    from view_places p left join views v on v.id = p.view_id where coalesce(p.owner_id, 0) = ${owner} order by p.position, p.id`.execute(
    ctx.db,
  )
  const below = (parent: number | null): Place[] =>
    rows
      .filter((row) => row.parent === parent)
      .flatMap((row) => {
        const children = below(row.id)
        if (!row.shown) return children
        // A folder of views that one may not open is none.
        if (row.folder !== null && owner === team && !all && children.length === 0) return []
        return [{ id: row.id, viewId: row.view, folder: row.folder, narrowed: row.narrowed, children }]
      })
  return below(null)
}

async function versionOf({ db }: Pick<Context, 'db'>, owner: number): Promise<number> {
  const row = await db.selectFrom('view_trees').select('version').where('owner_id', '=', owner).executeTakeFirst()
  return row?.version ?? 1
}

const me = ({ actor }: Context) => (actor.kind === 'user' ? actor.id : -1)

export async function getSidebar(ctx: Context) {
  const mine = me(ctx)
  return {
    team: await readTree(ctx, team),
    mine: await readTree(ctx, mine),
    teamVersion: await versionOf(ctx, team),
    mineVersion: await versionOf(ctx, mine),
  }
}

export async function getTeamTree(ctx: Context) {
  allow(ctx, 'views.read')
  return { places: await readTree(ctx, team, true), version: await versionOf(ctx, team) }
}

interface Arrangement {
  version: number
  places: readonly PlaceInput[]
}

export async function arrangeMine(ctx: Context, wanted: Arrangement) {
  if (!hasFlag(ctx.actor, 'own_views')) throw new NotAllowed('Your Right does not let you arrange views of your own.', [], 'own_views')
  await arrange(ctx, me(ctx), wanted)
  return getSidebar(ctx)
}

export async function arrangeTeam(ctx: Context, wanted: Arrangement) {
  allow(ctx, 'views.update')
  await arrange(ctx, team, wanted)
  return getSidebar(ctx)
}

/** One place as it will be stored. */
interface Flat {
  id: number | null
  viewId: number | null
  folder: string | null
  /** Its switch is on. */
  narrowed: boolean
  parent: Flat | null
  position: number
}

async function arrange(ctx: Context, owner: number, { version, places }: Arrangement) {
  const wanted = flatten(places)
  await inTransaction(ctx, async (writing) => {
    await sql`insert into view_trees (owner_id) values (${owner}) on conflict do nothing`.execute(writing.db)
    const held = await writing.db
      .selectFrom('view_trees')
      .leftJoin('users as by', 'by.id', 'view_trees.changed_by')
      .select(['view_trees.version', 'by.name as who', 'view_trees.changed_at as at'])
      .where('owner_id', '=', owner)
      .forUpdate('view_trees')
      .executeTakeFirstOrThrow()
    if (held.version !== version) {
      const { who, at } = held
      throw new Conflict('The sidebar was arranged elsewhere since you loaded it.', [
        { field: 'version', code: 'conflict', details: owner === team ? { who, at } : { at } },
      ])
    }
    const before = await readTreeRows(writing, owner)
    await check(writing, owner, wanted, before)
    const from = owner === team ? await outline(writing) : []
    await write(writing, owner, wanted, before)
    await writing.db
      .updateTable('view_trees')
      .set({ version: version + 1, changed_by: me(ctx), changed_at: writing.now })
      .where('owner_id', '=', owner)
      .execute()
    if (owner === team)
      await record(
        writing,
        teamViewsArranged,
        { id: 0, version: version + 1 },
        { changes: { order: { from, to: await outline(writing) } } },
      )
  })
}

/** The Team tree from top to bottom, each view and folder with what it stands in. */
async function outline(ctx: Writing): Promise<string[]> {
  const { rows } = await sql<{ path: string }>`
    with recursive tree as (
      select p.id, coalesce(v.name, p.folder) as path, array[p.position] as at from view_places p left join views v on v.id = p.view_id
        where p.owner_id is null and p.parent_id is null
      union all
      select p.id, tree.path || ' › ' || coalesce(v.name, p.folder), tree.at || p.position
        from tree join view_places p on p.parent_id = tree.id left join views v on v.id = p.view_id)
    select path from tree order by at`.execute(ctx.db)
  return rows.map(({ path }) => path)
}

function flatten(places: readonly PlaceInput[]): Flat[] {
  const flat: Flat[] = []
  const walk = (list: readonly PlaceInput[], parent: Flat | null, depth: number, path: string) => {
    for (const [position, { id = null, viewId = null, folder = null, narrowed = false, children = [] }] of list.entries()) {
      const at = `${path}.${position}`
      if ((viewId === null) === (folder === null)) throw refused(at, 'view_or_folder')
      if (depth > deepest) throw refused(at, 'too_deep')
      const one = { id, viewId, folder, narrowed, parent, position }
      flat.push(one)
      walk(children, one, depth + 1, `${at}.children`)
    }
  }
  walk(places, null, 1, 'places')
  if (flat.length > 1000) throw refused('places', 'too_many')
  return flat
}

const refused = (field: string, code: string, details?: FieldProblem['details']) =>
  new BadInput('The sidebar cannot be arranged so.', [{ field, code, ...(details ? { details } : {}) }])

async function readTreeRows({ db }: Writing, owner: number): Promise<Standings> {
  const { rows } = await sql<Standing & { id: number }>`
    select p.id, p.parent_id as parent, p.narrowed, p.kept, v.filter from view_places p left join views v on v.id = p.view_id
    where coalesce(p.owner_id, 0) = ${owner}`.execute(db)
  return new Map(rows.map(({ id, ...row }) => [id, row]))
}

/** Each view once, only those that one may open, in the Team tree Team views alone and all of them. */
async function check(ctx: Writing, owner: number, wanted: readonly Flat[], before: Standings) {
  const strange = wanted.find(({ id }) => id !== null && !before.has(id))
  if (strange) throw refused('places', 'no_such_place', { id: strange.id })
  const ids = wanted.flatMap(({ viewId }) => (viewId === null ? [] : [viewId]))
  const kept = wanted.flatMap(({ id }) => (id === null ? [] : [id]))
  const twice = ids.find((id, n) => ids.indexOf(id) !== n)
  if (twice !== undefined || new Set(kept).size !== kept.length) throw refused('places', 'twice', { viewId: twice ?? null })
  const there = owner === team ? sql<boolean>`v.owner_id is null` : available(ctx)
  const { rows } = await sql<{ id: number }>`select v.id from views v where v.id = any(${ids}::bigint[]) and ${there}`.execute(ctx.db)
  const found = new Set(rows.map((row) => row.id))
  const missing = ids.find((id) => !found.has(id))
  if (missing !== undefined) throw refused('places', 'no_such_view', { viewId: missing })
  if (owner !== team) return
  const { rows: all } = await sql<{ id: number }>`select v.id from views v where v.owner_id is null`.execute(ctx.db)
  const left = all.find(({ id }) => !ids.includes(id))
  if (left) throw refused('places', 'left_out', { viewId: left.id })
}

/** In their order, so that what stands above a place is settled before it. */
async function write(ctx: Writing, owner: number, wanted: readonly Flat[], before: Standings) {
  const kept = wanted.flatMap(({ id }) => (id === null ? [] : [id]))
  const views = wanted.flatMap(({ viewId }) => (viewId === null ? [] : [viewId]))
  const { rows } = await sql<{ id: number; filter: Filter }>`select id, filter from views where id = any(${views}::bigint[])`.execute(
    ctx.db,
  )
  const filters = new Map(rows.map(({ id, filter }) => [id, filter]))
  // First nothing hangs on anything: else what goes would take along what stood below it.
  await sql`update view_places set parent_id = null where coalesce(owner_id, 0) = ${owner}`.execute(ctx.db)
  await sql`delete from view_places where coalesce(owner_id, 0) = ${owner} and id <> all(${kept}::bigint[])`.execute(ctx.db)
  const ids = new Map<Flat, number>()
  const after = new Map<number, Standing>()
  for (const place of wanted) {
    const { viewId, folder, position, narrowed: on } = place
    const parent = place.parent ? (ids.get(place.parent) ?? null) : null
    const filter = viewId === null ? null : (filters.get(viewId) ?? null)
    const held = settledNarrowing(before, after, { id: place.id ?? 0, parent, filter, on })
    const values = {
      view_id: viewId,
      folder,
      position,
      parent_id: parent,
      narrowed: held.narrowed,
      kept: held.kept && JSON.stringify(held.kept),
    }
    if (place.id !== null) await ctx.db.updateTable('view_places').set(values).where('id', '=', place.id).execute()
    const id =
      place.id ??
      (
        await ctx.db
          .insertInto('view_places')
          .values({ ...values, owner_id: owner === team ? null : owner })
          .returning('id')
          .executeTakeFirstOrThrow()
      ).id
    ids.set(place, id)
    after.set(id, { parent, filter, ...held })
  }
}

/** Before a view is deleted: in every sidebar what stands below it moves up and keeps what narrowed it. */
export async function passOnNarrowing(ctx: Writing, viewId: number) {
  await sql`
    update view_places c set parent_id = p.parent_id, narrowed = c.narrowed and p.narrowed,
      kept = case when not c.narrowed then c.kept
        else jsonb_build_object('and', jsonb_build_array(v.filter) || case when c.kept is null then '[]' else jsonb_build_array(c.kept) end || case when p.kept is null then '[]' else jsonb_build_array(p.kept) end) end
    from view_places p join views v on v.id = p.view_id where c.parent_id = p.id and p.view_id = ${viewId}`.execute(ctx.db)
}
