/** What can happen to a User. */
import { z } from 'zod'
import { event } from '#platform/event.ts'

export const userCreated = event({ name: 'user.created', subject: 'user', payload: z.object({ accessId: z.int(), rightId: z.int() }) })
export const userChanged = event({ name: 'user.changed', subject: 'user', payload: z.object({ fields: z.array(z.string()) }) })
export const userDisabled = event({ name: 'user.disabled', subject: 'user', payload: z.object({}) })
export const passwordChanged = event({ name: 'user.password_changed', subject: 'user', payload: z.object({}) })
export const signedIn = event({ name: 'user.signed_in', subject: 'user', payload: z.object({ address: z.string() }) })
export const tokenCreated = event({ name: 'user.token_created', subject: 'user', payload: z.object({ tokenId: z.int() }) })
export const tokenRevoked = event({ name: 'user.token_revoked', subject: 'user', payload: z.object({ tokenId: z.int() }) })
export const sessionEnded = event({ name: 'user.session_ended', subject: 'user', payload: z.object({ sessionId: z.int() }) })
