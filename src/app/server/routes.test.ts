/** What holds for every endpoint of the product, whoever wrote it. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { folderStore } from '#files/server/fileStore.ts'
import { testDesk } from '#people/server/testing/desk.ts'
import type { Endpoint } from '#platform/endpoint.ts'
import { openapi } from '#platform/server/openapi.ts'
import { secretsFrom } from '#platform/server/secrets.ts'
import { routesOf } from './routes.ts'

const folder = mkdtempSync(join(tmpdir(), 'tessera routes '))
const secrets = secretsFrom('a master key of at least 32 characters')
const routes = routesOf({
  store: await folderStore(folder, secrets.key('file-names')),
  secrets,
  publicUrl: () => 'http://localhost:3000',
})
const endpoints = routes.map((route) => route.endpoint)
const desk = await testDesk(routes)
afterAll(async () => {
  await desk.close()
  rmSync(folder, { recursive: true })
})

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null
const nameOf = ({ method, path }: Endpoint) => `${method} ${path}`
const closed = endpoints.filter((endpoint) => endpoint.access !== 'public')
const urlOf = ({ path }: Endpoint) => path.replaceAll(/\{\w+\}/g, '1')

test('Every declared endpoint has a route, and each only one', () => {
  const modules = import.meta.glob<Record<string, unknown>>(
    ['../../*/{,*/}*.ts', '!../../*/{server,web}/*', '!../../app/**', '!../../platform/**', '!**/*.test.ts'],
    { eager: true },
  )
  const exported = Object.values(modules).flatMap((module) => Object.values(module))
  const doors = exported.flatMap((value) =>
    isObject(value) && 'doors' in value && isObject(value.doors) ? Object.values(value.doors) : [],
  )
  const declared = [...exported, ...doors]
    .filter((value): value is Endpoint => isObject(value) && 'method' in value && 'path' in value)
    .map(nameOf)
  expect(endpoints.map(nameOf).toSorted()).toEqual(declared.toSorted())
})

test.each(closed.map((endpoint) => [nameOf(endpoint), endpoint] as const))('Without signing in: %s', async (_name, endpoint) => {
  const { method } = endpoint
  const url = urlOf(endpoint)
  expect((await desk.app.inject({ method, url })).statusCode).toBe(401)
  expect((await desk.app.inject({ method, url, headers: { authorization: 'Bearer tess_of_nobody_at_all_here' } })).statusCode).toBe(401)
})

test.each(closed.filter((e) => e.access !== 'signed-in').map((endpoint) => [nameOf(endpoint), endpoint] as const))(
  'Without the permission: %s',
  async (_name, endpoint) => {
    const { cookie } = await desk.user({ access: [] })
    const { method, access } = endpoint
    const answer = await desk.app.inject({ method, url: urlOf(endpoint), headers: { cookie, origin: 'http://localhost:3000' } })
    expect([answer.statusCode, answer.json()]).toMatchObject([403, { code: access }])
  },
)

test.each(closed.filter((e) => e.method !== 'GET').map((endpoint) => [nameOf(endpoint), endpoint] as const))(
  'From another site’s page: %s',
  async (_name, endpoint) => {
    const user = await desk.user({ access: 'Administrator' })
    const headers = { cookie: user.cookie, origin: 'https://evil.example' }
    expect((await desk.app.inject({ method: endpoint.method, url: urlOf(endpoint), headers })).statusCode).toBe(403)
  },
)

test('The document describes every endpoint by the schemas that run', () => {
  const document = openapi(endpoints, '1')
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.values(methods).map((operation) => ({ path, operation })),
  )
  expect(operations).toHaveLength(endpoints.length)
  expect(new Set(operations.map((o) => o.operation.operationId)).size).toBe(endpoints.length)
  for (const { path, operation } of operations)
    expect((operation.parameters ?? []).filter((p) => p.in === 'path').map((p) => `{${p.name}}`)).toEqual(path.match(/\{\w+\}/g) ?? [])
  expect(JSON.stringify(document)).not.toContain('$schema')
})
