/** Signing in by email and password, and signing out. Who has a second step to take is told so, with the token that takes it. */
import { sessionEnded, signedIn } from '#people/events.ts'
import { stepAfterPassword } from '#people/signIn/server/secondStep.ts'
import { noteFailure } from '#people/signIn/server/signInFailures.ts'
import { NotSignedIn } from '#platform/problem.ts'
import { inTransaction, type Context } from '#platform/server/context.ts'
import { record } from '#platform/server/record.ts'
import { countAttempt, forgetAttempts } from './attempts.ts'
import { actorOf } from './authenticate.ts'
import { hashOf } from './bearer.ts'
import { checkPassword, hashPassword } from './passwords.ts'
import { saveUser } from './saveUser.ts'
import { startSession, type StartedSession, type Whence } from './sessions.ts'

/** Unknown, disabled and wrong are one answer after one time: it tells nobody who has an account here. */
export async function signIn(ctx: Context, input: { email: string; password: string }, whence: Whence) {
  const started = performance.now()
  const { email, password } = input
  await countAttempt(ctx, email, whence.address)
  const user = await ctx.db.selectFrom('users').select(['id', 'password_hash', 'active']).where('email', '=', email).executeTakeFirst()
  const { right, renew } = await checkPassword(user?.active ? user.password_hash : null, password)
  if (!user || !right) {
    await noteFailure(ctx, user?.id, 'password', whence, started)
    throw wrong()
  }
  const hash = renew ? await hashPassword(password) : user.password_hash
  const entered = await inTransaction(ctx, async (writing) => {
    // The password may have been changed while this one was checked.
    const still = await writing.db
      .selectFrom('users')
      .select('id')
      .where('id', '=', user.id)
      .where('password_hash', '=', user.password_hash)
      .where('active', '=', true)
      .forUpdate()
      .executeTakeFirst()
    const actor = still && (await actorOf(writing.db, user.id))
    if (!actor) throw wrong()
    const step = await stepAfterPassword(writing, user.id)
    if (step) return step
    await forgetAttempts(writing, email)
    const session: StartedSession = await startSession(writing, user.id, whence)
    const saved = await saveUser(writing, user.id, { password_hash: hash })
    await record({ ...writing, actor }, signedIn, saved, { address: whence.address, method: 'password' })
    return { actor, session }
  })
  if (entered instanceof NotSignedIn) throw entered
  return entered
}

const wrong = () => new NotSignedIn('The email address or the password is not right.', [], 'wrong-credentials')

/** Ends the session of this request, and says so: the sockets that it opened close with it. */
export async function signOut(ctx: Context, token: string | undefined): Promise<{ ok: true }> {
  if (token === undefined || ctx.via !== 'ui') return { ok: true }
  return inTransaction(ctx, async (writing) => {
    const ended = await writing.db
      .deleteFrom('sessions')
      .where('token_hash', '=', hashOf(token))
      .returning(['id', 'user_id'])
      .executeTakeFirst()
    if (ended) await record(writing, sessionEnded, await saveUser(writing, ended.user_id, {}), { sessionId: ended.id })
    return { ok: true }
  })
}
