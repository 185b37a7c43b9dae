/** The doors of signing in beyond the password: second step, passkeys, single sign-on, links by mail, and their settings. */
import { z } from 'zod'
import { emailInput, me } from '#people/user.ts'
import { endpoint } from '#platform/endpoint.ts'
import { done, id, instant, line, text } from '#platform/shapes.ts'
import { madePasskey, passkey, passkeyOptions, usedPasskey } from './passkey.ts'
import { signInSettings } from './settings.ts'

const none = z.object({})
const bearer = z.string().min(20).max(100)
/** An address inside the product. */
const inside = z
  .string()
  .max(2000)
  .regex(/^\/(?![/\\])/)
const password = z.string().max(200)
const code = z.string().max(40)
/** What an authenticator app needs: the address in the QR code, and its secret to be typed. */
const enrolment = z.strictObject({ uri: z.string(), secret: z.string() })
/** Shown this once. */
const recoveryCodes = z.array(z.string())

export const getSignInOptions = endpoint({
  method: 'GET',
  path: '/api/v1/sign-in',
  summary: 'In which ways one can sign in here',
  access: 'public',
  input: none,
  output: z.strictObject({
    /** Whether a link to set a new password can be sent. */
    passwordReset: z.boolean(),
    minimumPassword: z.int(),
    inactivityMinutes: z.int(),
    /** The host for which passkeys are made; null where the desk’s address cannot have any. */
    passkeyHost: z.string().nullable(),
    providers: z.array(z.strictObject({ id: z.int(), name: z.string() })),
  }),
})
export const takeSecondStep = endpoint({
  method: 'POST',
  path: '/api/v1/session/second-step',
  summary: 'Finish signing in with a code of the authenticator app or a recovery code',
  access: 'public',
  input: z.object({ token: bearer, code }),
  output: me,
})
export const beginEnrolment = endpoint({
  method: 'POST',
  path: '/api/v1/session/enrolment',
  summary: 'Begin to set up two-step sign-in where it is required and not set up yet',
  access: 'public',
  input: z.object({ token: bearer }),
  output: enrolment,
})
export const finishEnrolment = endpoint({
  method: 'POST',
  path: '/api/v1/session/enrolment/confirmation',
  summary: 'Confirm that two-step sign-in is set up, with a code, and finish signing in',
  access: 'public',
  input: z.object({ token: bearer, code }),
  output: z.strictObject({ me, recoveryCodes }),
})
export const askForPasskey = endpoint({
  method: 'POST',
  path: '/api/v1/session/passkey/options',
  summary: 'What a browser needs to sign in with a passkey',
  access: 'public',
  input: none,
  output: passkeyOptions,
})
export const signInByPasskey = endpoint({
  method: 'POST',
  path: '/api/v1/session/passkey',
  summary: 'Sign in with a passkey: sets the session cookie',
  access: 'public',
  input: z.object({ response: usedPasskey }),
  output: me,
})
export const beginSso = endpoint({
  method: 'POST',
  path: '/api/v1/session/sso',
  summary: 'Begin single sign-on: the address to go to. `browser` is a secret that only this browser knows',
  access: 'public',
  input: z.object({ providerId: id, browser: bearer, next: inside.optional() }),
  output: z.strictObject({ url: z.string() }),
})
export const finishSso = endpoint({
  method: 'POST',
  path: '/api/v1/session/sso/answer',
  summary: 'Finish single sign-on with what the provider put into the address it came back to: sets the session cookie',
  access: 'public',
  input: z.object({ search: z.string().max(8000), browser: bearer }),
  output: z.strictObject({ me, next: z.string().nullable() }),
})
export const requestReset = endpoint({
  method: 'POST',
  path: '/api/v1/password-resets',
  summary: 'Ask for a mail with a link to set a new password; the answer is the same whoever asks',
  access: 'public',
  input: z.object({ email: emailInput }),
  output: done,
})
export const readPasswordLink = endpoint({
  method: 'POST',
  path: '/api/v1/password-links',
  summary: 'Whose password a link from a mail sets',
  access: 'public',
  input: z.object({ token: bearer }),
  output: z.strictObject({ kind: z.enum(['reset', 'invitation']), name: z.string(), email: z.string() }),
})
export const setPasswordByLink = endpoint({
  method: 'POST',
  path: '/api/v1/password-links/use',
  summary: 'Set the password by a link from a mail; all sessions of the User end',
  access: 'public',
  input: z.object({ token: bearer, password }),
  output: done,
})

export const getSecondStep = endpoint({
  method: 'GET',
  path: '/api/v1/me/second-step',
  summary: 'Whether one’s own two-step sign-in is on',
  access: 'signed-in',
  input: none,
  output: z.strictObject({
    since: instant.nullable(),
    recoveryCodesLeft: z.int(),
    required: z.boolean(),
    /** Who has no password needs no second step. */
    hasPassword: z.boolean(),
  }),
})
export const beginSecondStep = endpoint({
  method: 'POST',
  path: '/api/v1/me/second-step',
  summary: 'Begin to set up one’s own two-step sign-in; it is on once a code confirms it',
  access: 'signed-in',
  input: z.object({ password }),
  output: enrolment,
})
export const confirmSecondStep = endpoint({
  method: 'POST',
  path: '/api/v1/me/second-step/confirmation',
  summary: 'Switch one’s own two-step sign-in on, with a code of the authenticator app',
  access: 'signed-in',
  input: z.object({ code }),
  output: z.strictObject({ recoveryCodes }),
})
export const renewRecoveryCodes = endpoint({
  method: 'POST',
  path: '/api/v1/me/second-step/recovery-codes',
  summary: 'Make new recovery codes; the old ones end',
  access: 'signed-in',
  input: z.object({ password }),
  output: z.strictObject({ recoveryCodes }),
})
export const endSecondStep = endpoint({
  method: 'POST',
  path: '/api/v1/me/second-step/end',
  summary: 'Switch one’s own two-step sign-in off',
  access: 'signed-in',
  input: z.object({ password }),
  output: done,
})
export const listPasskeys = endpoint({
  method: 'GET',
  path: '/api/v1/me/passkeys',
  summary: 'One’s own passkeys',
  access: 'signed-in',
  input: none,
  output: z.strictObject({ passkeys: z.array(passkey) }),
})
export const beginPasskey = endpoint({
  method: 'POST',
  path: '/api/v1/me/passkeys/options',
  summary: 'What a browser needs to make a passkey',
  access: 'signed-in',
  input: none,
  output: passkeyOptions,
})
export const addPasskey = endpoint({
  method: 'POST',
  path: '/api/v1/me/passkeys',
  summary: 'Keep a passkey that the browser made',
  access: 'signed-in',
  input: z.object({ name: line(80), response: madePasskey }),
  output: passkey,
})
export const renamePasskey = endpoint({
  method: 'PATCH',
  path: '/api/v1/me/passkeys/{id}',
  summary: 'Give one of one’s own passkeys another name',
  access: 'signed-in',
  input: z.object({ id, name: line(80) }),
  output: done,
})
export const removePasskey = endpoint({
  method: 'DELETE',
  path: '/api/v1/me/passkeys/{id}',
  summary: 'Remove one of one’s own passkeys',
  access: 'signed-in',
  input: z.object({ id }),
  output: done,
})

export const resetSecondStep = endpoint({
  method: 'DELETE',
  path: '/api/v1/users/{id}/second-step',
  summary: 'Switch off the two-step sign-in of a User who lost their device',
  access: 'users.update',
  input: z.object({ id }),
  output: done,
})
export const inviteUser = endpoint({
  method: 'POST',
  path: '/api/v1/users/{id}/invitation',
  summary: 'Send a User without a password a mail with a link to set one; it is valid for 7 days',
  access: 'users.update',
  input: z.object({ id }),
  output: done,
})
export const getSignInSettings = endpoint({
  method: 'GET',
  path: '/api/v1/settings/sign-in',
  summary: 'What is asked of everyone who signs in',
  access: 'settings.read',
  input: none,
  output: signInSettings.shape,
})
export const changeSignInSettings = endpoint({
  method: 'PUT',
  path: '/api/v1/settings/sign-in',
  summary: 'Change what is asked of everyone who signs in',
  access: 'settings.update',
  input: signInSettings.shape,
  output: signInSettings.shape,
})
export const getProviderSecret = endpoint({
  method: 'GET',
  path: '/api/v1/sso-providers/{id}/secret',
  summary: 'Whether a single sign-on provider has a client secret, which is never told, and the address it has to come back to',
  access: 'settings.read',
  input: z.object({ id }),
  output: z.strictObject({ set: z.boolean(), callback: z.string() }),
})
export const setProviderSecret = endpoint({
  method: 'PUT',
  path: '/api/v1/sso-providers/{id}/secret',
  summary: 'Set the client secret of a single sign-on provider; empty: it has none',
  access: 'settings.update',
  input: z.object({ id, secret: text(2000) }),
  output: done,
})
