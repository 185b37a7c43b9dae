/** The HTTP door: declared endpoints, the API's document, the browser's pages; each answer with its request id and its security headers. */
import { randomUUID } from 'node:crypto'
import fastifyCookie from '@fastify/cookie'
import fastify, { LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify'
import type { Registry } from 'prom-client'
import { NotFound } from '#platform/problem.ts'
import { openDocs } from './apiDocs.ts'
import type { Config } from './config.ts'
import { healthRoute, type HealthOf } from './health.ts'
import { openPages } from './httpPages.ts'
import { sendProblem } from './httpProblem.ts'
import { openRoute, type Serving } from './httpRoute.ts'
import { usualHeaders } from './httpSecurity.ts'
import { version } from './installation.ts'
import { createLog, type Log } from './log.ts'
import { openMetrics } from './metrics.ts'
import type { Route } from './route.ts'

export interface HttpOptions extends Omit<Serving, 'clock'> {
  routes: readonly Route[]
  config: Pick<Config, 'publicUrl' | 'production' | 'metricsToken'>
  /** Tests set the time; otherwise it is now, in whole milliseconds. */
  clock?: () => Date
  log?: Log
  metrics?: Registry
  /** The parts that the health page tells of. */
  healthOf?: HealthOf
  /** The built pages; without them there is the API alone. */
  webFolder?: string
}

/** A server that is ready but does not listen yet. Closing it stops accepting, lets running requests finish, and ends idle connections. */
export async function httpServer(options: HttpOptions): Promise<FastifyInstance> {
  const { config, log = createLog({ logLevel: 'silent' }), metrics, healthOf = {}, webFolder } = options
  const routes = [healthRoute(healthOf, version, log), ...options.routes]
  const loggerInstance: FastifyBaseLogger = log
  const app = fastify({
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    trustProxy: 'loopback',
    forceCloseConnections: 'idle',
    requestTimeout: 300_000,
    routerOptions: { maxParamLength: 300 },
    // An address that no browser makes.
    frameworkErrors(_error, request, reply) {
      void sendProblem(reply, new NotFound('There is nothing at this address.'), log, request.id)
    },
  })
  const headers = usualHeaders(config.publicUrl.startsWith('https:'))
  app.decorateRequest('user', null)
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(headers).header('x-request-id', request.id)
    if (request.url.startsWith('/api/')) reply.header('cache-control', 'no-store')
  })
  let closing = false
  app.addHook('preClose', async () => void (closing = true))
  app.addHook('onSend', async (_request, reply) => {
    if (closing) reply.header('connection', 'close') // or the stop would wait for browsers to let go
  })
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? '-'
    log.info(
      {
        requestId: request.id,
        user: request.user?.seenAsBy?.id ?? request.user?.id,
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
  for (const route of routes) openRoute(app, route, { clock: () => new Date(), ...options })
  openDocs(
    app,
    routes.map((r) => r.endpoint),
    version,
  )
  if (metrics) openMetrics(app, metrics, config)
  if (webFolder) openPages(app, webFolder)
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
