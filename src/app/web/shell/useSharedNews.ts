/** People, Categories and Email queues change rarely; when they do, what the page holds of them is loaded again. */
import { useQueryClient } from '@tanstack/react-query'
import type { LiveEvent } from '#platform/live.ts'
import { useLiveEvents } from '#platform/web/LiveProvider.tsx'
import { keyOf } from '#platform/web/query.ts'
import { getMe, listSessions, listTokens, listUsers } from '#people/api.ts'
import { listCategories } from '#categories/api.ts'
import { listQueues } from '#channels/email/api.ts'

const concerned: Partial<Record<LiveEvent['subject'], readonly ReturnType<typeof keyOf>[]>> = {
  user: [keyOf(listUsers), keyOf(getMe), keyOf(listSessions), keyOf(listTokens)],
  category: [keyOf(listCategories)],
  queue: [keyOf(listQueues)],
}

export function useSharedNews() {
  const queries = useQueryClient()
  useLiveEvents((events) => {
    const subjects = new Set(events.map((event) => event.subject))
    for (const subject of subjects) for (const queryKey of concerned[subject] ?? []) void queries.invalidateQueries({ queryKey })
  })
}
