/** Links in mail by which a User sets a password: who forgot theirs, and who is new. Good for once. */
import type { Kysely } from 'kysely'
import { forgetAttempts } from '#people/server/attempts.ts'
import { hashOf, newSessionToken } from '#people/server/bearer.ts'
import { hashPassword } from '#people/server/passwords.ts'
import { saveUser } from '#people/server/saveUser.ts'
import { passwordSetByLink } from '#people/signIn/events.ts'
import { NotFound } from '#platform/problem.ts'
import { inTransaction, type Context } from '#platform/server/context.ts'
import { record } from '#platform/server/record.ts'
import type { DB } from '#platform/server/tables.ts'
import { checkNewPassword } from './passwordRules.ts'

export type LinkKind = 'reset' | 'invitation'

const hour = 3_600_000
/** From the moment its mail leaves. */
const lasts: Record<LinkKind, number> = { reset: hour, invitation: 7 * 24 * hour }

/** A new link's token, for the mail that carries it and nothing else. Earlier links stay good: their mail may arrive first. */
export async function issueLink(db: Kysely<DB>, userId: number, kind: LinkKind, now: Date): Promise<string> {
  const token = newSessionToken()
  await db.deleteFrom('password_links').where('expires_at', '<', now.toISOString()).execute()
  await db
    .insertInto('password_links')
    .values({ token_hash: hashOf(token), user_id: userId, kind, expires_at: new Date(now.getTime() + lasts[kind]) })
    .execute()
  return token
}

/** Whose password it sets. What is used, too old or made up is one and the same answer. */
export async function readPasswordLink(ctx: Context, { token }: { token: string }) {
  const { kind, name, email } = await linkOf(ctx, token)
  return { kind, name, email }
}

/** Sets the password. All sessions end, so do all other links. Two-step sign-in stays. */
export async function setPasswordByLink(ctx: Context, { token, password }: { token: string; password: string }): Promise<{ ok: true }> {
  const user = await linkOf(ctx, token)
  await checkNewPassword(ctx.db, password, user, 'password')
  const hash = await hashPassword(password)
  return inTransaction(ctx, async (writing) => {
    const { numDeletedRows } = await writing.db.deleteFrom('password_links').where('token_hash', '=', hashOf(token)).executeTakeFirst()
    if (numDeletedRows === 0n) throw noLink()
    await writing.db.deleteFrom('password_links').where('user_id', '=', user.id).execute()
    await writing.db.deleteFrom('sessions').where('user_id', '=', user.id).execute()
    await writing.db.deleteFrom('sign_in_steps').where('user_id', '=', user.id).execute()
    await forgetAttempts(writing, user.email)
    await record(writing, passwordSetByLink, await saveUser(writing, user.id, { password_hash: hash }), { kind: user.kind })
    return { ok: true }
  })
}

async function linkOf({ db, now }: Context, token: string) {
  const found = await db
    .selectFrom('password_links as l')
    .innerJoin('users as u', 'u.id', 'l.user_id')
    .select(['u.id', 'u.name', 'u.email', 'l.kind'])
    .where('l.token_hash', '=', hashOf(token))
    .where('l.expires_at', '>', now.toISOString())
    .where('u.active', '=', true)
    .executeTakeFirst()
  if (!found) throw noLink()
  return found
}

const noLink = () => new NotFound('This link is no longer valid.')
