/** Recovery codes: ten ways in for who lost their device, each good for once. */
import { createHmac, randomInt } from 'node:crypto'
import type { Writing } from '#platform/server/context.ts'
import type { Secrets } from '#platform/server/secrets.ts'

/** No letters that look like others: they are written down and typed again. */
const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'
const count = 10
const length = 10

/** Replaces all earlier codes of the User. They are in the answer and nowhere else. */
export async function makeRecoveryCodes({ db }: Writing, secrets: Secrets, userId: number): Promise<string[]> {
  const codes = Array.from({ length: count }, () => Array.from({ length }, () => letters[randomInt(letters.length)]).join(''))
  await db.deleteFrom('recovery_codes').where('user_id', '=', userId).execute()
  await db
    .insertInto('recovery_codes')
    .values(codes.map((code) => ({ user_id: userId, code_hash: hash(secrets, userId, code) })))
    .execute()
  return codes.map((code) => `${code.slice(0, 5)}-${code.slice(5)}`)
}

/** Uses a code up. Null where there is no such code (any more), else how many are left. */
export async function takeRecoveryCode({ db }: Writing, secrets: Secrets, userId: number, typed: string): Promise<number | null> {
  const code = typed.toUpperCase().replaceAll(/[^A-Z0-9]/g, '')
  const { numDeletedRows } = await db
    .deleteFrom('recovery_codes')
    .where('user_id', '=', userId)
    .where('code_hash', '=', hash(secrets, userId, code))
    .executeTakeFirst()
  if (numDeletedRows === 0n) return null
  const { left } = await db
    .selectFrom('recovery_codes')
    .select((of) => of.fn.countAll<number>().as('left'))
    .where('user_id', '=', userId)
    .executeTakeFirstOrThrow()
  return left
}

/** Keyed, because fifty bits alone could be found again from a stolen copy of the database. */
const hash = (secrets: Secrets, userId: number, code: string) =>
  createHmac('sha256', secrets.key('second-factor')).update(`${userId}:${code}`).digest()
