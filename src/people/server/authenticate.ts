/** Who a session cookie or an API token belongs to, with what they may do: one look-up per request. */
import type { Kysely } from 'kysely'
import type { UserActor } from '#platform/actor.ts'
import { permissions as all, type Permission } from '#platform/permission.ts'
import type { Authenticate } from '#platform/server/credentials.ts'
import type { DB } from '#platform/server/tables.ts'
import { hashOf } from './bearer.ts'

/** When a session or token was last used is kept to the minute; a write per request would cost more than the request. */
const minute = 60_000

/** The look-up for a database. Disabled Users, ended sessions and revoked or expired tokens are nobody from the next request on. */
export const authenticator =
  (db: Kysely<DB>): Authenticate =>
  async ({ kind, token }, now) => {
    if (token.length < 20 || token.length > 200) return null
    return kind === 'session' ? bySession(db, token, now) : byToken(db, token, now)
  }

async function bySession(db: Kysely<DB>, token: string, now: Date) {
  const row = await db
    .selectFrom('sessions as s')
    .innerJoin('users as u', 'u.id', 's.user_id')
    .innerJoin('accesses as a', 'a.id', 'u.access_id')
    .innerJoin('rights as r', 'r.id', 'u.right_id')
    .select(['s.id as session_id', 's.seen_at', ...whoAndWhat])
    .where('s.token_hash', '=', hashOf(token))
    .where('s.expires_at', '>', now.toISOString())
    .where('u.active', '=', true)
    .executeTakeFirst()
  if (!row) return null
  if (now.getTime() - Date.parse(row.seen_at) > minute)
    await db
      .updateTable('sessions')
      .set({ seen_at: now })
      .where('id', '=', row.session_id)
      .where('seen_at', '<', now.toISOString())
      .execute()
  return actor(row, row.permissions)
}

async function byToken(db: Kysely<DB>, token: string, now: Date) {
  const row = await db
    .selectFrom('api_tokens as t')
    .innerJoin('users as u', 'u.id', 't.user_id')
    .innerJoin('accesses as a', 'a.id', 'u.access_id')
    .innerJoin('rights as r', 'r.id', 'u.right_id')
    .select(['t.id as token_id', 't.used_at', 't.permissions as fewer', ...whoAndWhat])
    .where('t.token_hash', '=', hashOf(token))
    .where((where) => where.or([where('t.expires_at', 'is', null), where('t.expires_at', '>', now.toISOString())]))
    .where('u.active', '=', true)
    .executeTakeFirst()
  if (!row) return null
  if (row.used_at === null || now.getTime() - Date.parse(row.used_at) > minute)
    await db.updateTable('api_tokens').set({ used_at: now }).where('id', '=', row.token_id).execute()
  const { fewer } = row
  return actor(row, fewer ? row.permissions.filter((p) => fewer.includes(p)) : row.permissions)
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
  everything: boolean
  work_categories: number[]
  hand_categories: number[]
  queues: number[]
  flags: string[]
}

const known: ReadonlySet<string> = new Set(all)

function actor(row: WhoAndWhat, names: string[]): UserActor {
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
  return row ? actor(row, row.permissions) : null
}
