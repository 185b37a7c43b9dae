/** The doors of signing in and of one's own account. */
import { z } from 'zod'
import { endpoint } from '#platform/endpoint.ts'
import { done, id, line } from '#platform/shapes.ts'
import { apiToken, me, newPassword, newToken, person, session, setUpInput, signInInput } from './user.ts'

const none = z.object({})

export const getSetUp = endpoint({
  method: 'GET',
  path: '/api/v1/set-up',
  summary: 'Whether the first administrator is still to be created',
  access: 'public',
  input: none,
  output: z.strictObject({ needed: z.boolean() }),
})
export const setUp = endpoint({
  method: 'POST',
  path: '/api/v1/set-up',
  summary: 'Create the first administrator with the one-time code from the console, and sign in',
  access: 'public',
  input: setUpInput,
  output: me,
})
export const signIn = endpoint({
  method: 'POST',
  path: '/api/v1/session',
  summary: 'Sign in: sets the session cookie',
  access: 'public',
  input: signInInput,
  output: me,
})
export const signOut = endpoint({
  method: 'DELETE',
  path: '/api/v1/session',
  summary: 'Sign out: ends this session',
  access: 'signed-in',
  input: none,
  output: done,
})
export const getMe = endpoint({
  method: 'GET',
  path: '/api/v1/me',
  summary: 'The signed-in User and what they may do',
  access: 'signed-in',
  input: none,
  output: me,
})
export const changeMe = endpoint({
  method: 'PATCH',
  path: '/api/v1/me',
  summary: 'Change one’s own name or time zone',
  access: 'signed-in',
  input: z.strictObject({ name: line(120).optional(), timeZone: z.string().max(60).nullable().optional() }),
  output: me,
})
export const changePassword = endpoint({
  method: 'POST',
  path: '/api/v1/me/password',
  summary: 'Change one’s own password; all other sessions end',
  access: 'signed-in',
  input: z.object({ current: z.string().max(200), next: newPassword }),
  output: done,
})
export const listSessions = endpoint({
  method: 'GET',
  path: '/api/v1/me/sessions',
  summary: 'One’s own sessions',
  access: 'signed-in',
  input: none,
  output: z.strictObject({ sessions: z.array(session) }),
})
export const revokeSession = endpoint({
  method: 'DELETE',
  path: '/api/v1/me/sessions/{id}',
  summary: 'End one of one’s own sessions',
  access: 'signed-in',
  input: z.object({ id }),
  output: done,
})
export const listTokens = endpoint({
  method: 'GET',
  path: '/api/v1/me/tokens',
  summary: 'One’s own API tokens',
  access: 'signed-in',
  input: none,
  output: z.strictObject({ tokens: z.array(apiToken) }),
})
export const createToken = endpoint({
  method: 'POST',
  path: '/api/v1/me/tokens',
  summary: 'Create an API token; it is shown this once',
  access: 'signed-in',
  input: newToken,
  output: z.strictObject({ token: z.string(), details: apiToken }),
})
export const revokeToken = endpoint({
  method: 'DELETE',
  path: '/api/v1/me/tokens/{id}',
  summary: 'Revoke one of one’s own API tokens',
  access: 'signed-in',
  input: z.object({ id }),
  output: done,
})
export const listUsers = endpoint({
  method: 'GET',
  path: '/api/v1/me/users',
  summary: 'Users to whom one may hand tickets, and those who have tickets in sight',
  access: 'signed-in',
  input: none,
  output: z.strictObject({ users: z.array(person) }),
})
/** Begins a preview: from then on requests with the header `tessera-see-as` are answered as that User is answered. */
export const seeAs = endpoint({
  method: 'POST',
  path: '/api/v1/users/{id}/see-as',
  summary:
    'See the desk as another User: requests of this session with the header `tessera-see-as: {id}` read as they do and change nothing',
  access: 'users.read',
  input: z.object({ id }),
  output: z.strictObject({ user: person }),
})
