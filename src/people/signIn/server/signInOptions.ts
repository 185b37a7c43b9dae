/** In which ways one can sign in here: what the page before signing in shows. */
import { signInSettings, systemAddress } from '#people/signIn/settings.ts'
import type { Context } from '#platform/server/context.ts'
import { readSetting } from '#platform/server/settings.ts'
import { hostOfPasskeys } from './passkeyHost.ts'

export async function getSignInOptions({ db }: Context, publicUrl: string) {
  const { minimumPassword, inactivityMinutes } = await readSetting(db, signInSettings)
  return {
    passwordReset: (await readSetting(db, systemAddress)).queueId !== null,
    minimumPassword,
    inactivityMinutes,
    passkeyHost: hostOfPasskeys(publicUrl),
    providers: await db.selectFrom('sso_providers').select(['id', 'name']).where('active', '=', true).orderBy('name').execute(),
  }
}
