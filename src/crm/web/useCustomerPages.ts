/** A list of Contacts or Accounts on the screen: page by page, with its exact number, renewed by live news. */
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import type { CustomerSort } from '#crm/customer.ts'
import { useLiveEvents } from '#platform/web/LiveProvider.tsx'

export interface Order {
  sort: CustomerSort
  order: 'asc' | 'desc'
}

interface Pages<Row> {
  /** Names what is listed: a key of what the page holds. */
  key: readonly unknown[]
  subject: 'contact' | 'account'
  q: string
  load: (wanted: { q: string; after?: string; limit: number }, signal: AbortSignal) => Promise<{ rows: Row[]; next: string | null }>
}

export function useCustomerPages<Row>({ key, subject, q, load }: Pages<Row>) {
  const queries = useQueryClient()
  const [words] = useDebouncedValue(q.trim(), 150)
  const queryKey = ['customers', subject, ...key, words]
  const found = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) => load({ q: words, limit: pageParam ? 100 : 50, ...(pageParam ? { after: pageParam } : {}) }, signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
    refetchOnMount: 'always',
  })
  useLiveEvents((events) => {
    if (events.some((event) => event.subject === subject)) void queries.invalidateQueries({ queryKey: ['customers', subject] })
  })
  return {
    words,
    rows: found.data?.pages.flatMap((page) => page.rows),
    error: found.error,
    retry: () => void found.refetch(),
    hasMore: found.hasNextPage && !found.isFetchNextPageError,
    loadingMore: found.isFetchingNextPage,
    more: () => void (found.isFetchingNextPage || found.fetchNextPage()),
  }
}
