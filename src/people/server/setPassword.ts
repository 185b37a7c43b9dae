/** Gives a User a new password in their place. Whoever is signed in with the old one is signed out; API tokens stay. */
import { passwordChanged } from '#people/events.ts'
import { checkNewPassword } from '#people/signIn/server/passwordRules.ts'
import { NotFound } from '#platform/problem.ts'
import { allow } from '#platform/server/allow.ts'
import { inTransaction, type Context } from '#platform/server/context.ts'
import { record } from '#platform/server/record.ts'
import { lockUser } from './changeUser.ts'
import { expectMayGiveTo } from './mayGive.ts'
import { hashPassword } from './passwords.ts'
import { saveUser } from './saveUser.ts'
import { valuesOf } from './userValues.ts'

export async function setPassword(ctx: Context, id: number, password: string): Promise<void> {
  allow(ctx, 'users.update')
  const owner = await ctx.db.selectFrom('users').select(['name', 'email']).where('id', '=', id).executeTakeFirst()
  if (!owner) throw new NotFound('There is no such User.')
  await checkNewPassword(ctx.db, password, owner, 'password')
  const hash = await hashPassword(password)
  await inTransaction(ctx, async (writing) => {
    await expectMayGiveTo(writing, valuesOf(await lockUser(writing, id)), { access: 'id', right: 'id' })
    await writing.db.deleteFrom('sessions').where('user_id', '=', id).execute()
    await record(writing, passwordChanged, await saveUser(writing, id, { password_hash: hash }), {})
  })
}
