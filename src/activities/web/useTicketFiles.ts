/** The files of one ticket, page by page, and what becomes of them while they are in view. */
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { deleteAttachment, listAttachments } from '#activities/fileApi.ts'
import { call } from '#platform/web/call.ts'
import { useLiveEvents } from '#platform/web/LiveProvider.tsx'
import { keyOf, useCommand } from '#platform/web/query.ts'
import { putActivity } from './broughtFiles.ts'

export function useTicketFiles(ticketId: number, q: string) {
  const found = useInfiniteQuery({
    queryKey: keyOf(listAttachments, { id: ticketId, q }),
    queryFn: ({ pageParam, signal }) =>
      call(listAttachments, { id: ticketId, q, ...(pageParam === null ? {} : { before: pageParam }) }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: (before) => before,
    refetchOnMount: 'always',
  })
  useLiveEvents((events) => {
    if (events.some((event) => event.subject === 'ticket' && event.id === ticketId && mayMoveFiles(event.name))) void found.refetch()
  })
  return {
    files: found.data?.pages.flatMap((page) => page.files),
    total: found.data?.pages[0]?.total,
    error: found.error,
    reload: () => void found.refetch(),
    more: found.hasNextPage ? () => void found.fetchNextPage() : undefined,
    loadingMore: found.isFetchingNextPage,
  }
}

const mayMoveFiles = (name: string) => name.startsWith('activity.') || name === 'ticket.merged' || name === 'ticket.unmerged'

export function useDeleteFile(ticketId: number, onDone: () => void) {
  const queries = useQueryClient()
  return useCommand(deleteAttachment, {
    onSuccess: (activity) => {
      putActivity(queries, ticketId, activity)
      onDone()
    },
  })
}
