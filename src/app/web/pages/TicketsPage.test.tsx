import { QueryClientProvider } from '@tanstack/react-query'
import { createMemoryHistory, RouterProvider } from '@tanstack/react-router'
import { act, configure, render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { WebSocket as Peer, WebSocketServer } from 'ws'
import type { LiveEvent } from '#platform/live.ts'
import { createQueryClient } from '#platform/web/query.ts'
import { Theme } from '#platform/web/Theme.tsx'
import { type ListRow, ownView, type View, type ViewIcon } from '#views/view.ts'
import { routerWith } from '#app/web/router.tsx'
import { rowOf } from '#views/web/rowOf.ts'

// Pages are loaded when they are first opened, which takes its time where everything is compiled for the test.
configure({ asyncUtilTimeout: 10_000 })
vi.setConfig({ testTimeout: 30_000 })

/** A desk behind the browser's own doors, fetch and socket: what it holds is what the list must show. */
let rows: ListRow[]
let asked: string[]
let broken: boolean
let sockets: WebSocketServer

const me = {
  id: 1,
  name: 'Jana Dvořáková',
  email: 'jana@desk.test',
  timeZone: null,
  permissions: ['tickets.read', 'tickets.create', 'tickets.update'],
  everything: true,
  flags: ['own_views'],
  teamIds: [],
}

/** Team views made at set-up, in their order; a view's number is its place from 1. */
const madeAtSetUp: [key: string, name: string, icon: ViewIcon][] = [
  ['mine', 'My tickets', 'user'],
  ['unassigned', 'Unassigned', 'user-question'],
  ['open', 'All open', 'open'],
  ['waiting', 'Waiting', 'waiting'],
]
const views: View[] = madeAtSetUp.map(([key, name, icon], n) => ({
  ...ownView.parse({ name, icon, everyone: true }),
  id: n + 1,
  key,
  own: false,
  team: true,
  owner: null,
  needsRepair: false,
  mine: { columns: null, sort: null, density: null },
  version: 1,
}))
const team = views.map(({ id }) => ({ id: id + 100, viewId: id, folder: null, narrowed: false, children: [] }))
const unassigned = 2
const isHere = (row: ListRow, view: unknown) => view !== unassigned || row.user === null
const counts = () => team.map(({ id, viewId }) => ({ place: id, view: viewId, count: rows.filter((row) => isHere(row, viewId)).length }))
let moment: number

function answer(method: string, { pathname }: URL, asking: Record<string, unknown>): unknown {
  const here = rows.filter((row) => isHere(row, asking['view']))
  if (pathname === '/api/v1/me') return me
  if (pathname === '/api/v1/views') return { views }
  if (pathname === '/api/v1/sidebar') return { team, mine: [], teamVersion: 1, mineVersion: 1 }
  if (pathname === '/api/v1/counts') return { at: moment, counts: counts() }
  if (pathname === '/api/v1/tickets/count') return { count: here.length }
  if (pathname === '/api/v1/tickets/rows') {
    const ids = Array.isArray(asking['ids']) ? asking['ids'] : []
    return { rows: here.filter((row) => ids.includes(row.id)) }
  }
  if (pathname === '/api/v1/tickets/query') return { rows: here, next: null, previous: null }
  const taken = /^\/api\/v1\/tickets\/(\d+)\/take$/.exec(pathname)?.[1]
  if (method === 'POST' && taken) {
    rows = rows.map((row) => (row.id === Number(taken) ? { ...row, version: row.version + 1, user: { id: 1, name: me.name } } : row))
    return rows.find((row) => row.id === Number(taken))
  }
  return undefined
}

const say = (...events: Partial<LiveEvent>[]) => {
  for (const peer of sockets.clients)
    peer.send(
      JSON.stringify({
        horizon: '5',
        timeline: 'a',
        afresh: false,
        counts: { at: ++moment, counts: counts() },
        events: events.map((event) => ({
          name: 'ticket.changed',
          subject: 'ticket',
          version: 9,
          requestId: 'other',
          actorId: 2,
          ...event,
        })),
      }),
    )
}

beforeEach(async () => {
  rows = [1, 2, 3].map((id) => rowOf(id, 60 - id))
  asked = []
  moment = 1
  broken = false
  sockets = new WebSocketServer({ host: '127.0.0.1', port: 0 })
  await new Promise((resolve) => sockets.once('listening', resolve))
  const address = sockets.address()
  const port = typeof address === 'object' && address ? address.port : 0
  vi.stubGlobal(
    'WebSocket',
    class extends Peer {
      constructor() {
        super(`ws://127.0.0.1:${port}`)
        this.on('error', () => {})
      }
    },
  )
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    const method = init.method ?? 'GET'
    asked.push(`${method} ${path}`)
    const asking: Record<string, unknown> = typeof init.body === 'string' ? JSON.parse(init.body) : {}
    const body = broken ? undefined : answer(method, new URL(path, 'http://desk.test'), asking)
    return body === undefined
      ? new Response(JSON.stringify({ type: 'urn:tessera:problem:conflict', detail: 'Somebody else took it.' }), { status: 409 })
      : new Response(JSON.stringify(body))
  })
})
afterEach(() => {
  for (const peer of sockets.clients) peer.terminate()
  sockets.close()
  vi.unstubAllGlobals()
  localStorage.clear()
})

async function openList(path = '/tickets?view=unassigned') {
  const queries = createQueryClient()
  const router = routerWith(queries, createMemoryHistory({ initialEntries: [path] }))
  render(
    <Theme inTests>
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </Theme>,
  )
  await screen.findByRole('grid')
  await waitFor(() => expect(sockets.clients.size).toBe(1))
  return { router, user: userEvent.setup() }
}
const titles = () => [...document.querySelectorAll('[data-key] .list-title')].map((title) => title.textContent)

test('a view shows its tickets under its name with its exact count', async () => {
  await openList()
  expect(screen.getByRole('heading', { level: 1, name: 'Unassigned' })).toBeTruthy()
  expect(titles()).toEqual(['Ticket 1', 'Ticket 2', 'Ticket 3'])
  const sidebar = screen.getByRole('navigation', { name: 'Views' })
  await waitFor(() => expect(within(sidebar).getByRole('treeitem', { name: /Unassigned/ }).textContent).toContain('3'))
  expect(document.title).toBe('Unassigned · Tessera')
})

test('a new mail appears in the list and its count without a reload', async () => {
  await openList()
  rows = [rowOf(4, 70, { title: 'It burns' }), ...rows]
  say({ id: 4, name: 'ticket.created' })
  await waitFor(() => expect(titles()).toEqual(['It burns', 'Ticket 1', 'Ticket 2', 'Ticket 3']))
  await waitFor(() => expect(screen.getByRole('treeitem', { name: /Unassigned/ }).textContent).toContain('4'))
})

test('rows never move what the pointer is on: “1 new · 1 left” waits for a click', async () => {
  const { user } = await openList()
  await user.pointer({ target: screen.getByText('Ticket 2') })
  rows = [rowOf(4, 70), ...rows.filter((row) => row.id !== 2)]
  say({ id: 4 }, { id: 2 })
  const chip = await screen.findByRole('button', { name: /1 new · 1 left/ })
  expect(titles()).toEqual(['Ticket 1', 'Ticket 2', 'Ticket 3'])
  expect(document.title).toBe('(1) Unassigned · Tessera')
  await user.click(chip)
  expect(titles()).toEqual(['Ticket 4', 'Ticket 1', 'Ticket 3'])
  expect(document.title).toBe('Unassigned · Tessera')
})

test('who loses sight of a ticket loses its row at once', async () => {
  const { user } = await openList()
  await user.pointer({ target: screen.getByText('Ticket 2') })
  say({ id: 2, gone: true })
  await waitFor(() => expect(titles()).toEqual(['Ticket 1', 'Ticket 3']))
})

test('j, k, x and Enter move, select and open; the ticket becomes a tab', async () => {
  const { router, user } = await openList()
  await user.keyboard('kkkjx')
  expect(screen.getByRole('row', { selected: true }).textContent).toContain('Ticket 2')
  expect(screen.getByText('1 selected')).toBeTruthy()
  await user.keyboard('kb')
  expect(screen.getByRole('link', { name: /#1/ })).toBeTruthy()
  expect(router.state.location.pathname).toBe('/tickets')
  await user.keyboard('j{Enter}')
  await waitFor(() => expect(router.state.location.pathname).toBe('/tickets/2'))
  await waitFor(() => expect(screen.getByRole('link', { name: /#2/ }).getAttribute('aria-current')).toBe('page'))
})

test('who comes back to a list finds it as it was left, and true', async () => {
  const { router, user } = await openList()
  await user.keyboard('kkkj{Enter}')
  await waitFor(() => expect(screen.queryByRole('grid')).toBeNull())
  rows = rows.map((row) => (row.id === 3 ? { ...row, version: 9, title: 'Answered meanwhile' } : row))
  say({ id: 3 })
  await act(async () => router.history.push('/tickets?view=unassigned'))
  await waitFor(() => expect(titles()).toEqual(['Ticket 1', 'Ticket 2', 'Answered meanwhile']))
  expect(document.querySelector('[data-cursor]')?.getAttribute('data-key')).toBe('2')
  expect(asked.filter((one) => one === 'POST /api/v1/tickets/query')).toHaveLength(1)
})

test('Take shows at once; if somebody else won, it is taken back and said why', async () => {
  const { user } = await openList()
  await user.keyboard('kkkm')
  expect(asked).toContain('POST /api/v1/tickets/1/take')
  await waitFor(() => expect(document.querySelector('[data-key="1"]')?.textContent).toContain('Jana Dvořáková'))
  broken = true
  await user.keyboard('jm')
  expect((await screen.findByText(/#2 stays as it was/)).textContent).toContain('Somebody else took it.')
  expect(document.querySelector('[data-key="2"]')?.textContent).toContain('Nobody')
})

test('⌘K finds views and tickets by number, ? shows the keys', async () => {
  const { router, user } = await openList()
  await user.keyboard('{Control>}k{/Control}')
  await user.type(await screen.findByRole('combobox'), 'waiting')
  expect(within(screen.getByRole('listbox')).getAllByRole('option')).toHaveLength(1)
  await user.keyboard('{Enter}')
  await waitFor(() => expect(router.state.location.search).toEqual({ view: 4 }))
  await user.keyboard('?')
  expect(await screen.findByRole('dialog', { name: 'Keys' })).toBeTruthy()
})

test('an empty view says so and offers another', async () => {
  rows = []
  const queries = createQueryClient()
  const router = routerWith(queries, createMemoryHistory({ initialEntries: ['/tickets?view=unassigned'] }))
  render(
    <Theme inTests>
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </Theme>,
  )
  expect(await screen.findByText(/Every ticket has its owner/)).toBeTruthy()
  await act(async () => screen.getByRole('link', { name: 'Show All open' }).click())
  await waitFor(() => expect(router.state.location.search).toEqual({ view: 3 }))
})
