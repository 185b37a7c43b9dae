/** Nobody gives to anybody, themselves included, what they do not hold: neither permissions nor data. Nor do they touch who holds more. */
import { sql } from 'kysely'
import { partsBeyond, permissionsBeyond } from '#people/rights.ts'
import type { Right, UserActor } from '#platform/actor.ts'
import { permissions as all, type Permission } from '#platform/permission.ts'
import { NotAllowed } from '#platform/problem.ts'
import type { Writing } from '#platform/server/context.ts'
import { actorOf } from './authenticate.ts'

/** What the one who acts holds at this moment, behind the lock; null for the desk itself, which may give everything. */
async function holds({ db, actor }: Writing): Promise<UserActor | null> {
  if (actor.kind === 'system') return null
  const now = actor.kind === 'user' ? await actorOf(db, actor.id) : null
  if (!now || actor.kind !== 'user') throw new NotAllowed('This is for Users who are signed in.')
  // A token may hold less than its User.
  return { ...now, permissions: new Set([...now.permissions].filter((name) => actor.permissions.has(name))) }
}

const beyond = (field: string, details: Record<string, unknown>) =>
  new NotAllowed('This is more than you may do yourself.', [{ field, code: 'beyond_own', details }], 'beyond_own')

export async function expectMayGivePermissions(ctx: Writing, given: Iterable<Permission>, field: string): Promise<void> {
  const own = await holds(ctx)
  const permissions = own ? permissionsBeyond(own, given) : []
  if (permissions.length > 0) throw beyond(field, { permissions })
}

/** What would let one be anybody, such as where password links are sent through, takes every permission and the Right *Everything*. */
export async function expectMayDoEverything(ctx: Writing, field: string): Promise<void> {
  const own = await holds(ctx)
  if (!own) return
  const permissions = permissionsBeyond(own, all)
  if (permissions.length > 0 || !own.right.everything)
    throw beyond(field, own.right.everything ? { permissions } : { parts: ['everything'] })
}

/** Each part of a Right is a field of its own. */
export async function expectMayGiveRight(ctx: Writing, given: Right): Promise<void> {
  const own = await holds(ctx)
  const parts = own ? partsBeyond(own.right, given) : []
  if (parts[0]) throw beyond(parts[0], { parts })
}

/** What a User has or is to have. `fields` are where an Access or Right too many stands in the form; a part of a Right, where none is named. */
export async function expectMayGiveTo(
  ctx: Writing,
  { accessId, rightId }: { accessId?: number; rightId?: number },
  fields: { access?: string; right?: string } = { access: 'accessId', right: 'rightId' },
): Promise<void> {
  const own = await holds(ctx)
  if (!own) return
  if (accessId !== undefined) {
    const access = await ctx.db.selectFrom('accesses').select('permissions').where('id', '=', accessId).executeTakeFirst()
    const mine = new Set<string>(own.permissions)
    const permissions = (access?.permissions ?? []).filter((name) => !mine.has(name))
    if (permissions.length > 0) throw beyond(fields.access ?? 'permissions', { permissions })
  }
  if (rightId !== undefined) {
    const right = await rightWith(ctx, rightId)
    const parts = right ? partsBeyond(own.right, right) : []
    if (parts[0]) throw beyond(fields.right ?? parts[0], { parts })
  }
}

async function rightWith(ctx: Writing, id: number): Promise<Right | undefined> {
  const { rows } =
    await sql<Right>`select everything, work_categories as "workCategories", hand_categories as "handCategories", queues, flags,
    hand_users as "handUsers", views, article_folders as "articleFolders" from rights where id = ${id}`.execute(ctx.db)
  return rows[0]
}
