/** A desk for tests: a real database, the real HTTP server with the routes that the test is about, and browsers that talk to it. */
import type { FastifyInstance } from 'fastify'
import type { z } from 'zod'
import { authenticator } from '#people/server/authenticate.ts'
import { givenUser, type GivenUser } from '#people/server/given.ts'
import { pathNames, type Endpoint } from '#platform/endpoint.ts'
import type { FieldProblem } from '#platform/problem.ts'
import type { Context } from '#platform/server/context.ts'
import { httpServer, type HttpOptions } from '#platform/server/http.ts'
import type { Route } from '#platform/server/route.ts'
import { testDatabase, type TestDatabase } from '#platform/server/testing/database.ts'

/** The answer, or why there is none. */
export interface Answered<T> {
  status: number
  /** Of an answer below 300. Asking for it after a problem fails the test with the problem. */
  body: T
  problem: { type: string; detail: string; code?: string; problems?: FieldProblem[]; requestId: string } | undefined
  headers: Record<string, string | string[] | number | undefined>
}

/** Someone's browser, or nobody's. */
export interface Browser {
  call: <In extends z.ZodObject, Out extends z.ZodType>(
    endpoint: Endpoint<In, Out>,
    input: z.input<In>,
    headers?: Record<string, string>,
  ) => Promise<Answered<z.output<Out>>>
}

export interface TestDesk {
  database: TestDatabase
  app: FastifyInstance
  /** A context of the desk itself, with the desk's clock. */
  ctx: () => Context
  /** A signed-in User with their browser. */
  user: (wanted?: Parameters<typeof givenUser>[1]) => Promise<GivenUser & Browser & { ctx: () => Context }>
  /** Nobody is signed in here. */
  stranger: Browser
  /** Sends requests with these headers only. */
  as: (headers: Record<string, string>) => Browser
  /** Sets the time for all requests from now on. */
  setTime: (now: Date | undefined) => void
  close: () => Promise<void>
}

const origin = 'http://localhost:3000'

/** Call it once at the head of a test file and `close` it in `afterAll`. Every answer is checked against its endpoint's schema. */
export async function testDesk(routes: readonly Route[], options: Partial<HttpOptions> = {}): Promise<TestDesk> {
  const database = await testDatabase()
  let time: Date | undefined
  const clock = () => time ?? new Date()
  const announcer = options.announcer ?? { announce: () => {} }
  const app = await httpServer({
    db: database.db,
    announcer,
    authenticate: authenticator(database.pool),
    config: { publicUrl: origin, production: false, metricsToken: undefined },
    clock,
    ...options,
    routes,
  })
  const ctx = (): Context => ({ db: database.db, actor: { kind: 'system' }, now: clock(), requestId: 'test', via: 'ui', announcer })
  const as = (headers: Record<string, string>): Browser => ({
    call: (endpoint, input, more = {}) => ask(app, endpoint, input, { ...headers, ...more }),
  })
  return {
    database,
    app,
    ctx,
    async user(wanted) {
      const user = await givenUser(ctx(), wanted)
      return { ...user, ...as({ cookie: user.cookie, origin }), ctx: () => ({ ...ctx(), actor: user.actor }) }
    },
    stranger: as({ origin }),
    as,
    setTime: (now) => void (time = now),
    async close() {
      await app.close()
      await database.close()
    },
  }
}

async function ask<In extends z.ZodObject, Out extends z.ZodType>(
  app: FastifyInstance,
  { method, path, output }: Endpoint<In, Out>,
  input: z.input<In>,
  headers: Record<string, string>,
): Promise<Answered<z.output<Out>>> {
  const left = new Map<string, unknown>(Object.entries(input))
  let url: string = path
  for (const name of pathNames(path)) {
    url = url.replace(`{${name}}`, encodeURIComponent(String(left.get(name))))
    left.delete(name)
  }
  const rest = Object.fromEntries(left)
  const inQuery = method === 'GET' || method === 'DELETE'
  const query = Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, String(value)]))
  const answer = await app.inject({ method, url, headers, ...(inQuery ? { query } : { payload: rest }) })
  const ok = answer.statusCode < 300
  const problem = ok ? undefined : answer.json<Answered<unknown>['problem']>()
  return {
    status: answer.statusCode,
    get body() {
      if (!ok) throw new Error(`${method} ${url} answered ${answer.statusCode}: ${answer.body}`)
      return output.parse(answer.json())
    },
    problem,
    headers: answer.headers,
  }
}
