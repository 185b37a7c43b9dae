/** Figures for Prometheus at /metrics: the process, each route's times, and what other parts add to the registry. */
import { timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client'
import { NotFound, NotSignedIn } from '#platform/problem.ts'
import type { Config } from './config.ts'
import { credentialsOf } from './credentials.ts'

/** A registry of its own for each server, so that several can live in one process. Parts add their gauges to it. */
export function createMetrics(): Registry {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  return registry
}

/** Measures all requests and serves the registry: to bearers of the token, or without one to this very machine, and never through a proxy. */
export function openMetrics(app: FastifyInstance, registry: Registry, { metricsToken }: Pick<Config, 'metricsToken'>) {
  const times = new Histogram({
    name: 'tessera_http_seconds',
    help: 'Time from a request to the end of its answer',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  })
  app.addHook('onResponse', async (request, reply) => {
    times.observe(
      { method: request.method, route: request.routeOptions.url ?? '-', status: String(reply.statusCode) },
      reply.elapsedTime / 1000,
    )
  })
  app.get('/metrics', async (request, reply) => {
    if (metricsToken === undefined) {
      if (!fromThisMachine(request)) throw new NotFound('There is nothing at this address.')
    } else if (!same(credentialsOf(request.headers)?.token ?? '', metricsToken)) throw new NotSignedIn('This needs the metrics token.')
    return reply.header('content-type', registry.contentType).send(await registry.metrics())
  })
}

const proxied = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip', 'via']

const fromThisMachine = ({ headers, socket }: FastifyRequest) =>
  /^(127\.|::1$|::ffff:127\.)/.test(socket.remoteAddress ?? '') && proxied.every((name) => headers[name] === undefined)

function same(given: string, right: string) {
  const [a, b] = [Buffer.from(given), Buffer.from(right)]
  return a.length === b.length && timingSafeEqual(a, b)
}
