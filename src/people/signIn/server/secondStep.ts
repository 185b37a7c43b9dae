/** The second step of signing in: after the right password a token is given out, and with it a code is asked for. */
import { signedIn } from '#people/events.ts'
import { countAttempt, forgetAttempts } from '#people/server/attempts.ts'
import { actorOf } from '#people/server/authenticate.ts'
import { hashOf, newSessionToken } from '#people/server/bearer.ts'
import { saveUser } from '#people/server/saveUser.ts'
import { startSession, type Whence } from '#people/server/sessions.ts'
import { recoveryCodeUsed, secondStepOn } from '#people/signIn/events.ts'
import { signInSettings } from '#people/signIn/settings.ts'
import { NotSignedIn } from '#platform/problem.ts'
import { inTransaction, type Context, type Writing } from '#platform/server/context.ts'
import { record } from '#platform/server/record.ts'
import type { Secrets } from '#platform/server/secrets.ts'
import { readSetting } from '#platform/server/settings.ts'
import { makeRecoveryCodes, takeRecoveryCode } from './recoveryCodes.ts'
import { noteFailure } from './signInFailures.ts'
import { proposeSecret, secondStepSince, takeCode } from './totp.ts'

const lasts = 10 * 60_000

/** What is still to be done after the right password: a code, setting two-step sign-in up first, or nothing (null). */
export async function stepAfterPassword({ db, now }: Writing, userId: number): Promise<NotSignedIn | null> {
  const on = (await secondStepSince(db, userId)) !== null
  if (!on && !(await readSetting(db, signInSettings)).secondStepRequired) return null
  const token = newSessionToken()
  await db.deleteFrom('sign_in_steps').where('expires_at', '<', now.toISOString()).execute()
  await db
    .insertInto('sign_in_steps')
    .values({ token_hash: hashOf(token), user_id: userId, expires_at: new Date(now.getTime() + lasts) })
    .execute()
  const code = on ? 'second-step' : 'enrolment'
  return new NotSignedIn(on ? 'Enter a code, too.' : 'Set up two-step sign-in first.', [{ field: 'code', code, details: { token } }], code)
}

/** Finishes signing in with a code of the app, or with a recovery code. */
export async function takeSecondStep(ctx: Context, secrets: Secrets, { token, code }: Answer, whence: Whence) {
  const started = performance.now()
  const user = await begun(ctx, token, true)
  await countAttempt(ctx, user.email, whence.address)
  const done = await inTransaction(ctx, async (writing) => {
    if (!(await takeCode(writing, secrets, user.id, code))) {
      const left = await takeRecoveryCode(writing, secrets, user.id, code)
      if (left === null) return null
      await record(writing, recoveryCodeUsed, await saveUser(writing, user.id, {}), { left })
    }
    return enter(writing, user, token, whence)
  })
  if (done) return done
  await noteFailure(ctx, user.id, 'code', whence, started)
  throw wrongCode()
}

interface Answer {
  token: string
  code: string
}

/** Where two-step sign-in is required and not set up yet, its secret for the app. */
export async function beginEnrolment(ctx: Context, secrets: Secrets, { token }: { token: string }) {
  const user = await begun(ctx, token, false)
  return inTransaction(ctx, (writing) => proposeSecret(writing, secrets, user))
}

/** Switches it on and finishes signing in. */
export async function finishEnrolment(ctx: Context, secrets: Secrets, { token, code }: Answer, whence: Whence) {
  const started = performance.now()
  const user = await begun(ctx, token, false)
  await countAttempt(ctx, user.email, whence.address)
  const done = await inTransaction(ctx, async (writing) => {
    if (!(await takeCode(writing, secrets, user.id, code))) return null
    await switchOn(writing, user.id)
    const recoveryCodes = await makeRecoveryCodes(writing, secrets, user.id)
    return { ...(await enter(writing, user, token, whence)), recoveryCodes }
  })
  if (done) return done
  await noteFailure(ctx, user.id, 'code', whence, started)
  throw wrongCode()
}

/** From now on a password alone does not let this User in. */
export async function switchOn(writing: Writing, userId: number) {
  await writing.db.updateTable('second_factors').set({ confirmed_at: writing.now }).where('user_id', '=', userId).execute()
  await record(writing, secondStepOn, await saveUser(writing, userId, {}), {})
}

/** Whose password was right when this token was given out, if that is not too long ago. */
async function begun(ctx: Context, token: string, on: boolean) {
  const user = await ctx.db
    .selectFrom('sign_in_steps as s')
    .innerJoin('users as u', 'u.id', 's.user_id')
    .leftJoin('second_factors as f', 'f.user_id', 'u.id')
    .select(['u.id', 'u.email', 'f.confirmed_at'])
    .where('s.token_hash', '=', hashOf(token))
    .where('s.expires_at', '>', ctx.now.toISOString())
    .where('u.active', '=', true)
    .executeTakeFirst()
  if (!user || (user.confirmed_at !== null) !== on) throw over()
  return user
}

async function enter(writing: Writing, { id, email }: { id: number; email: string }, token: string, whence: Whence) {
  // Used once, also by two requests at the same time.
  const { numDeletedRows } = await writing.db.deleteFrom('sign_in_steps').where('token_hash', '=', hashOf(token)).executeTakeFirst()
  const actor = numDeletedRows === 0n ? null : await actorOf(writing.db, id)
  if (!actor) throw over()
  await forgetAttempts(writing, email)
  const session = await startSession(writing, id, whence, 'two_step')
  await record({ ...writing, actor }, signedIn, await saveUser(writing, id, {}), { address: whence.address, method: 'two_step' })
  return { actor, session }
}

const over = () => new NotSignedIn('This took too long. Sign in again.', [], 'step-over')
const wrongCode = () => new NotSignedIn('This code is not right.', [{ field: 'code', code: 'wrong_code' }], 'wrong-code')
