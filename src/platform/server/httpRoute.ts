/** Opens one declared endpoint to HTTP: who asks, may they, what do they send, what do they get. */
import { Readable, Transform } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Kysely } from 'kysely'
import type { UserActor, Via } from '#platform/actor.ts'
import { pathNames, type Endpoint } from '#platform/endpoint.ts'
import { BadInput, NotAllowed, NotFound, NotSignedIn, TooLarge } from '#platform/problem.ts'
import type { Announcer } from './announce.ts'
import type { Config } from './config.ts'
import { expectOwnEyes, type Context } from './context.ts'
import { credentialsOf, sessionCookie, type Authenticate } from './credentials.ts'
import { badInput, WrongAnswer } from './httpProblem.ts'
import { fromHere } from './origin.ts'
import { Bytes, type Exchange, type Route } from './route.ts'
import type { DB } from './tables.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Set before the body is read, when the endpoint is not public. */
    user: UserActor | null
  }
}

/** What all routes are served with. */
export interface Serving {
  db: Kysely<DB>
  announcer: Announcer
  authenticate: Authenticate
  config: Pick<Config, 'publicUrl' | 'production'>
  clock: () => Date
}

const usualLimit = 1024 * 1024

export function openRoute(app: FastifyInstance, route: Route, serving: Serving) {
  const { endpoint } = route
  const limit = endpoint.limit ?? usualLimit
  const names = new Set(pathNames(endpoint.path))
  const inQuery = endpoint.method === 'GET' || endpoint.method === 'DELETE' || endpoint.takes === 'bytes'
  const url = endpoint.path.replaceAll(/\{(\w+)\}/g, ':$1')
  app.register(async (scope) => {
    if (endpoint.takes === 'bytes') {
      scope.removeAllContentTypeParsers()
      scope.addContentTypeParser('*', (_request, body, done) => done(null, body))
    }
    scope.route({
      method: endpoint.method,
      url,
      bodyLimit: limit,
      async onRequest(request) {
        request.user = await admit(request, endpoint, serving)
      },
      async handler(request, reply) {
        const { ctx, via } = contextOf(request, serving)
        const sent = inQuery ? request.query : request.body
        const input = understand(endpoint, names, sent, request.params)
        const exchange = exchangeOf(request, reply, serving, endpoint.takes === 'bytes' ? limited(request, limit) : undefined)
        const answer = await route.handle({ ...ctx, via }, input, exchange)
        if (answer instanceof Bytes) return reply.code(answer.status).headers(answer.headers).send(answer.body)
        const json = JSON.stringify(answer)
        if (!serving.config.production) check(endpoint, json)
        return reply.header('content-type', 'application/json; charset=utf-8').send(json)
      },
    })
  })
}

/** Before the body is read: a foreign page is refused, then the unknown, then those without the permission. */
async function admit(request: FastifyRequest, { method, access, reads }: Endpoint, { authenticate, config, clock }: Serving) {
  const credentials = credentialsOf(request.headers)
  if (method !== 'GET' && credentials?.kind !== 'token' && !fromHere(request.headers, request.host, config.publicUrl, !credentials))
    throw new NotAllowed(
      'A session’s cookie lets only our own pages change something, and this request does not come from one. Programs use an API token.',
      [],
      'foreign-origin',
    )
  if (access === 'public') return null
  const user = credentials && (await authenticate(credentials, clock()))
  if (!user) throw new NotSignedIn(credentials ? 'This session or token is no longer valid.' : 'Sign in first.')
  if (method !== 'GET' && !reads) expectOwnEyes(user)
  if (access !== 'signed-in' && !user.permissions.has(access)) throw new NotAllowed(`This needs the permission ${access}.`, [], access)
  return user
}

function contextOf(request: FastifyRequest, { db, announcer, clock }: Serving): { ctx: Omit<Context, 'via'>; via: Via } {
  const echo = request.headers['tessera-request']
  const requestId = typeof echo === 'string' && /^[\w.:-]{1,64}$/.test(echo) ? echo : request.id
  const via = credentialsOf(request.headers)?.kind === 'token' ? 'api' : 'ui'
  return { ctx: { db, announcer, actor: request.user ?? { kind: 'system' }, now: clock(), requestId }, via }
}

function understand(endpoint: Endpoint, inPath: Set<string>, sent: unknown, params: unknown) {
  if (sent !== undefined && !isObject(sent)) throw new BadInput('The body must be a JSON object.', [], 'not-an-object')
  const parsed = endpoint.input.safeParse({ ...sent, ...(isObject(params) && params) })
  if (parsed.success) return parsed.data
  // An address with a malformed id names nothing.
  if (parsed.error.issues.some((issue) => inPath.has(String(issue.path[0])))) throw new NotFound('There is nothing at this address.')
  throw badInput(parsed.error)
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value)

function exchangeOf(request: FastifyRequest, reply: FastifyReply, { config }: Serving, bytes: Readable | undefined): Exchange {
  return {
    address: request.ip,
    browser: (request.headers['user-agent'] ?? '').slice(0, 300),
    sessionToken: credentialsOf(request.headers)?.token,
    setSession(token, expires) {
      const options = {
        path: '/',
        httpOnly: true,
        sameSite: 'lax',
        secure: config.publicUrl.startsWith('https:') || request.protocol === 'https',
      } as const
      if (token === null) reply.clearCookie(sessionCookie, options)
      else reply.setCookie(sessionCookie, token, { ...options, ...(expires && { expires }) })
    },
    bytes,
    range: request.headers.range,
  }
}

/** Handlers select columns by name; here a slip that would tell more than declared is found before anybody sees it. */
function check({ method, path, output }: Endpoint, json: string | undefined) {
  const parsed = output.safeParse(json === undefined ? undefined : JSON.parse(json))
  if (parsed.success) return
  const { path: field, message } = parsed.error.issues[0] ?? { path: [], message: '' }
  throw new WrongAnswer(`${method} ${path} answers something else than it declares: ${field.join('.') || 'the whole'}: ${message}`)
}

/** Refused at once if the request says that it is too large, otherwise as soon as it is. */
function limited({ body, headers }: FastifyRequest, limit: number): Readable {
  const tooLarge = () =>
    new TooLarge(`A file may have at most ${limit} bytes.`, [{ field: 'bytes', code: 'too-large', details: { limit } }])
  if (Number(headers['content-length']) > limit) throw tooLarge()
  let size = 0
  const counting = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length
      if (size > limit) done(tooLarge())
      else done(null, chunk)
    },
  })
  return body instanceof Readable ? body.on('error', (e) => counting.destroy(e)).pipe(counting) : counting.end()
}
