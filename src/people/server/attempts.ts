/** Guessing a password is slow work: failures are counted by email and by address in the database, so that all processes count together. */
import { sql } from 'kysely'
import { TooMany } from '#platform/problem.ts'
import type { Context } from '#platform/server/context.ts'

const window = 15 * 60_000
/** For one email from one address, for an email from anywhere (or whoever guesses would lock its owner out), from an address, which may stand for a whole office. */
const most = { both: 10, email: 50, address: 50 }

/**
 * Counts an attempt before it is made, because many may be made at once; `forgetAttempts` takes it back when it succeeds.
 * Throws TooMany with the seconds to wait. What is refused does not count, so that waiting helps.
 */
export async function countAttempt(ctx: Context, email: string, address: string, mostOfBoth = most.both): Promise<void> {
  const since = new Date(ctx.now.getTime() - window)
  const oldest = await ctx.db.transaction().execute(async (trx) => {
    // One after the other for the same email or address, always in this order.
    await sql`select pg_advisory_xact_lock(hashtext(${`attempt by ${email}`}))`.execute(trx)
    await sql`select pg_advisory_xact_lock(hashtext(${`attempt from ${address}`}))`.execute(trx)
    const { rows } = await sql<{ at: string }>`
      (select at from sign_in_failures where email = ${email} and address = ${address} and at > ${since}
        order by at desc offset ${mostOfBoth - 1} limit 1)
      union all
      (select at from sign_in_failures where email = ${email} and at > ${since} order by at desc offset ${most.email - 1} limit 1)
      union all
      (select at from sign_in_failures where address = ${address} and at > ${since} order by at desc offset ${most.address - 1} limit 1)`.execute(
      trx,
    )
    if (rows.length === 0) await trx.insertInto('sign_in_failures').values({ email, address, at: ctx.now }).execute()
    return rows.map((row) => Date.parse(row.at))
  })
  if (oldest.length === 0) return
  const seconds = Math.max(1, Math.ceil((Math.max(...oldest) + window - ctx.now.getTime()) / 1000))
  throw new TooMany(`Too many attempts. Try again in ${seconds} seconds.`, [{ field: 'email', code: 'wait', details: { seconds } }], 'wait')
}

/** After a success: this email's failures, and with them whatever is too old to count. */
export async function forgetAttempts(ctx: Context, email: string): Promise<void> {
  const since = new Date(ctx.now.getTime() - window).toISOString()
  await ctx.db
    .deleteFrom('sign_in_failures')
    .where((where) => where.or([where('email', '=', email), where('at', '<', since)]))
    .execute()
}
