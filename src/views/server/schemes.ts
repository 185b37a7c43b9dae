/** Filter schemes: filters kept under a name, one's own or shared by others. */
import { sql } from 'kysely'
import type { z } from 'zod'
import { Conflict, NotAllowed, NotFound } from '#platform/problem.ts'
import { allow } from '#platform/server/allow.ts'
import { inTransaction, type Context } from '#platform/server/context.ts'
import { record } from '#platform/server/record.ts'
import { readFilter } from '#tickets/server/ticketFilter.ts'
import { schemeDeleted, schemeSaved } from '#views/events.ts'
import type { Scheme, schemeValues } from '#views/view.ts'
import { offered, whichNeedRepair } from './availableViews.ts'

type Values = z.output<typeof schemeValues>

const me = ({ actor }: Context) => {
  if (actor.kind !== 'user') throw new NotAllowed('Only a User keeps Filter schemes.')
  return actor.id
}

export async function listSchemes(ctx: Context, only?: number): Promise<Scheme[]> {
  const { rows } = await sql<Omit<Scheme, 'needsRepair'>>`
    select s.id, s.name, s.filter, s.everyone, s.team_ids as "teamIds", s.right_ids as "rightIds", s.version, s.owner_id = ${me(ctx)} as own,
      json_build_object('id', u.id, 'name', u.name) as owner
    from filter_schemes s join users u on u.id = s.owner_id where ${offered(ctx, 's')} ${only === undefined ? sql`` : sql`and s.id = ${only}`}
    order by lower(s.name), s.id`.execute(ctx.db)
  const broken = await whichNeedRepair(
    ctx,
    rows.map((row) => row.filter),
  )
  return rows.map((row, n) => ({ ...row, ...(row.own ? {} : { teamIds: [], rightIds: [] }), needsRepair: broken.has(n) }))
}

async function getScheme(ctx: Context, id: number): Promise<Scheme> {
  const [found] = await listSchemes(ctx, id)
  if (!found) throw new NotFound(`There is no Filter scheme ${id}.`)
  return found
}

const stored = ({ name, filter, everyone, teamIds, rightIds }: Values) => ({
  name,
  filter: JSON.stringify(filter),
  everyone,
  team_ids: [...teamIds],
  right_ids: [...rightIds],
})
const isShared = ({ everyone, teamIds, rightIds }: Pick<Values, 'everyone' | 'teamIds' | 'rightIds'>) =>
  everyone || teamIds.length > 0 || rightIds.length > 0
const sharing = ({ everyone, teamIds, rightIds }: Pick<Values, 'everyone' | 'teamIds' | 'rightIds'>) =>
  JSON.stringify([everyone, teamIds, rightIds])

export async function createScheme(ctx: Context, wanted: Values): Promise<Scheme> {
  const owner = me(ctx)
  await readFilter(ctx, wanted.filter)
  if (isShared(wanted)) allow(ctx, 'views.share')
  return inTransaction(ctx, async (writing) => {
    const { id, version } = await writing.db
      .insertInto('filter_schemes')
      .values({ ...stored(wanted), owner_id: owner, created_at: ctx.now, changed_at: ctx.now, changed_by: owner })
      .returning(['id', 'version'])
      .executeTakeFirstOrThrow()
    await record(writing, schemeSaved, { id, version }, { values: wanted })
    return getScheme(writing, id)
  })
}

export async function changeScheme(ctx: Context, { id, version, ...wanted }: Values & { id: number; version: number }): Promise<Scheme> {
  return inTransaction(ctx, async (writing) => {
    const held = await own(writing, id)
    if (JSON.stringify(held.filter) !== JSON.stringify(wanted.filter)) await readFilter(writing, wanted.filter)
    if (isShared(wanted) && sharing(wanted) !== sharing(held)) allow(ctx, 'views.share')
    if (held.version !== version)
      throw new Conflict('This Filter scheme was changed since you loaded it.', [{ field: 'version', code: 'conflict' }])
    await writing.db
      .updateTable('filter_schemes')
      .set({ ...stored(wanted), changed_at: ctx.now, changed_by: me(ctx), version: version + 1 })
      .where('id', '=', id)
      .execute()
    await record(writing, schemeSaved, { id, version: version + 1 }, { values: wanted })
    return getScheme(writing, id)
  })
}

export async function deleteScheme(ctx: Context, id: number) {
  await inTransaction(ctx, async (writing) => {
    const held = await own(writing, id)
    await writing.db.deleteFrom('filter_schemes').where('id', '=', id).execute()
    await record(writing, schemeDeleted, { id, version: held.version + 1 }, {})
  })
  return { ok: true as const }
}

/** Only its owner changes one; locked, so that of two changes one is the second. */
async function own(ctx: Context, id: number): Promise<Scheme> {
  await sql`select from filter_schemes where id = ${id} and owner_id = ${me(ctx)} for update`.execute(ctx.db)
  const found = await getScheme(ctx, id)
  if (!found.own) throw new NotAllowed('Only its owner changes a Filter scheme.')
  return found
}
