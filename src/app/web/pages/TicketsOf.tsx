/** The tickets of a Contact or an Account, newest first, as far as one may see them. */
import { Button } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { call } from '#platform/web/call.ts'
import { useLiveEvents } from '#platform/web/LiveProvider.tsx'
import { EmptyState } from '#platform/web/ui/EmptyState.tsx'
import { Go } from '#platform/web/ui/Go.tsx'
import { Notice } from '#platform/web/ui/Notice.tsx'
import { SkeletonLines } from '#platform/web/ui/SkeletonLines.tsx'
import { StateTile } from '#platform/web/ui/StateTile.tsx'
import { Time } from '#platform/web/ui/Time.tsx'
import { TwoLines } from '#platform/web/ui/TwoLines.tsx'
import { listTickets } from '#views/api.ts'
import css from './TicketsOf.module.css'

type Whose = { contact: number; account?: undefined } | { account: number; contact?: undefined }

/** `but` leaves out the ticket that one is looking at. */
export function TicketsOf({ whose, but }: { whose: Whose; but?: number }) {
  const { t } = useTranslation()
  const found = useInfiniteQuery({
    queryKey: ['tickets of', whose],
    queryFn: ({ pageParam, signal }) => call(listTickets, { ...whose, limit: 50, ...(pageParam ? { after: pageParam } : {}) }, { signal }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
    refetchOnMount: 'always',
  })
  const rows = found.data?.pages.flatMap((page) => page.rows).filter((row) => row.id !== but)
  useLiveEvents((events) => {
    if (events.some((event) => event.subject === 'ticket' && (event.id === but || rows?.some((row) => row.id === event.id))))
      void found.refetch()
  })
  if (found.error)
    return (
      <Notice kind="error" action={<Button onClick={() => void found.refetch()}>{t(($) => $.common.retry)}</Button>}>
        {t(($) => $.crm.loadFailed)}
      </Notice>
    )
  if (!rows)
    return (
      <div className={css.loading}>
        <SkeletonLines lines={4} />
      </div>
    )
  if (rows.length === 0 && !found.hasNextPage)
    return <EmptyState>{t(($) => (but === undefined ? $.crm.noTickets : $.crm.noOtherTickets))}</EmptyState>
  return (
    <>
      <ul>
        {rows.map((row) => (
          <li key={row.id}>
            <Go href={`/tickets/${row.id}`} className={`${css.ticket} ring-inside`}>
              <StateTile state={row.state} label={t(($) => $.ticket.state[row.state])} />
              <TwoLines over={row.title} under={[`#${row.id}`, row.category.name, row.user?.name].filter(Boolean).join(' · ')} />
              <span className="meta ink3">
                <Time at={row.lastActivityAt} />
              </span>
            </Go>
          </li>
        ))}
      </ul>
      {found.hasNextPage && (
        <Button variant="subtle" m={12} loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {t(($) => $.crm.more)}
        </Button>
      )}
    </>
  )
}
