/** Users as others see them. */
import { sql, type RawBuilder } from 'kysely'
import type { Person } from '#people/user.ts'
import type { UserValues } from '#people/users.ts'
import { NotFound } from '#platform/problem.ts'
import { allow, userOf } from '#platform/server/allow.ts'
import type { Context } from '#platform/server/context.ts'
import type { Shown } from '#platform/thing.ts'

/**
 * For pickers: those to whom one may hand tickets, and those who have one of the tickets in sight. Those who are disabled come last,
 * because they are still named by old tickets.
 */
export async function listUsers(ctx: Context): Promise<{ users: Person[] }> {
  const { id, right } = userOf(ctx)
  const { handUsers, everything, workCategories } = right
  const offered =
    everything || handUsers === null
      ? sql`true`
      : sql`(u.id = any(${[id, ...handUsers]}::bigint[]) or exists (select from tickets t
          where t.user_id = u.id and t.category_id = any(${[...workCategories]}::bigint[])))`
  const { rows } = await sql<Person>`
    select u.id, u.name, u.email, u.active,
      case when (now() at time zone coalesce(u.time_zone, 'UTC'))::date::text between u.away_from and u.away_until then u.away_until end as "awayUntil"
    from users u where ${offered} order by u.active desc, u.name, u.id`.execute(ctx.db)
  return { users: rows }
}

/** For the command line: also what each may do, by name. */
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

const select = (where: RawBuilder<unknown>) => sql<Shown<UserValues>>`
  select u.id, u.version, u.changed_at as "changedAt",
    (select json_build_object('id', c.id, 'name', c.name) from users c where c.id = u.changed_by) as "changedBy",
    u.name, u.email, u.access_id as "accessId", u.right_id as "rightId", u.time_zone as "timeZone", u.active, u.away_from as "awayFrom", u.away_until as "awayUntil"
  from users u ${where}`

/** For administrators: as every thing is listed. Those who are disabled come last. */
export async function listManagedUsers(ctx: Context): Promise<{ items: Shown<UserValues>[] }> {
  allow(ctx, 'users.read')
  return { items: (await select(sql`order by u.active desc, lower(u.name), u.id`).execute(ctx.db)).rows }
}

export async function getManagedUser(ctx: Context, id: number): Promise<Shown<UserValues>> {
  const user = (await select(sql`where u.id = ${id}`).execute(ctx.db)).rows[0]
  if (!user) throw new NotFound('There is no such User.')
  return user
}

/** The id of the User with this address. */
export async function findUser({ db }: Pick<Context, 'db'>, email: string): Promise<number | undefined> {
  return (await db.selectFrom('users').select('id').where('email', '=', email.trim().toLowerCase()).executeTakeFirst())?.id
}
