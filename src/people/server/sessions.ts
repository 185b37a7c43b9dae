/** Sessions: where a User is signed in. Each ends by itself after 30 days, or whenever its User ends it. */
import { sessionEnded } from '#people/events.ts'
import type { Session, SessionMethod } from '#people/user.ts'
import { signInSettings } from '#people/signIn/settings.ts'
import { NotFound } from '#platform/problem.ts'
import { userOf } from '#platform/server/allow.ts'
import { expectOwnEyes, inTransaction, type Context, type Writing } from '#platform/server/context.ts'
import { record } from '#platform/server/record.ts'
import { readSetting } from '#platform/server/settings.ts'
import { hashOf, newSessionToken } from './bearer.ts'
import { byThePersonThemselves } from './byThePersonThemselves.ts'
import { saveUser } from './saveUser.ts'

const lasts = 30 * 24 * 3_600_000

/** What a new session's browser is given. */
export interface StartedSession {
  token: string
  expiresAt: Date
}

/** Where a request comes from, as the list of sessions shows it. */
export interface Whence {
  address: string
  browser: string
}

export async function startSession(
  { db, now }: Writing,
  userId: number,
  { address, browser }: Whence,
  method: SessionMethod = 'password',
): Promise<StartedSession> {
  const token = newSessionToken()
  const expiresAt = new Date(now.getTime() + lasts)
  await db.deleteFrom('sessions').where('user_id', '=', userId).where('expires_at', '<', now.toISOString()).execute()
  await db
    .insertInto('sessions')
    .values({ user_id: userId, token_hash: hashOf(token), created_at: now, seen_at: now, expires_at: expiresAt, address, browser, method })
    .execute()
  return { token, expiresAt }
}

export async function listSessions(ctx: Context, current: string | undefined): Promise<{ sessions: Session[] }> {
  expectOwnEyes(ctx.actor)
  const rows = await ctx.db
    .selectFrom('sessions')
    .select(['id', 'created_at', 'seen_at', 'address', 'browser', 'method', 'token_hash'])
    .where('user_id', '=', userOf(ctx).id)
    .where('expires_at', '>', ctx.now.toISOString())
    .where('seen_at', '>', await awakeSince(ctx))
    .orderBy('seen_at', 'desc')
    .orderBy('id', 'desc')
    .execute()
  const mine = current === undefined ? undefined : hashOf(current)
  return {
    sessions: rows.map((row) => ({
      id: row.id,
      createdAt: row.created_at,
      seenAt: row.seen_at,
      address: row.address,
      browser: row.browser,
      method: row.method,
      current: mine?.equals(row.token_hash) ?? false,
    })),
  }
}

/** Sessions at which nobody has been since then have ended by themselves. */
async function awakeSince({ db, now }: Context): Promise<string> {
  const { inactivityMinutes } = await readSetting(db, signInSettings)
  return new Date(inactivityMinutes === 0 ? 0 : now.getTime() - (inactivityMinutes + 1) * 60_000).toISOString()
}

/** Ends one of one's own sessions; those of others do not exist here. */
export async function revokeSession(ctx: Context, id: number): Promise<{ ok: true }> {
  const user = byThePersonThemselves(ctx)
  return inTransaction(ctx, async (writing) => {
    const { numDeletedRows } = await writing.db
      .deleteFrom('sessions')
      .where('id', '=', id)
      .where('user_id', '=', user.id)
      .executeTakeFirst()
    if (numDeletedRows === 0n) throw new NotFound('There is no such session.')
    await record(writing, sessionEnded, await saveUser(writing, user.id, {}), { sessionId: id })
    return { ok: true }
  })
}
