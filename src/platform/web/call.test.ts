import { afterEach, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { endpoint } from '#platform/endpoint.ts'
import { call, CallProblem, problemOf } from './call.ts'
import { isOwnRequest } from './requestIds.ts'
import { forgetSeenAs } from './seeAs.ts'

const output = z.strictObject({ ok: z.literal(true) })
const base = { summary: 'x', access: 'signed-in', output } as const
const read = endpoint({
  ...base,
  method: 'GET',
  path: '/api/v1/things/{id}',
  input: z.object({ id: z.number(), q: z.string().optional() }),
})
const write = endpoint({ ...base, method: 'PATCH', path: '/api/v1/things/{id}', input: z.object({ id: z.number(), name: z.string() }) })

const answers = (status: number, body: string) => {
  const asked: Request[] = []
  vi.stubGlobal('fetch', async (address: string, init: RequestInit) => {
    asked.push(new Request(new URL(address, 'http://desk.test'), init))
    return new Response(body, { status })
  })
  return asked
}
const caught = async (promise: Promise<unknown>) => {
  const error = await promise.catch((e: unknown) => e)
  if (!(error instanceof CallProblem)) throw new Error('expected a CallProblem')
  return error
}
afterEach(() => vi.unstubAllGlobals())

test('a reading call puts its input into path and query, and leaves out what is not given', async () => {
  const asked = answers(200, '{"ok":true}')
  await call(read, { id: 7, q: 'a b&c' })
  await call(read, { id: 7 })
  expect(asked.map((r) => r.url)).toEqual(['http://desk.test/api/v1/things/7?q=a+b%26c', 'http://desk.test/api/v1/things/7'])
})

test('a changing call puts the path parameters into the path and the rest into the body', async () => {
  const asked = answers(200, '{"ok":true}')
  expect(await call(write, { id: 7, name: 'Žofie' })).toEqual({ ok: true })
  expect(asked[0]?.url).toBe('http://desk.test/api/v1/things/7')
  expect(await asked[0]?.json()).toEqual({ name: 'Žofie' })
})

test('a tab that sees the desk as another User says so with each request, and no longer once it has left', async () => {
  const asked = answers(200, '{"ok":true}')
  sessionStorage.setItem('tessera:see-as', JSON.stringify({ id: 12, from: '/manage/users/12' }))
  await call(read, { id: 7 })
  forgetSeenAs()
  await call(read, { id: 7 })
  sessionStorage.setItem('tessera:see-as', 'not even JSON')
  await call(read, { id: 7 })
  sessionStorage.clear()
  expect(asked.map((r) => r.headers.get('tessera-see-as'))).toEqual(['12', null, null])
})

test('each request carries a fresh id by which its echo is known as one’s own', async () => {
  const asked = answers(200, '{"ok":true}')
  await Promise.all([call(read, { id: 1 }), call(read, { id: 1 })])
  const ids = asked.map((r) => r.headers.get('tessera-request') ?? '')
  expect(new Set(ids).size).toBe(2)
  expect(ids.every(isOwnRequest)).toBe(true)
  expect(isOwnRequest('somebody else')).toBe(false)
})

test('a refusal says its kind, its code and the field it belongs to', async () => {
  answers(
    422,
    JSON.stringify({
      type: '/problems/rule-broken',
      title: 'A rule refuses this',
      status: 422,
      problems: [{ field: 'state', code: 'open_children' }],
    }),
  )
  const error = await caught(call(write, { id: 7, name: 'x' }))
  expect(error).toMatchObject({ status: 422, kind: 'rule-broken', message: 'A rule refuses this' })
  expect(problemOf(error, 'state')?.code).toBe('open_children')
  expect(problemOf(error, 'title')).toBeUndefined()
})

test('an error page of something in between is not taken for the server’s answer', async () => {
  answers(200, '<html>Please sign in to the hotel network</html>')
  expect(await caught(call(read, { id: 1 }))).toMatchObject({ kind: 'broken', status: 200 })
  answers(502, '<h1>Bad gateway</h1>')
  expect(await caught(call(read, { id: 1 }))).toMatchObject({ kind: 'broken', status: 502, message: 'The server answered 502' })
})

test('a lost connection is told apart from a refusal', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')))
  expect(await caught(call(read, { id: 1 }))).toMatchObject({ kind: 'offline', status: 0 })
})
