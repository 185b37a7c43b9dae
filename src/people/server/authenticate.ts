/** Who a session cookie or an API token belongs to, with what they may do: one look-up per request. */
import { sql, type Kysely, type RawBuilder } from 'kysely'
import type pg from 'pg'
import { maySeeAs } from '#people/rights.ts'
import type { UserActor } from '#platform/actor.ts'
import { permissions as all, type Permission } from '#platform/permission.ts'
import { NotAllowed } from '#platform/problem.ts'
import type { Authenticate } from '#platform/server/credentials.ts'
import type { DB } from '#platform/server/tables.ts'
import { hashOf } from './bearer.ts'

/** When a session or token was last used is kept to the minute; a write per request would cost more than the request. */
const minute = 60_000

/** The look-up for a database. Disabled Users, ended sessions and revoked or expired tokens are nobody from the next request on. */
export const authenticator =
  (pool: pg.Pool): Authenticate =>
  async ({ kind, token, seeAs, idle = false }, now) => {
    if (token.length < 20 || token.length > 200) return null
    const { text, use } = by[kind]
    // Prepared by its name: planning these joins anew would cost three times as much as asking.
    const { rows } = await pool.query<Found>({ name: `authenticate by ${kind}`, text, values: [hashOf(token), now] })
    const row = rows[0]
    if (!row) return null
    if (!idle && (row.used === null || now.getTime() - Date.parse(row.used) > minute)) await pool.query(use, [now, row.bearer])
    const { fewer, permissions } = row
    const viewer = actor(row, fewer ? permissions.filter((name) => fewer.includes(name)) : permissions)
    return seeAs === undefined ? viewer : asSeenBy(pool, viewer, kind === 'session' ? seeAs : 0)
  }

interface Found extends WhoAndWhat {
  bearer: number
  used: string | null
  fewer: string[] | null
}

const columns = `u.id, u.name, a.permissions, r.everything, r.work_categories, r.hand_categories, r.queues, r.flags,
  r.hand_users, r.views, r.article_folders, array(select t.id from teams t where t.member_ids @> array[u.id] order by t.id) as team_ids`
const itsRights = 'join accesses a on a.id = u.access_id join rights r on r.id = u.right_id'
const joins = `join users u on u.id = b.user_id ${itsRights}`

/** Inactivity as the installation's settings have it; one minute more, because a session's last use is known to the minute. */
const awake = `(coalesce((i.value ->> 'inactivityMinutes')::int, 0) = 0
  or b.seen_at > $2::timestamptz - make_interval(mins => (i.value ->> 'inactivityMinutes')::int + 1))`

const by = {
  session: {
    text: `select b.id as bearer, b.seen_at as used, null as fewer, ${columns} from sessions b ${joins}
      left join settings i on i.key = 'sign_in' where b.token_hash = $1 and b.expires_at > $2 and u.active and ${awake}`,
    use: 'update sessions set seen_at = $1 where id = $2 and seen_at < $1',
  },
  token: {
    text: `select b.id as bearer, b.used_at as used, b.permissions as fewer, ${columns} from api_tokens b ${joins}
      where b.token_hash = $1 and (b.expires_at is null or b.expires_at > $2) and u.active`,
    use: 'update api_tokens set used_at = $1 where id = $2 and (used_at is null or used_at < $1)',
  },
}

interface WhoAndWhat {
  id: number
  name: string
  permissions: string[]
  everything: boolean
  work_categories: number[]
  hand_categories: number[]
  queues: number[]
  flags: string[]
  hand_users: number[] | null
  views: number[]
  article_folders: number[]
  team_ids: number[]
}

const known: ReadonlySet<string> = new Set(all)

function actor(row: WhoAndWhat, names = row.permissions): UserActor {
  return {
    kind: 'user',
    id: row.id,
    name: row.name,
    permissions: new Set(names.filter((name): name is Permission => known.has(name))),
    right: {
      everything: row.everything,
      workCategories: row.work_categories,
      handCategories: row.hand_categories,
      queues: row.queues,
      flags: row.flags,
      handUsers: row.hand_users,
      views: row.views,
      articleFolders: row.article_folders,
    },
    teamIds: row.team_ids,
  }
}

/** The actor of a request that sees the desk as another User. Refused with 403 from the moment in which its own User may no longer. */
async function asSeenBy(pool: pg.Pool, viewer: UserActor, otherId: number): Promise<UserActor> {
  const { rows } = await pool.query<WhoAndWhat>({
    name: 'who is seen as',
    text: `select ${columns} from users u ${itsRights} where u.id = $1 and u.active`,
    values: [otherId],
  })
  return seenAs(viewer, rows[0] ? actor(rows[0]) : null)
}

/** The other User, marked as looked at by this one. */
export function seenAs(viewer: UserActor, other: UserActor | null): UserActor {
  if (!other || !maySeeAs(viewer, other))
    throw new NotAllowed('You may not see the desk as this User.', [{ field: 'id', code: 'see_as_not_allowed' }], 'see_as_not_allowed')
  return { ...other, seenAsBy: { id: viewer.id, name: viewer.name } }
}

/** What a User may do now, by id: for what outlasts a request, for decisions under a lock, and for tests. */
export async function actorOf(db: Kysely<DB>, userId: number): Promise<UserActor | null> {
  return (await actorsWhere(db, sql`u.id = ${userId}`))[0] ?? null
}

/** All active Users for whom a condition on `users as u` holds, by name. */
export async function actorsWhere(db: Kysely<DB>, condition: RawBuilder<unknown>): Promise<UserActor[]> {
  const { rows } = await sql<WhoAndWhat>`select ${sql.raw(columns)} from users u ${sql.raw(itsRights)}
    where u.active and ${condition} order by u.name, u.id`.execute(db)
  return rows.map((row) => actor(row))
}
