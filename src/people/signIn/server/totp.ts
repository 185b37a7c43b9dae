/** Codes of an authenticator app (RFC 6238): a secret that the app and the desk share, and the half minute it is. */
import type { Kysely } from 'kysely'
import { Secret, TOTP } from 'otpauth'
import type { Writing } from '#platform/server/context.ts'
import type { Secrets } from '#platform/server/secrets.ts'
import type { DB } from '#platform/server/tables.ts'

const period = 30
/** Clocks of phones are a little off: the half minute before and the one after count, too. */
const around = 1

const totp = (secret: string, label = '') =>
  new TOTP({ issuer: 'Tessera', label, secret: Secret.fromBase32(secret), algorithm: 'SHA1', digits: 6, period })

const boundTo = (userId: number) => `user:${userId}`

/** A new secret that counts once a code has confirmed it. What stood unconfirmed before is replaced. */
export async function proposeSecret({ db }: Writing, secrets: Secrets, { id, email }: { id: number; email: string }) {
  const secret = new Secret({ size: 20 }).base32
  const sealed = { secret: secrets.encrypt('second-factor', secret, boundTo(id)), confirmed_at: null, last_step: null }
  await db
    .insertInto('second_factors')
    .values({ user_id: id, ...sealed })
    .onConflict((on) => on.column('user_id').doUpdateSet(sealed))
    .execute()
  return { uri: totp(secret, email).toString(), secret }
}

/** Whether the code is right now. It is used up: neither it nor an older one is accepted again. */
export async function takeCode({ db, now }: Writing, secrets: Secrets, userId: number, typed: string): Promise<boolean> {
  const token = typed.replaceAll(/\s/g, '')
  if (!/^\d{6}$/.test(token)) return false
  const row = await db
    .selectFrom('second_factors')
    .select(['secret', 'last_step'])
    .where('user_id', '=', userId)
    .forUpdate()
    .executeTakeFirst()
  if (!row) return false
  const secret = secrets.decrypt('second-factor', row.secret, boundTo(userId))
  const delta = totp(secret).validate({ token, timestamp: now.getTime(), window: around })
  const step = Math.floor(now.getTime() / 1000 / period) + (delta ?? 0)
  if (delta === null || (row.last_step !== null && step <= row.last_step)) return false
  await db.updateTable('second_factors').set({ last_step: step }).where('user_id', '=', userId).execute()
  return true
}

/** Since when the User's two-step sign-in is on; null: it is off. */
export async function secondStepSince(db: Kysely<DB>, userId: number): Promise<string | null> {
  const row = await db.selectFrom('second_factors').select('confirmed_at').where('user_id', '=', userId).executeTakeFirst()
  return row?.confirmed_at ?? null
}
