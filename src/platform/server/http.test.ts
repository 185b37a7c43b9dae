/** The HTTP door: who gets in, what they may send, what they hear when something is wrong. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { get } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { text as readAll } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterAll, expect, test } from 'vitest'
import { z } from 'zod'
import { endpoint, type Endpoint } from '#platform/endpoint.ts'
import type { UserActor } from '#platform/actor.ts'
import { Conflict, NotFound, RuleBroken } from '#platform/problem.ts'
import { done, id, line } from '#platform/shapes.ts'
import { httpServer } from './http.ts'
import { createLog } from './log.ts'
import { createMetrics } from './metrics.ts'
import { Bytes, bytesRoute, route, type Route } from './route.ts'
import { testDatabase } from './testing/database.ts'

const database = await testDatabase()
const folder = mkdtempSync(join(tmpdir(), 'tessera web '))
mkdirSync(join(folder, 'assets'))
const script = `console.log('${'tessera '.repeat(500)}')`
writeFileSync(join(folder, 'index.html'), '<!doctype html><meta name="nonce" content="__NONCE__"><style nonce="__NONCE__"></style>')
writeFileSync(join(folder, 'assets', 'main-B4x_9zQa.js'), script)
writeFileSync(join(folder, 'favicon.svg'), '<svg/>')
writeFileSync(join(folder, '..', 'tessera-outside.txt'), 'outside')

const log: string[] = []
const ana: UserActor = {
  kind: 'user',
  id: 7,
  name: 'Ana',
  permissions: new Set(['tickets.read']),
  right: {
    everything: true,
    workCategories: [],
    handCategories: [],
    queues: [],
    flags: [],
    handUsers: null,
    views: [],
    articleFolders: [],
  },
  teamIds: [],
}
const ofTicket = z.object({ id })
const declare = (more: Partial<Endpoint> & Pick<Endpoint, 'method' | 'path'>) =>
  endpoint({ summary: 'x', access: 'signed-in', input: z.object({}), output: done, ...more })
let slowly: (() => void) | undefined

const routes: Route[] = [
  route(
    endpoint({
      method: 'GET',
      path: '/api/v1/things/{id}',
      summary: 'x',
      access: 'tickets.read',
      input: ofTicket.extend({ n: z.coerce.number().int().default(1) }),
      output: z.strictObject({ id: z.int(), n: z.int(), requestId: z.string(), via: z.string(), who: z.string() }),
    }),
    async (ctx, input) => ({ ...input, requestId: ctx.requestId, via: ctx.via, who: ctx.actor.kind === 'user' ? ctx.actor.name : '-' }),
  ),
  route(
    endpoint({
      method: 'POST',
      path: '/api/v1/things/{id}',
      summary: 'x',
      access: 'signed-in',
      input: ofTicket.extend({ name: line(5), size: z.number().optional() }),
      output: z.strictObject({ id: z.int(), name: z.string() }),
    }),
    async (_ctx, input) => ({ id: input.id, name: input.name }),
  ),
  route(declare({ method: 'POST', path: '/api/v1/open', access: 'public' }), async () => ({ ok: true })),
  route(declare({ method: 'PUT', path: '/api/v1/secret', access: 'settings.update' }), async () => ({ ok: true })),
  route(declare({ method: 'GET', path: '/api/v1/broken' }), async () => {
    throw new Error('the insides: password=hunter2')
  }),
  route(declare({ method: 'GET', path: '/api/v1/leak', output: z.strictObject({ a: z.strictObject({ b: z.string() }) }) }), async () => ({
    a: { b: 'x', hash: 'y' },
  })),
  route(declare({ method: 'GET', path: '/api/v1/conflict' }), async () => {
    throw new Conflict('Someone was faster.', [{ field: 'title', code: 'changed', details: { theirs: 'B' } }])
  }),
  route(declare({ method: 'GET', path: '/api/v1/rule' }), async () => {
    throw new RuleBroken('No.', [{ field: 'state', code: 'open-children' }], 'rule')
  }),
  route(declare({ method: 'GET', path: '/api/v1/hidden' }), async () => {
    throw new NotFound('There is no such ticket.')
  }),
  route(declare({ method: 'GET', path: '/api/v1/slow' }), async () => {
    await new Promise<void>((resolve) => (slowly = resolve))
    return { ok: true as const }
  }),
  route(
    endpoint({
      method: 'POST',
      path: '/api/v1/files',
      summary: 'x',
      access: 'signed-in',
      input: z.object({ name: line(50) }),
      output: z.strictObject({ name: z.string(), size: z.int() }),
      takes: 'bytes',
      limit: 1000,
    }),
    async (_ctx, { name }, { bytes }) => ({ name, size: (await readAll(bytes ?? Readable.from([]))).length }),
  ),
  bytesRoute(
    declare({ method: 'GET', path: '/api/v1/files', gives: 'bytes' }),
    async () => new Bytes('raw', { 'content-type': 'text/plain' }),
  ),
]

const serve = (more: Partial<Parameters<typeof httpServer>[0]> = {}) =>
  httpServer({
    db: database.db,
    announcer: { announce: () => {} },
    authenticate: async ({ token }) => (token === 'good' ? ana : null),
    config: { publicUrl: 'https://desk.example', production: false, metricsToken: undefined },
    routes,
    log: createLog({ logLevel: 'info' }, { write: (entry) => void log.push(entry) }),
    metrics: createMetrics(),
    webFolder: folder,
    ...more,
  })
const app = await serve()
afterAll(async () => {
  await app.close()
  await database.close()
  rmSync(join(folder, '..', 'tessera-outside.txt'))
  rmSync(folder, { recursive: true })
})

const signedIn = { cookie: 'tessera_session=good', origin: 'https://desk.example' }
const program = { authorization: 'Bearer good' }
const ask = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, headers: Record<string, string>, payload?: string | object) =>
  app.inject({ method, url, headers, ...(payload !== undefined && { payload }) })

const nonceOf = (body: string) => /nonce="([^"]+)"/.exec(body)?.[1]
const anyText: unknown = expect.any(String)
const containing = (part: string): unknown => expect.stringContaining(part)

test('Input comes from path, query and body as one; output is JSON', async () => {
  const answer = await ask('GET', '/api/v1/things/12?n=3', signedIn)
  expect(answer.statusCode).toBe(200)
  expect(answer.json()).toMatchObject({ id: 12, n: 3, via: 'ui', who: 'Ana' })
  expect((await ask('POST', '/api/v1/things/12', signedIn, { name: ' a  b ', id: 99 })).json()).toEqual({ id: 12, name: 'a b' })
})

test('A token works like a session, and is told apart', async () => {
  expect((await ask('GET', '/api/v1/things/12', program)).json()).toMatchObject({ via: 'api', who: 'Ana' })
})

test('Without a valid session or token it is 401, before the body is looked at', async () => {
  for (const headers of [
    {},
    { cookie: 'tessera_session=bad', origin: 'https://desk.example' },
    { authorization: 'Bearer bad' },
    { authorization: 'Basic Zzp4' },
    { ...signedIn, authorization: 'Bearer bad' },
  ]) {
    const answer = await ask('POST', '/api/v1/things/12', { ...headers, 'content-type': 'application/json' }, '{ not json')
    expect(answer.statusCode).toBe(401)
    expect(answer.json()).toMatchObject({ type: 'urn:tessera:problem:not-signed-in', status: 401 })
  }
})

test('A missing permission is 403 with its name', async () => {
  const answer = await ask('PUT', '/api/v1/secret', signedIn, {})
  expect([answer.statusCode, answer.json()]).toMatchObject([403, { code: 'settings.update' }])
})

test('A cookie alone does not let another site’s page write; a token may come from anywhere', async () => {
  const cookie = signedIn.cookie
  for (const headers of [{ cookie }, { cookie, origin: 'https://evil.example' }, { cookie, 'sec-fetch-site': 'cross-site' }])
    expect((await ask('POST', '/api/v1/things/1', headers, { name: 'x' })).json()).toMatchObject({ status: 403, code: 'foreign-origin' })
  expect((await ask('POST', '/api/v1/open', { origin: 'https://evil.example' }, {})).statusCode).toBe(403)
  expect((await ask('POST', '/api/v1/open', {}, {})).statusCode).toBe(200)
  expect((await ask('POST', '/api/v1/things/1', { ...program, origin: 'https://evil.example' }, { name: 'x' })).statusCode).toBe(200)
})

test('Wrong values are 400 and name each field', async () => {
  const answer = await ask('POST', '/api/v1/things/1', signedIn, { name: 'much too long', size: '3' })
  expect(answer.statusCode).toBe(400)
  expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8')
  expect(answer.json()).toMatchObject({
    type: 'urn:tessera:problem:bad-input',
    problems: [
      { field: 'name', code: 'too_big', details: { maximum: 5 } },
      { field: 'size', code: 'invalid_type', details: { expected: 'number' } },
    ],
  })
})

test.each([
  ['not JSON', '{"name":', 'application/json', 400],
  ['a list', '[1]', 'application/json', 400],
  ['a bare text', '"x"', 'application/json', 400],
  ['no body', '', 'application/json', 400],
  ['a poisoned key', '{"__proto__":{"admin":true},"name":"x"}', 'application/json', 400],
  ['a form', 'name=x', 'application/x-www-form-urlencoded', 415],
  ['plain text', '{"name":"x"}', 'text/plain', 415],
  ['too much', JSON.stringify({ name: 'x'.repeat(2_000_000) }), 'application/json', 413],
])('A body that is %s is refused', async (_name, body, type, status) => {
  const answer = await ask('POST', '/api/v1/things/1', { ...signedIn, 'content-type': type }, body)
  expect([answer.statusCode, answer.json()]).toMatchObject([status, { status, requestId: answer.headers['x-request-id'] }])
})

test('A NUL and a lone surrogate are repaired, not refused', async () => {
  const answer = await ask('POST', '/api/v1/things/1', { ...signedIn, 'content-type': 'application/json' }, '{"name":"a\\u0000\\ud800"}')
  expect(answer.json()).toEqual({ id: 1, name: 'a\ufffd' })
})

test.each(['/api/v1/things/abc', '/api/v1/things/0', '/api/v1/things/99999999999999999999', '/api/v1/nothing', '/api/nothing', '/api'])(
  'Nothing is at %s',
  async (url) => {
    const answer = await ask('GET', url, signedIn)
    expect([answer.statusCode, answer.json()]).toMatchObject([404, { type: 'urn:tessera:problem:not-found' }])
  },
)

test('Refusals keep their kind, code and fields', async () => {
  const conflict = await ask('GET', '/api/v1/conflict', signedIn)
  expect([conflict.statusCode, conflict.json()]).toMatchObject([409, { problems: [{ field: 'title', details: { theirs: 'B' } }] }])
  const rule = await ask('GET', '/api/v1/rule', signedIn)
  expect([rule.statusCode, rule.json()]).toMatchObject([422, { code: 'rule', problems: [{ field: 'state', code: 'open-children' }] }])
  expect((await ask('GET', '/api/v1/hidden', signedIn)).json()).toMatchObject({ status: 404, detail: 'There is no such ticket.' })
})

test('What nobody foresaw is 500 without our insides, and in the log with the same request id', async () => {
  const answer = await ask('GET', '/api/v1/broken', signedIn)
  expect(answer.statusCode).toBe(500)
  expect(answer.body).not.toContain('insides')
  const { requestId } = answer.json<{ requestId: string }>()
  expect(log.some((entry) => entry.includes(requestId) && entry.includes('the insides'))).toBe(true)
})

test('An answer that tells more than its endpoint declares is found while testing', async () => {
  const answer = await ask('GET', '/api/v1/leak', signedIn)
  expect([answer.statusCode, answer.json()]).toMatchObject([500, { detail: containing('/api/v1/leak') }])
  expect(answer.body).toContain('hash')
})

test('A browser knows its own echo by the key that it sent; nobody can put anything else there', async () => {
  const keyed = await ask('GET', '/api/v1/things/1', { ...signedIn, 'tessera-request': 'tab.1:42' })
  expect(keyed.json()).toMatchObject({ requestId: 'tab.1:42' })
  const given = keyed.headers['x-request-id']
  expect(given).toMatch(/^[\da-f-]{36}$/)
  for (const bad of ['a b', 'x'.repeat(65), 'é', "'; drop"])
    expect((await ask('GET', '/api/v1/things/1', { ...signedIn, 'tessera-request': bad })).json()).not.toMatchObject({ requestId: bad })
  expect((await ask('GET', '/api/v1/things/1', { ...signedIn, 'x-request-id': 'mine' })).headers['x-request-id']).not.toBe('mine')
})

test('The log names the route and the request id, and no query, body or token', async () => {
  log.length = 0
  await ask('GET', '/api/v1/things/5?n=77777', program)
  expect(log.join('')).toContain('/api/v1/things/:id')
  expect(log.join('')).not.toMatch(/77777|good|Bearer/)
})

test('Bytes go in up to the limit, of any type, and come out as they are', async () => {
  const sent = await ask('POST', '/api/v1/files?name=a.png', { ...signedIn, 'content-type': 'image/png' }, 'x'.repeat(1000))
  expect(sent.json()).toEqual({ name: 'a.png', size: 1000 })
  const json = await ask('POST', '/api/v1/files?name=a.json', { ...signedIn, 'content-type': 'application/json' }, '{]')
  expect(json.json()).toEqual({ name: 'a.json', size: 2 })
  const large = await ask('POST', '/api/v1/files?name=a', { ...signedIn, 'content-type': 'text/plain' }, 'x'.repeat(1001))
  expect([large.statusCode, large.json()]).toMatchObject([413, { problems: [{ code: 'too-large', details: { limit: 1000 } }] }])
  const endless = await app.inject({
    method: 'POST',
    url: '/api/v1/files?name=a',
    headers: { ...signedIn, 'content-type': 'text/plain' },
    payload: Readable.from(Array.from({ length: 20 }, () => 'x'.repeat(100))),
  })
  expect(endless.statusCode).toBe(413)
  const given = await ask('GET', '/api/v1/files', signedIn)
  expect([given.body, given.headers['content-type']]).toEqual(['raw', 'text/plain'])
})

test('Every address outside the API is the page, with a nonce of its own and a strict policy', async () => {
  const [one, two] = await Promise.all([ask('GET', '/', {}), ask('GET', '/tickets/1001?x=1', {})])
  for (const answer of [one, two]) {
    expect(answer.statusCode).toBe(200)
    expect(answer.body).not.toContain('__NONCE__')
    const policy = String(answer.headers['content-security-policy'])
    expect(policy).toContain(`'nonce-${nonceOf(answer.body)}'`)
    expect(policy).toContain("script-src 'self';")
    expect(policy).not.toContain('unsafe')
    expect(answer.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'strict-transport-security': anyText,
      'cache-control': 'no-store',
    })
  }
  expect(nonceOf(one.body)).not.toBe(nonceOf(two.body))
})

test('Built files are kept for a year and sent compressed; nothing beside them is reachable', async () => {
  const file = '/assets/main-B4x_9zQa.js'
  const plain = await ask('GET', file, {})
  expect([plain.body, plain.headers['cache-control']]).toEqual([script, 'public, max-age=31536000, immutable'])
  const br = await ask('GET', file, { 'accept-encoding': 'gzip, deflate, br' })
  expect(br.headers['content-encoding']).toBe('br')
  expect(brotliDecompressSync(br.rawPayload).toString()).toBe(script)
  const gz = await ask('GET', file, { 'accept-encoding': 'gzip, br;q=0' })
  expect(gunzipSync(gz.rawPayload).toString()).toBe(script)
  expect((await ask('GET', file, { 'if-none-match': String(plain.headers['etag']) })).statusCode).toBe(304)
  expect((await ask('GET', '/favicon.svg', {})).headers['cache-control']).toBe('no-cache')
  for (const url of [
    '/assets/gone-B4x_9zQa.js',
    '/assets/../../tessera-outside.txt',
    '/..%2ftessera-outside.txt',
    '/%2e%2e/tessera-outside.txt',
  ])
    expect((await ask('GET', url, {})).body).not.toContain('outside')
  expect((await ask('GET', '/assets/gone-B4x_9zQa.js', {})).statusCode).toBe(404)
})

test('Figures are for this machine, or for who has the token', async () => {
  expect((await ask('GET', '/metrics', {})).body).toContain('tessera_http_seconds_bucket')
  expect((await ask('GET', '/metrics', { 'x-forwarded-for': '8.8.8.8' })).statusCode).toBe(404)
  expect((await app.inject({ url: '/metrics', remoteAddress: '10.0.0.1' })).statusCode).toBe(404)
  const guarded = await serve({ config: { publicUrl: 'http://x', production: true, metricsToken: 'a-long-enough-token' } })
  expect((await guarded.inject('/metrics')).statusCode).toBe(401)
  expect((await guarded.inject({ url: '/metrics', headers: { authorization: 'Bearer another' } })).statusCode).toBe(401)
  const answer = await guarded.inject({
    url: '/metrics',
    remoteAddress: '10.0.0.1',
    headers: { authorization: 'Bearer a-long-enough-token' },
  })
  expect(answer.statusCode).toBe(200)
  await guarded.close()
})

test('The health page tells of each part, also of one that fails or hangs', async () => {
  const well = await ask('GET', '/api/v1/health', {})
  expect(well.json()).toMatchObject({ ok: true, version: anyText })
  const ill = await serve({
    healthOf: { database: async () => {}, jobs: () => Promise.reject(new Error('insides')), mail: () => new Promise(() => {}) },
  })
  const answer = await ill.inject('/api/v1/health')
  expect([answer.statusCode, answer.json()]).toMatchObject([
    200,
    { ok: false, database: { ok: true }, jobs: { ok: false }, mail: { ok: false } },
  ])
  expect(answer.body).not.toContain('insides')
  await ill.close()
})

test('A database that is away is 503 and worth another try', async () => {
  const away = await serve({
    authenticate: async () => {
      throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
    },
  })
  const answer = await away.inject({ url: '/api/v1/things/1', headers: signedIn })
  expect([answer.statusCode, answer.headers['retry-after'], answer.json()]).toMatchObject([
    503,
    '2',
    { type: 'urn:tessera:problem:unavailable' },
  ])
  await away.close()
})

test('Stopping lets a running request finish and takes no new one', async () => {
  const stopping = await serve()
  const address = await stopping.listen({ host: '127.0.0.1', port: 0 })
  const running = new Promise<number | undefined>((resolve, reject) => {
    get(`${address}/api/v1/slow`, { headers: signedIn }, (answer) => resolve(answer.resume().statusCode)).on('error', reject)
  })
  await expect.poll(() => slowly).toBeDefined()
  let closed = false
  const closing = stopping.close().then(() => (closed = true))
  await pause(50)
  expect(closed).toBe(false)
  await expect(fetch(`${address}/api/v1/health`)).rejects.toThrow()
  slowly?.()
  expect(await running).toBe(200)
  await closing
})
