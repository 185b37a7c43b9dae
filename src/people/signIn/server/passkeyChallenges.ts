/** Challenges of passkeys: what a device signs, made here, good for once and for minutes. */
import { randomBytes } from 'node:crypto'
import type { Kysely } from 'kysely'
import { hashOf } from '#people/server/bearer.ts'
import type { DB } from '#platform/server/tables.ts'

const lasts = 5 * 60_000

/** `userId` is null where somebody signs in whom we do not know yet. */
export async function newChallenge(db: Kysely<DB>, userId: number | null, now: Date): Promise<Uint8Array<ArrayBuffer>> {
  const challenge = new Uint8Array(randomBytes(32))
  await db.deleteFrom('passkey_challenges').where('expires_at', '<', now.toISOString()).execute()
  await db
    .insertInto('passkey_challenges')
    .values({ challenge_hash: hashOf(textOf(challenge)), user_id: userId, expires_at: new Date(now.getTime() + lasts) })
    .execute()
  return challenge
}

/** Whether it was ours, for this User, and not used before; it is from now on, however the rest ends. */
export async function takeChallenge(db: Kysely<DB>, challenge: string, userId: number | null, now: Date): Promise<boolean> {
  const taken = await db
    .deleteFrom('passkey_challenges')
    .where('challenge_hash', '=', hashOf(challenge))
    .where('expires_at', '>', now.toISOString())
    .where('user_id', userId === null ? 'is' : '=', userId)
    .executeTakeFirst()
  return taken.numDeletedRows > 0n
}

const textOf = (challenge: Uint8Array) => Buffer.from(challenge).toString('base64url')
