import { QueryObserver } from '@tanstack/react-query'
import { expect, test, vi } from 'vitest'
import { CallProblem } from './call.ts'
import { createQueryClient, loadAfresh } from './query.ts'

const refused = (status: number, kind: string) => () => Promise.reject(new CallProblem({ status, kind, message: 'x', requestId: 'r' }))

test('what may be stale loads again, also what was just being loaded for the first time', async () => {
  const queries = createQueryClient()
  const asked = { held: 0, loading: 0 }
  const held = new QueryObserver(queries, { queryKey: ['held'], queryFn: () => ++asked.held })
  const stopHeld = held.subscribe(() => {})
  await vi.waitFor(() => expect(asked.held).toBe(1))
  const arrivals: ((value: number) => void)[] = []
  const loading = new QueryObserver(queries, {
    queryKey: ['loading'],
    queryFn: () => (++asked.loading === 1 ? new Promise<number>((resolve) => arrivals.push(resolve)) : asked.loading),
  })
  const stopLoading = loading.subscribe(() => {})
  await vi.waitFor(() => expect(asked.loading).toBe(1))
  loadAfresh(queries)
  await vi.waitFor(() => expect(asked.held).toBe(2))
  expect(asked.loading).toBe(1)
  for (const arrive of arrivals) arrive(1)
  await vi.waitFor(() => expect(asked.loading).toBe(2))
  stopHeld()
  stopLoading()
})

test('a session that ended is told once a reading call is refused for it', async () => {
  const ended = vi.fn<() => void>()
  const queries = createQueryClient(ended)
  await queries.fetchQuery({ queryKey: ['a'], queryFn: refused(404, 'not-found') }).catch(() => {})
  expect(ended).not.toHaveBeenCalled()
  await queries.fetchQuery({ queryKey: ['b'], queryFn: refused(401, 'not-signed-in') }).catch(() => {})
  expect(ended).toHaveBeenCalledOnce()
})
