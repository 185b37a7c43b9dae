import { QueryClientProvider } from '@tanstack/react-query'
import { createMemoryHistory, RouterProvider } from '@tanstack/react-router'
import { configure, render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createQueryClient } from '#platform/web/query.ts'
import { Theme } from '#platform/web/Theme.tsx'
import { routerWith } from '#app/web/router.tsx'

configure({ asyncUtilTimeout: 10_000 })
vi.setConfig({ testTimeout: 30_000 })

const me = { id: 1, name: 'Jana', email: 'jana@desk.test', timeZone: null, permissions: [], everything: true }
const problem = (status: number, kind: string, problems: object[] = []) =>
  new Response(JSON.stringify({ type: `urn:tessera:problem:${kind}`, detail: 'Said by the server.', problems }), { status })
let signedIn: boolean
let setUpNeeded: boolean
let attempt: () => Response
let second: () => Response

beforeEach(() => {
  signedIn = false
  setUpNeeded = false
  attempt = () => {
    signedIn = true
    return new Response(JSON.stringify(me))
  }
  vi.stubGlobal(
    'WebSocket',
    class extends EventTarget {
      close() {}
    },
  )
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    if (path === '/api/v1/me' && !signedIn) return problem(401, 'not-signed-in')
    if (path === '/api/v1/me') return new Response(JSON.stringify(me))
    if (path === '/api/v1/set-up' && init.method === 'GET') return new Response(JSON.stringify({ needed: setUpNeeded }))
    if (path === '/api/v1/session/second-step') return second()
    if (path === '/api/v1/set-up' || (path === '/api/v1/session' && init.method === 'POST')) return attempt()
    return problem(404, 'not-found')
  })
})
afterEach(() => vi.unstubAllGlobals())

async function visit(path: string) {
  const queries = createQueryClient()
  const router = routerWith(queries, createMemoryHistory({ initialEntries: [path] }))
  render(
    <Theme inTests>
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </Theme>,
  )
  return { router, user: userEvent.setup() }
}
async function fill(user: ReturnType<typeof userEvent.setup>) {
  await user.type(await screen.findByLabelText('E-mail'), 'jana@desk.test')
  await user.type(screen.getByLabelText('Password'), 'correct horse{Enter}')
}

test('who is not signed in is led to sign in, and afterwards to where they wanted to go', async () => {
  const { router, user } = await visit('/account')
  expect(await screen.findByRole('heading', { name: 'Sign in' })).toBeTruthy()
  await fill(user)
  await waitFor(() => expect(router.state.location.pathname).toBe('/account'))
})

test('an address of another site is never gone to after signing in', async () => {
  const { router, user } = await visit(`/sign-in?next=${encodeURIComponent('//evil.example/')}`)
  await fill(user)
  await waitFor(() => expect(router.state.location.pathname).toBe('/tickets'))
})

test('wrong words are told without saying which, and the e-mail stays', async () => {
  attempt = () => problem(401, 'not-signed-in')
  const { user } = await visit('/sign-in')
  await fill(user)
  expect((await screen.findByRole('alert')).textContent).toContain('E-mail or password is wrong.')
  expect(screen.getByLabelText<HTMLInputElement>('E-mail').value).toBe('jana@desk.test')
})

test('after the right password a code is asked for where there is a second step; a wrong one is told, and one can begin again', async () => {
  attempt = () =>
    new Response(
      JSON.stringify({ code: 'second-step', problems: [{ field: 'code', code: 'second-step', details: { token: 'a token' } }] }),
      {
        status: 401,
      },
    )
  second = () => problem(401, 'not-signed-in', [{ field: 'code', code: 'wrong_code' }])
  const { router, user } = await visit('/sign-in?next=/account')
  await fill(user)
  expect(await screen.findByRole('heading', { name: 'One more step' })).toBeTruthy()
  await user.type(screen.getByLabelText('Code'), '123456{Enter}')
  expect((await screen.findByRole('alert')).textContent).toContain('This code is not right.')
  await user.click(screen.getByRole('button', { name: 'Begin again' }))
  expect(await screen.findByLabelText('Password')).toBeTruthy()
  expect(screen.queryByRole('alert')).toBeNull()
  await user.type(screen.getByLabelText('Password'), 'correct horse{Enter}')
  second = () => {
    signedIn = true
    return new Response(JSON.stringify(me))
  }
  await user.type(await screen.findByLabelText('Code'), '654321{Enter}')
  await waitFor(() => expect(router.state.location.pathname).toBe('/account'))
})

test('after too many attempts it says how long to wait', async () => {
  attempt = () => problem(429, 'too-many', [{ field: 'email', code: 'wait', details: { seconds: 42 } }])
  const { user } = await visit('/sign-in')
  await fill(user)
  expect((await screen.findByRole('alert')).textContent).toContain('Try again in 42 s.')
})

test('a desk without anybody leads to its set-up, where a wrong code is told beside the code', async () => {
  setUpNeeded = true
  attempt = () => problem(400, 'bad-input', [{ field: 'code', code: 'wrong-code' }])
  const { router, user } = await visit('/tickets')
  await user.type(await screen.findByLabelText('One-time code'), 'ABCDE-FGHJK')
  expect(router.state.location.pathname).toBe('/set-up')
  await user.type(screen.getByLabelText('Name'), 'Jana')
  await user.type(screen.getByLabelText('E-mail'), 'jana@desk.test')
  await user.type(screen.getByLabelText('Password'), 'correct horse{Enter}')
  expect(await screen.findByText(/not the code in the console/)).toBeTruthy()
})
