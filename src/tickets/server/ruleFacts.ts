/** What the rules need to know, asked only as far as a save touches it. */
import { sql } from 'kysely'
import { stamp } from '#fields/server/fieldsOf.ts'
import { mayHandTo } from '#people/rights.ts'
import { question } from '#platform/server/batch.ts'
import type { Context } from '#platform/server/context.ts'
import { mayPutInto } from '#tickets/rights.ts'
import type { CategoryRules, RuleFacts } from '#tickets/rules.ts'
import type { Changeable, FieldKey } from '#tickets/ticket.ts'
import { joinShown, partsOf, visible } from './ticketQueries.ts'

export interface Asking {
  /** Null for a new ticket. */
  id: number | null
  before: Changeable | null
  after: Changeable
  touched: ReadonlySet<FieldKey>
  take?: boolean
  category: CategoryRules | null
  custom: RuleFacts['custom']
}

export async function ruleFacts(ctx: Context, { id, before, after, touched, take, category, custom }: Asking): Promise<RuleFacts> {
  const added = after.followerIds.filter((user) => !before?.followerIds.includes(user))
  // Who may work in a Category out of sight is not told either.
  const seen = category !== null
  return {
    touched,
    take: take ?? false,
    before,
    after,
    now: ctx.now,
    category,
    categoryAllowed: !touched.has('categoryId') || mayPutInto(ctx.actor, after.categoryId),
    userAllowed: !seen || !touched.has('userId') || after.userId === null || (await mayOwn(ctx, after.userId, after.categoryId)),
    contactExists: !touched.has('contactId') || after.contactId === null || (await contactThere.ask(ctx, after.contactId)),
    accountExists: !touched.has('accountId') || after.accountId === null || (await accountThere.ask(ctx, after.accountId)),
    followersRefused: seen && touched.has('followerIds') && added.length > 0 ? await withoutSight(ctx, added, after.categoryId) : [],
    statusesUnknown: touched.has('statusIds') && after.statusIds.length > 0 ? await unknownStatuses.ask(ctx, ...after.statusIds) : [],
    parent: touched.has('parentId') && after.parentId !== null ? await parentOf(ctx, id, after.parentId) : 'fine',
    openChildren: id !== null && touched.has('state') && category?.checkChildren === true ? await openChildren(ctx, id) : [],
    custom,
  }
}

/** What a Category asks of its tickets, null where there is none that the actor may use; and the stamp of the custom fields, asked in the same breath. */
export async function categoryRules(ctx: Context, id: number) {
  const asked = await rulesOf.ask(ctx, id)
  return mayPutInto(ctx.actor, id) ? asked : { ...asked, category: null }
}

const rulesOf = question(async (ctx, id: number): Promise<{ category: CategoryRules | null; stamp: string }> => {
  const { rows } = await sql<{ category: CategoryRules | null; stamp: string }>`
    select ${stamp} as stamp, case when c.id is not null then json_build_object('statusIds', c.status_ids,
      'severalStatuses', c.several_statuses, 'statusRequired', c.status_required,
      'waitingRequiresReopen', c.waiting_requires_reopen, 'checkChildren', c.check_children) end as category
    from (values (true)) as one left join categories c on c.id = ${id}`.execute(ctx.db)
  return rows[0] ?? { category: null, stamp: '' }
})

/** Whether a User is active and has a Right to work in the category. */
export async function mayWorkIn(ctx: Context, userId: number, categoryId: number) {
  return (await withoutSight(ctx, [userId], categoryId)).length === 0
}

/** The Right of whoever hands the ticket over may be limited to some Users. */
const mayOwn = async (ctx: Context, userId: number, categoryId: number) =>
  mayHandTo(ctx.actor, userId) && (await mayWorkIn(ctx, userId, categoryId))

/** Those of these Users who do not exist, are disabled, or whose Right does not show them tickets of this category. */
export const withoutSight = (ctx: Context, users: readonly number[], categoryId: number) => unsighted.ask(ctx, categoryId, ...users)

const unsighted = question(async (ctx, categoryId: number, ...users: number[]): Promise<number[]> => {
  const { rows } = await sql<{ id: number }>`
    select u.id from users u join rights r on r.id = u.right_id
    where u.id = any(${[...users]}::bigint[]) and u.active and (r.everything or ${categoryId} = any(r.work_categories))`.execute(ctx.db)
  return users.filter((user) => !rows.some((row) => row.id === user))
})

/** One who was merged into another is there no more. */
export const contactThere = question(
  async ({ db }, id: number) =>
    (await db.selectFrom('contacts').select('id').where('id', '=', id).where('merged_into', 'is', null).executeTakeFirst()) !== undefined,
)
const accountThere = question(
  async ({ db }, id: number) =>
    (await db.selectFrom('accounts').select('id').where('id', '=', id).where('merged_into', 'is', null).executeTakeFirst()) !== undefined,
)

const unknownStatuses = question(async (ctx, ...ids: number[]): Promise<number[]> => {
  const rows = await ctx.db
    .selectFrom('statuses')
    .select('id')
    .where('id', 'in', [...ids])
    .execute()
  return ids.filter((id) => !rows.some((row) => row.id === id))
})

/** Two saves could each make half of a circle. Asked for before a ticket is locked, or each would wait for the other's. */
export const lockParents = (ctx: Pick<Context, 'db'>) => sql`select pg_advisory_xact_lock(hashtext('ticket parents'))`.execute(ctx.db)

/** What one may not see does not exist, as parent neither. Upwards from it the ticket itself must not be met. */
async function parentOf(ctx: Context, id: number | null, parentId: number): Promise<RuleFacts['parent']> {
  if (parentId === id) return 'cycle'
  if (id !== null) await lockParents(ctx)
  const { rows } = await sql<{ seen: boolean; cycle: boolean }>`
    with recursive up as (
      select t.id, t.parent_id from tickets kept join tickets t on t.id = coalesce(kept.survivor_id, kept.id) where kept.id = ${parentId}
      union select t.id, t.parent_id from up ${joinShown(sql`up.parent_id`)})
    select exists (select from (select ${parentId}::bigint as id) asked ${joinShown(sql`asked.id`)} where ${visible(ctx)} and t.deleted_at is null) as seen,
      exists (select from up where id = ${id}) as cycle`.execute(ctx.db)
  if (!rows[0]?.seen) return 'missing'
  return rows[0].cycle ? 'cycle' : 'fine'
}

/** Null for one that this reader may not see: it counts, and is not named. */
export const openChildren = (ctx: Context, id: number) => childrenOf.ask(ctx, id)

/** In a batch those without any child were found beforehand; what the batch itself closes is written first. */
export const childrenOf = question(async (ctx, id: number): Promise<(number | null)[]> => {
  const { rows } = await sql<{ id: number | null }>`
    select case when ${visible(ctx)} then t.id end as id from tickets t
    where t.parent_id = any(${partsOf(sql`${id}::bigint`)}) and t.id <> ${id} and not t.hidden and t.state in ('open', 'waiting') order by t.id limit 20`.execute(
    ctx.db,
  )
  return rows.map((row) => row.id)
})
