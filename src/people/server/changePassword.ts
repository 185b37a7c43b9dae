/** Changes one's own password. Whoever else is signed in with the old one is signed out; API tokens stay. */
import { passwordChanged } from '#people/events.ts'
import { checkNewPassword } from '#people/signIn/server/passwordRules.ts'
import { BadInput, Conflict } from '#platform/problem.ts'
import { inTransaction, type Context } from '#platform/server/context.ts'
import { record } from '#platform/server/record.ts'
import { countAttempt, forgetAttempts } from './attempts.ts'
import { hashOf } from './bearer.ts'
import { byThePersonThemselves } from './byThePersonThemselves.ts'
import { checkPassword, hashPassword } from './passwords.ts'
import { saveUser } from './saveUser.ts'

interface Here {
  address: string
  sessionToken: string | undefined
}

export async function changePassword(
  ctx: Context,
  { current, next }: { current: string; next: string },
  here: Here,
): Promise<{ ok: true }> {
  const { id } = byThePersonThemselves(ctx)
  const user = await ctx.db.selectFrom('users').select(['email', 'name', 'password_hash']).where('id', '=', id).executeTakeFirstOrThrow()
  await countAttempt(ctx, user.email, here.address)
  const { right } = await checkPassword(user.password_hash, current)
  if (!right) throw new BadInput('This is not your current password.', [{ field: 'current', code: 'wrong-password' }], 'wrong-password')
  await checkNewPassword(ctx.db, next, user, 'next')
  const hash = await hashPassword(next)
  return inTransaction(ctx, async (writing) => {
    const now = await writing.db.selectFrom('users').select('password_hash').where('id', '=', id).forUpdate().executeTakeFirst()
    if (now?.password_hash !== user.password_hash) throw new Conflict('Your password was changed at the same time from another place.')
    await forgetAttempts(writing, user.email)
    await writing.db
      .deleteFrom('sessions')
      .where('user_id', '=', id)
      .where('token_hash', '!=', hashOf(here.sessionToken ?? ''))
      .execute()
    await record(writing, passwordChanged, await saveUser(writing, id, { password_hash: hash }), {})
    return { ok: true }
  })
}
