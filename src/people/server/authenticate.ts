/** Who a session cookie or an API token belongs to, with what they may do: one look-up per request. */
import type { Kysely } from 'kysely'
import type pg from 'pg'
import type { UserActor } from '#platform/actor.ts'
import { permissions as all, type Permission } from '#platform/permission.ts'
import type { Authenticate } from '#platform/server/credentials.ts'
import type { DB } from '#platform/server/tables.ts'
import { hashOf } from './bearer.ts'

/** When a session or token was last used is kept to the minute; a write per request would cost more than the request. */
const minute = 60_000

/** The look-up for a database. Disabled Users, ended sessions and revoked or expired tokens are nobody from the next request on. */
export const authenticator =
  (pool: pg.Pool): Authenticate =>
  async ({ kind, token }, now) => {
    if (token.length < 20 || token.length > 200) return null
    const { text, use } = by[kind]
    // Prepared by its name: planning these joins anew would cost three times as much as asking.
    const { rows } = await pool.query<Found>({ name: `authenticate by ${kind}`, text, values: [hashOf(token), now] })
    const row = rows[0]
    if (!row) return null
    if (row.used === null || now.getTime() - Date.parse(row.used) > minute) await pool.query(use, [now, row.bearer])
    const { fewer, permissions } = row
    return actor(row, fewer ? permissions.filter((name) => fewer.includes(name)) : permissions)
  }

interface Found extends WhoAndWhat {
  bearer: number
  used: string | null
  fewer: string[] | null
}

const columns = 'u.id, u.name, a.permissions, r.everything, r.work_categories, r.hand_categories, r.queues, r.flags'
const joins = 'join users u on u.id = b.user_id join accesses a on a.id = u.access_id join rights r on r.id = u.right_id'

const by = {
  session: {
    text: `select b.id as bearer, b.seen_at as used, null as fewer, ${columns} from sessions b ${joins}
      where b.token_hash = $1 and b.expires_at > $2 and u.active`,
    use: 'update sessions set seen_at = $1 where id = $2 and seen_at < $1',
  },
  token: {
    text: `select b.id as bearer, b.used_at as used, b.permissions as fewer, ${columns} from api_tokens b ${joins}
      where b.token_hash = $1 and (b.expires_at is null or b.expires_at > $2) and u.active`,
    use: 'update api_tokens set used_at = $1 where id = $2 and (used_at is null or used_at < $1)',
  },
}

const whoAndWhat = [
  'u.id',
  'u.name',
  'a.permissions',
  'r.everything',
  'r.work_categories',
  'r.hand_categories',
  'r.queues',
  'r.flags',
] as const

interface WhoAndWhat {
  id: number
  name: string
  permissions: string[]
  everything: boolean
  work_categories: number[]
  hand_categories: number[]
  queues: number[]
  flags: string[]
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
    },
  }
}

/** What a User may do now, by id: for the socket, which stays open while Accesses and Rights change, and for tests. */
export async function actorOf(db: Kysely<DB>, userId: number): Promise<UserActor | null> {
  const row = await db
    .selectFrom('users as u')
    .innerJoin('accesses as a', 'a.id', 'u.access_id')
    .innerJoin('rights as r', 'r.id', 'u.right_id')
    .select(whoAndWhat)
    .where('u.id', '=', userId)
    .where('u.active', '=', true)
    .executeTakeFirst()
  return row ? actor(row) : null
}
