/** Changes what is asked of everyone who signs in. Nobody can lock themselves out by it. */
import { hashOf } from '#people/server/bearer.ts'
import { signInSettings, type SignInSettings } from '#people/signIn/settings.ts'
import { RuleBroken } from '#platform/problem.ts'
import { allow } from '#platform/server/allow.ts'
import { inTransaction, type Context } from '#platform/server/context.ts'
import { changeSetting, readSetting } from '#platform/server/settings.ts'
import { secondStepSince } from './totp.ts'

export async function getSignInSettings(ctx: Context): Promise<SignInSettings> {
  allow(ctx, 'settings.read')
  return readSetting(ctx.db, signInSettings)
}

/** Once a second step is required, whoever signed in with a password alone signs in again, and sets one up. */
export async function changeSignInSettings(ctx: Context, value: SignInSettings, sessionToken: string | undefined): Promise<SignInSettings> {
  allow(ctx, 'settings.update')
  return inTransaction(ctx, async (writing) => {
    const before = await readSetting(writing.db, signInSettings)
    if (value.secondStepRequired && !before.secondStepRequired) {
      if (ctx.actor.kind === 'user' && (await secondStepSince(writing.db, ctx.actor.id)) === null)
        throw new RuleBroken('Set up your own two-step sign-in first.', [{ field: 'secondStepRequired', code: 'own_first' }], 'own-first')
      await writing.db
        .deleteFrom('sessions')
        .where('method', '=', 'password')
        .where('token_hash', '!=', hashOf(sessionToken ?? ''))
        .execute()
    }
    await changeSetting(writing, signInSettings, value)
    return readSetting(writing.db, signInSettings)
  })
}
