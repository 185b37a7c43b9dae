/** Explains who sees a ticket and why, by asking for each User the policy that every list and look goes by. */
import { sql } from 'kysely'
import type { z } from 'zod'
import { actorsWhere } from '#people/server/authenticate.ts'
import { allow } from '#platform/server/allow.ts'
import type { Context } from '#platform/server/context.ts'
import type { explainAccess as endpoint } from '#tickets/api.ts'
import { explainSight } from '#tickets/rights.ts'
import { expectVisible } from './ticketQueries.ts'

type Wanted = z.output<(typeof endpoint)['input']>
type Page = z.input<(typeof endpoint)['output']>

/** Those who see it first, then by name. Disabled Users see nothing and are not named. */
export async function explainAccess(ctx: Context, { id, q, user, after, limit }: Wanted): Promise<Page> {
  allow(ctx, 'users.read')
  const { category_id: categoryId } = await expectVisible(ctx, id)
  const like = `%${q.trim().replaceAll(/[%_\\]/g, String.raw`\$&`)}%`
  const found = await actorsWhere(
    ctx.db,
    sql`(u.name ilike ${like} or u.email ilike ${like}) and (${user ?? null}::bigint is null or u.id = ${user ?? null})`,
  )
  const explained = found.map((actor) => ({ id: actor.id, name: actor.name, ...explainSight(actor, categoryId) }))
  const ordered = [...explained.filter((one) => one.sees), ...explained.filter((one) => !one.sees)]
  const page = ordered.slice(after, after + limit)
  const names = await namesOf(
    ctx,
    page.map((one) => one.id),
  )
  const seeing = explained.filter((one) => one.sees).length
  return {
    users: page.map((one) => ({ ...one, access: '', right: '', ...names.get(one.id) })),
    seeing,
    notSeeing: explained.length - seeing,
    next: after + limit < ordered.length ? after + limit : null,
  }
}

async function namesOf({ db }: Context, ids: number[]) {
  const { rows } = await sql<{ id: number; access: string; right: string }>`
    select u.id, a.name as access, r.name as right from users u join accesses a on a.id = u.access_id join rights r on r.id = u.right_id
    where u.id = any(${ids}::bigint[])`.execute(db)
  return new Map(rows.map(({ id, access, right }) => [id, { access, right }]))
}
