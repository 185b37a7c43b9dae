/** The endpoints of signing in beyond the password, and the functions that answer them. */
import type { StartedSession } from '#people/server/sessions.ts'
import { describeMe } from '#people/server/me.ts'
import * as api from '#people/signIn/api.ts'
import type { UserActor } from '#platform/actor.ts'
import type { Context } from '#platform/server/context.ts'
import { route, type Exchange, type Route } from '#platform/server/route.ts'
import type { Secrets } from '#platform/server/secrets.ts'
import { changeSignInSettings, getSignInSettings } from './changeSignInSettings.ts'
import { beginSecondStep, confirmSecondStep, endSecondStep, getSecondStep, renewRecoveryCodes, resetSecondStep } from './ownSecondStep.ts'
import { askForPasskey, signInByPasskey } from './passkeySignIn.ts'
import { addPasskey, beginPasskey, listPasskeys, removePasskey, renamePasskey } from './passkeys.ts'
import { readPasswordLink, setPasswordByLink } from './passwordLinks.ts'
import { inviteUser, requestReset } from './requestReset.ts'
import { beginEnrolment, finishEnrolment, takeSecondStep } from './secondStep.ts'
import { getSignInOptions } from './signInOptions.ts'
import { getProviderSecret, keptProviders, setProviderSecret } from './ssoProviders.ts'
import { beginSso, finishSso } from './ssoSignIn.ts'

export interface SignInParts {
  secrets: Secrets
  /** Asked each time: with a port that the system chooses it is known only once the server listens. */
  publicUrl: () => string
}

export const signInRoutes = ({ secrets, publicUrl }: SignInParts): Route[] => [
  route(api.getSignInOptions, (ctx) => getSignInOptions(ctx, publicUrl())),
  route(api.takeSecondStep, async (ctx, input, exchange) => begin(ctx, exchange, await takeSecondStep(ctx, secrets, input, exchange))),
  route(api.beginEnrolment, (ctx, input) => beginEnrolment(ctx, secrets, input)),
  route(api.finishEnrolment, async (ctx, input, exchange) => {
    const done = await finishEnrolment(ctx, secrets, input, exchange)
    return { me: await begin(ctx, exchange, done), recoveryCodes: done.recoveryCodes }
  }),
  route(api.askForPasskey, async (ctx) => ({ ...(await askForPasskey(ctx, publicUrl())) })),
  route(api.signInByPasskey, async (ctx, input, exchange) =>
    begin(ctx, exchange, await signInByPasskey(ctx, publicUrl(), input, exchange)),
  ),
  route(api.beginSso, (ctx, input) => beginSso(ctx, { secrets, publicUrl: publicUrl() }, input)),
  route(api.finishSso, async (ctx, input, exchange) => {
    const done = await finishSso(ctx, { secrets, publicUrl: publicUrl() }, input, exchange)
    return { me: await begin(ctx, exchange, done), next: done.next }
  }),
  route(api.requestReset, (ctx, input, { address }) => requestReset(ctx, input, address)),
  route(api.readPasswordLink, readPasswordLink),
  route(api.setPasswordByLink, setPasswordByLink),

  route(api.getSecondStep, (ctx) => getSecondStep(ctx)),
  route(api.beginSecondStep, (ctx, input, { address }) => beginSecondStep(ctx, secrets, input, address)),
  route(api.confirmSecondStep, (ctx, input, { address }) => confirmSecondStep(ctx, secrets, input, address)),
  route(api.renewRecoveryCodes, (ctx, input, { address }) => renewRecoveryCodes(ctx, secrets, input, address)),
  route(api.endSecondStep, (ctx, input, { address }) => endSecondStep(ctx, input, address)),
  route(api.listPasskeys, (ctx) => listPasskeys(ctx)),
  route(api.beginPasskey, async (ctx) => ({ ...(await beginPasskey(ctx, secrets, publicUrl())) })),
  route(api.addPasskey, (ctx, input) => addPasskey(ctx, publicUrl(), input)),
  route(api.renamePasskey, renamePasskey),
  route(api.removePasskey, removePasskey),

  route(api.resetSecondStep, resetSecondStep),
  route(api.inviteUser, inviteUser),
  route(api.getSignInSettings, (ctx) => getSignInSettings(ctx)),
  route(api.changeSignInSettings, (ctx, input, { sessionToken }) => changeSignInSettings(ctx, input, sessionToken)),
  route(api.getProviderSecret, (ctx, input) => getProviderSecret(ctx, publicUrl(), input)),
  route(api.setProviderSecret, (ctx, input) => setProviderSecret(ctx, secrets, input)),
  ...keptProviders.routes,
]

/** The cookie is sent only once the session is durable. */
function begin(ctx: Context, { setSession }: Exchange, { actor, session }: { actor: UserActor; session: StartedSession }) {
  setSession(session.token, session.expiresAt)
  return describeMe(ctx, actor)
}
