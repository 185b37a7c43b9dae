/** By what a request proves who sends it: the session cookie of a browser, or an API token. */
import type { IncomingHttpHeaders } from 'node:http'
import fastifyCookie from '@fastify/cookie'
import type { UserActor } from '#platform/actor.ts'

/** The name of the cookie that holds a session's token. */
export const sessionCookie = 'tessera_session'

export interface Credentials {
  kind: 'session' | 'token'
  token: string
  /** Nobody has been at the page for a while: what it asks by itself does not keep the session awake. */
  idle?: boolean
  /** The User as whom a session only looks at the desk. */
  seeAs?: number
}

/** Answers who these credentials belong to; null when they are unknown, expired, revoked, or their User is disabled. */
export type Authenticate = (credentials: Credentials, now: Date) => Promise<UserActor | null>

/** The header with the id of the User as whom a page shows the desk. A socket, which cannot send one, has the query parameter of `seeAsIn`. */
export const seeAsHeader = 'tessera-see-as'

/** Another text than an id names nobody, and is refused like nobody. */
export const seeAsIn = (given: unknown) => (typeof given === 'string' ? { seeAs: /^\d{1,15}$/.test(given) ? Number(given) : 0 } : {})

/** An `Authorization` header counts before a cookie: whoever sends one means it. Works on an upgrade to a WebSocket, too. */
export function credentialsOf(headers: IncomingHttpHeaders): Credentials | null {
  if (headers.authorization !== undefined) {
    const token = /^Bearer +(\S+)$/i.exec(headers.authorization)?.[1]
    return { kind: 'token', token: token ?? '', ...seeAsIn(headers[seeAsHeader]) }
  }
  const token = headers.cookie === undefined ? undefined : fastifyCookie.parse(headers.cookie)[sessionCookie]
  return token ? { kind: 'session', token, idle: headers['tessera-idle'] === '1', ...seeAsIn(headers[seeAsHeader]) } : null
}
