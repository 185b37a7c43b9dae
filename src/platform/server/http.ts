/** The HTTP door: declared endpoints, the API's document, the browser's pages; each answer with its request id and its security headers. */
import { randomUUID } from 'node:crypto'
import fastifyCookie from '@fastify/cookie'
import fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify'
import { NotFound } from '#platform/problem.ts'
import { sendProblem } from './httpProblem.ts'
import { openRoute, type Serving } from './httpRoute.ts'
import { usualHeaders } from './httpSecurity.ts'
import { createLog, type Log } from './log.ts'
import type { Route } from './route.ts'

export interface HttpOptions extends Serving {
  routes: readonly Route[]
  log?: Log
}

/** A server that is ready but does not listen yet. Closing it stops accepting, lets running requests finish, and ends idle connections. */
export async function httpServer({ routes, log = createLog({ logLevel: 'silent' }), ...serving }: HttpOptions): Promise<FastifyInstance> {
  const app = fastify({
    loggerInstance: log as FastifyBaseLogger,
    disableRequestLogging: true,
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    trustProxy: 'loopback',
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 300 },
  })
  const headers = usualHeaders(serving.config.publicUrl.startsWith('https:'))
  app.decorateRequest('user', null)
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(headers).header('x-request-id', request.id)
    if (request.url.startsWith('/api/')) reply.header('cache-control', 'no-store')
  })
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? '-'
    log.info(
      {
        requestId: request.id,
        user: request.user?.id,
        method: request.method,
        route,
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
      },
      'request',
    )
  })
  app.setErrorHandler((error, request, reply) => sendProblem(reply, error, log, request.id))
  app.setNotFoundHandler((request, reply) => sendProblem(reply, new NotFound('There is nothing at this address.'), log, request.id))
  takeJson(app)
  await app.register(fastifyCookie)
  for (const route of routes) openRoute(app, route, serving)
  return app
}

/** JSON and nothing else; an empty body is none, whatever type it claims. */
function takeJson(app: FastifyInstance) {
  const parse = app.getDefaultJsonParser('error', 'error')
  app.removeAllContentTypeParsers()
  app.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, body, done) =>
    body === '' ? done(null, undefined) : parse(request, body, done),
  )
}
