/** What the page holds of the server's data: read through endpoints, kept by endpoint and input, made stale by live news. */
import {
  type QueryKey,
  QueryCache,
  QueryClient,
  type UseMutationOptions,
  type UseQueryOptions,
  keepPreviousData,
  useMutation,
  useQuery,
} from '@tanstack/react-query'
import type { z } from 'zod'
import type { Endpoint } from '#platform/endpoint.ts'
import { call, CallProblem } from './call.ts'

/** The key of an endpoint's answers: without `input` all of them, for making them stale. */
export const keyOf = <In extends z.ZodObject, Out extends z.ZodType>(endpoint: Endpoint<In, Out>, input?: z.input<In>): QueryKey =>
  input === undefined ? [endpoint.method, endpoint.path] : [endpoint.method, endpoint.path, input]

/** A refusal is final; a lost connection or a restarting server is worth a second try. */
const worthRetrying = (tries: number, error: unknown) =>
  tries < 3 && (!(error instanceof CallProblem) || error.kind === 'offline' || error.status >= 502)

/** `onSignedOut` is told when the server no longer knows this session. */
export function createQueryClient(onSignedOut: () => void = () => {}): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({
      onError: (error) => {
        if (error instanceof CallProblem && error.status === 401) onSignedOut()
      },
    }),
    defaultOptions: {
      // The live socket says what changed, so nothing grows stale by itself and a focused window asks nothing.
      queries: { staleTime: Infinity, gcTime: 10 * 60_000, refetchOnWindowFocus: false, networkMode: 'always', retry: worthRetrying },
      mutations: { networkMode: 'always', retry: false },
    },
  })
}

/** All that is held may be stale: what is shown loads again; what is just loading for the first time does so once more when it is there. */
export function loadAfresh(queries: QueryClient) {
  const first = queries.getQueryCache().findAll({ fetchStatus: 'fetching', predicate: (query) => query.state.data === undefined })
  void queries.invalidateQueries()
  for (const { promise, queryKey } of first)
    promise?.then(
      () => void queries.invalidateQueries({ queryKey, exact: true }),
      () => {},
    )
}

type QuerySettings<T> = Omit<UseQueryOptions<T>, 'queryKey' | 'queryFn'> & {
  /** While other input loads, what was shown before stays. */
  keepPrevious?: boolean
}

/** The answer of a reading endpoint, loaded once and shared by all who ask the same. */
export function useEndpoint<In extends z.ZodObject, Out extends z.ZodType>(
  endpoint: Endpoint<In, Out>,
  input: z.input<In>,
  { keepPrevious, ...settings }: QuerySettings<z.output<Out>> = {},
) {
  return useQuery<z.output<Out>>({
    queryKey: keyOf(endpoint, input),
    queryFn: ({ signal }) => call(endpoint, input, { signal }),
    ...(keepPrevious ? { placeholderData: keepPreviousData } : {}),
    ...settings,
  })
}

/** A changing endpoint as a mutation: `run.mutate(input)`, with its answer or its CallProblem. */
export function useCommand<In extends z.ZodObject, Out extends z.ZodType>(
  endpoint: Endpoint<In, Out>,
  settings: Omit<UseMutationOptions<z.output<Out>, Error, z.input<In>>, 'mutationFn'> = {},
) {
  return useMutation<z.output<Out>, Error, z.input<In>>({ mutationFn: (input) => call(endpoint, input), ...settings })
}
