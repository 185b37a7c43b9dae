/** What can happen to a User. */
import { z } from 'zod'
import { event } from '#platform/event.ts'

/** Old and new values by field. Only passwords are never among them. */
const changes = z.record(z.string(), z.object({ from: z.unknown(), to: z.unknown() }))
const values = z.record(z.string(), z.unknown())

export const userCreated = event({
  name: 'user.created',
  subject: 'user',
  payload: z.object({ accessId: z.int(), rightId: z.int(), values: values.optional() }),
})
export const userChanged = event({
  name: 'user.changed',
  subject: 'user',
  payload: z.object({ fields: z.array(z.string()), changes: changes.optional() }),
})
/** A change by which they can no longer sign in; it may have changed more. */
export const userDisabled = event({ name: 'user.disabled', subject: 'user', payload: z.object({ changes: changes.optional() }) })
export const userEnabled = event({ name: 'user.enabled', subject: 'user', payload: z.object({ changes }) })
export const userDeleted = event({ name: 'user.deleted', subject: 'user', payload: z.object({ values }) })
/** Somebody began to see the desk as this User. */
export const userSeenAs = event({ name: 'user.seen_as', subject: 'user', payload: z.object({}) })
export const passwordChanged = event({ name: 'user.password_changed', subject: 'user', payload: z.object({}) })
export const signedIn = event({
  name: 'user.signed_in',
  subject: 'user',
  payload: z.object({ address: z.string(), method: z.string().optional() }),
})
export const tokenCreated = event({ name: 'user.token_created', subject: 'user', payload: z.object({ tokenId: z.int() }) })
export const tokenRevoked = event({ name: 'user.token_revoked', subject: 'user', payload: z.object({ tokenId: z.int() }) })
export const sessionEnded = event({ name: 'user.session_ended', subject: 'user', payload: z.object({ sessionId: z.int() }) })
