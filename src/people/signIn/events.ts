/** What can happen to a User around signing in, for the audit log. */
import { z } from 'zod'
import { event } from '#platform/event.ts'

const nothing = z.object({})

export const signInFailed = event({
  name: 'user.sign_in_failed',
  subject: 'user',
  payload: z.object({ address: z.string(), step: z.enum(['password', 'code', 'passkey', 'sso']) }),
})
export const secondStepOn = event({ name: 'user.second_step_on', subject: 'user', payload: nothing })
/** By the User, or reset by an administrator: the actor tells. */
export const secondStepOff = event({ name: 'user.second_step_off', subject: 'user', payload: nothing })
export const recoveryCodeUsed = event({ name: 'user.recovery_code_used', subject: 'user', payload: z.object({ left: z.int() }) })
export const recoveryCodesRenewed = event({ name: 'user.recovery_codes_renewed', subject: 'user', payload: nothing })
export const passkeyAdded = event({ name: 'user.passkey_added', subject: 'user', payload: z.object({ passkeyId: z.int() }) })
export const passkeyRemoved = event({ name: 'user.passkey_removed', subject: 'user', payload: z.object({ passkeyId: z.int() }) })
export const ssoLinked = event({ name: 'user.sso_linked', subject: 'user', payload: z.object({ providerId: z.int() }) })
/** Somebody asked for a link to set a new password. The link itself is made when its mail leaves. */
export const resetRequested = event({ name: 'user.reset_requested', subject: 'user', payload: z.object({ address: z.string() }) })
export const userInvited = event({ name: 'user.invited', subject: 'user', payload: nothing })
export const passwordSetByLink = event({
  name: 'user.password_set_by_link',
  subject: 'user',
  payload: z.object({ kind: z.enum(['reset', 'invitation']) }),
})
/** Told of the installation: whoever edits the provider at that moment is not disturbed. */
export const providerSecretChanged = event({
  name: 'sso_provider.secret_changed',
  subject: 'installation',
  payload: z.object({ providerId: z.int() }),
})
