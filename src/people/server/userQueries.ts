/** Users as others see them. */
import type { Person } from '#people/user.ts'
import { allow, userOf } from '#platform/server/allow.ts'
import type { Context } from '#platform/server/context.ts'

/** For pickers: those who are disabled come last, because they are still named by old tickets. */
export async function listUsers(ctx: Context): Promise<{ users: Person[] }> {
  userOf(ctx)
  const users = await ctx.db
    .selectFrom('users')
    .select(['id', 'name', 'email', 'active'])
    .orderBy('active', 'desc')
    .orderBy('name')
    .orderBy('id')
    .execute()
  return { users }
}

/** For administrators: also what each may do. */
export async function listUsersInFull(ctx: Context) {
  allow(ctx, 'users.read')
  return ctx.db
    .selectFrom('users as u')
    .innerJoin('accesses as a', 'a.id', 'u.access_id')
    .innerJoin('rights as r', 'r.id', 'u.right_id')
    .select(['u.id', 'u.name', 'u.email', 'u.active', 'u.created_at as createdAt', 'a.name as access', 'r.name as right'])
    .orderBy('u.id')
    .execute()
}

/** The id of the User with this address. */
export async function findUser({ db }: Pick<Context, 'db'>, email: string): Promise<number | undefined> {
  return (await db.selectFrom('users').select('id').where('email', '=', email.trim().toLowerCase()).executeTakeFirst())?.id
}
